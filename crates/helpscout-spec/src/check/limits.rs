//! Limits of what a call sends: the smallest and largest number, and the smallest and largest length
//! of a text or a list.

use helpscout_description::Type;
use helpscout_description::quote::quoted;

use super::checker::Checker;
use super::sent::Sent;
use crate::code::Code;
use crate::finding::Finding;
use crate::position::At;
use crate::yaml::Content;

/// Reports limits that exclude every value, and limits of what can't have them. Returns whether there
/// are none of them, so that values can be compared with the limits.
pub(super) fn check(raw: &Sent<'_>, ty: &Type, at: At<'_>, checker: &mut Checker<'_>) -> bool {
    let is_number = matches!(ty, Type::Integer | Type::Number);
    let numbers = [("minimum", raw.minimum), ("maximum", raw.maximum)];
    let unmet_numbers = pair(numbers, is_number, Code::Limits, at, || {
        (
            format!("{} has a limit, but is not a number", quoted(raw.name)),
            "remove the limit, or change the type to `integer` or `number`",
        )
    });
    // That an example is a list although nothing says so is reported there.
    let is_list = raw.list.is_some() || matches!(at.key("example").content(), Content::List(_));
    let has_length = is_list || *ty == Type::Text;
    let lengths = [
        ("min_length", raw.min_length.map(i64::from)),
        ("max_length", raw.max_length.map(i64::from)),
    ];
    let unmet_lengths = pair(lengths, has_length, Code::Lengths, at, || {
        (
            format!(
                "{} has a length, but is neither a text nor a list",
                quoted(raw.name)
            ),
            "remove the length, or change the type to `text`",
        )
    });
    let are_sound = unmet_numbers.is_none() && unmet_lengths.is_none();
    checker.report_all(unmet_numbers.into_iter().chain(unmet_lengths));
    are_sound
}

/// Returns a finding if two limits exclude everything, or limit what can't be limited.
fn pair(
    limits: [(&str, Option<i64>); 2],
    is_limitable: bool,
    code: Code,
    at: At<'_>,
    unlimitable: impl FnOnce() -> (String, &'static str),
) -> Option<Finding> {
    let (key, _) = limits.into_iter().find(|(_, limit)| limit.is_some())?;
    if !is_limitable {
        let (message, help) = unlimitable();
        return Some(Finding::new(code, at.key(key).place(), message).help(help));
    }
    let [(least_key, least), (most_key, most)] = limits;
    let (least, most) = (least?, most?);
    if least <= most {
        return None;
    }
    let noun = |key: &str| match key {
        "min_length" => "smallest length",
        "max_length" => "largest length",
        "minimum" => "minimum",
        _ => "maximum",
    };
    let (least_noun, most_noun) = (noun(least_key), noun(most_key));
    let message = format!("the {least_noun}, {least}, is greater than the {most_noun}, {most}");
    let finding = Finding::new(code, at.key(most_key).place(), message).second(
        at.key(least_key).place(),
        format!("the {least_noun} is here"),
    );
    Some(finding.help("swap the two limits"))
}

/// Returns whether a number is between the smallest and the largest. Anything else is.
pub(super) fn are_met(raw: &Sent<'_>, ty: &Type, text: &str) -> bool {
    let (least, most) = (raw.minimum, raw.maximum);
    match ty {
        Type::Integer => text.parse().is_ok_and(|value: i64| {
            least.is_none_or(|least| least <= value) && most.is_none_or(|most| value <= most)
        }),
        Type::Number => text.parse().is_ok_and(|value: f64| {
            least.is_none_or(|least| least as f64 <= value)
                && most.is_none_or(|most| value <= most as f64)
        }),
        _ => true,
    }
}

/// Returns a finding if the value or the list under a key is too short or too long.
pub(super) fn lengths_of_values(
    raw: &Sent<'_>,
    ty: &Type,
    key: &str,
    code: Code,
    at: At<'_>,
) -> Option<Finding> {
    let (length, noun) = match (at.content(), raw.list) {
        (Content::Scalar(scalar), None) if *ty == Type::Text => {
            (scalar.text.chars().count(), "character")
        }
        (Content::Scalar(_), Some(_)) => (1, "value"),
        (Content::List(items), Some(_)) => (items.len(), "value"),
        _ => return None,
    };
    let is_within = |limit: Option<u32>, is_met: fn(usize, usize) -> bool| {
        let limit = limit.and_then(|limit| usize::try_from(limit).ok());
        limit.is_none_or(|limit| is_met(length, limit))
    };
    if is_within(raw.min_length, |length, least| length >= least)
        && is_within(raw.max_length, |length, most| length <= most)
    {
        return None;
    }
    let plural = if length == 1 { "" } else { "s" };
    let allowed = match (raw.min_length, raw.max_length) {
        (Some(least), Some(most)) => format!("from {least} to {most}"),
        (Some(least), None) => format!("at least {least}"),
        (None, most) => format!("at most {}", most.unwrap_or_default()),
    };
    let message = format!(
        "the {key} of {} has {length} {noun}{plural}, but needs {allowed}",
        quoted(raw.name)
    );
    let finding = Finding::new(code, at.place(), message);
    Some(finding.help("correct the value, or the lengths that are allowed"))
}

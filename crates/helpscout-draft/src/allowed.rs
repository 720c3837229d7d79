//! Whether texts are values of a drafted parameter.

use helpscout_description::{IdForm, literal};

use crate::enums::Enums;
use crate::operation::ParameterDraft;

/// Returns whether a text, as sent, is a value of a parameter.
pub(crate) fn is_allowed(text: &str, parameter: &ParameterDraft, enums: &Enums<'_>) -> bool {
    let is_beyond = |limit: Option<i64>, is_less: bool| match (limit, text.parse::<i64>()) {
        (Some(limit), Ok(number)) if is_less => number < limit,
        (Some(limit), Ok(number)) => number > limit,
        // Only the limits of shares and the like are compared with fractions.
        (Some(limit), Err(_)) => text.parse::<f64>().is_ok_and(|number| {
            let limit = limit as f64;
            if is_less {
                number < limit
            } else {
                number > limit
            }
        }),
        (None, _) => false,
    };
    let is_outside = is_beyond(parameter.minimum, true) || is_beyond(parameter.maximum, false);
    let length = text.chars().count();
    let is_shorter = |limit: u32| usize::try_from(limit).is_ok_and(|limit| length < limit);
    let is_longer = |limit: u32| usize::try_from(limit).is_ok_and(|limit| length > limit);
    let (least, most) = parameter.lengths;
    let has_other_length =
        parameter.list.is_none() && (least.is_some_and(is_shorter) || most.is_some_and(is_longer));
    is_value(text, &parameter.type_name, enums) && !is_outside && !has_other_length
}

/// Returns whether a text, as sent, is a value of a type.
pub(crate) fn is_value(text: &str, type_name: &str, enums: &Enums<'_>) -> bool {
    match type_name {
        "integer" => whole(text).is_some(),
        "epoch_seconds" => literal::is_epoch(text, 1),
        "epoch_milliseconds" => literal::is_epoch(text, 1000),
        "date" => literal::is_date(text),
        "number" => literal::is_number(text),
        "boolean" => matches!(text, "true" | "false"),
        "instant" => literal::is_instant(text),
        "text" => true,
        name => match enums.values(name) {
            Some(values) => values.contains(&text),
            None => match enums.known.id_form(name) {
                IdForm::Integer => whole(text).is_some_and(|id| id > 0),
                form => form.fits(text),
            },
        },
    }
}

/// Returns the number that a text is, if it is written without leading zeros.
fn whole(text: &str) -> Option<i64> {
    let number = text.parse::<i64>().ok();
    number.filter(|number| number.to_string() == text)
}

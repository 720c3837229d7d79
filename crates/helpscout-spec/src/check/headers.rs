//! Parameters that are sent as headers.

use helpscout_description::ListStyle;
use helpscout_description::quote::quoted;

use super::checker::Checker;
use super::sent::Sent;
use crate::code::Code;
use crate::finding::Finding;
use crate::pattern;
use crate::position::At;
use crate::reserved::is_taken_header;

/// Reports a parameter that can't be sent as a header.
pub(super) fn check(raw: &Sent<'_>, at: At<'_>, checker: &mut Checker<'_>) {
    let (name, named) = (raw.name, at.key("name"));
    if !(pattern::HEADER.matches)(name) {
        let message = format!("{} can't be the name of a header", quoted(name));
        let finding = Finding::new(Code::HeaderParameter, named.place(), message);
        checker.report(finding.help(
            "write the name on the documented page, with letters, digits and hyphens, or remove \
             `in: header`",
        ));
    } else if is_taken_header(name) {
        let message = format!("the client sets the header {} itself", quoted(name));
        let finding = Finding::new(Code::HeaderParameter, named.place(), message);
        let help = if name.eq_ignore_ascii_case("authorization") {
            "remove the parameter; the client sends the token that `token:` of `api.yaml` leads to, what \
             `basic:` of `api.yaml` says, or the `access_token` that a program sets"
        } else {
            "remove the parameter"
        };
        checker.report(finding.help(help));
    }
    if !matches!(raw.list, None | Some(ListStyle::Comma)) {
        let message = "a header can only have a list that is joined by commas";
        let finding = Finding::new(Code::HeaderParameter, at.key("list").place(), message);
        checker.report(finding.help("write `list: comma`, or remove `in: header`"));
    }
}

/// Reports headers whose names differ only in case. `headers` are the names with their places.
pub(super) fn check_names<'a>(
    headers: impl Iterator<Item = (&'a str, At<'a>)>,
    checker: &mut Checker<'_>,
) {
    let mut seen: Vec<(&str, At<'_>)> = Vec::new();
    for (name, at) in headers {
        let first = seen
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name) && *known != name);
        if let Some((known, first)) = first {
            let message = format!(
                "{} and {} are the same header, since case does not count",
                quoted(known),
                quoted(name)
            );
            let finding = Finding::new(Code::HeaderParameter, at.place(), message)
                .second(first.place(), "first declared here");
            checker.report(finding.help("remove one of them"));
        }
        seen.push((name, at));
    }
}

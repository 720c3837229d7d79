//! Where a page starts, by the cursor of a call, and the URLs that lead to the next page.

use helpscout_description::{Api, Operation, PageStyle};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{cursor::Cursors, given::Given};
use crate::{
    problem::{Cause, FieldError},
    urlencoded,
};

/// Reads the cursor of a call, which is `sent` or part of the URL of the answer before. Returns the
/// number of rows before the page, or `None` if the call has no cursor.
///
/// # Errors
/// Refuses a value that is not a cursor of this operation.
pub(super) fn of_call(
    api: &Api,
    operation: &Operation,
    sent: Option<&str>,
    given: &Given<'_>,
) -> Result<Option<usize>, FieldError> {
    let Some(pages) = &operation.pages else {
        return Ok(None);
    };
    let (name, sent) = match &pages.style {
        PageStyle::Cursor { parameter, .. } | PageStyle::LastRow { parameter, .. } => {
            (parameter.as_str(), sent)
        }
        PageStyle::Link { .. } | PageStyle::LinkHeader { .. } => {
            let mut pairs = given.pairs().iter();
            let pair = pairs.find(|pair| is_link_cursor(operation, &pair.name));
            (link_cursor(operation), pair.map(|pair| pair.value.as_str()))
        }
        PageStyle::Number { .. } | PageStyle::Offset { .. } => return Ok(None),
    };
    let Some(sent) = sent else {
        return Ok(None);
    };
    // What the service assumes without a cursor leads to the first page.
    let default = operation.parameter(name).and_then(|it| it.default.as_ref());
    if default.is_some_and(|default| default.values() == [sent]) {
        return Ok(None);
    }
    if let Some(before) = Cursors::of(api, operation).parse(sent) {
        let is_inclusive = matches!(
            &pages.style,
            PageStyle::LastRow {
                inclusive: true,
                ..
            }
        );
        // The row itself is the first one of the page.
        return Ok(Some(before.saturating_sub(usize::from(is_inclusive))));
    }
    let message = match &pages.style {
        PageStyle::Cursor { next, .. } => {
            format!(
                "is not a cursor of {}; send the value of {next}",
                operation.path
            )
        }
        PageStyle::LastRow { value, .. } => {
            format!(
                "is not the {value} of a row of {}; send that of the last row",
                operation.path
            )
        }
        _ => format!(
            "is not a cursor of {}; call the URL of the answer",
            operation.path
        ),
    };
    let error = match operation.parameter(name) {
        Some(parameter) => FieldError::of(parameter, Cause::Cursor, message),
        None => FieldError::new(name, Cause::Cursor, message),
    };
    Err(error.rejecting(sent))
}

/// Returns whether a name is the parameter that the URLs of next pages have, which is not described.
pub(super) fn is_link_cursor(operation: &Operation, name: &str) -> bool {
    let pages = operation.pages.as_ref();
    let has_link =
        |style: &PageStyle| matches!(style, PageStyle::Link { .. } | PageStyle::LinkHeader { .. });
    pages.is_some_and(|pages| has_link(&pages.style)) && name == link_cursor(operation)
}

/// Returns the start of the URL of the next page, without the cursor: the URL of this page, with all
/// of its parameters but the cursor.
pub(crate) fn link_without_cursor(operation: &Operation, address: &str, query: &str) -> String {
    let mut link = format!("{address}?");
    for part in query.split('&').filter(|part| !part.is_empty()) {
        let pairs = urlencoded::decode(part);
        let mut names = pairs.iter().map(|pair| pair.name.as_str());
        if !names.any(|name| is_link_cursor(operation, name)) {
            link.push_str(part);
            link.push('&');
        }
    }
    link.push_str(link_cursor(operation));
    link.push('=');
    link
}

/// Returns the URL of the page that starts after `before` rows.
pub(super) fn link(
    api: &Api,
    operation: &Operation,
    without_cursor: &str,
    before: usize,
) -> String {
    let cursor = Cursors::of(api, operation).text(before);
    format!(
        "{without_cursor}{}",
        utf8_percent_encode(&cursor, NON_ALPHANUMERIC)
    )
}

/// Returns the first of some names that no parameter has.
fn link_cursor(operation: &Operation) -> &'static str {
    let mut names = ["cursor", "after", "next", "from-cursor"].into_iter();
    let free = names.find(|name| operation.parameter(name).is_none());
    free.unwrap_or("sandbox-cursor")
}

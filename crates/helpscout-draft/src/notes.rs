//! Notes on what the page does not say.

use crate::answer::AnswerNode;
use crate::body::Unusable;
use crate::operation::{OperationDraft, ParameterDraft, ParameterEntry};
use crate::page::Page;
use crate::page_without_paging;
use crate::text::{clean, code};

/// The most parts of a page that are quoted.
const MOST_LEFTOVERS: usize = 12;

/// The note on a page whose own URL is unknown.
pub(crate) const FRONT_PAGE: &str =
    "todo: `docs:` is the front page of the documentation; replace it with the URL of the page.";

/// What to do about an example of an answer that no spec describes.
pub(crate) const LEAVE_OUT: &str = "the example is neither an object nor a list of objects, and no \
                                    other answer can be described; leave the endpoint out";

/// Returns the notes on a drafted operation. `can_select_page` tells of an answer that looks paged
/// whether a parameter selects a page, and `has_plans` whether the service has plans.
pub(crate) fn about(
    page: &Page,
    operation: &OperationDraft,
    parameters: &[ParameterDraft],
    answer: &AnswerNode,
    can_select_page: Option<bool>,
    has_plans: bool,
) -> Vec<String> {
    let mut notes = Vec::new();
    let mut note = |text: &str| notes.push(text.to_owned());
    note("todo: write a summary in your own words; this one is derived from a name.");
    if !operation.response.object.is_empty() {
        let in_headers = operation.response.is_in_headers() && page.answered.example().is_some();
        notes.extend(about_bodies(page, in_headers));
    }
    let mut note = |text: &str| notes.push(text.to_owned());
    if page.request.ends_with_slash {
        note(
            "todo: the page's request ends with a slash, which no request of a spec does; leave the \
             endpoint out if the service needs the slash.",
        );
    }
    if let Some(number) = page.request.number() {
        note(&format!(
            "todo: the path has the number {}; if it is the ID of an example, write `{{id}}` there and \
             describe that parameter.",
            code(number)
        ));
    }
    if page.request.is_report() && has_plans && operation.plans.is_empty() {
        note("todo: the page does not say which plans may use the report.");
    }
    for leftover in page.leftovers.iter().take(MOST_LEFTOVERS) {
        note(&format!(
            "todo: line {} of the page, {}, looks like a part of a table that could not be read; \
             describe what it lists.",
            leftover.line,
            code(&leftover.words)
        ));
    }
    if let [next, ..] = page.leftovers.get(MOST_LEFTOVERS..).unwrap_or_default() {
        note(&format!(
            "todo: more parts of the page, from line {} on, could not be read; describe what they list.",
            next.line
        ));
    }
    if parameters.is_empty() {
        note("todo: no parameters were found; add those that the page lists.");
    }
    if operation.is_safe {
        note("todo: check that the POST only reads; `safe: true` lets the client send it again.");
    } else if page.request.method == "POST" {
        note(
            "todo: add `safe: true` if the POST only reads, so that the client may send it again.",
        );
    }
    let placeholders = page.request.placeholders();
    let mut optional = parameters
        .iter()
        .filter(|parameter| !placeholders.contains(&parameter.name.as_str()))
        .peekable();
    let is_silent = optional.peek().is_some() && optional.all(|parameter| !parameter.required);
    if page.request.is_report() && is_silent {
        note("todo: the page marks no parameter as required; mark those that are.");
    }
    let pages = operation.pages.as_ref();
    if pages.is_some_and(|pages| pages.size.is_none()) {
        note(if page.leftovers.is_empty() {
            "The page size is not documented and can't be chosen."
        } else {
            "todo: no parameter for the page size was found; check what could not be read."
        });
    }
    if can_select_page == Some(false) {
        note("todo: the answer looks like a page, but no parameter selects one.");
    }
    let to_do = if can_select_page.is_none() {
        page_without_paging::to_do(answer)
    } else {
        None
    };
    notes.extend(to_do.map(str::to_owned));
    if pages.is_none() {
        notes.extend(page_without_paging::hint(answer));
    }
    if pages.is_none() && can_select_page.is_none() && to_do.is_none() {
        notes.extend(page_without_paging::selecting(answer, parameters));
    }
    let mut note = |text: &str| notes.push(text.to_owned());
    let has_unknown_order = |parameter: &ParameterDraft| {
        let name = &parameter.name;
        name.starts_with("sort") && name.ends_with("Field") && parameter.default.is_none()
    };
    if parameters.iter().any(has_unknown_order) {
        note("The default order is not documented.");
    }
    let is_comparison = |entry: &ParameterEntry| matches!(entry, ParameterEntry::Use(name) if name == "previous_interval");
    if operation.parameters.iter().any(is_comparison) && !answer.keys().contains(&"previous") {
        note(
            "The answer has no fields for the previous interval, but the page lists its parameters.",
        );
    }
    notes
}

/// Returns the notes on the example bodies of a page, or on the headers in place of one.
fn about_bodies(page: &Page, has_example_in_headers: bool) -> Vec<String> {
    let mut notes = Vec::new();
    let mut note = |text: &str| notes.push(text.to_owned());
    match page.body.as_ref().map(|body| &body.value) {
        Some(Ok(_)) => {
            note("todo: replace the values in the example body with your own; keep its shape.");
        }
        Some(Err(Unusable::NoKeys)) => note(&format!("todo: {LEAVE_OUT}.")),
        Some(Err(Unusable::NoJson(reason))) => note(&format!(
            "todo: the page's example body can't be used ({}); replace the one here, which is made up.",
            clean(reason)
        )),
        None if has_example_in_headers => {
            note("todo: replace the values of the headers in the example with your own.");
        }
        None => note("todo: no example body was found; replace the one here, which is made up."),
    }
    for line in &page.more_bodies {
        note(&format!(
            "todo: line {line} of the page has another example body; save it beside the first one, and \
             add its name to `examples:`."
        ));
    }
    notes
}

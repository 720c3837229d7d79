//! Writes what is wrong with the pages of a report.

use std::fmt::{self, Formatter};

use super::kind::WalkTrouble;
use super::refusal::excerpt;
use crate::identity::Identity;

/// Writes why the pages that were read are not a report.
pub(super) fn write(
    trouble: &WalkTrouble,
    page: Option<i64>,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    match trouble {
        WalkTrouble::Moved {
            what,
            before,
            after,
        } => write!(
            f,
            "the report changed while its pages were being read: {what} was {before} and is now {after}"
        ),
        WalkTrouble::Repeated { ids, others, pages } => {
            f.write_str("the report changed while its pages were being read: ")?;
            write_repeated(ids, *others, pages, page, f)
        }
        WalkTrouble::Stuck { asked, got } => {
            write!(
                f,
                "requested page {asked}, but the service returned page {got}"
            )
        }
        WalkTrouble::Short { rows, count } => write!(
            f,
            "the report ended after {rows} rows, but the service announced {count}"
        ),
        WalkTrouble::TooLarge { bytes, limit } => write!(
            f,
            "the report is larger than the limit of {limit} bytes: its pages so far have {bytes} bytes"
        ),
        WalkTrouble::OtherRow { asked, got } => write!(
            f,
            "requested the page that starts at row {asked}, but the service returned the one that starts at row {got}"
        ),
        WalkTrouble::Circle { what } => write!(
            f,
            "{what} the next page is that of an earlier page, so the report does not advance"
        ),
        WalkTrouble::NoRows => {
            f.write_str("the page has no rows, but the service says that it is not the last")
        }
        WalkTrouble::NoCursor => f.write_str(
            "the service says that there are more pages, but the response has no cursor for the next one",
        ),
        WalkTrouble::Elsewhere { link, expected } => write!(
            f,
            "the link to the next page leads to {link}, but the pages of this report are at {expected}, so it was not followed"
        ),
        WalkTrouble::TooMany {
            pages: Some(pages),
            limit,
        } => write!(
            f,
            "the report has {pages} pages, more than the limit of {limit}"
        ),
        WalkTrouble::TooMany { pages: None, limit } => {
            write!(f, "the report has more pages than the limit of {limit}")
        }
    }
}

fn write_repeated(
    ids: &[Identity],
    others: usize,
    pages: &[i64],
    page: Option<i64>,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    let (noun, verb) = match ids.len() {
        1 => ("ID", "is"),
        _ => ("IDs", "are"),
    };
    let mut ids: Vec<String> = ids.iter().map(|id| excerpt(&id.to_string())).collect();
    if others > 0 {
        ids.push(format!("{others} others"));
    }
    write!(f, "{noun} {} {verb} on ", joined(&ids))?;
    let numbers: Vec<String> = pages.iter().map(i64::to_string).collect();
    let before = match numbers.len() {
        1 => "page",
        _ => "pages",
    };
    match page {
        Some(page) if pages == [page] => write!(f, "page {page} twice"),
        Some(page) => write!(f, "{before} {} and again on page {page}", joined(&numbers)),
        None => write!(f, "{before} {} twice", joined(&numbers)),
    }
}

/// Writes a list of words in a sentence.
fn joined(words: &[String]) -> String {
    match words {
        [words @ .., last] if !words.is_empty() => format!("{} and {last}", words.join(", ")),
        words => words.concat(),
    }
}

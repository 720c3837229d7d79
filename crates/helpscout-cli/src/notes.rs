//! Notes on a written report: how much it is, where it went, and what it lacks.

use std::path::Path;

use helpscout_command::Format;
use helpscout_description::Tables;
use helpscout_reports::Position;

use crate::fetch::Extent;
use crate::format::writer::Selected;
use crate::message::{counted, printable, shortened};
use crate::output::Output;

/// Says how many rows there are and how much of the report they are.
pub(crate) fn extent(rows: usize, extent: Extent) -> String {
    let shown = counted(rows, "row");
    match extent {
        Extent::Whole { pages, announced } => {
            let on_pages = format!("{shown} on {}", counted(pages, "page"));
            if i64::try_from(rows) == Ok(announced) {
                on_pages
            } else {
                format!("{on_pages}, although the service announced {announced}")
            }
        }
        Extent::Page(position) => match page(&position) {
            Some(page) => format!("{shown}: {page}"),
            None => shown,
        },
    }
}

/// Says which page of a report it is, if the service says how many there are.
pub(crate) fn page(position: &Position) -> Option<String> {
    let Position { page, pages, .. } = *position;
    if position.count == 0 || position.total_pages().is_none() {
        return None;
    }
    if page > pages {
        return Some(format!("page {page} is past the last page ({pages})"));
    }
    let page = format!("page {page} of {pages}");
    Some(match position.total_rows() {
        Some(rows) => format!("{page}, {} in all", counted(rows, "row")),
        None => page,
    })
}

/// Says how many of the rows were written if only some were asked for.
pub(crate) fn selected(selected: Option<Selected>, extent: Option<String>) -> Option<String> {
    match (selected, extent) {
        (Some(selected), Some(extent)) => Some(format!("{} of {extent}", selected.written)),
        (Some(Selected { written, rows }), None) => {
            Some(format!("{written} of {}", counted(rows, "row")))
        }
        (None, extent) => extent,
    }
}

/// Names the files that were written, if any were.
pub(crate) fn written(files: &[String]) -> Option<String> {
    (!files.is_empty()).then(|| format!("written to {}", files.join(", ")))
}

/// Names the file that an output goes to, if it goes to one.
pub(crate) fn file(output: &Output) -> Option<String> {
    let path = output.path()?;
    let shown = printable(&path.display().to_string());
    Some(match Format::of_file(path) {
        Some(format) if format == output.format() => shown,
        // The name of the file does not say what is in it.
        _ => format!("{shown} as {}", output.format().name()),
    })
}

/// Where the columns are that a terminal is too narrow for.
pub(crate) const IN_TERMINAL: &str = "a wider terminal shows them, and --format csv has all";

/// Names the columns that did not fit. `more` says where they are.
pub(crate) fn too_wide(titles: &[String], more: &str) -> Option<String> {
    if titles.is_empty() {
        return None;
    }
    let shown = titles.iter().take(MAX_TITLES).map(|title| shortened(title));
    let mut shown: Vec<String> = shown.collect();
    let mut are_listed = "; ";
    if !titles.iter().any(|title| title.contains(',')) {
        are_listed = ", ";
    }
    if let Some(others) = titles
        .len()
        .checked_sub(MAX_TITLES)
        .filter(|others| *others > 0)
    {
        shown.push(format!("and {others} more"));
    }
    Some(format!(
        "columns that did not fit: {} ({more})",
        shown.join(are_listed)
    ))
}

/// Names the columns that are hidden because no row has a value for them.
pub(crate) fn empty(titles: &[String]) -> Option<String> {
    let titles = list(titles)?;
    Some(format!("columns without a value: {titles}"))
}

/// Names the keys that the description does not know.
pub(crate) fn unknown(paths: &[String]) -> Option<String> {
    let paths = list(paths)?;
    Some(format!(
        "not shown because this version does not know them: {paths} (--format json includes them)"
    ))
}

/// Names the values that none of the tables has.
pub(crate) fn omitted(paths: &[String]) -> Option<String> {
    let paths = list(paths)?;
    Some(format!(
        "omitted from the tables: {paths} (--format json includes them)"
    ))
}

/// Names the lists that are JSON text in a column.
pub(crate) fn as_json(paths: &[String]) -> Option<String> {
    let paths = list(paths)?;
    Some(format!(
        "written as JSON text because this version does not know them: {paths}"
    ))
}

/// Names the files of tables with the number of their records.
pub(crate) fn files(tables: &Tables<'_>, records: &[usize], outputs: &[Output]) -> Vec<String> {
    let files = tables.list.iter().zip(records).zip(outputs);
    let files = files.map(|((table, records), output)| {
        let path = output.path().unwrap_or(Path::new("-"));
        let shown = printable(&path.display().to_string());
        format!("{shown} ({}: {})", table.name, counted(records, "row"))
    });
    files.collect()
}

/// The number of columns without a place that are listed.
const MAX_TITLES: usize = 6;

/// The number of names that are listed.
const MAX_NAMES: usize = 20;

fn list(names: &[String]) -> Option<String> {
    if names.is_empty() {
        return None;
    }
    let mut listed: Vec<String> = names
        .iter()
        .take(MAX_NAMES)
        .map(|name| shortened(name))
        .collect();
    if let Some(more) = names.len().checked_sub(MAX_NAMES).filter(|more| *more > 0) {
        listed.push(format!("and {more} more"));
    }
    Some(listed.join(", "))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_page_is_part_of_as_much_as_the_service_says() {
        let shown = |position| extent(10, Extent::Page(position));
        assert_eq!(
            shown(Position::new(2, 5, 43)),
            "10 rows: page 2 of 5, 43 rows in all"
        );
        assert_eq!(
            shown(Position::of_cursor(Some("next")).count(None)),
            "10 rows"
        );
        assert_eq!(
            shown(Position::of_cursor(Some("next")).count(43)),
            "10 rows"
        );
        let whole = Extent::Whole {
            pages: 3,
            announced: 10,
        };
        assert_eq!(extent(10, whole), "10 rows on 3 pages");
    }

    #[test]
    fn only_the_first_columns_without_a_place_are_named() {
        let titles =
            |count: usize| -> Vec<String> { (0..count).map(|at| format!("Time {at}")).collect() };
        assert_eq!(too_wide(&[], IN_TERMINAL), None);
        let all = too_wide(&titles(6), IN_TERMINAL).unwrap();
        assert!(all.contains("fit: Time 0, Time 1, Time 2, Time 3, Time 4, Time 5 ("));
        let some = too_wide(&titles(30), IN_TERMINAL).unwrap();
        assert!(some.contains("Time 5, and 24 more ("), "{some}");
        let with_commas = ["Response time, 90 %".to_owned(), "Mean".to_owned()];
        let listed = too_wide(&with_commas, IN_TERMINAL).unwrap();
        assert!(
            listed.contains("fit: Response time, 90 %; Mean ("),
            "{listed}"
        );
    }

    #[test]
    fn a_list_of_names_is_as_long_as_people_read() {
        let names =
            |count: usize| -> Vec<String> { (0..count).map(|at| format!("k{at}")).collect() };
        assert_eq!(list(&[]), None);
        assert!(list(&names(20)).unwrap().ends_with(", k18, k19"));
        assert!(
            list(&names(300_000))
                .unwrap()
                .ends_with(", k19, and 299980 more")
        );
        let long = list(&["k\u{1b}".repeat(1_000_000)]).unwrap();
        assert!(
            long.chars().count() < 300 && !long.contains('\u{1b}'),
            "{long}"
        );
    }
}

//! The tables that have further pages, by their handles.
//!
//! A handle names a table and a page, so asking twice gives the same rows. There is room for some
//! tables; the ones that nobody asked for the longest make way for new ones.

use std::collections::VecDeque;
use std::io;

use super::answer::Shown;
use super::table::{LARGEST, Table};
use crate::message::{Failure, shortened};

/// The most tables on the shelf.
const MOST_TABLES: usize = 24;

/// The tables that have further pages.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    /// The one that was asked for last is last.
    tables: VecDeque<(u64, Kept)>,
    last: u64,
}

/// A table, and what to say with each of its pages.
#[derive(Debug)]
struct Kept {
    table: Table,
    period: Option<String>,
}

impl Shelf {
    /// Returns the first page of a table, which is kept if there are others.
    ///
    /// # Errors
    /// If its temporary file can't be read.
    pub(super) fn first_page(
        &mut self,
        mut table: Table,
        period: Option<&str>,
    ) -> io::Result<Shown> {
        let page = table.page(0)?.unwrap_or_else(|| super::table::Page {
            first: 0,
            rows: Vec::new(),
        });
        let has_more = table.pages() > 1;
        let id = self.last + 1;
        let shown = Shown::of(&table, page, has_more.then(|| handle(id, 1)));
        if has_more {
            self.last = id;
            let period = period.map(str::to_owned);
            self.tables.push_back((id, Kept { table, period }));
            self.make_room();
        }
        Ok(shown)
    }

    /// Returns the page that a handle names, and the period of its table.
    ///
    /// # Errors
    /// If the handle names none, or its table had to make way.
    pub(super) fn page(&mut self, handle: &str) -> Result<(Shown, Option<String>), Failure> {
        let unread = |error: io::Error| Failure::not_done(format!("can't read the page: {error}"));
        let (id, page) = parsed(handle).ok_or_else(|| {
            Failure::usage(format!("{:?} is no handle", shortened(handle)))
                .help("write the value of `next` of a table as it is, such as 3-1")
        })?;
        let at = self.tables.iter().position(|(known, _)| *known == id);
        let kept = at.and_then(|at| self.tables.remove(at));
        let Some((id, mut kept)) = kept else {
            return Err(if id > self.last {
                Failure::usage(format!("no table has the handle {handle}"))
                    .help("write the value of `next` of a table as it is")
            } else {
                Failure::usage(format!("the table of {handle} is not kept any more"))
                    .help("call the tool that returned it again")
            });
        };
        let found = kept.table.page(page).map_err(unread).map(|found| {
            let next = (page + 1 < kept.table.pages()).then(|| self::handle(id, page + 1));
            found.map(|page| Shown::of(&kept.table, page, next))
        });
        let (pages, period) = (kept.table.pages(), kept.period.clone());
        self.tables.push_back((id, kept));
        match found? {
            Some(shown) => Ok((shown, period)),
            None => Err(Failure::usage(format!(
                "the table of {handle} has {pages} pages, and no other"
            ))
            .help("the last page has no `next`")),
        }
    }

    fn make_room(&mut self) {
        let bytes = |tables: &VecDeque<(u64, Kept)>| -> u64 {
            tables.iter().map(|(_, kept)| kept.table.bytes()).sum()
        };
        while self.tables.len() > MOST_TABLES
            || self.tables.len() > 1 && bytes(&self.tables) > LARGEST
        {
            self.tables.pop_front();
        }
    }
}

fn handle(id: u64, page: usize) -> String {
    format!("{id}-{page}")
}

fn parsed(handle: &str) -> Option<(u64, usize)> {
    let (id, page) = handle.trim().split_once('-')?;
    Some((id.parse().ok()?, page.parse().ok()?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use helpscout_description::Type;
    use helpscout_reports::describe;
    use serde_json::value::RawValue;

    use super::*;
    use crate::format::definitions::Definitions;
    use crate::mcp::column::TableColumn;
    use crate::select::Column;

    fn table(rows: usize) -> Table {
        let column = Column::derived("a", Type::Integer, None);
        let definitions = Definitions::of(describe::api());
        let column = TableColumn::of(&column, None, definitions, false);
        let mut table = Table::new("rows", vec![column]);
        for at in 0..rows {
            let row = RawValue::from_string(format!("{{\"a\":{at}}}")).unwrap();
            table.push(&row).unwrap();
        }
        table
    }

    #[test]
    fn a_handle_gives_the_same_page_each_time() {
        let mut shelf = Shelf::default();
        assert_eq!(shelf.first_page(table(50), None).unwrap().next, None);
        let first = shelf.first_page(table(120), Some("May")).unwrap();
        assert_eq!(first.next.as_deref(), Some("1-1"));
        for _ in 0..2 {
            let (second, period) = shelf.page("1-1").unwrap();
            assert_eq!((second.page.first, second.n), (50, 120));
            assert_eq!(period.as_deref(), Some("May"));
            assert_eq!(second.next.as_deref(), Some("1-2"));
        }
        assert_eq!(shelf.page("1-2").unwrap().0.next, None);
        for wrong in ["1-3", "9-1", "x", "", "1-99999999999999999999"] {
            let failure = shelf.page(wrong).unwrap_err();
            assert!(!failure.helps().is_empty(), "{wrong}");
        }
    }

    #[test]
    fn the_oldest_tables_make_way() {
        let mut shelf = Shelf::default();
        for _ in 0..100 {
            shelf.first_page(table(60), None).unwrap();
            // This one is asked for all the time.
            shelf.page("1-1").unwrap();
        }
        assert_eq!(shelf.tables.len(), MOST_TABLES);
        let failure = shelf.page("2-1").unwrap_err();
        assert!(failure.what().contains("not kept any more"), "{failure:?}");
        shelf.page("100-1").unwrap();
    }
}

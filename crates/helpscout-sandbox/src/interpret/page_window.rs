//! Which rows of a report are on the requested page.

use std::ops::Range;

use helpscout_description::{PageStyle, Pages};

use super::arguments::Arguments;

/// One page of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PageWindow {
    /// The number of the page, counted like the service counts: from 1, or from 0.
    pub(crate) page: i64,
    /// The number of rows before the page.
    pub(crate) before: usize,
    /// The number of rows on a full page.
    pub(crate) size: usize,
}

/// The number of rows on a page whose size is not described.
const UNKNOWN_SIZE: usize = 50;

impl PageWindow {
    /// Returns the page that a call requests, by default the first. It has as many rows as the call
    /// requests, or else as the description says.
    pub(crate) fn of_call(pages: &Pages, arguments: &Arguments) -> Self {
        let size = pages.size.as_ref().and_then(|name| arguments.integer(name));
        let size = size.and_then(|size| usize::try_from(size).ok());
        let size = size
            .filter(|size| *size > 0)
            .unwrap_or(Self::size_of(pages));
        match &pages.style {
            PageStyle::Number {
                parameter, first, ..
            } => {
                let first = i64::from(*first);
                let page = arguments.integer(parameter).unwrap_or(first).max(first);
                let before = usize::try_from(page.saturating_sub(first)).unwrap_or(usize::MAX);
                Self {
                    page,
                    before: before.saturating_mul(size),
                    size,
                }
            }
            PageStyle::Offset { parameter, .. } => {
                let before = arguments.integer(parameter).unwrap_or(0);
                Self::after(usize::try_from(before).unwrap_or(0), size)
            }
            PageStyle::Cursor { .. }
            | PageStyle::LastRow { .. }
            | PageStyle::Link { .. }
            | PageStyle::LinkHeader { .. } => Self::after(arguments.position().unwrap_or(0), size),
        }
    }

    /// Returns the number of rows on a full page of a call that does not request another.
    pub(crate) fn size_of(pages: &Pages) -> usize {
        let size = pages.page_size.map(usize::try_from);
        size.and_then(Result::ok).unwrap_or(UNKNOWN_SIZE)
    }

    /// Returns the number of the page, counted from 1.
    pub(crate) fn ordinal(&self) -> i64 {
        i64::try_from(self.before / self.size).map_or(i64::MAX, |full| full.saturating_add(1))
    }

    /// Returns the indices of this page's rows in a report of `count` rows. A page past the last
    /// one has none.
    pub(crate) fn places(&self, count: usize) -> Range<usize> {
        let first = self.before.min(count);
        first..self.end().min(count)
    }

    /// Returns how many pages a report of `count` rows has.
    pub(crate) fn pages(&self, count: usize) -> usize {
        count.div_ceil(self.size)
    }

    /// Returns the number of rows before the next page.
    pub(crate) fn end(&self) -> usize {
        self.before.saturating_add(self.size)
    }

    fn after(before: usize, size: usize) -> Self {
        let page = Self {
            page: 1,
            before,
            size,
        };
        Self {
            page: page.ordinal(),
            ..page
        }
    }
}

//! Which rows of a report are on the requested page.

use std::ops::Range;

use helpscout_description::Pages;

use super::arguments::Arguments;

/// One page of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PageWindow {
    /// The number of the page. Pages start at 1.
    pub(crate) page: i64,
    /// The number of rows on a full page.
    pub(crate) size: usize,
}

/// The number of rows on a page whose size is not described.
const UNKNOWN_SIZE: usize = 50;

impl PageWindow {
    /// Returns the page that a call requests, by default the first. It has as many rows as the call
    /// requests, or else as the description says.
    pub(crate) fn of_call(pages: &Pages, arguments: &Arguments) -> Self {
        let page = pages.parameter().and_then(|name| arguments.integer(name));
        let size = pages.size.as_ref().and_then(|name| arguments.integer(name));
        let size = size.and_then(|size| usize::try_from(size).ok());
        Self {
            page: page.unwrap_or(1).max(1),
            size: size
                .filter(|size| *size > 0)
                .unwrap_or(Self::size_of(pages)),
        }
    }

    /// Returns the number of rows on a full page of a call that does not request another.
    pub(crate) fn size_of(pages: &Pages) -> usize {
        let size = pages.page_size.map(usize::try_from);
        size.and_then(Result::ok).unwrap_or(UNKNOWN_SIZE)
    }

    /// Returns the index of the page's first row.
    fn first(&self) -> usize {
        usize::try_from(self.page - 1)
            .unwrap_or(usize::MAX)
            .saturating_mul(self.size)
    }

    /// Returns the indices of this page's rows in a report of `count` rows. A page past the last
    /// one has none.
    pub(crate) fn places(&self, count: usize) -> Range<usize> {
        let first = self.first().min(count);
        first..first.saturating_add(self.size).min(count)
    }

    /// Returns how many pages a report of `count` rows has.
    pub(crate) fn pages(&self, count: usize) -> usize {
        count.div_ceil(self.size)
    }
}

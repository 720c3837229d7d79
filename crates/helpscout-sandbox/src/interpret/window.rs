//! Which rows of a sequence are on the page that is asked for.

use std::ops::Range;

use helpscout_description::Pages;

use super::Arguments;

/// One page of a sequence of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    /// Counted from 1.
    pub(crate) page: i64,
    /// Rows on a full page.
    pub(crate) size: usize,
}

impl Window {
    /// The page that was asked for, or the first; `usual` rows on it unless the call asks for
    /// another number.
    pub(crate) fn asked(pages: &Pages, arguments: &Arguments, usual: usize) -> Self {
        let page = arguments.integer(&pages.parameter);
        let size = pages.size.as_ref().and_then(|name| arguments.integer(name));
        let size = size.and_then(|size| usize::try_from(size).ok());
        Self {
            page: page.unwrap_or(1).max(1),
            size: size.filter(|size| *size > 0).unwrap_or(usual),
        }
    }

    /// The place of the page's first row in the sequence, counted from 0.
    fn first(&self) -> usize {
        usize::try_from(self.page - 1)
            .unwrap_or(usize::MAX)
            .saturating_mul(self.size)
    }

    /// The places of this page's rows among `count`; none beyond the last.
    pub(crate) fn places(&self, count: usize) -> Range<usize> {
        let first = self.first().min(count);
        first..first.saturating_add(self.size).min(count)
    }

    /// How many pages `count` rows fill.
    pub(crate) fn pages(&self, count: usize) -> usize {
        count.div_ceil(self.size)
    }
}

//! Checks the pages of a walk against each other.

use reqwest::Url;

use super::course::{Course, Facts};
use super::page::{Content, Page};
use super::seen::{Repeat, Seen};
use crate::address::Address;
use crate::error::{Error, Kind, WalkTrouble};
use crate::identity::Identity;
use crate::position::{Position, count_of};
use crate::request::Request;
use crate::secrets::Secrets;

/// Checks the pages against what the first page announced, and knows which page is next.
pub(super) struct Progress {
    request: Request,
    /// What is hidden in errors.
    secrets: Secrets,
    limits: Limits,
    course: Course,
    /// The position of the first page, once it came.
    announced: Option<Position>,
    /// The number of pages so far.
    pages: i64,
    /// The number of their rows.
    rows: i64,
    /// Their size.
    bytes: u64,
    seen: Seen,
    /// The identity of the last row so far, if the next page may begin with it.
    last: Option<Identity>,
    /// The address of the next page, or `None` after the end or an error.
    next: Option<Address>,
}

/// How long and how large a report may be.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub(super) pages: i64,
    pub(super) bytes: u64,
}

impl Progress {
    /// Starts before the first page. `url` is that of its call.
    pub(super) fn start(
        request: &Request,
        limits: Limits,
        secrets: Secrets,
        url: impl FnOnce() -> Url,
    ) -> Self {
        let course = Course::of(request, url);
        Self {
            request: request.clone(),
            secrets,
            limits,
            next: Some(course.start()),
            course,
            announced: None,
            pages: 0,
            rows: 0,
            bytes: 0,
            seen: Seen::default(),
            last: None,
        }
    }

    /// Returns the number of pages so far.
    pub(super) fn pages(&self) -> i64 {
        self.pages
    }

    /// Returns the address of the next page, or `None` after the end or an error.
    pub(super) fn next(&self) -> Option<&Address> {
        self.next.as_ref()
    }

    /// Returns the address of a page, or `None` if there is no such page, if it is not known yet, or
    /// if it exceeds the limit.
    pub(super) fn address(&self, number: i64) -> Option<Address> {
        if number > self.limits.pages {
            return None;
        }
        let next = self.next.as_ref()?;
        if number == self.pages + 1 {
            return Some(next.clone());
        }
        self.course.ahead(number, self.announced.as_ref()?)
    }

    /// Takes the next page and returns it, or `None` if it is an empty page that ends the report.
    pub(super) fn take<T: Content>(
        &mut self,
        page: Result<Page<T>, Error>,
    ) -> Result<Option<Page<T>>, Error> {
        let number = self.pages + 1;
        let taken = page.and_then(|page| {
            let attempts = page.attempts;
            let checked = self.checked(number, page);
            checked.map_err(|error| error.after(attempts))
        });
        if taken.is_err() {
            self.next = None;
        }
        taken
    }

    /// Checks that another page may be requested.
    pub(super) fn check_next(&mut self) -> Result<(), Error> {
        let limit = self.limits.pages;
        if self.pages < limit || self.next.is_none() {
            return Ok(());
        }
        self.next = None;
        let pages = None;
        Err(self.trouble(self.pages + 1, WalkTrouble::TooMany { pages, limit }))
    }

    fn checked<T: Content>(
        &mut self,
        number: i64,
        mut page: Page<T>,
    ) -> Result<Option<Page<T>>, Error> {
        let is_repeat = self.leave_out_repeated(&mut page) && page.rows == 0;
        self.next = self
            .check(number, &page, is_repeat)
            .map_err(|trouble| self.trouble(number, trouble))?;
        self.check_identities(number, &page.identities)?;
        self.pages = number;
        self.rows += count_of(page.rows);
        self.bytes = self.bytes_with(&page);
        if self.next.is_none() {
            self.note_surplus(&page.position);
            if page.rows == 0 && number > 1 {
                return Ok(None);
            }
        }
        let count = self.count(&page.position);
        let total_pages = self.course.total_pages(count);
        page.position.known_so_far(number, total_pages, self.rows);
        page.content.set_position(&page.position);
        if number == 1 {
            self.check_length(&page.position)?;
            self.announced = Some(page.position.clone());
        }
        Ok(Some(page))
    }

    fn check_length(&self, position: &Position) -> Result<(), Error> {
        let limit = self.limits.pages;
        match position.total_pages() {
            Some(pages) if pages > limit => {
                let pages = Some(pages);
                Err(self.trouble(1, WalkTrouble::TooMany { pages, limit }))
            }
            _ => Ok(()),
        }
    }

    /// Leaves out the first row of a page that begins with the last row of the page before. Returns
    /// whether it did. If that row is gone in the meantime, the page begins with the next one.
    fn leave_out_repeated<T>(&mut self, page: &mut Page<T>) -> bool {
        if !self.course.is_inclusive() {
            return false;
        }
        let first = page.identities.first();
        let is_repeated = page.identities.len() == page.rows
            && first.is_some_and(|first| Some(first) == self.last.as_ref());
        if is_repeated {
            (page.leave_out_first)(&mut page.content);
            page.identities.remove(0);
            page.rows -= 1;
        }
        if let Some(last) = page.identities.last() {
            self.last = Some(last.clone());
        }
        is_repeated
    }

    /// Checks a page and returns the address of the next one, or `None` after the last.
    /// `is_repeat` says whether it has no row but the last one of the page before.
    fn check<T>(
        &mut self,
        number: i64,
        page: &Page<T>,
        is_repeat: bool,
    ) -> Result<Option<Address>, WalkTrouble> {
        let bytes = self.bytes_with(page);
        if bytes > self.limits.bytes {
            return Err(WalkTrouble::TooLarge {
                bytes,
                limit: self.limits.bytes,
            });
        }
        self.check_announced(&page.position)?;
        let facts = Facts {
            number,
            position: &page.position,
            rows: count_of(page.rows),
            before: self.rows,
            count: self.count(&page.position),
            pages: self.total_pages(&page.position),
            is_repeat,
        };
        let next = self.course.take(&facts)?;
        let rows = self.rows + facts.rows;
        match facts.count {
            Some(count) if next.is_none() && rows < count => {
                Err(WalkTrouble::Short { rows, count })
            }
            _ => Ok(next),
        }
    }

    /// Checks that the numbers of rows and pages are those of the first page.
    fn check_announced(&self, after: &Position) -> Result<(), WalkTrouble> {
        let Some(before) = &self.announced else {
            return Ok(());
        };
        // What is calculated from the number of rows moves with it.
        let is_numbered = matches!(self.course, Course::Numbers { .. });
        let pages = |position: &Position| position.total_pages().filter(|_| is_numbered);
        for (what, before, after) in [
            (
                "the number of rows",
                before.total_rows(),
                after.total_rows(),
            ),
            ("the number of pages", pages(before), pages(after)),
        ] {
            if let (Some(before), Some(after)) = (before, after)
                && before != after
            {
                return Err(WalkTrouble::Moved {
                    what,
                    before,
                    after,
                });
            }
        }
        Ok(())
    }

    /// Returns the number of rows that the service announced, on this page or on the first.
    fn count(&self, position: &Position) -> Option<i64> {
        let announced = self.announced.as_ref().and_then(Position::total_rows);
        position.total_rows().or(announced)
    }

    /// Returns the number of pages that the service announced, on this page or on the first.
    fn total_pages(&self, position: &Position) -> Option<i64> {
        let announced = self.announced.as_ref().and_then(Position::total_pages);
        position.total_pages().or(announced)
    }

    fn bytes_with<T>(&self, page: &Page<T>) -> u64 {
        self.bytes.saturating_add(page.bytes as u64)
    }

    fn check_identities(&mut self, page: i64, identities: &[Identity]) -> Result<(), Error> {
        let repeats = self.seen.add(identities);
        if repeats.is_empty() {
            return Ok(());
        }
        Err(self.trouble(page, repeated(repeats)))
    }

    /// Logs if there were more rows than announced. This is not an error, because no row is lost
    /// and some reports count something other than rows.
    fn note_surplus(&self, last: &Position) {
        if let Some(announced) = self.count(last)
            && self.rows > announced
        {
            tracing::warn!(
                operation = self.request.operation().id,
                announced,
                rows = self.rows,
                "the report has more rows than announced"
            );
        }
    }

    fn trouble(&self, page: i64, trouble: WalkTrouble) -> Error {
        Error::new(Kind::Walk(trouble))
            .of(self.request.operation(), Some(page))
            .hiding(&self.secrets)
    }
}

/// How many IDs and pages of repeated rows an error has.
const MOST_NAMED: usize = 5;

fn repeated(repeats: Vec<Repeat>) -> WalkTrouble {
    let mut pages: Vec<i64> = repeats.iter().map(|repeat| repeat.first).collect();
    pages.sort_unstable();
    pages.dedup();
    pages.truncate(MOST_NAMED);
    let others = repeats.len().saturating_sub(MOST_NAMED);
    let named = repeats.into_iter().take(MOST_NAMED);
    WalkTrouble::Repeated {
        ids: named.map(|repeat| repeat.identity).collect(),
        others,
        pages,
    }
}

//! Checks the pages of a walk against each other.

use super::page::Page;
use super::seen::{Repeat, Seen};
use crate::error::{Error, Kind, WalkTrouble};
use crate::identity::Identity;
use crate::paging::Position;
use crate::request::Request;
use crate::secrets::Secrets;

/// Checks the pages against what the first page announced.
pub(super) struct Progress {
    request: Request,
    /// What is hidden in errors.
    secrets: Secrets,
    announced: Position,
    next: i64,
    rows: usize,
    /// The size of the pages so far, and its maximum.
    bytes: u64,
    max_bytes: u64,
    seen: Seen,
    has_ended: bool,
}

impl Progress {
    pub(super) fn new(
        request: &Request,
        announced: Position,
        max_bytes: u64,
        secrets: Secrets,
    ) -> Self {
        Self {
            request: request.clone(),
            secrets,
            announced,
            next: 1,
            rows: 0,
            bytes: 0,
            max_bytes,
            seen: Seen::default(),
            has_ended: false,
        }
    }

    pub(super) fn check_length(&self, limit: i64) -> Result<(), Error> {
        let pages = self.announced.pages;
        if pages > limit {
            return Err(self.trouble(1, WalkTrouble::TooMany { pages, limit }));
        }
        Ok(())
    }

    /// Returns the next item of the stream, or `None` at its end.
    pub(super) fn take<T>(
        &mut self,
        page: Result<Page<T>, Error>,
    ) -> Option<Result<Page<T>, Error>> {
        if self.has_ended {
            return None;
        }
        let asked = self.next;
        self.next += 1;
        let checked = page.and_then(|page| match self.check(asked, &page) {
            Ok(()) => self
                .check_identities(asked, &page.identities)
                .map(|()| page),
            Err(trouble) => Err(self.trouble(asked, trouble)),
        });
        match checked {
            Err(error) => {
                self.has_ended = true;
                Some(Err(error))
            }
            Ok(page) => {
                self.rows += page.rows;
                self.bytes = self.bytes_with(&page);
                self.has_ended = asked >= self.announced.pages;
                if page.rows == 0 && asked > 1 {
                    // All announced rows came before this page, so the report ends here.
                    self.has_ended = true;
                    return None;
                }
                self.note_surplus();
                Some(Ok(page))
            }
        }
    }

    fn check<T>(&self, asked: i64, page: &Page<T>) -> Result<(), WalkTrouble> {
        let bytes = self.bytes_with(page);
        if bytes > self.max_bytes {
            return Err(WalkTrouble::TooLarge {
                bytes,
                limit: self.max_bytes,
            });
        }
        let (before, after) = (&self.announced, &page.position);
        for (what, before, after) in [
            ("the number of rows", before.count, after.count),
            ("the number of pages", before.pages, after.pages),
        ] {
            if before != after {
                return Err(WalkTrouble::Moved {
                    what,
                    before,
                    after,
                });
            }
        }
        // The only page of an empty report may have the number 0.
        if after.page != asked && !(asked == 1 && after.page == 0) {
            return Err(WalkTrouble::Stuck {
                asked,
                got: after.page,
            });
        }
        let rows = self.rows + page.rows;
        let is_end = page.rows == 0 || asked >= before.pages;
        if is_end && i64::try_from(rows).is_ok_and(|rows| rows < before.count) {
            return Err(WalkTrouble::Short {
                rows,
                count: before.count,
            });
        }
        Ok(())
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
    fn note_surplus(&self) {
        if self.has_ended && i64::try_from(self.rows).is_ok_and(|rows| rows > self.announced.count)
        {
            tracing::warn!(
                operation = self.request.operation().id,
                announced = self.announced.count,
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

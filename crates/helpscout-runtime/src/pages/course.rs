//! The course of a walk: which page follows a page, by the style of the report.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use reqwest::Url;

use super::link;
use crate::address::Address;
use crate::error::WalkTrouble;
use crate::paging::{PageStyle, Paging};
use crate::position::{Place, Position};
use crate::request::Request;

/// How pages follow each other.
pub(super) enum Course {
    /// There is one page.
    Single,
    Numbers {
        /// The number of the first page, as the service counts.
        first: i64,
        end: End,
    },
    Rows(Rows),
    /// Each response has the cursor or the link of the next page.
    Chain {
        /// The URL of the first call, if responses have links.
        url: Option<Url>,
        before: Before,
        inclusive: Option<Inclusive>,
    },
}

/// Pages that begin with the last row of the page before.
pub(super) struct Inclusive {
    /// Whether a page has room for that row only, so that none shows another one.
    is_too_small: bool,
}

/// Pages that start at a row.
pub(super) struct Rows {
    end: End,
    /// Whether every page but the last is full, so that their addresses are known.
    is_planned: bool,
}

/// How the last page is known, if the number of pages is not.
pub(super) struct End {
    /// How many rows a page has at most, if that is known.
    size: Option<i64>,
    /// Whether a page had as many rows, so that a shorter one is the last.
    had_full_page: bool,
}

/// The cursors or links that came before.
#[derive(Default)]
pub(super) struct Before {
    hashes: HashSet<u64>,
    hasher: RandomState,
}

/// What the walk knows about a page.
pub(super) struct Facts<'a> {
    /// The number of the page, counted from 1.
    pub(super) number: i64,
    pub(super) position: &'a Position,
    /// The number of its rows.
    pub(super) rows: i64,
    /// The number of the rows on the pages before.
    pub(super) before: i64,
    /// The number of rows on all pages, if the service says it.
    pub(super) count: Option<i64>,
    /// The number of pages, if the service says it, on this page or on the first.
    pub(super) pages: Option<i64>,
    /// Whether the page has no row but the last one of the page before.
    pub(super) is_repeat: bool,
}

impl Facts<'_> {
    /// Returns whether the page says that there are more.
    fn promises_more(&self) -> bool {
        let place = self.position.place();
        matches!(
            place,
            Place::Cursor {
                has_more: Some(true),
                ..
            }
        )
    }

    /// Returns whether all rows that the service counts have come. It is false without a count.
    fn is_complete(&self) -> bool {
        self.count
            .is_some_and(|count| self.before + self.rows >= count)
    }
}

impl Course {
    /// Creates the course of a report. `url` is that of its first call.
    pub(super) fn of(request: &Request, url: impl FnOnce() -> Url) -> Self {
        let Some(paging) = request.operation().pages else {
            return Self::Single;
        };
        match paging.style {
            PageStyle::Number { first, .. } => Self::Numbers {
                first: i64::from(first),
                end: End::of(request, &paging),
            },
            PageStyle::Offset { .. } => Self::Rows(Rows {
                end: End::of(request, &paging),
                is_planned: false,
            }),
            PageStyle::Cursor { .. } | PageStyle::LastRow { .. } => Self::Chain {
                url: None,
                before: Before::default(),
                inclusive: match paging.style {
                    PageStyle::LastRow {
                        is_inclusive: true, ..
                    } => Some(Inclusive {
                        is_too_small: size(request, &paging) == Some(1),
                    }),
                    _ => None,
                },
            },
            PageStyle::Link { .. } | PageStyle::LinkHeader { .. } => {
                let url = url();
                let mut before = Before::default();
                before.insert(url.query().unwrap_or_default());
                Self::Chain {
                    url: Some(url),
                    before,
                    inclusive: None,
                }
            }
        }
    }

    /// Returns whether a page begins with the last row of the page before.
    pub(super) fn is_inclusive(&self) -> bool {
        matches!(
            self,
            Self::Chain {
                inclusive: Some(_),
                ..
            }
        )
    }

    /// Returns the address of the first page.
    pub(super) fn start(&self) -> Address {
        match self {
            Self::Numbers { first, .. } => Address::Value(first.to_string()),
            Self::Rows(_) => Address::Value("0".to_owned()),
            Self::Single | Self::Chain { .. } => Address::Query,
        }
    }

    /// Returns the address of a page that may be requested before the pages in front of it have
    /// come, or `None` if there is no such page or its address is not known.
    pub(super) fn ahead(&self, number: i64, announced: &Position) -> Option<Address> {
        match self {
            Self::Numbers { first, .. } if number <= announced.pages => {
                Some(Address::Value((first + number - 1).to_string()))
            }
            Self::Rows(rows) => {
                let row = rows.planned(number)?;
                let is_inside = announced.total_rows().is_some_and(|count| row < count);
                is_inside.then(|| Address::Value(row.to_string()))
            }
            _ => None,
        }
    }

    /// Returns the number of pages, if it is known after the first page although the service does
    /// not say it.
    pub(super) fn total_pages(&self, count: Option<i64>) -> Option<i64> {
        match self {
            Self::Rows(Rows {
                end: End {
                    size: Some(size), ..
                },
                is_planned: true,
            }) => count.map(|count| (count - 1) / size + 1),
            _ => None,
        }
    }

    /// Checks that a page is the requested one, and returns the address of the next one, or `None`
    /// after the last.
    pub(super) fn take(&mut self, facts: &Facts<'_>) -> Result<Option<Address>, WalkTrouble> {
        match self {
            Self::Single => Ok(None),
            Self::Numbers { first, end } => {
                let next = after_number(facts, end)?;
                Ok(next.map(|number| Address::Value((*first + number - 1).to_string())))
            }
            Self::Rows(rows) => {
                let next = rows.take(facts)?;
                Ok(next.map(|row| Address::Value(row.to_string())))
            }
            Self::Chain {
                url,
                before,
                inclusive,
            } => {
                let Some(next) = after_link(facts)? else {
                    return Ok(None);
                };
                let is_too_small = inclusive.as_ref().is_some_and(|pages| pages.is_too_small);
                if facts.is_repeat && !facts.promises_more() && !is_too_small {
                    return Ok(None);
                }
                let address = match url {
                    Some(url) => Address::Link(link::query_of(next, url)?),
                    None => Address::Value(next.to_owned()),
                };
                let (what, text) = match &address {
                    Address::Link(query) => ("the link to", query.as_str()),
                    _ => ("the cursor of", next),
                };
                if before.insert(text) {
                    Ok(Some(address))
                } else {
                    Err(WalkTrouble::Circle { what })
                }
            }
        }
    }
}

/// Returns the number of the next page, counted from 1.
fn after_number(facts: &Facts<'_>, end: &mut End) -> Result<Option<i64>, WalkTrouble> {
    let Facts {
        number: asked,
        position,
        ..
    } = *facts;
    if let Place::Counted { number, has_more } = *position.place() {
        return match number {
            Some(got) if got != asked => Err(WalkTrouble::Stuck { asked, got }),
            _ if end.is_reached(is_last(facts, has_more), facts) => Ok(None),
            _ => Ok(Some(asked + 1)),
        };
    }
    // The only page of an empty report may have the number 0.
    if position.page != asked && !(asked == 1 && position.page == 0) {
        return Err(WalkTrouble::Stuck {
            asked,
            got: position.page,
        });
    }
    // An empty page is the end if the rows are counted, which tells whether all of them came.
    let is_end = asked >= position.pages || (facts.rows == 0 && facts.count.is_some());
    Ok((!is_end).then(|| asked + 1))
}

/// Returns whether a page is the last, if the number of pages or the page itself says it. It is not the
/// last if only one of both says so.
fn is_last(facts: &Facts<'_>, has_more: Option<bool>) -> Option<bool> {
    let by_number = facts.pages.map(|pages| facts.number >= pages);
    match (by_number, has_more) {
        (Some(is_last), Some(has_more)) => Some(is_last && !has_more),
        (by_number, has_more) => by_number.or(has_more.map(|has_more| !has_more)),
    }
}

impl Rows {
    /// Returns the first row of a page, if every page before it is full.
    fn planned(&self, number: i64) -> Option<i64> {
        let size = self.end.size.filter(|_| self.is_planned)?;
        size.checked_mul(number - 1)
    }

    /// Returns the first row of the next page.
    fn take(&mut self, facts: &Facts<'_>) -> Result<Option<i64>, WalkTrouble> {
        let Place::Offset { first_row, is_last } = *facts.position.place() else {
            return Ok(None);
        };
        let (asked, rows) = (facts.before, facts.rows);
        if let Some(got) = first_row.filter(|first_row| *first_row != asked) {
            return Err(WalkTrouble::OtherRow { asked, got });
        }
        if self.end.is_reached(is_last, facts) {
            return Ok(None);
        }
        if rows == 0 {
            return Err(WalkTrouble::NoRows);
        }
        if facts.number == 1 {
            let is_exact = self.end.size == Some(rows);
            self.is_planned = is_exact && facts.count.is_some_and(|count| count > rows);
        }
        let next = asked.saturating_add(rows);
        self.is_planned &= self.planned(facts.number + 1) == Some(next);
        Ok(Some(next))
    }
}

impl End {
    fn of(request: &Request, paging: &Paging) -> Self {
        Self {
            size: size(request, paging),
            had_full_page: false,
        }
    }

    /// Returns whether a page is the last. `is_last` is what its response says.
    fn is_reached(&mut self, is_last: Option<bool>, facts: &Facts<'_>) -> bool {
        let rows = facts.rows;
        let is_full = self.size.is_some_and(|size| rows >= size);
        let is_short = self.size.is_some_and(|size| rows < size) && self.had_full_page;
        self.had_full_page |= is_full;
        match (is_last, facts.count) {
            (Some(is_last), _) => is_last,
            (None, Some(_)) => facts.is_complete() || rows == 0,
            (None, None) => rows == 0 || is_short,
        }
    }
}

/// Returns the cursor or the link of the next page.
fn after_link<'a>(facts: &Facts<'a>) -> Result<Option<&'a str>, WalkTrouble> {
    let next = facts.position.next_page();
    match facts.position.place() {
        Place::Cursor {
            has_more: Some(true),
            ..
        } if next.is_none() => Err(WalkTrouble::NoCursor),
        Place::Cursor {
            has_more: Some(false),
            ..
        } => Ok(None),
        Place::Cursor {
            has_more: Some(true),
            ..
        } => Ok(next),
        // Some services have a cursor on every page. Then the count tells that this is the last.
        _ if facts.rows == 0 && facts.is_complete() => Ok(None),
        _ => Ok(next),
    }
}

/// Returns how many rows a page has at most, if that is known.
fn size(request: &Request, paging: &Paging) -> Option<i64> {
    let given = paging.size.and_then(|name| request.query().get(name));
    match given {
        Some(given) => given.parse().ok(),
        None => paging.page_size.map(i64::from),
    }
    .filter(|size| *size > 0)
}

impl Before {
    /// Adds a text and returns whether it is new.
    fn insert(&mut self, text: &str) -> bool {
        let hash = self.hasher.hash_one(text);
        self.hashes.insert(hash)
    }
}

//! How a page is selected: by its number, by the number of rows before it, by a cursor or by a link.

use helpscout_description::quote::{listed, quoted};
use helpscout_description::{PageStyle, Place, Type};

use super::checker::Checker;
use super::declared::Declared;
use super::pages::{boolean, integer, number};
use crate::code::Code;
use crate::finding::Finding;
use crate::position::At;
use crate::raw;

/// The keys of `pages:` that every style can have.
const COMMON: [&str; 6] = [
    "size",
    "page_size",
    "count",
    "count_header",
    "rows",
    "identity",
];

/// A way to select a page, and the keys of `pages:` that belong to it.
struct Style {
    /// The key that selects the style.
    key: &'static str,
    /// Keys that it needs.
    needed: &'static [&'static str],
    /// Keys that it may have.
    possible: &'static [&'static str],
}

const STYLES: [Style; 5] = [
    Style {
        key: "parameter",
        needed: &[],
        possible: &[
            "first",
            "current",
            "total",
            "more",
            "total_header",
            "more_header",
        ],
    },
    Style {
        key: "offset",
        needed: &[],
        possible: &["current", "last"],
    },
    Style {
        key: "cursor",
        needed: &[],
        possible: &["next", "last_row", "inclusive", "more"],
    },
    Style {
        key: "next_header",
        needed: &[],
        possible: &[],
    },
    Style {
        key: "next",
        needed: &[],
        possible: &[],
    },
];

/// Checks how a page is selected. `at` is `pages:`, and `response` the name of the object that the
/// operation answers with.
pub(super) fn check(
    raw: &raw::Pages,
    at: At<'_>,
    declared: &Declared<'_>,
    response: &str,
    checker: &mut Checker<'_>,
) -> Option<PageStyle> {
    let style = chosen(at, checker)?;
    let is_whole = keys(style, at, checker);
    let mut paging = Paging {
        at,
        declared,
        response,
        checker,
    };
    let style = match (&raw.parameter, &raw.offset, &raw.cursor) {
        (Some(parameter), _, _) => paging.numbers(raw, parameter),
        (None, Some(offset), _) => paging.offsets(raw, offset),
        (None, None, Some(cursor)) => paging.cursors(raw, cursor),
        (None, None, None) => match &raw.next_header {
            Some(header) => paging.link_header(header),
            None => paging.links(raw),
        },
    };
    style.filter(|_| is_whole)
}

/// Returns the style; reports if there is none, or more than one.
fn chosen(at: At<'_>, checker: &mut Checker<'_>) -> Option<&'static Style> {
    let (link, selectors) = STYLES.split_last()?;
    let given: Vec<&Style> = selectors
        .iter()
        .filter(|style| at.get(style.key).is_some())
        .collect();
    match given[..] {
        [only] => Some(only),
        [] if at.get(link.key).is_some() => Some(link),
        [] => {
            let message = "nothing says how a page is selected";
            let finding = Finding::new(Code::PagesStyle, at.place(), message);
            checker.report(finding.help(
                "add `parameter:` for pages with numbers, `offset:` for a number of rows before \
                 the page, `cursor:` with `next:` for a text of the answer before or with \
                 `last_row:` for a value of its last row, `next:` alone for a URL of the answer \
                 before, or `next_header:` for a URL in a header such as `Link`",
            ));
            None
        }
        [first, second, ..] => {
            let message = format!(
                "{} and {} both select a page",
                quoted(first.key),
                quoted(second.key)
            );
            let finding = Finding::new(Code::PagesStyle, at.key(second.key).place(), message)
                .second(at.key(first.key).place(), "the other one is here");
            checker.report(finding.help("remove one of them"));
            None
        }
    }
}

/// Reports keys that the style lacks, and keys of other styles. Returns whether none is missing.
fn keys(style: &Style, at: At<'_>, checker: &mut Checker<'_>) -> bool {
    let missing = style.needed.iter().filter(|key| at.get(key).is_none());
    let missing: Vec<&str> = missing.copied().collect();
    if !missing.is_empty() {
        let message = format!(
            "paging by {} needs {}",
            quoted(style.key),
            listed(&missing, "and")
        );
        let finding = Finding::new(Code::PagesStyle, at.key(style.key).place(), message);
        checker.report(finding.help("add the path that the answer has for it"));
    }
    let belongs = |key: &str| {
        style.key == key
            || [&COMMON[..], style.needed, style.possible]
                .iter()
                .any(|keys| keys.contains(&key))
    };
    for entry in at.entries().iter().filter(|entry| !belongs(&entry.key)) {
        let own = STYLES.iter().filter(|other| other.key == entry.key);
        let others = STYLES.iter().filter(|other| {
            let keys = [other.needed, other.possible];
            keys.iter().any(|keys| keys.contains(&entry.key.as_str()))
        });
        let owners: Vec<&str> = own.chain(others).map(|owner| owner.key).collect();
        // An unknown key has been reported already.
        if !owners.is_empty() {
            let message = format!(
                "{} has no effect on paging by {}",
                quoted(&entry.key),
                quoted(style.key)
            );
            let finding = Finding::new(Code::PagesStyle, at.span(entry.key_span.clone()), message);
            checker.report(finding.help(format!(
                "remove it; it belongs to paging by {}",
                listed(&owners, "or")
            )));
        }
    }
    missing.is_empty()
}

/// Paging under check.
pub(super) struct Paging<'p, 'd, 'c> {
    /// The place of `pages:`.
    pub(super) at: At<'p>,
    pub(super) declared: &'p Declared<'d>,
    pub(super) response: &'p str,
    pub(super) checker: &'p mut Checker<'c>,
}

impl Paging<'_, '_, '_> {
    fn numbers(&mut self, raw: &raw::Pages, parameter: &str) -> Option<PageStyle> {
        let found = integer(parameter, self.at.key("parameter"), self.declared);
        self.checker.report_all(found);
        self.start(parameter, raw.first.unwrap_or(1));
        let (current, total) = (raw.current.as_ref(), raw.total.as_ref());
        self.number("current", current);
        self.number("total", total);
        self.boolean("more", raw.more.as_ref());
        self.told_apart(raw, "parameter");
        let headers = [&raw.total_header, &raw.more_header];
        let is_said = raw.more.is_some() || headers.into_iter().any(Option::is_some);
        let others = ["more", "more_header"].into_iter();
        if total.is_none() {
            self.end(raw, is_said, ("parameter", "`total:`, `more:`"));
        } else if let Some(key) = others.into_iter().find(|key| self.at.get(key).is_some()) {
            let message = "`total` says already which page is the last";
            let finding = Finding::new(Code::PagesStyle, self.at.key(key).place(), message);
            self.checker
                .report(finding.help(format!("remove `{key}:`")));
        }
        Some(PageStyle::Number {
            parameter: parameter.to_owned(),
            first: raw.first.unwrap_or(1),
            current: current.cloned(),
            total: total.cloned(),
            more: raw.more.clone(),
        })
    }

    /// Reports pages of which nothing says which they are: the same one could come again and again.
    fn told_apart(&mut self, raw: &raw::Pages, key: &str) {
        if raw.current.is_some() {
            return;
        }
        if key == "parameter" && raw.total.is_some() {
            let message = "paging by `parameter` with `total` needs `current`";
            let finding = Finding::new(Code::PagesStyle, self.at.key("total").place(), message);
            self.checker.report(finding.help(
                "add the path that the answer has for it, or else replace `total:` by `count:`, \
                 `more:` or a page size",
            ));
        } else if raw.identity.is_none() {
            let message = "nothing says which page an answer is";
            let finding = Finding::new(Code::PagesStyle, self.at.key(key).place(), message);
            self.checker.report(finding.help(if raw.rows.is_none() {
                "add `identity:` with the field that no two rows share, so that a page that comes \
                 twice is noticed"
            } else {
                "add `current:` with the path that the answer has for it, or `identity:` with the \
                 field that no two rows share, so that a page that comes twice is noticed"
            }));
        }
    }

    /// Reports pages of which nothing says which is the last. `keys` are the key of the style, and
    /// those that say it.
    fn end(&mut self, raw: &raw::Pages, is_said: bool, (key, keys): (&str, &str)) {
        let has_size = raw.size.is_some()
            || raw.page_size.is_some()
            || self.checker.names.page_size().is_some();
        let has_count = raw.count.is_some() || raw.count_header.is_some();
        if !has_count && !is_said && !has_size {
            let message = "nothing says which page is the last";
            let finding = Finding::new(Code::PagesStyle, self.at.key(key).place(), message);
            let paths = match &raw.rows {
                Some(_) => format!("{keys} or `count:` with a path of the answer, or "),
                None if key == "parameter" => {
                    "`total_header:`, `more_header:` or `count_header:` with a header, or "
                        .to_owned()
                }
                None => "`count_header:` with a header, or ".to_owned(),
            };
            self.checker.report(finding.help(format!(
                "add {paths}`size:` or `page_size:`, so that a page with fewer rows is the last",
            )));
        }
    }

    fn offsets(&mut self, raw: &raw::Pages, offset: &str) -> Option<PageStyle> {
        let found = integer(offset, self.at.key("offset"), self.declared);
        self.checker.report_all(found);
        self.start(offset, 0);
        self.number("current", raw.current.as_ref());
        self.boolean("last", raw.last.as_ref());
        self.told_apart(raw, "offset");
        self.end(raw, raw.last.is_some(), ("offset", "`last:`"));
        Some(PageStyle::Offset {
            parameter: offset.to_owned(),
            current: raw.current.clone(),
            last: raw.last.clone(),
        })
    }

    fn link_header(&mut self, header: &str) -> Option<PageStyle> {
        self.no_body("next_header");
        Some(PageStyle::LinkHeader {
            header: header.to_owned(),
        })
    }

    fn links(&mut self, raw: &raw::Pages) -> Option<PageStyle> {
        let next = raw.next.as_ref()?;
        self.next(next, |ty| *ty == Type::Text, "a `text`", false);
        self.no_body("next");
        Some(PageStyle::Link { next: next.clone() })
    }

    /// Reports parameters in the body, which a URL does not have. `key` is that of the URL.
    fn no_body(&mut self, key: &str) {
        let in_body = self.declared.parameters.iter();
        let mut in_body = in_body.filter(|(parameter, _)| parameter.place == Place::Body);
        if in_body.next().is_some() {
            let message = "a URL can't lead to the next page of a request with a body";
            let finding = Finding::new(Code::PagesStyle, self.at.key(key).place(), message);
            self.checker.report(finding.help(
                "name the parameter of the next page with `parameter:`, `offset:` or `cursor:`, or \
                 leave out `pages:`",
            ));
        }
    }

    /// Reports limits or a default of the parameter that contradict the number of the first page.
    fn start(&mut self, parameter: &str, first: u32) {
        let Some((described, at)) = self.declared.entry(parameter) else {
            return;
        };
        let first = i64::from(first);
        let default = described.default.as_ref();
        // An example that is beyond the limits, or limits that exclude every value, are findings of
        // their own, and leave the parameter without an example.
        if described.example.is_empty() {
            return;
        }
        let (key, says) = if described.minimum.is_some_and(|least| least > first) {
            ("minimum", "starts at a larger number")
        } else if described.maximum.is_some_and(|most| most < first) {
            ("maximum", "ends at a smaller number")
        } else if default.is_some_and(|default| default.values() != [first.to_string()]) {
            ("default", "starts at another page")
        } else {
            return;
        };
        let message = format!(
            "the first page has {} {first}, but the parameter {says}",
            quoted(parameter)
        );
        let finding = Finding::new(Code::PagesParameter, at.key(key).place(), message)
            .second(self.at.place(), "the paging is here");
        self.checker
            .report(finding.help(if self.at.get("parameter").is_some() {
                "correct the parameter, or set `first:` to the number of the first page"
            } else {
                "correct the parameter; the first page has no rows before it"
            }));
    }

    fn number(&mut self, key: &str, path: Option<&String>) {
        if let Some(path) = path {
            let checked = &self.checker.checked;
            let found = number(key, path, self.at.key(key), self.response, checked);
            self.checker.report_all(found);
        }
    }

    pub(super) fn boolean(&mut self, key: &str, path: Option<&String>) {
        if let Some(path) = path {
            let checked = &self.checker.checked;
            let found = boolean(key, path, self.at.key(key), self.response, checked);
            self.checker.report_all(found);
        }
    }
}

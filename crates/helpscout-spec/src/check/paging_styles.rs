//! How a page is selected: by its number, by the number of rows before it, by a cursor or by a link.

use helpscout_description::quote::{listed, quoted};
use helpscout_description::{Field, IdForm, PageStyle, Place, Type};

use super::checker::Checker;
use super::declared::Declared;
use super::pages::{self, boolean, integer, may_be_missing, next, number, unknown};
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
        possible: &["next", "last_row", "more"],
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
struct Paging<'p, 'd, 'c> {
    /// The place of `pages:`.
    at: At<'p>,
    declared: &'p Declared<'d>,
    response: &'p str,
    checker: &'p mut Checker<'c>,
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

    fn cursors(&mut self, raw: &raw::Pages, cursor: &str) -> Option<PageStyle> {
        let found = self::cursor(cursor, self.at.key("cursor"), self.declared);
        self.checker.report_all(found);
        self.boolean("more", raw.more.as_ref());
        let next = match (&raw.next, &raw.last_row) {
            (Some(next), None) => next,
            (None, Some(value)) => return self.last_rows(raw, cursor, value),
            (next, _) => {
                let (message, place, help) = if next.is_some() {
                    let message = "`next` and `last_row` both lead to the next page";
                    (message, self.at.key("last_row"), "remove one of them")
                } else {
                    (
                        "paging by `cursor` needs `next` or `last_row`",
                        self.at.key("cursor"),
                        "add `next:` with the path of the text for the next page, or `last_row:` with \
                         the field of the last row that leads to it",
                    )
                };
                let finding = Finding::new(Code::PagesStyle, place.place(), message);
                self.checker.report(finding.help(help));
                return None;
            }
        };
        let is_cursor = |ty: &Type| matches!(ty, Type::Text | Type::Id(_) | Type::Integer);
        let wanted = "a `text`, an ID or an `integer`";
        self.next(next, is_cursor, wanted, raw.more.is_some());
        let at = self.at.key("next");
        let field = self::next(next, at, self.response, &self.checker.checked);
        let field = field.ok().flatten().cloned();
        self.same_cursor(cursor, next, at, field.as_ref());
        Some(PageStyle::Cursor {
            parameter: cursor.to_owned(),
            next: next.clone(),
            more: raw.more.clone(),
        })
    }

    /// Reports a parameter that can't take the cursors of the answer, because one of both is a number,
    /// and the other one an ID of hexadecimal digits.
    fn same_cursor(&mut self, parameter: &str, path: &str, at: At<'_>, field: Option<&Field>) {
        let checked = &self.checker.checked;
        let (Some((described, declared_at)), Some(field)) = (self.declared.entry(parameter), field)
        else {
            return;
        };
        let has_form =
            |ty: &Type, form: IdForm| matches!(ty, Type::Id(name) if checked.id_form(name) == form);
        let is_hex = |ty: &Type| has_form(ty, IdForm::Hex24);
        let is_number = |ty: &Type| *ty == Type::Integer || has_form(ty, IdForm::Integer);
        let (sent, answered) = (&described.ty, &field.ty);
        let (is, takes) = if is_hex(answered) && is_number(sent) {
            ("an ID of hexadecimal digits", "a number")
        } else if is_number(answered) && is_hex(sent) {
            ("a number", "an ID of hexadecimal digits")
        } else {
            return;
        };
        let message = format!(
            "{} is {is}, but the parameter {} takes {takes}",
            quoted(path),
            quoted(parameter)
        );
        let finding = Finding::new(Code::PagesType, at.place(), message)
            .second(declared_at.place(), "the parameter is here")
            .help("give both the same type, or `text` to one of them");
        self.checker.report(finding);
    }

    /// Checks pages that start after the last row of the answer before.
    fn last_rows(&mut self, raw: &raw::Pages, cursor: &str, value: &str) -> Option<PageStyle> {
        let at = self.at.key("last_row");
        let checked = &self.checker.checked;
        match pages::last_row(raw, value, at, self.response, checked) {
            Err(finding) => self.checker.report(*finding),
            Ok(field) => {
                let field = field.cloned();
                self.same_cursor(cursor, value, at, field.as_ref());
            }
        }
        Some(PageStyle::LastRow {
            parameter: cursor.to_owned(),
            value: value.to_owned(),
            more: raw.more.clone(),
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

    fn boolean(&mut self, key: &str, path: Option<&String>) {
        if let Some(path) = path {
            let checked = &self.checker.checked;
            let found = boolean(key, path, self.at.key(key), self.response, checked);
            self.checker.report_all(found);
        }
    }

    /// Checks the path of what leads to the next page. `has_end` says whether something else tells
    /// which page is the last.
    fn next(&mut self, path: &str, fits: impl Fn(&Type) -> bool, wanted: &str, has_end: bool) {
        let at = self.at.key("next");
        let checked = &self.checker.checked;
        let finding = match next(path, at, self.response, checked) {
            Err(finding) => Some(*finding),
            Ok(Some(field)) if !fits(&field.ty) || field.list => {
                let message = format!("{} must be {wanted}", quoted("next"));
                let finding = Finding::new(Code::PagesType, at.place(), message);
                Some(finding.help(format!("name {wanted} that is not a list")))
            }
            Ok(Some(_)) if !has_end && !may_be_missing(path, self.response, checked) => {
                let message = format!(
                    "{} is in every answer, so no page is the last",
                    quoted(path)
                );
                let finding = Finding::new(Code::PagesType, at.place(), message);
                let help = if self.at.get("cursor").is_some() {
                    "mark the field, or an object around it, as `optional` or `nullable`, or add \
                     `more:` with a boolean of the answer"
                } else {
                    "mark the field, or an object around it, as `optional` or `nullable`"
                };
                Some(finding.help(help))
            }
            Ok(_) => None,
        };
        self.checker.report_all(finding);
    }
}

/// Returns a finding if a parameter can't take a cursor.
fn cursor(name: &str, at: At<'_>, declared: &Declared<'_>) -> Option<Finding> {
    let Some(parameter) = declared.parameter(name) else {
        return unknown(name, at, declared);
    };
    let is_cursor = matches!(parameter.ty, Type::Text | Type::Id(_) | Type::Integer);
    if !is_cursor || parameter.list.is_some() || parameter.place == Place::Path {
        let message = format!("{} can't take a cursor", quoted(name));
        let finding = Finding::new(Code::PagesParameter, at.place(), message);
        return Some(finding.help(
            "name a parameter of type `text`, without `list:`, that is not a part of the path",
        ));
    }
    if parameter.required {
        let message = format!(
            "the first call has no cursor, so {} can't be required",
            quoted(name)
        );
        let finding = Finding::new(Code::PagesParameter, at.place(), message);
        return Some(finding.help("remove `required:` from the parameter"));
    }
    None
}

//! What leads to the next page: a text or a URL of the answer before, or a value of its last row.

use helpscout_description::quote::quoted;
use helpscout_description::{Field, IdForm, PageStyle, Place, Type};

use super::declared::Declared;
use super::pages::{self, may_be_missing, next, unknown};
use super::paging_styles::Paging;
use crate::code::Code;
use crate::finding::Finding;
use crate::position::At;
use crate::raw;

impl Paging<'_, '_, '_> {
    pub(super) fn cursors(&mut self, raw: &raw::Pages, cursor: &str) -> Option<PageStyle> {
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
        if let Some(at) = self.at.get("inclusive") {
            let message = "`inclusive` has no effect without `last_row`";
            let finding = Finding::new(Code::PagesStyle, at.place(), message);
            self.checker.report(finding.help("remove it"));
        }
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
        if raw.inclusive {
            self.inclusive(raw, value);
        }
        Some(PageStyle::LastRow {
            parameter: cursor.to_owned(),
            value: value.to_owned(),
            more: raw.more.clone(),
            inclusive: raw.inclusive,
        })
    }

    /// Reports pages that begin with the last row of the page before, if that row can't be told apart, or
    /// if a page may have no other one.
    fn inclusive(&mut self, raw: &raw::Pages, value: &str) {
        if raw.identity.as_deref() != Some(value) {
            let message = format!(
                "a page begins with the row whose {} led to it, but nothing says that it identifies a row",
                quoted(value)
            );
            let place = self.at.get("identity").unwrap_or(self.at.key("inclusive"));
            let finding = Finding::new(Code::PagesStyle, place.place(), message);
            let help = format!(
                "write {}, so that no row is returned twice; leave out `pages:` if several rows may \
                 have the same value",
                quoted(&format!("identity: {value}"))
            );
            self.checker.report(finding.help(help));
        }
        if let Some(size) = &raw.size
            && let Some((described, at)) = self.declared.entry(size)
            && described.minimum.is_none_or(|least| least < 2)
        {
            let message = format!(
                "a page begins with the last row of the page before, but {} may ask for one row, so that \
                 no page would have another one",
                quoted(size)
            );
            let finding = Finding::new(Code::PagesParameter, at.place(), message)
                .second(self.at.key("inclusive").place(), "the paging is here");
            self.checker
                .report(finding.help("add `minimum: 2` to the parameter"));
        }
    }

    /// Checks the path of what leads to the next page. `has_end` says whether something else tells
    /// which page is the last.
    pub(super) fn next(
        &mut self,
        path: &str,
        fits: impl Fn(&Type) -> bool,
        wanted: &str,
        has_end: bool,
    ) {
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

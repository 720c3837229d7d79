//! Whether an answer is a page, and where it has what paging needs.

mod places;

use helpscout_description::Place;
use helpscout_description::path::join;
use serde_json::Value;

pub(crate) use self::places::{DEEPEST, number_keys};
use self::places::{flat, inside, is_flag, is_integer, is_next, numbers};
use crate::answer::AnswerNode;
use crate::json_kind::JsonKind;
use crate::operation::{FieldDraft, PageStyle, Pages, ParameterDraft};
use crate::page_keys::{
    AFTERS, COUNTS, CURRENTS, CURSORS, LASTS, LINKS, OFFSET, OFFSETS, SIZES, is_named, mores,
    nexts, pages,
};
use crate::path::is_key;

/// The paging of an answer.
pub(crate) struct Found {
    pub(crate) pages: Pages,
    /// Whether a parameter or a link selects a page.
    pub(crate) can_select: bool,
}

/// Returns the paging of an answer, if it is a page. `thing` is the last word of the path, which may
/// be the key of the rows.
pub(crate) fn find(
    answer: &AnswerNode,
    parameters: &[ParameterDraft],
    body: Option<&Value>,
    thing: &str,
) -> Option<Found> {
    if !answer.is_object() {
        return None;
    }
    let finder = Finder {
        answer,
        parameters,
        body,
        thing,
    };
    if answer.is_list {
        let pages = finder.last_row().or_else(|| finder.silent());
        return pages.map(|pages| Found {
            pages,
            can_select: true,
        });
    }
    let found = finder.numbered();
    if let Some(found) = found.as_ref().filter(|found| found.can_select) {
        return Some(Found {
            pages: found.pages.clone(),
            can_select: true,
        });
    }
    let others = finder
        .offset()
        .or_else(|| finder.cursor())
        .or_else(|| finder.last_row())
        .or_else(|| finder.link())
        .or_else(|| finder.silent().filter(|_| found.is_none()));
    let others = others.map(|pages| Found {
        pages,
        can_select: true,
    });
    others.or(found)
}

struct Finder<'f> {
    answer: &'f AnswerNode,
    parameters: &'f [ParameterDraft],
    body: Option<&'f Value>,
    thing: &'f str,
}

impl<'f> Finder<'f> {
    fn numbered(&self) -> Option<Found> {
        let (path, node, [current, total]) = numbers(self.answer, "", 0)?;
        let parameter = self.parameter(&pages(), |parameter| parameter.type_name == "integer");
        let count = self.count(node, &path);
        let current = join(&path, current);
        let is_from_zero = self.is_zero(&current) || parameter.is_some_and(starts_at_zero);
        let rows = self.rows(node, &path)?;
        Some(Found {
            can_select: parameter.is_some(),
            pages: self.pages(
                PageStyle::Number {
                    parameter: parameter.map_or("page", |found| &found.name).to_owned(),
                    is_from_zero,
                    current: Some(current),
                    total: Some(join(&path, total)),
                    more: None,
                },
                count,
                rows,
            ),
        })
    }

    fn offset(&self) -> Option<Pages> {
        let parameter = self.parameter(&OFFSETS, |parameter| parameter.type_name == "integer")?;
        let own = parameter.name.as_str();
        let names: Vec<&str> = std::iter::once(own).chain(OFFSETS).collect();
        let (path, node, key) = flat(self.answer, "", 0, &names, is_integer)?;
        let last = LASTS.iter().find(|key| is_flag(node, key));
        let rows = self.rows(node, &path)?;
        let style = PageStyle::Offset {
            parameter: parameter.name.clone(),
            current: Some(join(&path, key)),
            last: last.map(|key| join(&path, key)),
        };
        let pages = self.pages(style, self.count(node, &path), rows);
        // Something has to say which page is the last.
        let has_end = last.is_some() || pages.count.is_some() || pages.size.is_some();
        has_end.then_some(pages)
    }

    fn cursor(&self) -> Option<Pages> {
        // A parameter with documented values is none, nor is a part of the path.
        let is_cursor = |parameter: &ParameterDraft| {
            (parameter.type_name == "text" || parameter.type_name.ends_with("Id"))
                && parameter.place != Place::Path
        };
        let parameter = self.parameter(&CURSORS, is_cursor)?;
        let (path, node, key) = flat(self.answer, "", 0, &nexts(), |node, key| {
            is_next(node, key) && !node.child(key).is_some_and(AnswerNode::has_url)
        })?;
        let flag = |node| mores().into_iter().find(|key| is_flag(node, key));
        let more = flag(node).map(|key| join(&path, key)).or_else(|| {
            let is_beside = flag(self.answer);
            is_beside.map(str::to_owned)
        });
        let rows = self.rows(node, &path)?;
        let style = PageStyle::Cursor {
            parameter: parameter.name.clone(),
            next: join(&path, key),
            more,
        };
        Some(self.pages(style, self.count(node, &path), rows))
    }

    fn link(&self) -> Option<Pages> {
        let rows = self.rows(self.answer, "")?;
        let is_link = |node: &AnswerNode, key: &str| {
            is_next(node, key) && node.child(key).is_some_and(AnswerNode::has_url)
        };
        let is_object = |node: &AnswerNode, key: &str| {
            node.child(key)
                .is_some_and(|child| child.is_object() && is_link(child, "href"))
        };
        let next = flat(self.answer, "", 0, &LINKS, is_link)
            .map(|(path, _, key)| join(&path, key))
            .or_else(|| {
                let (path, _, key) = flat(self.answer, "", 0, &LINKS, is_object)?;
                Some(join(&join(&path, key), "href"))
            })?;
        // What looks like the first key of a row is not about the page.
        let is_of_page = !next.starts_with(&format!("{rows}."));
        let count = self.count(self.answer, "");
        is_of_page.then(|| self.pages(PageStyle::Link { next }, count, rows))
    }

    /// Returns the paging by a parameter that takes the ID of the last row.
    fn last_row(&self) -> Option<Pages> {
        let is_id = |parameter: &ParameterDraft| {
            let type_name = parameter.type_name.as_str();
            let may_be = matches!(type_name, "text" | "integer") || type_name.ends_with("Id");
            may_be && parameter.place != Place::Path
        };
        let parameter = self.parameter(&AFTERS, is_id)?;
        let rows = self.own_rows()?;
        self.has_id(&rows).then(|| {
            let style = PageStyle::LastRow {
                parameter: parameter.name.clone(),
                value: "id".to_owned(),
                more: self.own_path(&mores(), is_flag),
            };
            self.pages(style, self.count(self.answer, ""), rows)
        })
    }

    /// Returns the paging of answers that don't say how many pages there are, or which one they are.
    /// The ID of the rows then shows that a page comes twice.
    fn silent(&self) -> Option<Pages> {
        let is_integer_parameter = |parameter: &ParameterDraft| parameter.type_name == "integer";
        let number = self.parameter(&pages(), is_integer_parameter);
        // The other names of an offset may be those of a filter.
        let offset = || self.parameter(&[OFFSET], is_integer_parameter);
        let rows = self.own_rows()?;
        let style = match number {
            Some(parameter) => PageStyle::Number {
                parameter: parameter.name.clone(),
                is_from_zero: starts_at_zero(parameter),
                current: self.own_path(&CURRENTS, is_integer),
                total: None,
                more: self.own_path(&mores(), is_flag),
            },
            None => PageStyle::Offset {
                parameter: offset()?.name.clone(),
                current: None,
                last: None,
            },
        };
        let (says_which, says_more) = match &style {
            PageStyle::Number { current, more, .. } => (current.is_some(), more.is_some()),
            _ => (false, false),
        };
        let mut pages = self.pages(style, self.count(self.answer, ""), rows);
        if !says_which {
            self.has_id(&pages.rows).then_some(())?;
            pages.identity = Some("id".to_owned());
        }
        let has_end = says_more || pages.count.is_some() || pages.size.is_some();
        has_end.then_some(pages)
    }

    /// Returns the path of the rows, which is empty if the answer is the list of them.
    fn own_rows(&self) -> Option<String> {
        if self.answer.is_list {
            return Some(String::new());
        }
        self.rows(self.answer, "")
    }

    /// Returns whether each row has an `id`.
    fn has_id(&self, rows: &str) -> bool {
        let mut keys = rows.split('.').filter(|key| !key.is_empty());
        let row = keys.try_fold(self.answer, |node, key| node.child(key));
        row.is_some_and(|row| {
            row.child("id").is_some_and(|id| {
                let kinds = [JsonKind::Integer, JsonKind::Text];
                !id.is_list
                    && !id.is_object()
                    && !id.kinds.is_empty()
                    && id.is_always_present(row)
                    && id.kinds.iter().all(|kind| kinds.contains(kind))
            })
        })
    }

    /// Returns the path of one of the keys, if it says something about the page.
    fn own_path(&self, keys: &[&str], is_fit: fn(&AnswerNode, &str) -> bool) -> Option<String> {
        let (path, _, key) = self.of_page(|answer| flat(answer, "", 0, keys, is_fit))?;
        Some(join(&path, key))
    }

    /// Finds something about the page. In a list of rows, all keys are those of a row.
    fn of_page<T>(&self, find: impl Fn(&'f AnswerNode) -> Option<T>) -> Option<T> {
        find(self.answer).filter(|_| !self.answer.is_list)
    }

    fn pages(&self, style: PageStyle, count: Option<String>, rows: String) -> Pages {
        let taken = match &style {
            PageStyle::Number { parameter, .. }
            | PageStyle::Offset { parameter, .. }
            | PageStyle::Cursor { parameter, .. }
            | PageStyle::LastRow { parameter, .. } => parameter.as_str(),
            PageStyle::Link { .. } => "",
        };
        let size = self.parameter(&SIZES, |parameter| {
            parameter.type_name == "integer" && parameter.name != taken
        });
        Pages {
            size: size.map(|parameter| parameter.name.clone()),
            style,
            count,
            rows,
            identity: None,
        }
    }

    /// Returns the parameter with one of these names, in their order.
    fn parameter(
        &self,
        names: &[&str],
        is_fit: impl Fn(&ParameterDraft) -> bool,
    ) -> Option<&'f ParameterDraft> {
        names.iter().find_map(|name| {
            let mut parameters = self.parameters.iter();
            parameters.find(|parameter| {
                is_named(parameter, name) && parameter.list.is_none() && is_fit(parameter)
            })
        })
    }

    /// Returns the path of the number of rows on all pages: in the object with the numbers of paging,
    /// or in the answer.
    fn count(&self, node: &AnswerNode, path: &str) -> Option<String> {
        let key = |node: &AnswerNode| COUNTS.into_iter().find(|key| is_integer(node, key));
        let inside = self.of_page(|_| key(node)).map(|key| join(path, key));
        inside.or_else(|| self.of_page(key).map(str::to_owned))
    }

    /// Returns the path of the rows: beside the numbers of paging, or beside the object with them.
    fn rows(&self, node: &AnswerNode, path: &str) -> Option<String> {
        rows(node, path, 0, self.thing).or_else(|| rows(self.answer, "", 0, self.thing))
    }

    /// Returns whether the example has the number 0 at a path.
    fn is_zero(&self, path: &str) -> bool {
        let mut value = self.body;
        for key in path.split('.') {
            value = value.and_then(|value| value.get(key));
        }
        value.and_then(Value::as_i64) == Some(0)
    }
}

/// Leaves out what the page says about the first page, if it contradicts the number that the first page
/// has. It belongs to another parameter then, most of the time.
pub(crate) fn leave_out_other_starts(parameters: &mut [ParameterDraft], pages: &Pages) {
    let (parameter, first) = match &pages.style {
        PageStyle::Number {
            parameter,
            is_from_zero,
            ..
        } => (parameter, i64::from(!is_from_zero)),
        PageStyle::Offset { parameter, .. } => (parameter, 0),
        PageStyle::Cursor { .. } | PageStyle::LastRow { .. } | PageStyle::Link { .. } => return,
    };
    let named = parameters.iter_mut().find(|named| named.name == *parameter);
    let Some(named) = named else {
        return;
    };
    let is_other = |start: &i64| *start != first;
    let default = named.default.as_deref().and_then(|text| text.parse().ok());
    if let Some(start) = default.filter(is_other) {
        named.default = None;
        named.todo.push(format!(
            "the page says that it defaults to {start}, but the first page is {first}"
        ));
    }
    if let Some(start) = named.minimum.filter(is_other) {
        named.minimum = None;
        named.todo.push(format!(
            "the page says that it is at least {start}, but the first page is {first}"
        ));
    }
}

/// Leaves out that a cursor is required, as the first call has none.
pub(crate) fn require_no_cursor(parameters: &mut [ParameterDraft], pages: &Pages) {
    let (PageStyle::Cursor { parameter, .. } | PageStyle::LastRow { parameter, .. }) = &pages.style
    else {
        return;
    };
    let mut required = parameters
        .iter_mut()
        .filter(|named| named.name == *parameter && named.required);
    if let Some(cursor) = required.next() {
        cursor.required = false;
        let what = "the page says that it is required, but the first call has no cursor";
        cursor.todo.push(what.to_owned());
    }
}

fn starts_at_zero(parameter: &ParameterDraft) -> bool {
    parameter.minimum == Some(0) || parameter.default.as_deref() == Some("0")
}

/// Returns the path of the rows: `results`, the thing that the request is about, or the only list of
/// objects, possibly in `_embedded` or in the only other object that has rows.
fn rows(node: &AnswerNode, path: &str, depth: usize, thing: &str) -> Option<String> {
    let is_rows = |child: &&AnswerNode| {
        // Paging has no keys in quotes.
        let may_be = is_key(&child.key) && child.is_object()
            || (child.key == "results" && child.kinds.is_empty());
        child.is_list && may_be && child.is_always_present(node)
    };
    let lists: Vec<&AnswerNode> = node.below.iter().filter(is_rows).collect();
    let named = |name: &str| lists.iter().find(|list| list.key == name);
    let only = match lists.as_slice() {
        [only] => Some(only),
        _ => None,
    };
    let names = [
        "results", thing, "data", "items", "values", "records", "entries",
    ];
    let list = names.into_iter().find_map(named).or(only);
    if let Some(list) = list {
        return Some(join(path, &list.key));
    }
    let inner = |child: &AnswerNode| rows(child, &join(path, &child.key), depth + 1, thing);
    if let Some(embedded) = node.child("_embedded").filter(|child| !child.is_list) {
        return inner(embedded);
    }
    let mut found = inside(node, depth).filter_map(inner);
    let only = found.next();
    only.filter(|_| found.next().is_none())
}

/// Sets the field that identifies a row: the `id` of the things in `_embedded`, which each come
/// once. It is not proposed for other lists, because the `id` of a row of a report may be that of a
/// conversation that comes several times.
pub(crate) fn identify_rows(pages: &mut Pages, fields: &[FieldDraft]) {
    let path = format!("{}[].id", pages.rows);
    let is_id = |field: &FieldDraft| {
        let is_number = field.type_name == "integer" || field.type_name.ends_with("Id");
        is_number && field.object.is_none() && field.unit.is_none()
    };
    let has_id = fields
        .iter()
        .any(|field| field.path == path && is_id(field) && !field.optional && !field.nullable);
    if has_id && pages.rows.split('.').any(|key| key == "_embedded") {
        pages.identity = Some("id".to_owned());
    }
}

#[cfg(test)]
mod tests;

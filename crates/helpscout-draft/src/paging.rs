//! Whether an answer is a page, and where it has what paging needs.

mod places;

use helpscout_description::Place;
use helpscout_description::path::join;
use serde_json::Value;

pub(crate) use self::places::{DEEPEST, number_keys};
use self::places::{flat, inside, is_flag, is_integer, is_next, numbers};
use crate::answer::AnswerNode;
use crate::operation::{FieldDraft, PageStyle, Pages, ParameterDraft};
use crate::page_keys::{
    COUNTS, CURSORS, LASTS, LINKS, MORES, NEXTS, OFFSETS, PAGES, SIZES, is_named,
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
    if answer.is_list || !answer.is_object() {
        return None;
    }
    let finder = Finder {
        answer,
        parameters,
        body,
        thing,
    };
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
        .or_else(|| finder.link());
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
        let parameter = self.parameter(&PAGES, |parameter| parameter.type_name == "integer");
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
                    current,
                    total: join(&path, total),
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
            current: join(&path, key),
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
        let (path, node, key) = flat(self.answer, "", 0, &NEXTS, |node, key| {
            is_next(node, key) && !node.child(key).is_some_and(AnswerNode::has_url)
        })?;
        let more = MORES.iter().find(|key| is_flag(node, key));
        let more = more.map(|key| join(&path, key)).or_else(|| {
            let is_beside = MORES.iter().find(|key| is_flag(self.answer, key));
            is_beside.map(|key| (*key).to_owned())
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

    fn pages(&self, style: PageStyle, count: Option<String>, rows: String) -> Pages {
        let taken = match &style {
            PageStyle::Number { parameter, .. }
            | PageStyle::Offset { parameter, .. }
            | PageStyle::Cursor { parameter, .. } => parameter.as_str(),
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
        let inside = key(node).map(|key| join(path, key));
        inside.or_else(|| key(self.answer).map(str::to_owned))
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
        PageStyle::Cursor { .. } | PageStyle::Link { .. } => return,
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
    let PageStyle::Cursor { parameter, .. } = &pages.style else {
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
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::{Value, json};

    use super::{find, identify_rows, leave_out_other_starts};
    use crate::combine::combine;
    use crate::operation::{FieldDraft, PageStyle, ParameterDraft};

    fn paging(body: &Value) -> Option<[String; 4]> {
        let answer = combine(&[], Some(body), &mut Vec::new());
        let pages = find(&answer, &[], Some(body), "")?.pages;
        let PageStyle::Number { current, total, .. } = pages.style else {
            return None;
        };
        Some([current, total, pages.count.unwrap_or_default(), pages.rows])
    }

    /// Returns the paging of an answer as it is written.
    fn written(parameters: &[(&str, &str)], body: &Value) -> String {
        let draft = |(name, type_name): &(&str, &str)| ParameterDraft {
            name: (*name).to_owned(),
            type_name: (*type_name).to_owned(),
            ..ParameterDraft::default()
        };
        let parameters: Vec<ParameterDraft> = parameters.iter().map(draft).collect();
        let answer = combine(&[], Some(body), &mut Vec::new());
        let found = find(&answer, &parameters, Some(body), "tickets");
        found.map_or(String::new(), |found| format!("{:?}", found.pages))
    }

    #[test]
    fn the_numbers_may_be_flat_nested_or_beside_the_rows() {
        let flat = json!({ "results": [{ "id": 1 }], "page": 1, "pages": 2, "count": 3 });
        assert_eq!(
            paging(&flat).unwrap(),
            ["page", "pages", "count", "results"]
        );
        let nested = json!({ "tags": [], "conversations": { "page": 1, "pages": 1, "count": 1, "results": [] } });
        assert_eq!(paging(&nested).unwrap()[3], "conversations.results");
        let hal = json!({
            "_embedded": { "users": [{ "id": 1 }] },
            "page": { "size": 1, "totalElements": 1, "totalPages": 1, "number": 1 }
        });
        assert_eq!(
            paging(&hal).unwrap(),
            [
                "page.number",
                "page.totalPages",
                "page.totalElements",
                "_embedded.users"
            ]
        );
        let page = json!({ "size": 1, "totalElements": 1, "totalPages": 1, "number": 1 });
        let held = json!({ "held": { "users": [{ "id": 1 }] }, "page": page });
        assert_eq!(paging(&held).unwrap()[3], "held.users");
        let twice =
            json!({ "a": { "x": [{ "id": 1 }] }, "b": { "y": [{ "id": 1 }] }, "page": page });
        assert_eq!(paging(&twice), None);
    }

    #[test]
    fn a_default_that_is_not_the_first_page_is_left_to_be_checked() {
        let body = json!({ "results": [{ "id": 1 }], "page": 1, "pages": 2, "count": 3 });
        let answer = combine(&[], Some(&body), &mut Vec::new());
        let mut parameters = [ParameterDraft {
            name: "page".to_owned(),
            type_name: "integer".to_owned(),
            minimum: Some(1),
            maximum: Some(50),
            default: Some("25".to_owned()),
            ..ParameterDraft::default()
        }];
        let found = find(&answer, &parameters, Some(&body), "").unwrap();
        leave_out_other_starts(&mut parameters, &found.pages);
        let [page] = parameters;
        assert_eq!((page.default, page.minimum), (None, Some(1)));
        let said = "the page says that it defaults to 25, but the first page is 1";
        assert_eq!(page.todo, [said]);
    }

    #[test]
    fn only_things_with_an_id_of_their_own_are_identified_by_it() {
        let identity = |rows: &str, field: FieldDraft| {
            let body = json!({ "rows": [{ "id": 1 }], "page": 1, "pages": 1, "count": 1 });
            let answer = combine(&[], Some(&body), &mut Vec::new());
            let mut pages = find(&answer, &[], Some(&body), "").unwrap().pages;
            rows.clone_into(&mut pages.rows);
            identify_rows(&mut pages, &[field]);
            pages.identity
        };
        let id = |path: &str, type_name: &str| FieldDraft {
            path: path.to_owned(),
            type_name: type_name.to_owned(),
            ..FieldDraft::default()
        };
        let embedded = "_embedded.rows";
        for name in ["integer", "WidgetId"] {
            let found = identity(embedded, id("_embedded.rows[].id", name));
            assert_eq!(found.as_deref(), Some("id"));
        }
        let optional = FieldDraft {
            optional: true,
            ..id("_embedded.rows[].id", "integer")
        };
        assert_eq!(identity(embedded, optional), None);
        assert_eq!(
            identity(embedded, id("_embedded.rows[].id", "instant")),
            None
        );
        assert_eq!(
            identity(embedded, id("_embedded.rows[].number", "integer")),
            None
        );
        assert_eq!(identity("rows", id("rows[].id", "integer")), None);
    }

    #[test]
    fn pages_may_be_selected_by_an_offset_a_cursor_or_a_link() {
        let offset = json!({ "size": 1, "start": 0, "limit": 50, "isLastPage": true, "values": [{ "id": 1 }] });
        let found = written(&[("start", "integer"), ("limit", "integer")], &offset);
        let expected = r#"Pages { style: Offset { parameter: "start", current: "start", last: Some("isLastPage") }, size: Some("limit"), count: None, rows: "values", identity: None }"#;
        assert_eq!(found, expected);
        let cursor = json!({
            "tickets": [{ "id": 1 }], "users": [{ "id": 2 }],
            "meta": { "has_more": true, "after_cursor": "xyz", "total": 3 }, "links": { "next": "https://desk.example/a" }
        });
        let found = written(
            &[("page[size]", "integer"), ("page[after]", "text")],
            &cursor,
        );
        let expected = r#"Pages { style: Cursor { parameter: "page[after]", next: "meta.after_cursor", more: Some("meta.has_more") }, size: Some("page[size]"), count: Some("meta.total"), rows: "tickets", identity: None }"#;
        assert_eq!(found, expected);
        let link = json!({
            "_embedded": { "customers": [{ "id": 1 }] },
            "_links": { "next": { "href": "https://desk.example/v3/customers?cursor=a" } }
        });
        let expected = r#"Pages { style: Link { next: "_links.next.href" }, size: None, count: None, rows: "_embedded.customers", identity: None }"#;
        assert_eq!(written(&[], &link), expected);
        let zero = json!({ "page": 0, "total_pages": 2, "tickets": [{ "id": 1 }] });
        assert!(written(&[("page", "integer")], &zero).contains("is_from_zero: true"));
    }

    #[test]
    fn an_answer_without_all_numbers_is_not_a_page() {
        assert_eq!(
            paging(&json!({ "results": [{ "id": 1 }], "page": 1, "count": 3 })),
            None
        );
        assert_eq!(
            paging(&json!([{ "page": 1, "pages": 1, "count": 1 }])),
            None
        );
        assert_eq!(
            paging(&json!({ "page": "1", "pages": 1, "count": 1, "results": [] })),
            None
        );
    }
}

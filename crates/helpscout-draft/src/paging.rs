//! Whether an answer is a page, and where it has the numbers of paging.

use helpscout_description::path::join;

use crate::answer::{AnswerNode, JsonKind};
use crate::operation::{FieldDraft, Pages, ParameterDraft};

/// Keys for the number of the page, the number of pages, and the number of rows on all pages.
const KEYS: [[&str; 3]; 3] = [
    ["page", "pages", "count"],
    ["page", "pages", "total"],
    ["number", "totalPages", "totalElements"],
];

/// Names of the parameter for the number of rows on a page.
const SIZES: [&str; 6] = ["rows", "size", "pageSize", "perPage", "limit", "per_page"];

/// Returns the paging of an answer, if it is a page. The parameters are not known yet.
pub(crate) fn find(answer: &AnswerNode) -> Option<Pages> {
    if answer.is_list || !answer.is_object() {
        return None;
    }
    let (path, node, keys) = numbers(answer, "")?;
    let join = |key: &str| join(&path, key);
    // The rows are beside the numbers, or beside the object with the numbers.
    let rows = rows(node, &path).or_else(|| rows(answer, ""))?;
    Some(Pages {
        parameter: "page".to_owned(),
        size: None,
        current: join(keys[0]),
        total: join(keys[1]),
        count: join(keys[2]),
        identity: None,
        rows,
    })
}

/// Sets the parameters of paging. Returns false if none selects a page.
pub(crate) fn set_parameters(pages: &mut Pages, parameters: &[ParameterDraft]) -> bool {
    let has_integer = |name: &str| {
        parameters.iter().any(|parameter| {
            parameter.name == name && parameter.type_name == "integer" && parameter.list.is_none()
        })
    };
    let size = SIZES.iter().find(|name| has_integer(name));
    pages.size = size.map(|name| (*name).to_owned());
    has_integer(&pages.parameter)
}

/// Finds the uppermost object with the numbers of paging. Returns its path, the object, and its
/// keys for them.
fn numbers<'n>(
    node: &'n AnswerNode,
    path: &str,
) -> Option<(String, &'n AnswerNode, [&'static str; 3])> {
    let is_number = |key: &&'static str| {
        node.child(key).is_some_and(|child| {
            !child.is_list
                && !child.is_object()
                && child.is_always_present(node)
                && child.kinds.iter().all(|kind| *kind == JsonKind::Integer)
        })
    };
    if let Some(keys) = KEYS.into_iter().find(|keys| keys.iter().all(is_number)) {
        return Some((path.to_owned(), node, keys));
    }
    let inner = node
        .below
        .iter()
        .filter(|child| child.is_object() && !child.is_list && child.is_always_present(node));
    inner
        .into_iter()
        .find_map(|child| numbers(child, &join(path, &child.key)))
}

/// Returns the path of the rows: `results`, or the only list of objects, possibly in `_embedded`.
fn rows(node: &AnswerNode, path: &str) -> Option<String> {
    let is_rows = |child: &&AnswerNode| {
        let may_be = child.is_object() || (child.key == "results" && child.kinds.is_empty());
        child.is_list && may_be && child.is_always_present(node)
    };
    let lists: Vec<&AnswerNode> = node.below.iter().filter(is_rows).collect();
    let list = lists
        .iter()
        .find(|list| list.key == "results")
        .or(match lists.as_slice() {
            [only] => Some(only),
            _ => None,
        });
    if let Some(list) = list {
        return Some(join(path, &list.key));
    }
    let embedded = node.child("_embedded").filter(|child| !child.is_list)?;
    rows(embedded, &join(path, "_embedded"))
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

    use super::{find, identify_rows};
    use crate::combine::combine;
    use crate::operation::FieldDraft;

    fn paging(body: &Value) -> Option<[String; 4]> {
        let answer = combine(&[], Some(body), &mut Vec::new());
        find(&answer).map(|pages| [pages.current, pages.total, pages.count, pages.rows])
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
    }

    #[test]
    fn only_things_with_an_id_of_their_own_are_identified_by_it() {
        let identity = |rows: &str, field: FieldDraft| {
            let body = json!({ "rows": [{ "id": 1 }], "page": 1, "pages": 1, "count": 1 });
            let mut pages = find(&combine(&[], Some(&body), &mut Vec::new())).unwrap();
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

//! Whether an answer is a page, and where it says so.

use crate::draft::Parameter;
use crate::tree::{Kind, Node};
use helpscout_description::Pages;
use helpscout_description::path::join;

/// Keys for the number of the page, of pages, and of rows on all of them.
const KEYS: [[&str; 3]; 3] = [
    ["page", "pages", "count"],
    ["page", "pages", "total"],
    ["number", "totalPages", "totalElements"],
];

/// Names of the parameter for the number of rows.
const SIZES: [&str; 6] = ["rows", "size", "pageSize", "perPage", "limit", "per_page"];

/// The paging of an answer, as far as it can be told; nothing may ask for a page yet.
pub(crate) fn find(answer: &Node) -> Option<Pages> {
    if answer.is_list || !answer.is_object() {
        return None;
    }
    let (path, node, keys) = numbers(answer, "")?;
    let join = |key: &str| join(&path, key);
    // The rows lie beside the numbers, or beside the object that holds them.
    let rows = rows(node, &path).or_else(|| rows(answer, ""))?;
    Some(Pages {
        parameter: "page".to_owned(),
        size: None,
        current: join(keys[0]),
        total: join(keys[1]),
        count: join(keys[2]),
        rows,
    })
}

/// Adds the parameters of paging; false if none asks for a page.
pub(crate) fn ask(pages: &mut Pages, parameters: &[Parameter]) -> bool {
    let asks = |name: &str| {
        let found = parameters.iter().find(|one| one.name == name);
        found.is_some_and(|one| one.type_name == "integer" && !one.is_list)
    };
    pages.size = SIZES
        .iter()
        .find(|name| asks(name))
        .map(|name| (*name).to_owned());
    asks(&pages.parameter)
}

/// The object that holds the numbers of paging: the first on the way down that does.
fn numbers<'n>(node: &'n Node, path: &str) -> Option<(String, &'n Node, [&'static str; 3])> {
    let is_number = |key: &&'static str| {
        node.child(key).is_some_and(|child| {
            !child.is_list
                && !child.is_object()
                && child.is_sure(node)
                && child.kinds.iter().all(|kind| *kind == Kind::Integer)
        })
    };
    if let Some(keys) = KEYS.into_iter().find(|keys| keys.iter().all(is_number)) {
        return Some((path.to_owned(), node, keys));
    }
    let inner = node
        .below
        .iter()
        .filter(|child| child.is_object() && !child.is_list && child.is_sure(node));
    inner
        .into_iter()
        .find_map(|child| numbers(child, &join(path, &child.key)))
}

/// The list of rows of an object: `results`, or the only list of objects, at most one object down.
fn rows(node: &Node, path: &str) -> Option<String> {
    let is_rows = |child: &&Node| {
        let may_be = child.is_object() || (child.key == "results" && child.kinds.is_empty());
        child.is_list && may_be && child.is_sure(node)
    };
    let lists: Vec<&Node> = node.below.iter().filter(is_rows).collect();
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::find;
    use crate::tree::Node;
    use serde_json::{Value, json};

    fn paging(body: &Value) -> Option<[String; 4]> {
        let answer = Node::answer(&[], Some(body), &mut Vec::new());
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
    fn what_lacks_a_number_is_no_page() {
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

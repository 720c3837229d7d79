//! The names that services give to what paging needs.

use helpscout_description::Place;
use helpscout_spec::PAGE_PARAMETERS;

use crate::operation::ParameterDraft;

/// Keys for the number of the page and the number of pages.
pub(crate) const NUMBERS: [[&str; 2]; 10] = [
    ["page", "pages"],
    ["number", "totalPages"],
    ["page", "total_pages"],
    ["page", "totalPages"],
    ["page", "page_count"],
    ["page", "pageCount"],
    ["current_page", "last_page"],
    ["current_page", "total_pages"],
    ["currentPage", "totalPages"],
    ["pageNumber", "totalPages"],
];

/// Keys for the number of rows on all pages.
pub(crate) const COUNTS: [&str; 12] = [
    "count",
    "total",
    "totalElements",
    "total_count",
    "totalCount",
    "total_results",
    "totalResults",
    "total_items",
    "totalItems",
    "total_entries",
    "total_records",
    "totalSize",
];

/// The name of the parameter for the number of rows before the page that means nothing else.
pub(crate) const OFFSET: &str = "offset";

/// Keys for the number of rows before the page, which are also names of its parameter.
pub(crate) const OFFSETS: [&str; 10] = [
    OFFSET,
    "start",
    "startAt",
    "start_at",
    "skip",
    "from",
    "startIndex",
    "start_index",
    "page[offset]",
    "first",
];

/// Keys that say whether the page is the last.
pub(crate) const LASTS: [&str; 5] = ["isLastPage", "isLast", "is_last_page", "is_last", "last"];

/// Returns the names of the parameter for the number of the page, the likely ones first. `p` may be
/// that of something else, too.
pub(crate) fn pages() -> Vec<&'static str> {
    [&PAGE_PARAMETERS[..], &["p"]].concat()
}

/// Names of the parameter for the text that leads to the next page.
pub(crate) const CURSORS: [&str; 18] = [
    "cursor",
    "after",
    "page[after]",
    "page[cursor]",
    "page_token",
    "pageToken",
    "next_token",
    "nextToken",
    "next_cursor",
    "nextCursor",
    "continuation",
    "continuation_token",
    "continuationToken",
    "start_cursor",
    "scroll_id",
    "after_cursor",
    "starting_after",
    "startingAfter",
];

/// Names of the parameter for the ID of the last row of the page before.
pub(crate) const AFTERS: [&str; 7] = [
    "starting_after",
    "startingAfter",
    "after_id",
    "afterId",
    "last_id",
    "lastId",
    "since_id",
];

/// Keys for the number of the page, if there is no number of pages beside it.
pub(crate) const CURRENTS: [&str; 6] = [
    "page",
    "current_page",
    "currentPage",
    "page_number",
    "pageNumber",
    "pageIndex",
];

/// Keys for the text that leads to the next page, wherever they are.
const CERTAIN_NEXTS: [&str; 10] = [
    "next_cursor",
    "nextCursor",
    "after_cursor",
    "afterCursor",
    "end_cursor",
    "endCursor",
    "next_page_token",
    "nextPageToken",
    "next_token",
    "nextToken",
];

/// Keys for the text that leads to the next page, which may be about anything inside of objects.
const POSSIBLE_NEXTS: [&str; 10] = [
    "cursor",
    "after",
    "next",
    "continuation",
    "continuation_token",
    "continuationToken",
    "scroll_id",
    "page_token",
    "starting_after",
    "startingAfter",
];

/// Keys that say whether there are more pages, wherever they are.
const CERTAIN_MORES: [&str; 4] = ["has_more", "hasMore", "has_next_page", "hasNextPage"];

/// Keys that say whether there are more pages, which may be about anything inside of objects.
const POSSIBLE_MORES: [&str; 2] = ["more", "has_next"];

/// Returns the keys for the text that leads to the next page, the likely ones first.
pub(crate) fn nexts() -> Vec<&'static str> {
    [CERTAIN_NEXTS, POSSIBLE_NEXTS].concat()
}

/// Returns the keys that say whether there are more pages, the likely ones first.
pub(crate) fn mores() -> Vec<&'static str> {
    [&CERTAIN_MORES[..], &POSSIBLE_MORES].concat()
}

/// Returns whether a key leads to the next page, or says whether there is one, wherever it is.
pub(crate) fn is_certain(key: &str) -> bool {
    CERTAIN_MORES.contains(&key) || CERTAIN_NEXTS.contains(&key) || key.starts_with("next_")
}

/// Keys for the URL of the next page.
pub(crate) const LINKS: [&str; 6] = [
    "next",
    "next_page",
    "nextPage",
    "next_url",
    "next_page_url",
    "nextLink",
];

/// Names of the parameter for the number of rows on a page.
pub(crate) const SIZES: [&str; 16] = [
    "rows",
    "size",
    "pageSize",
    "perPage",
    "limit",
    "per_page",
    "page_size",
    "page[size]",
    "page[limit]",
    "maxResults",
    "max_results",
    "pagelen",
    "first",
    "take",
    "top",
    "count",
];

/// Returns whether a parameter has a name of paging, or a field of a body has it in an object for
/// paging: `cursor`, `pagination.cursor`.
pub(crate) fn is_named(parameter: &ParameterDraft, name: &str) -> bool {
    let inner = parameter.name.rsplit_once('.');
    let inner = inner.filter(|_| parameter.place == Place::Body);
    parameter.name == name
        || inner.is_some_and(|(object, key)| {
            let object = object.rsplit('.').next().unwrap_or_default();
            key == name && object.starts_with("pag")
        })
}

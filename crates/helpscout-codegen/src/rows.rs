//! Which fields hold the rows of a page.

use helpscout_description::{Api, Field};

/// Returns whether a field, which must be part of the description, has the rows of a page.
pub(crate) fn is_rows(api: &Api, field: &Field) -> bool {
    api.operations.iter().any(|operation| {
        let rows = operation.pages.as_ref().map(|pages| pages.rows.as_str());
        let fields = rows.map(|rows| api.fields_along(&operation.response, rows));
        let last = fields.and_then(|mut fields| fields.pop());
        last.is_some_and(|last| std::ptr::eq(last, field))
    })
}

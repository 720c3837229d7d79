//! Where the rows and the paging numbers are in a response.

use helpscout_spec::Api;
use helpscout_spec::api::{Field, Operation, Type};

/// Returns the type of a row, or `None` if the operation has no pages.
pub(crate) fn row_type<'a>(api: &'a Api, operation: &Operation) -> Option<&'a Type> {
    let pages = operation.pages.as_ref()?;
    let fields = fields(api, &operation.response, &pages.rows);
    fields.last().map(|field| &field.ty)
}

/// Returns whether a field, which must be part of the description, has the rows of a page.
pub(crate) fn is_rows(api: &Api, field: &Field) -> bool {
    api.operations.iter().any(|operation| {
        let rows = operation.pages.as_ref().map(|pages| pages.rows.as_str());
        let fields = rows.map(|rows| fields(api, &operation.response, rows));
        let last = fields.and_then(|mut fields| fields.pop());
        last.is_some_and(|last| std::ptr::eq(last, field))
    })
}

/// Returns the fields along a dotted path, in order. The spec reader has checked that they exist.
pub(crate) fn fields<'a>(api: &'a Api, root: &str, path: &str) -> Vec<&'a Field> {
    let mut fields = Vec::new();
    let mut object = api.object(root);
    for key in path.split('.') {
        let Some(field) = object.and_then(|object| object.field(key)) else {
            break;
        };
        fields.push(field);
        object = match &field.ty {
            Type::Object(name) => api.object(name),
            _ => None,
        };
    }
    fields
}

//! From raw documents to the checked description: resolves names, verifies rules, and collects
//! every finding of every file.

mod answer;
mod basic;
mod body;
mod checked;
mod checker;
mod contradictions;
mod correction;
mod declared;
mod endless;
mod enums;
mod examples;
mod exclusions;
mod headers;
mod implied;
mod important;
mod limits;
mod misspelled;
mod names;
mod operation;
mod page_numbers;
mod pages;
mod paging_cursors;
mod paging_styles;
mod parameters;
mod paths;
mod presence;
mod prose;
mod response;
mod routes;
mod rules;
mod rust_names;
mod sent;
mod shared;
mod todo;
mod unused;
mod values;

pub(crate) use checked::Places;
pub(crate) use names::built_in_types;
pub use page_numbers::PAGE_PARAMETERS;

use helpscout_description::Api;

use crate::document::Documents;
use crate::findings::Sink;
use crate::folder::Sources;
use checker::Checker;

/// Checks all documents together.
///
/// The result describes the API only if there are no errors, neither from here nor from before.
pub(crate) fn check(
    documents: &Documents,
    sources: &Sources,
    sink: &mut Sink,
) -> (Option<Api>, Places) {
    let mut checker = Checker::new(documents, sink);
    operation::check_names(documents, &mut checker);
    routes::check(documents, &mut checker);
    let service = documents
        .api
        .as_ref()
        .map(|document| shared::check(document, &mut checker));
    for document in &documents.operations {
        operation::check(document, &mut checker);
    }
    let mut checked = checker.finish();
    endless::check(&mut checked, sink);
    checked.spread_partial();
    examples::check(documents, sources, &mut checked, sink);
    page_numbers::check(documents, &checked, sink);
    unused::check(documents, &checked, sink);
    shared::complete_ids(&mut checked);
    let api = service.map(|service| Api {
        service,
        ids: checked.ids,
        enums: checked.enums,
        objects: checked.objects,
        operations: checked.operations,
    });
    (api, checked.places)
}

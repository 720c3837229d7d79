//! The module the client crate includes: which files there are and what they export.

use helpscout_description::Api;
use quote::quote;

use crate::source::{Source, ident};
use crate::{Tree, enums, head, ids, objects, operation, public};

pub(crate) fn tree(api: &Api) -> Tree {
    let mut tree = Tree::default();
    let mut modules = Vec::new();
    for (module, text) in shared(api) {
        modules.push(module.to_owned());
        tree.insert(format!("{module}.rs"), text);
    }
    if !api.operations.is_empty() {
        modules.push("operations".to_owned());
        tree.insert("operations/mod.rs", operations(api));
    }
    for operation in &api.operations {
        let path = format!("operations/{}.rs", operation.id);
        tree.insert(path, operation::file(api, operation));
    }
    tree.insert("mod.rs", root(api, &modules));
    let lines: String = public::list(&tree)
        .iter()
        .map(|line| format!("{line}\n"))
        .collect();
    let head = head("spec");
    let list = format!("# {head}\n# A line that goes away or changes breaks programs.\n{lines}");
    tree.insert(public::PUBLIC_API, list);
    tree
}

/// The modules of what stands in the shared spec file, as far as there is something in them.
pub(crate) fn shared(api: &Api) -> Vec<(&'static str, String)> {
    let enums: Vec<_> = api.enums.iter().filter(|e| e.file == Api::SHARED).collect();
    let objects = api.objects.iter().filter(|o| o.operation.is_none());
    let objects: Vec<_> = objects.collect();
    let mut modules = Vec::new();
    if !api.ids.is_empty() {
        modules.push(("ids", ids::file(api)));
    }
    if !enums.is_empty() {
        modules.push(("enums", enums::file(api, &enums)));
    }
    if !objects.is_empty() {
        modules.push(("objects", objects::file(&objects)));
    }
    modules
}

/// One module for each operation, in a folder so that no operation can take another module's name.
fn operations(api: &Api) -> String {
    let modules: Vec<_> = api
        .operations
        .iter()
        .map(|operation| ident(&operation.id))
        .collect();
    let mut source = Source::new(None);
    source.push(quote! { #(mod #modules;)* });
    source.push(quote! { use super::*; });
    source.push(quote! { #(pub use self::#modules::*;)* });
    source.finish()
}

fn root(api: &Api, modules: &[String]) -> String {
    let modules: Vec<_> = modules.iter().map(|module| ident(module)).collect();
    let queries = api
        .operations
        .iter()
        .map(|operation| ident(&operation.rust));
    let mut source = Source::new(None);
    source.push(quote! { #(mod #modules;)* });
    // What the files below need, once: each of them starts with `use super::*`.
    source.push(quote! {
        #[allow(unused_imports)]
        use helpscout_runtime::{
            Endpoint, Operation, Paged, Pages, Position, Query, Rule, Seconds, jiff::Timestamp, wire,
        };
        #[allow(unused_imports)]
        use serde::{Deserialize, Serialize};
    });
    source.push(quote! { #(pub use self::#modules::*;)* });
    source.push(quote! {
        /// Every operation the client knows, in the order of the spec's files.
        pub const OPERATIONS: &[&Operation] = &[
            #(<#queries as Endpoint>::OPERATION),*
        ];
    });
    source.finish()
}

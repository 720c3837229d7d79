//! The module that the client crate includes: which files it has and what they export.

use helpscout_description::Api;
use quote::quote;

use crate::marker::head;
use crate::source::{Source, ident};
use crate::tree::{Names, Tree};
use crate::{enums, ids, objects, operation, public};

/// The folder of the modules of the operations.
const OPERATIONS: &str = "operations";

/// The files beside that folder. A description without IDs, for instance, has no `ids.rs`.
const SHARED: &[&str] = &["enums.rs", "ids.rs", "mod.rs", "objects.rs"];

/// Generates all files of the client.
pub(crate) fn tree(api: &Api) -> Tree {
    let mut tree = Tree::default();
    tree.own("", Names::Listed(SHARED));
    tree.own(OPERATIONS, Names::Modules);
    let mut modules = Vec::new();
    for (module, text) in shared(api) {
        modules.push(module.to_owned());
        tree.insert(format!("{module}.rs"), text);
    }
    if !api.operations.is_empty() {
        modules.push(OPERATIONS.to_owned());
        tree.insert(format!("{OPERATIONS}/mod.rs"), operations(api));
    }
    for operation in &api.operations {
        let path = format!("{OPERATIONS}/{}.rs", operation.id);
        tree.insert(path, operation::file(api, operation));
    }
    tree.insert("mod.rs", root(api, &modules));
    tree.insert(public::PUBLIC_API, public_api(&tree));
    tree
}

fn public_api(tree: &Tree) -> String {
    let head = head("spec");
    let mut text = format!("# {head}\n# Removing or changing a line breaks programs.\n");
    for line in public::list(tree) {
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// Generates the modules of the shared spec file, with their names. Empty ones are left out.
pub(crate) fn shared(api: &Api) -> Vec<(&'static str, String)> {
    let enums = api.enums.iter();
    let enums: Vec<_> = enums
        .filter(|enumeration| enumeration.file == Api::SHARED)
        .collect();
    let objects = api.objects.iter();
    let objects: Vec<_> = objects
        .filter(|object| object.operation.is_none())
        .collect();
    let mut modules = Vec::new();
    if !api.ids.is_empty() {
        modules.push(("ids", ids::file(api)));
    }
    if !enums.is_empty() {
        modules.push(("enums", enums::file(api, &enums)));
    }
    if !objects.is_empty() {
        modules.push(("objects", objects::file(api, &objects)));
    }
    modules
}

/// Declares one module for each operation. The modules have their own folder, so that the name of
/// an operation can't collide with that of another module.
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
    // All imports of the files below; each of them starts with `use super::*`.
    source.push(quote! {
        #[allow(unused_imports)]
        use helpscout_runtime::{
            Endpoint, Operation, Paged, Paging, Position, Query, Rule, Seconds, jiff::Timestamp, wire,
        };
    });
    source.push(quote! { #(pub use self::#modules::*;)* });
    source.push(quote! {
        /// Every operation of this client, in the order of the spec files.
        pub const OPERATIONS: &[&Operation] = &[
            #(<#queries as Endpoint>::OPERATION),*
        ];
    });
    source.finish()
}

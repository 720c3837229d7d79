//! The module that the client crate includes: which files it has and what they export.

use helpscout_description::Api;
use quote::quote;

use crate::source::{Source, ident};
use crate::tree::{Names, Tree};
use crate::{modules, operation, public, service};

/// The folder of the modules of the operations.
const OPERATIONS: &str = "operations";

/// The files beside that folder. A description without IDs, for instance, has no `ids.rs`.
/// Earlier versions wrote `objects.rs`, which is removed.
const SHARED: &[&str] = &[
    "enums.rs",
    "ids.rs",
    "lookups.rs",
    "mod.rs",
    "models.rs",
    "objects.rs",
    "reports.rs",
    "service.rs",
];

/// Generates all files of the client.
pub(crate) fn tree(api: &Api) -> Tree {
    let mut tree = Tree::default();
    tree.own("", Names::Listed(SHARED));
    tree.own(OPERATIONS, Names::Modules);
    let mut modules = Vec::new();
    for (module, text) in modules::public(api) {
        modules.push(module);
        tree.insert(format!("{module}.rs"), text);
    }
    tree.insert("service.rs", service::of_client(api));
    if !api.operations.is_empty() {
        tree.insert(format!("{OPERATIONS}/mod.rs"), operations(api));
    }
    for operation in &api.operations {
        let path = format!("{OPERATIONS}/{}.rs", operation.id);
        tree.insert(path, operation::file(api, operation));
    }
    tree.insert("mod.rs", root(api, &modules));
    tree.insert(
        public::PUBLIC_API,
        public::text("spec", public::list(&tree)),
    );
    tree
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

fn root(api: &Api, modules: &[&str]) -> String {
    let modules: Vec<_> = modules.iter().map(|module| ident(module)).collect();
    let operations = (!api.operations.is_empty()).then(|| {
        quote!(
            mod operations;
        )
    });
    let queries = api
        .operations
        .iter()
        .map(|operation| ident(&operation.rust));
    let mut source = Source::new(None);
    source.push(quote! { #(pub mod #modules;)* #operations mod service; });
    // All imports of the files below; each of them starts with `use super::*`.
    source.push(quote! {
        #[allow(unused_imports)]
        use helpscout_runtime::{
            Endpoint, Operation, Paged, Paging, Position, Query, Rule, Seconds, jiff::Timestamp, wire,
        };
    });
    // The client crate exports the modules one by one, so for the compiler this export has no use.
    source.push(quote! {
        #[allow(unreachable_pub)]
        pub use self::{#(#modules::*,)* service::SERVICE};
    });
    source.push(quote! {
        /// Every operation of this client, in the order of the spec files.
        pub const OPERATIONS: &[&Operation] = &[
            #(<#queries as Endpoint>::OPERATION),*
        ];
    });
    source.finish()
}

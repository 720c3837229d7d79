//! The module that the client crate includes: which files it has and what they export.

use std::collections::BTreeSet;

use helpscout_openapi::Described;
use quote::quote;

use crate::docs::Docs;
use crate::home::Home;
use crate::source::{Source, SourceFile, ident};
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
pub(crate) fn tree(api: &Described<'_>, home: Home) -> Tree {
    let mut tree = Tree::default();
    tree.own("", Names::Listed(SHARED));
    tree.own(OPERATIONS, Names::Modules);
    let mut lines = BTreeSet::new();
    let mut insert = |path: String, file: SourceFile| {
        lines.extend(file.public);
        tree.insert(path, file.text);
    };
    let mut modules = Vec::new();
    for (module, file) in modules::public(api) {
        modules.push(module);
        insert(format!("{module}.rs"), file);
    }
    insert("service.rs".to_owned(), service::of_client(api));
    if !api.operations.is_empty() {
        insert(format!("{OPERATIONS}/mod.rs"), operations(api));
    }
    for operation in &api.operations {
        let path = format!("{OPERATIONS}/{}.rs", operation.id);
        insert(path, operation::file(api, operation, home));
    }
    insert("mod.rs".to_owned(), root(api, &modules));
    tree.insert(public::PUBLIC_API, public::text("spec", lines));
    tree
}

/// Declares one module for each operation. The modules have their own folder, so that the name of
/// an operation can't collide with that of another module. They import what is around that folder,
/// and not each other, so that an operation hides no crate and no type from the others.
fn operations(api: &Described<'_>) -> SourceFile {
    let modules: Vec<_> = api
        .operations
        .iter()
        .map(|operation| ident(&operation.id))
        .collect();
    let mut source = Source::new(None);
    source.push(quote! { #(mod #modules;)* });
    source.push(quote! { #(pub use self::#modules::*;)* });
    source.finish()
}

fn root(api: &Described<'_>, modules: &[&str]) -> SourceFile {
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
    let title = api.service.title.trim_end_matches('.');
    let mut source = modules::headed(
        None,
        Docs::text(&format!("The client of this service: {title}.")),
    );
    source.push(quote! {
        #(pub mod #modules;)*
        #operations
        #[allow(unreachable_pub)]
        mod service;
    });
    // All imports of the files below; they import this module.
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

//! The modules of a crate, read from its files, without the items of tests.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, ImplItem, Item, Meta};

use super::expand::Macro;

/// The path of a module; that of the crate is empty.
pub(crate) type ModulePath = Vec<String>;

/// The items of each module of a crate. Calls of the crate's own macros are expanded.
pub(crate) type Modules = BTreeMap<ModulePath, Vec<Item>>;

/// How many macro calls may be nested.
const DEEPEST: usize = 16;

/// An error that occurs when the public items of a crate are listed: one of its files isn't Rust.
#[derive(Debug, thiserror::Error)]
#[error("{file} is not Rust: {problem}")]
pub struct ListingError {
    /// The path of the file, as given.
    pub file: String,
    /// What the parser says.
    pub problem: String,
}

/// Reads the files of a crate, by their paths below its folder of sources.
///
/// # Errors
/// Returns an error if a file isn't Rust.
pub(crate) fn read(files: &BTreeMap<String, String>) -> Result<Modules, ListingError> {
    let mut modules = Modules::new();
    for (path, text) in files {
        let Some(path_of_module) = path.strip_suffix(".rs") else {
            continue;
        };
        let mut module: ModulePath = path_of_module.split('/').map(str::to_owned).collect();
        module.pop_if(|last| last == "mod" || last == "lib");
        let file = syn::parse_file(text).map_err(|error| ListingError {
            file: path.clone(),
            problem: error.to_string(),
        })?;
        insert(module, file.items, &mut modules);
    }
    let macros = macros(&modules);
    for (module, items) in &mut modules {
        let scope = Scope {
            macros: &macros,
            module,
        };
        let unexpanded = std::mem::take(items);
        scope.expand(unexpanded, 0, items);
    }
    Ok(modules)
}

/// Adds the items of a module, and those of the modules inside it.
fn insert(module: ModulePath, items: Vec<Item>, modules: &mut Modules) {
    let mut kept = Vec::new();
    for mut item in items {
        if is_for_tests(attributes(&item)) {
            continue;
        }
        if let Item::Mod(inner) = &mut item
            && let Some((_, items)) = inner.content.take()
        {
            let mut path = module.clone();
            path.push(inner.ident.to_string());
            insert(path, items, modules);
        }
        kept.push(item);
    }
    modules.insert(module, kept);
}

/// The macros of a crate, by the module that defines them and their name.
type Macros = BTreeMap<(ModulePath, String), Macro>;

fn macros(modules: &Modules) -> Macros {
    let mut macros = Macros::new();
    for (module, items) in modules {
        for item in items {
            if let Item::Macro(item) = item
                && let Some(name) = &item.ident
                && let Some(parsed) = Macro::parse(item.mac.tokens.clone())
            {
                macros.insert((module.clone(), name.to_string()), parsed);
            }
        }
    }
    macros
}

/// Where a macro is called.
struct Scope<'a> {
    macros: &'a Macros,
    module: &'a [String],
}

impl Scope<'_> {
    fn expand(&self, items: Vec<Item>, depth: usize, expanded: &mut Vec<Item>) {
        for mut item in items {
            if let Item::Macro(call) = &item
                && call.ident.is_none()
                && depth < DEEPEST
                && let Some(tokens) = self.expanded(&call.mac)
                && let Ok(file) = syn::parse2::<syn::File>(tokens)
            {
                self.expand(file.items, depth + 1, expanded);
                continue;
            }
            if let Item::Impl(item) = &mut item {
                let unexpanded = std::mem::take(&mut item.items);
                self.expand_members(unexpanded, depth, &mut item.items);
            }
            expanded.push(item);
        }
    }

    fn expand_members(&self, items: Vec<ImplItem>, depth: usize, expanded: &mut Vec<ImplItem>) {
        for item in items {
            if let ImplItem::Macro(call) = &item
                && depth < DEEPEST
                && let Some(tokens) = self.expanded(&call.mac)
                && let Ok(block) = syn::parse2::<syn::ItemImpl>(quote! { impl Self_ { #tokens } })
            {
                self.expand_members(block.items, depth + 1, expanded);
                continue;
            }
            expanded.push(item);
        }
    }

    /// Expands a call of a macro that this module or one around it defines.
    fn expanded(&self, call: &syn::Macro) -> Option<TokenStream> {
        let name = call.path.segments.last()?.ident.to_string();
        let around = (0..=self.module.len()).rev();
        let mut known = around.filter_map(|length| {
            let module = self.module[..length].to_vec();
            self.macros.get(&(module, name.clone()))
        });
        known.next()?.expand(&call.tokens)
    }
}

/// Returns the attributes of a module and of those around it, also if they are private.
pub(crate) fn attributes_around<'a>(
    modules: &'a Modules,
    module: &'a [String],
) -> impl Iterator<Item = &'a [Attribute]> {
    (0..module.len()).filter_map(|length| {
        let items = modules.get(&module[..length])?;
        let mut declared = items.iter().filter_map(|item| match item {
            Item::Mod(item) if item.ident == module[length] => Some(item.attrs.as_slice()),
            _ => None,
        });
        // Of several, such as one for each platform, none decides.
        declared.next().filter(|_| declared.next().is_none())
    })
}

/// Returns whether an item is compiled for tests only.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => {
            let condition = list.tokens.to_string();
            let mut words = condition.split(|c: char| !c.is_alphanumeric() && c != '_');
            words.any(|word| word == "test" || word == "doctest") && !condition.contains("not")
        }
        _ => false,
    })
}

/// Returns the attributes of an item.
pub(crate) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

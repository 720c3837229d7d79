//! The macros that a crate defines and calls for its own items.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::Parse;
use syn::{ImplItem, Item, TraitItem};

use super::expand::Macro;
use super::modules::{ListingError, ModulePath, Modules, Read};
use super::names::{self, Target};

/// How many macro calls may be nested.
const DEEPEST: usize = 16;

/// Returns the modules of a crate with what the calls of its own macros expand to.
///
/// # Errors
/// Returns an error if a macro of the crate can't be expanded.
pub(crate) fn expanded(read: &Read<'_>) -> Result<Modules, ListingError> {
    let macros = macros(&read.modules);
    let mut modules = Modules::new();
    for (module, items) in &read.modules {
        let scope = Scope {
            macros: &macros,
            modules: &read.modules,
            module,
            file: read.file_of.get(module).copied().unwrap_or_default(),
        };
        let mut expanded = Vec::new();
        scope.expand(items.clone(), Calls::default(), &mut expanded)?;
        modules.insert(module.clone(), expanded);
    }
    Ok(modules)
}

/// A macro of the crate.
struct Defined {
    /// Its rules, if all of them are understood.
    rules: Option<Macro>,
    is_exported: bool,
}

/// The macros of a crate, by the module that defines them and their name.
type Macros = BTreeMap<(ModulePath, String), Defined>;

fn macros(modules: &Modules) -> Macros {
    let mut macros = Macros::new();
    for (module, items) in modules {
        for item in items {
            if let Item::Macro(item) = item
                && let Some(name) = &item.ident
            {
                let mut attributes = item.attrs.iter();
                let defined = Defined {
                    rules: Macro::parse(item.mac.tokens.clone()),
                    is_exported: attributes.any(|found| found.path().is_ident("macro_export")),
                };
                macros.insert((module.clone(), name.to_string()), defined);
            }
        }
    }
    macros
}

/// The calls around a macro call.
#[derive(Clone, Copy, Default)]
struct Calls {
    depth: usize,
    /// The line of the outermost one.
    line: Option<usize>,
}

/// Where a macro is called.
struct Scope<'a> {
    macros: &'a Macros,
    /// The modules as they are written.
    modules: &'a Modules,
    module: &'a [String],
    file: &'a str,
}

impl Scope<'_> {
    fn expand(
        &self,
        items: Vec<Item>,
        around: Calls,
        expanded: &mut Vec<Item>,
    ) -> Result<(), ListingError> {
        for mut item in items {
            if let Item::Macro(call) = &item
                && call.ident.is_none()
                && let Some((file, calls)) =
                    self.expanded::<syn::File>(&call.mac, around, |it| it)?
            {
                self.expand(file.items, calls, expanded)?;
                continue;
            }
            if let Item::Impl(item) = &mut item {
                let unexpanded = std::mem::take(&mut item.items);
                self.expand_members(unexpanded, around, &mut item.items)?;
            }
            if let Item::Trait(item) = &mut item {
                let unexpanded = std::mem::take(&mut item.items);
                self.expand_trait(unexpanded, around, &mut item.items)?;
            }
            expanded.push(item);
        }
        Ok(())
    }

    fn expand_members(
        &self,
        items: Vec<ImplItem>,
        around: Calls,
        expanded: &mut Vec<ImplItem>,
    ) -> Result<(), ListingError> {
        for item in items {
            let within = |tokens| quote! { impl Self_ { #tokens } };
            if let ImplItem::Macro(call) = &item
                && let Some((block, calls)) =
                    self.expanded::<syn::ItemImpl>(&call.mac, around, within)?
            {
                self.expand_members(block.items, calls, expanded)?;
                continue;
            }
            expanded.push(item);
        }
        Ok(())
    }

    fn expand_trait(
        &self,
        items: Vec<TraitItem>,
        around: Calls,
        expanded: &mut Vec<TraitItem>,
    ) -> Result<(), ListingError> {
        for item in items {
            let within = |tokens| quote! { trait Self_ { #tokens } };
            if let TraitItem::Macro(call) = &item
                && let Some((block, calls)) =
                    self.expanded::<syn::ItemTrait>(&call.mac, around, within)?
            {
                self.expand_trait(block.items, calls, expanded)?;
                continue;
            }
            expanded.push(item);
        }
        Ok(())
    }

    /// Expands a call of a macro of the crate, and reads what comes out once it is put `within` what
    /// it has to be part of. Returns `None` if the macro is that of another crate.
    fn expanded<T: Parse>(
        &self,
        call: &syn::Macro,
        around: Calls,
        within: impl FnOnce(TokenStream) -> TokenStream,
    ) -> Result<Option<(T, Calls)>, ListingError> {
        let Some(last) = call.path.segments.last() else {
            return Ok(None);
        };
        let name = last.ident.to_string();
        let Some(defined) = self.defined(&call.path, &name) else {
            return Ok(None);
        };
        let line = around.line.unwrap_or(last.ident.span().start().line);
        let failed = |problem: &str| ListingError::Macro {
            file: self.file.to_owned(),
            line,
            name: name.clone(),
            problem: problem.to_owned(),
        };
        if around.depth == DEEPEST {
            return Err(failed("calls are nested too deeply"));
        }
        let rules = defined.rules.as_ref();
        let rules = rules.ok_or_else(|| failed("one of its rules has an unknown form"))?;
        let tokens = rules.expand(&call.tokens);
        let tokens = tokens.ok_or_else(|| failed("the call fits none of its rules"))?;
        let parsed = syn::parse2(within(tokens))
            .map_err(|error| failed(&format!("what comes out is not Rust: {error}")))?;
        let calls = Calls {
            depth: around.depth + 1,
            line: Some(line),
        };
        Ok(Some((parsed, calls)))
    }

    /// Finds the macro that a path stands for: one that this module or one around it defines, one that
    /// is imported, or one that is exported, whose path is `crate::name`.
    fn defined(&self, path: &syn::Path, name: &str) -> Option<&Defined> {
        let mut around = (0..=self.module.len()).rev();
        let textual = around.find_map(|length| {
            let module = self.module[..length].to_vec();
            self.macros.get(&(module, name.to_owned()))
        });
        let imported = || {
            let segments = path.segments.iter();
            let path: Vec<String> = segments.map(|segment| segment.ident.to_string()).collect();
            match names::resolve(self.modules, self.module, &path) {
                Target::Item(definition) => self.macros.get(&definition),
                Target::Module(_) | Target::External => None,
            }
        };
        let exported = || {
            let is_of_crate = path.segments.len() == 2 && path.segments[0].ident == "crate";
            let mut macros = self.macros.iter().filter(|_| is_of_crate);
            let found = macros.find(|((_, own), found)| own == name && found.is_exported);
            found.map(|(_, found)| found)
        };
        textual.or_else(imported).or_else(exported)
    }
}

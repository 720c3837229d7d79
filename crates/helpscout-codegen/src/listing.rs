//! The list of what programs can name in a crate that is written by hand, one line for each item.
//!
//! In: the files of the crate. Out: lines such as
//! `pub async fn Rows<Q>::next(&mut self) -> Result<Option<Q::Row>, Error> where Q: Paged`, by the
//! path that programs use. `modules` reads the files, `macros` expands calls, `names` follows
//! `pub use`, and `lines` writes an item. Macros of the crate are expanded, those of other crates are
//! not. Items that only another crate has, and those of generated modules, are left out; the latter
//! are listed by `public`.

mod expand;
mod lines;
mod macros;
mod modules;
mod names;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use syn::{Attribute, Item, Type};

pub use self::modules::ListingError;
use self::modules::{ModulePath, Modules, attributes};
use self::names::{Definition, Import, Target};
use crate::public;
use crate::source::ident;

/// Returns one line for each public item of a crate, by its path.
pub(crate) fn list(files: &BTreeMap<String, String>) -> Result<Vec<String>, ListingError> {
    let modules = macros::expanded(&modules::read(files)?)?;
    let mut listing = Listing {
        modules: &modules,
        paths: BTreeMap::new(),
        known_modules: BTreeMap::from([(ModulePath::new(), String::new())]),
        visited: BTreeSet::new(),
        waiting: VecDeque::from([Place::default()]),
        lines: BTreeSet::new(),
    };
    while let Some(place) = listing.waiting.pop_front() {
        listing.push_module(&place);
    }
    for (module, items) in &modules {
        for item in items {
            listing.push_exported_macro(module, item);
            listing.push_impl(module, item);
        }
    }
    // By path first, so that everything about an item is together.
    let lines = listing.lines.into_iter().map(|(_, _, line)| line);
    Ok(lines.collect())
}

/// A module, and how programs reach what is in it.
#[derive(Clone, Debug, Default)]
struct Place {
    module: ModulePath,
    /// The path for programs, such as `blocking::`.
    prefix: String,
    /// The `#[cfg(…)]` on the way.
    conditions: Vec<String>,
}

impl Place {
    fn with(&self, attributes: &[Attribute]) -> Self {
        let mut place = self.clone();
        for condition in lines::conditions(attributes) {
            if !place.conditions.contains(&condition) {
                place.conditions.push(condition);
            }
        }
        place
    }
}

/// The order of the lines about one item: the item, what it implements, what it has.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Item,
    Impl,
    Member,
}

struct Listing<'a> {
    modules: &'a Modules,
    /// The paths that programs use for definitions.
    paths: BTreeMap<Definition, (String, Vec<String>)>,
    /// The paths that programs use for modules.
    known_modules: BTreeMap<ModulePath, String>,
    visited: BTreeSet<(ModulePath, String)>,
    waiting: VecDeque<Place>,
    lines: BTreeSet<(String, Rank, String)>,
}

impl Listing<'_> {
    /// Lists what is public in a module.
    fn push_module(&mut self, place: &Place) {
        if !self
            .visited
            .insert((place.module.clone(), place.prefix.clone()))
        {
            return;
        }
        let Some(items) = self.modules.get(&place.module) else {
            return;
        };
        for item in items {
            if lines::is_hidden(attributes(item)) {
                continue;
            }
            let place = place.with(attributes(item));
            match item {
                Item::Use(item) if public::is_public(&item.vis) => {
                    for import in names::imports(&item.tree) {
                        self.push_import(&place, &import);
                    }
                }
                Item::Mod(item) if public::is_public(&item.vis) => {
                    let name = item.ident.to_string();
                    let mut module = place.module.clone();
                    module.push(name.clone());
                    self.push_submodule(&place, module, &name);
                }
                item if is_public(item) => {
                    if let Some(name) = names::own_name(item) {
                        let definition = (place.module.clone(), name.clone());
                        self.push_item(&place, &definition, &name);
                    }
                }
                _ => {}
            }
        }
    }

    fn push_submodule(&mut self, place: &Place, module: ModulePath, name: &str) {
        let path = format!("{}{name}", place.prefix);
        // The crate itself, for a prelude that exports everything, is known from the start.
        if let Some(known) = self.known_modules.get(&module) {
            if *known != path {
                let known = if known.is_empty() {
                    "crate"
                } else {
                    known.as_str()
                };
                let line = format!("pub use {path} = {known}");
                self.push(place, &path, Rank::Item, line);
            }
            return;
        }
        self.known_modules.insert(module.clone(), path.clone());
        self.push(place, &path, Rank::Item, format!("pub mod {path}"));
        self.waiting.push_back(Place {
            module,
            prefix: format!("{path}::"),
            conditions: place.conditions.clone(),
        });
    }

    fn push_import(&mut self, place: &Place, import: &Import) {
        let target = names::resolve(self.modules, &place.module, &import.path);
        match (target, &import.name) {
            (Target::Module(module), Some(name)) => {
                self.push_submodule(place, module, name);
            }
            (Target::Module(module), None) => {
                let place = Place {
                    module,
                    ..place.clone()
                };
                self.push_module(&place);
            }
            (Target::Item(definition), Some(name)) => self.push_item(place, &definition, name),
            (Target::Item(_) | Target::External, name) => {
                let from = import.path.join("::");
                let last = import.path.last();
                let (path, line) = match name {
                    None => (format!("{}*", place.prefix), format!("{from}::*")),
                    Some(name) if last == Some(name) => (format!("{}{name}", place.prefix), from),
                    Some(name) => (
                        format!("{}{name}", place.prefix),
                        format!("{from} as {name}"),
                    ),
                };
                let within = place.prefix.strip_suffix("::").unwrap_or_default();
                let within = if within.is_empty() {
                    String::new()
                } else {
                    format!(" (in {within})")
                };
                self.push(place, &path, Rank::Item, format!("pub use {line}{within}"));
            }
        }
    }

    fn push_item(&mut self, place: &Place, definition: &Definition, name: &str) {
        let path = format!("{}{name}", place.prefix);
        if let Some((known, _)) = self.paths.get(definition) {
            if *known != path {
                let line = format!("pub use {path} = {known}");
                self.push(place, &path, Rank::Item, line);
            }
            return;
        }
        let known = (path.clone(), place.conditions.clone());
        self.paths.insert(definition.clone(), known);
        let (module, name) = definition;
        let items = self.modules.get(module).into_iter().flatten();
        for item in items {
            if names::own_name(item).as_ref() != Some(name) || lines::is_hidden(attributes(item)) {
                continue;
            }
            let place = place.with(attributes(item));
            for (index, line) in lines::of_item(item, &path).into_iter().enumerate() {
                let rank = if index == 0 { Rank::Item } else { Rank::Member };
                self.push(&place, &path, rank, line);
            }
            for derived in lines::derived(attributes(item)) {
                let line = format!("impl {derived} for {path}");
                self.push(&place, &path, Rank::Impl, line);
            }
        }
    }

    /// Lists a macro that is exported, whatever the module that defines it.
    fn push_exported_macro(&mut self, module: &[String], item: &Item) {
        if let Item::Macro(item) = item
            && let Some(name) = &item.ident
            && item
                .attrs
                .iter()
                .any(|attribute| attribute.path().is_ident("macro_export"))
            && !lines::is_hidden(&item.attrs)
        {
            let place = self.around(Place::default(), module).with(&item.attrs);
            let line = format!("pub macro {name}!");
            self.push(&place, &name.to_string(), Rank::Item, line);
        }
    }

    /// Lists what an impl gives to programs, if they can name its type, or its trait.
    fn push_impl(&mut self, module: &[String], item: &Item) {
        let Item::Impl(item) = item else {
            return;
        };
        if lines::is_hidden(&item.attrs) {
            return;
        }
        let of_trait = item.trait_.as_ref().map(|(path, _)| path);
        let target_of = |path: &syn::Path| {
            let segments = path.segments.iter();
            let path: Vec<String> = segments.map(|segment| segment.ident.to_string()).collect();
            names::resolve(self.modules, module, &path)
        };
        let path_of = |path: &syn::Path| match target_of(path) {
            Target::Item(definition) => self.paths.get(&definition).cloned(),
            Target::Module(_) | Target::External => None,
        };
        // Traits of this crate that programs can't name are no matter of theirs.
        if let Some(of_trait) = of_trait
            && matches!(target_of(of_trait), Target::Item(_))
            && path_of(of_trait).is_none()
        {
            return;
        }
        let written = lines::shown(&item.self_ty);
        let of_type = match item.self_ty.as_ref() {
            Type::Path(ty) if ty.qself.is_none() => path_of(&ty.path).map(|known| (known, ty)),
            _ => None,
        };
        let ((path, conditions), shown) = match (of_type, of_trait.and_then(path_of)) {
            (Some((known, ty)), _) => {
                let last = ty.path.segments.last();
                let arguments = last.map(|last| &last.arguments);
                let arguments = arguments.filter(|arguments| !arguments.is_empty());
                let arguments = arguments
                    .and_then(|_| written.find('<'))
                    .map_or("", |start| &written[start..]);
                let shown = format!("{}{arguments}", known.0);
                (known, shown)
            }
            (None, Some(known)) => (known, written),
            (None, None) => return,
        };
        let place = Place {
            conditions,
            ..Place::default()
        };
        let place = self.around(place, module).with(&item.attrs);
        let of_trait = of_trait.map(|of_trait| self.known_name(module, of_trait));
        let of_trait = of_trait.as_ref();
        let line = of_trait.and_then(|of_trait| lines::of_impl(item, of_trait, &shown));
        if let Some(line) = line {
            self.push(&place, &path, Rank::Impl, line);
        }
        let rank = if of_trait.is_some() {
            Rank::Impl
        } else {
            Rank::Member
        };
        for line in lines::of_members(item, of_trait, &shown) {
            self.push(&place, &path, rank, line);
        }
    }

    /// Adds the `#[cfg(…)]` of a module and of those around it, which count for its impls and macros
    /// whether it is public or not.
    fn around(&self, place: Place, module: &[String]) -> Place {
        modules::attributes_around(self.modules, module)
            .fold(place, |place, attributes| place.with(attributes))
    }

    /// Returns the name of a trait, however it is imported: `Error` for `StdError` and for
    /// `std::error::Error`.
    fn known_name(&self, module: &[String], of_trait: &syn::Path) -> syn::Path {
        let Some(last) = of_trait.segments.last() else {
            return of_trait.clone();
        };
        let mut last = last.clone();
        if of_trait.segments.len() == 1
            && let Some(name) = names::renamed(self.modules, module, &last.ident.to_string())
        {
            last.ident = ident(&name);
        }
        last.into()
    }

    fn push(&mut self, place: &Place, path: &str, rank: Rank, line: String) {
        let mut line = line;
        if !place.conditions.is_empty() {
            line = format!("{} {line}", place.conditions.join(" "));
        }
        self.lines.insert((path.to_owned(), rank, line));
    }
}

fn is_public(item: &Item) -> bool {
    let visibility = match item {
        Item::Const(item) => &item.vis,
        Item::Enum(item) => &item.vis,
        Item::Fn(item) => &item.vis,
        Item::Static(item) => &item.vis,
        Item::Struct(item) => &item.vis,
        Item::Trait(item) => &item.vis,
        Item::Type(item) => &item.vis,
        Item::Union(item) => &item.vis,
        _ => return false,
    };
    public::is_public(visibility)
}

#[cfg(test)]
mod tests;

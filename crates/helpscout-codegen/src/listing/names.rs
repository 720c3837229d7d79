//! What the names in a module stand for.

use std::collections::BTreeSet;

use syn::{Item, UseTree};

use super::modules::{ModulePath, Modules};

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Module(ModulePath),
    /// An item: the module that defines it and its name.
    Item(Definition),
    /// Something that is not in the files: another crate, or a module that is listed elsewhere.
    External,
}

/// The module that defines an item, and the item's name.
pub(crate) type Definition = (ModulePath, String);

/// One name that a `use` declares.
#[derive(Clone, Debug)]
pub(crate) struct Import {
    pub(crate) path: Vec<String>,
    /// The declared name, or `None` for `*`.
    pub(crate) name: Option<String>,
}

/// The names that are being looked up, each in a module. Imports may lead in circles.
type Seen = BTreeSet<(ModulePath, String)>;

/// Returns the names that a `use` declares.
pub(crate) fn imports(tree: &UseTree) -> Vec<Import> {
    let mut imports = Vec::new();
    flatten(tree, &mut Vec::new(), &mut imports);
    imports
}

fn flatten(tree: &UseTree, path: &mut Vec<String>, imports: &mut Vec<Import>) {
    let mut push = |last: Option<String>, name: Option<String>| {
        // `use a::{self}` declares `a`.
        let last = last.filter(|last| last != "self" || path.is_empty());
        let name = match name {
            Some(name) if name == "self" => path.last().cloned(),
            name => name,
        };
        let path = path.iter().cloned().chain(last).collect();
        imports.push(Import { path, name });
    };
    match tree {
        UseTree::Path(inner) => {
            path.push(inner.ident.to_string());
            flatten(&inner.tree, path, imports);
            path.pop();
        }
        UseTree::Name(name) => push(Some(name.ident.to_string()), Some(name.ident.to_string())),
        UseTree::Rename(name) => push(Some(name.ident.to_string()), Some(name.rename.to_string())),
        UseTree::Glob(_) => push(None, None),
        UseTree::Group(group) => {
            for tree in &group.items {
                flatten(tree, path, imports);
            }
        }
    }
}

/// Follows a path that is written in a module.
pub(crate) fn resolve(modules: &Modules, module: &[String], path: &[String]) -> Target {
    follow(modules, module, path, &mut Seen::new())
}

fn follow(modules: &Modules, module: &[String], path: &[String], seen: &mut Seen) -> Target {
    let Some((first, rest)) = path.split_first() else {
        return Target::Module(module.to_vec());
    };
    let mut target = match first.as_str() {
        "crate" => Target::Module(ModulePath::new()),
        "self" => Target::Module(module.to_vec()),
        "super" => Target::Module(parent(module)),
        name => named(modules, module, name, seen),
    };
    for name in rest {
        target = match target {
            Target::Module(module) if name == "super" => Target::Module(parent(&module)),
            Target::Module(module) => named(modules, &module, name, seen),
            Target::Item(_) | Target::External => Target::External,
        };
    }
    target
}

fn parent(module: &[String]) -> ModulePath {
    module
        .split_last()
        .map_or(&[][..], |(_, parent)| parent)
        .to_vec()
}

/// Looks up one name in a module: its own items first, then its imports, then its glob imports.
fn named(modules: &Modules, module: &[String], name: &str, seen: &mut Seen) -> Target {
    let is_new = seen.insert((module.to_vec(), name.to_owned()));
    let Some(items) = modules.get(module).filter(|_| is_new) else {
        return Target::External;
    };
    if items
        .iter()
        .any(|item| own_name(item).is_some_and(|own| own == name))
    {
        return Target::Item((module.to_vec(), name.to_owned()));
    }
    let mut child = module.to_vec();
    child.push(name.to_owned());
    if modules.contains_key(&child) {
        return Target::Module(child);
    }
    let uses = items.iter().filter_map(|item| match item {
        Item::Use(item) => Some(imports(&item.tree)),
        _ => None,
    });
    let (globs, named): (Vec<_>, Vec<_>) = uses.flatten().partition(|import| import.name.is_none());
    let candidates = named
        .into_iter()
        .filter(|import| import.name.as_deref() == Some(name) && import.path != [name]);
    for import in candidates {
        let target = follow(modules, module, &import.path, seen);
        if target != Target::External {
            return target;
        }
    }
    for import in globs {
        if let Target::Module(inner) = follow(modules, module, &import.path, seen)
            && inner != module
        {
            let target = self::named(modules, &inner, name, seen);
            if target != Target::External {
                return target;
            }
        }
    }
    Target::External
}

/// Returns the name that an item has where it is defined, if a module imports it as `name`.
pub(crate) fn renamed(modules: &Modules, module: &[String], name: &str) -> Option<String> {
    let items = modules.get(module)?.iter();
    let mut imports = items.flat_map(|item| match item {
        Item::Use(item) => imports(&item.tree),
        _ => Vec::new(),
    });
    imports
        .find(|import| import.name.as_deref() == Some(name))?
        .path
        .pop()
}

/// Returns the name of an item that defines a type, a trait, a value or a macro.
pub(crate) fn own_name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}

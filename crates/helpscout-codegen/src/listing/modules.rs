//! The modules of a crate, read from its files, without the items of tests.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Attribute, Item, Meta};

/// The path of a module; that of the crate is empty.
pub(crate) type ModulePath = Vec<String>;

/// The items of each module of a crate.
pub(crate) type Modules = BTreeMap<ModulePath, Vec<Item>>;

/// An error that occurs when the public items of a crate are listed, because nobody could tell which
/// ones they are.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ListingError {
    /// A file isn't Rust.
    #[error("{file} is not Rust: {problem}")]
    NotRust {
        /// The path of the file, as given.
        file: String,
        /// What the parser says.
        problem: String,
    },
    /// A macro that the crate defines is called for items, but can't be expanded.
    #[error("{file}:{line}: the macro `{name}!` can't be expanded: {problem}")]
    Macro {
        /// The path of the file with the call, as given.
        file: String,
        /// The line of the call. A call inside another macro has the line of the outer call.
        line: usize,
        /// The name of the macro.
        name: String,
        /// What prevents it.
        problem: String,
    },
}

/// Reads the files of a crate, by their paths below its folder of sources.
///
/// # Errors
/// Returns an error if a file isn't Rust.
pub(crate) fn read(files: &BTreeMap<String, String>) -> Result<Read<'_>, ListingError> {
    let mut read = Read::default();
    for (path, text) in files {
        let Some(path_of_module) = path.strip_suffix(".rs") else {
            continue;
        };
        let mut module: ModulePath = path_of_module.split('/').map(str::to_owned).collect();
        module.pop_if(|last| last == "mod" || last == "lib");
        let file = syn::parse_file(text).map_err(|error| ListingError::NotRust {
            file: path.clone(),
            problem: error.to_string(),
        })?;
        read.insert(module, path, file.items);
    }
    let Read {
        modules, for_tests, ..
    } = &mut read;
    modules.retain(|module, _| {
        let mut around = (1..=module.len()).map(|length| &module[..length]);
        !around.any(|module| for_tests.contains(module))
    });
    Ok(read)
}

/// The files of a crate, as they are written.
#[derive(Default)]
pub(crate) struct Read<'f> {
    pub(crate) modules: Modules,
    /// The file of each module.
    pub(crate) file_of: BTreeMap<ModulePath, &'f str>,
    /// Modules in files of their own that only tests have.
    for_tests: BTreeSet<ModulePath>,
}

impl<'f> Read<'f> {
    /// Adds the items of a module, and those of the modules inside it.
    fn insert(&mut self, module: ModulePath, file: &'f str, items: Vec<Item>) {
        let mut kept = Vec::new();
        for mut item in items {
            let is_for_tests = is_for_tests(attributes(&item));
            if let Item::Mod(inner) = &mut item {
                let mut path = module.clone();
                path.push(inner.ident.to_string());
                match inner.content.take() {
                    Some((_, items)) if !is_for_tests => self.insert(path, file, items),
                    None if is_for_tests => _ = self.for_tests.insert(path),
                    _ => {}
                }
            }
            if !is_for_tests {
                kept.push(item);
            }
        }
        self.file_of.insert(module.clone(), file);
        self.modules.insert(module, kept);
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

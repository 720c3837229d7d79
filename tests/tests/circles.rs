//! Checks that no files of a crate import each other in a circle.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, File, ItemMod, ItemUse, Macro, UseTree};

/// The path of a module within its crate; the crate root is empty.
type Module = Vec<String>;

/// The files of a crate by module, each with the files it imports.
type Imports = BTreeMap<Module, BTreeSet<Module>>;

/// Reads the files of a crate, without those of tests.
fn files(folder: &Path) -> BTreeMap<Module, File> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(&inner).unwrap() {
            let path = entry.unwrap().path();
            let relative = path.strip_prefix(folder).unwrap().with_extension("");
            let mut module: Module = relative
                .iter()
                .map(|part| part.to_str().unwrap().to_owned())
                .collect();
            if module.iter().any(|part| part == "tests") || module == ["main"] {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                module.pop_if(|last| last == "mod" || last == "lib");
                let text = fs::read_to_string(&path).unwrap();
                files.insert(module, syn::parse_file(&text).unwrap());
            }
        }
    }
    files
}

/// Collects the paths that a file names, each from the crate root on.
struct Paths<'a> {
    files: &'a BTreeMap<Module, File>,
    /// The module that is being read: that of the file, or one inside it.
    module: Module,
    found: BTreeSet<Module>,
}

impl Paths<'_> {
    fn add(&mut self, path: &[String]) {
        let Some((first, rest)) = path.split_first() else {
            return;
        };
        let mut module = self.module.clone();
        match first.as_str() {
            "crate" => module.clear(),
            "self" => {}
            "super" => {
                module.pop();
            }
            child => {
                module.push(child.to_owned());
                if !self.files.contains_key(&module) {
                    return;
                }
            }
        }
        for part in rest {
            match part.as_str() {
                "super" => {
                    module.pop();
                }
                part => module.push(part.to_owned()),
            }
        }
        self.found.insert(module);
    }

    fn add_tree(&mut self, tree: &UseTree, before: &[String]) {
        let with = |name: String| [before, &[name]].concat();
        match tree {
            UseTree::Path(path) => self.add_tree(&path.tree, &with(path.ident.to_string())),
            UseTree::Name(name) => self.add(&with(name.ident.to_string())),
            UseTree::Rename(name) => self.add(&with(name.ident.to_string())),
            UseTree::Glob(_) => self.add(before),
            UseTree::Group(group) => {
                let trees = group.items.iter();
                trees.for_each(|tree| self.add_tree(tree, before));
            }
        }
    }

    /// Adds the paths of a macro's input, which is not parsed.
    fn add_tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        let mut is_variable = false;
        for token in tokens {
            // `$crate::` is the crate of the macro's caller.
            if std::mem::replace(&mut is_variable, is_dollar(&token)) {
                continue;
            }
            match token {
                TokenTree::Ident(name) if colons == 2 || path.is_empty() => {
                    path.push(name.to_string());
                    colons = 0;
                    continue;
                }
                TokenTree::Punct(mark) if mark.as_char() == ':' && !path.is_empty() => {
                    colons += 1;
                    continue;
                }
                TokenTree::Group(group) => self.add_tokens(group.stream()),
                TokenTree::Ident(name) => {
                    self.add(&std::mem::replace(&mut path, vec![name.to_string()]));
                    colons = 0;
                    continue;
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            self.add(&std::mem::take(&mut path));
            colons = 0;
        }
        self.add(&path);
    }
}

fn is_dollar(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(mark) if mark.as_char() == '$')
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let is_cfg = attribute.path().is_ident("cfg");
        is_cfg
            && attribute
                .parse_args::<syn::Ident>()
                .is_ok_and(|name| name == "test")
    })
}

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if item.content.is_some() && !is_for_tests(&item.attrs) {
            self.module.push(item.ident.to_string());
            visit::visit_item_mod(self, item);
            self.module.pop();
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.add_tree(&item.tree, &[]);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts = path.segments.iter();
        let parts: Vec<String> = parts.map(|part| part.ident.to_string()).collect();
        if parts.len() > 1 {
            self.add(&parts);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        // The paths that a generator quotes are those of another crate.
        if !call.path.is_ident("quote") {
            self.add_tokens(call.tokens.clone());
        }
    }
}

fn imports(folder: &Path) -> Imports {
    let files = files(folder);
    let imports = files.iter().map(|(module, file)| {
        let mut paths = Paths {
            files: &files,
            module: module.clone(),
            found: BTreeSet::new(),
        };
        paths.visit_file(file);
        // A path names a module, or something in it: the longest part that is a file counts.
        let file_of = |path: &Module| {
            let mut parts = (0..=path.len()).rev().map(|length| &path[..length]);
            parts
                .find(|part| files.contains_key(*part))
                .map(<[String]>::to_vec)
        };
        let imported = paths.found.iter().filter_map(file_of);
        let imported = imported.filter(|file| file != module).collect();
        (module.clone(), imported)
    });
    imports.collect()
}

/// Returns the files that import each other, directly or by way of others.
fn circle(mut imports: Imports) -> Vec<String> {
    loop {
        let before = imports.len();
        let left: BTreeSet<Module> = imports.keys().cloned().collect();
        imports.retain(|_, imported| imported.iter().any(|file| left.contains(file)));
        let imported: BTreeSet<Module> = imports.values().flatten().cloned().collect();
        imports.retain(|file, _| imported.contains(file));
        if imports.len() == before {
            let names = imports.into_keys().map(|module| module.join("::"));
            return names.collect();
        }
    }
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let crates = fs::read_dir(workspace.join("crates")).unwrap();
    let mut folders: Vec<_> = crates
        .map(|entry| entry.unwrap().path().join("src"))
        .collect();
    folders.push(workspace.join("xtask/src"));
    folders.sort();
    let mut circles = Vec::new();
    for folder in folders {
        let mut imports = imports(&folder);
        // Generated modules share one list of names by design; nobody writes them.
        imports.retain(|module, _| module.first().is_none_or(|first| first != "generated"));
        assert!(!imports.is_empty(), "{} has no files", folder.display());
        let circle = circle(imports);
        if !circle.is_empty() {
            let name = folder.parent().unwrap().file_name().unwrap().display();
            circles.push(format!("{name}: {}", circle.join(", ")));
        }
    }
    assert!(circles.is_empty(), "in a circle:\n{}", circles.join("\n"));
}

#[test]
fn a_circle_is_found_wherever_a_path_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("lib.rs", "mod a; mod b; mod c; mod d;");
    write(
        "a.rs",
        "use crate::b::B; fn a() { println!(\"{}\", crate::d::D); }",
    );
    write("b.rs", "pub(crate) type B = super::c::C;");
    write(
        "c.rs",
        "pub(crate) type C = u8; #[cfg(test)] mod tests { use crate::a::a; }",
    );
    write("d.rs", "pub(crate) const D: u8 = 0;");
    assert_eq!(circle(imports(folder.path())), Vec::<String>::new());
    write("d.rs", "pub(crate) const D: u8 = crate::a::A;");
    assert_eq!(circle(imports(folder.path())), ["a", "d"]);
    write("d.rs", "fn d() { vec![super::a::a()]; }");
    assert_eq!(circle(imports(folder.path())), ["a", "d"]);
}

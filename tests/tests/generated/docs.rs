//! What rustdoc would warn of in a module that a program declares with `pub mod`.

use super::*;

/// Returns the names that a file has: those that it defines or re-exports.
fn names_in(text: &str) -> Vec<String> {
    let file = syn::parse_file(text).unwrap();
    let mut names = Vec::new();
    for item in &file.items {
        match item {
            syn::Item::Struct(item) => names.push(item.ident.to_string()),
            syn::Item::Enum(item) => names.push(item.ident.to_string()),
            syn::Item::Use(item) => exported(&item.tree, &mut names),
            _ => {}
        }
    }
    names
}

fn exported(tree: &syn::UseTree, names: &mut Vec<String>) {
    match tree {
        syn::UseTree::Path(path) => exported(&path.tree, names),
        syn::UseTree::Name(name) => names.push(name.ident.to_string()),
        syn::UseTree::Group(group) => group.items.iter().for_each(|tree| exported(tree, names)),
        _ => {}
    }
}

#[test]
fn no_link_gives_a_path_to_a_name_that_is_in_scope() {
    let mut links = 0;
    for feature in FEATURES {
        for (path, text) in tree(feature)
            .files()
            .filter(|(path, _)| path.ends_with(".rs"))
        {
            let names = names_in(text);
            for line in text
                .lines()
                .filter(|line| line.trim_start().starts_with("//"))
            {
                for link in line.split("](super::").skip(1) {
                    let name = link.split(')').next().unwrap();
                    assert!(!names.iter().any(|known| known == name), "{path}: {line}");
                    links += 1;
                }
            }
        }
    }
    assert!(links > FEATURES.len(), "{links} links");
}

#[test]
fn every_public_module_has_docs() {
    for feature in FEATURES {
        let tree = tree(feature);
        let root = tree.get("mod.rs").unwrap();
        let public = root
            .lines()
            .filter_map(|line| line.strip_prefix("pub mod "));
        let public = public.map(|name| format!("{}.rs", name.trim_end_matches(';')));
        for file in public.chain(["mod.rs".to_owned()]) {
            let text = tree.get(&file).unwrap();
            assert!(text.contains("\n//! "), "{feature}: {file}");
        }
    }
}

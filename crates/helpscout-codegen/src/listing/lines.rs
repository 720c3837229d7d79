//! Writes public items as one line each.

use quote::{ToTokens, quote};
use syn::{
    Attribute, Fields, FnArg, GenericParam, Generics, ImplItem, Item, ItemImpl, Meta, Pat,
    Signature, TraitItem, Type, WherePredicate, parse_quote,
};

use crate::public::is_public;
use crate::source::unparse;

/// Returns the lines of an item that programs can name by `path`, without those of its impls.
pub(crate) fn of_item(item: &Item, path: &str) -> Vec<String> {
    match item {
        Item::Const(item) => vec![format!("pub const {path}: {}", shown(&item.ty))],
        Item::Enum(item) => {
            let head = head(&item.attrs, "enum", path, &item.generics);
            let variants = item.variants.iter();
            let variants = variants.filter(|variant| !is_hidden(&variant.attrs));
            let variants = variants.map(|variant| {
                let name = format!("{path}::{}{}", variant.ident, shape(&variant.fields));
                format!("{}pub variant {name}", non_exhaustive(&variant.attrs))
            });
            [head].into_iter().chain(variants).collect()
        }
        Item::Fn(item) => vec![function(&item.sig, path, &Generics::default())],
        Item::Macro(_) => vec![format!("pub macro {path}!")],
        Item::Static(item) => vec![format!("pub static {path}: {}", shown(&item.ty))],
        Item::Struct(item) => {
            let mut head = head(&item.attrs, "struct", path, &item.generics);
            let (public, private): (Vec<_>, Vec<_>) = item
                .fields
                .iter()
                .enumerate()
                .partition(|(_, field)| is_public(&field.vis));
            if !private.is_empty() {
                head.push_str(" { .. }");
            }
            let public = public
                .into_iter()
                .filter(|(_, field)| !is_hidden(&field.attrs));
            let fields = public.map(|(index, field)| {
                let name = field.ident.as_ref();
                let name = name.map_or_else(|| index.to_string(), ToString::to_string);
                format!("pub field {path}.{name}: {}", shown(&field.ty))
            });
            [head].into_iter().chain(fields).collect()
        }
        Item::Trait(item) => {
            let bounds = item.supertraits.iter().map(shown_bound);
            let bounds: Vec<String> = bounds.collect();
            let mut head = head(&item.attrs, "trait", path, &item.generics);
            if !bounds.is_empty() {
                head = format!("{head}: {}", bounds.join(" + "));
            }
            let members = item
                .items
                .iter()
                .filter_map(|item| trait_member(item, path));
            [head].into_iter().chain(members).collect()
        }
        Item::Type(item) => {
            let generics = item.generics.params.to_token_stream();
            let generics = angled(&generics.to_string());
            vec![format!("pub type {path}{generics} = {}", shown(&item.ty))]
        }
        Item::Union(item) => vec![head(&item.attrs, "union", path, &item.generics)],
        _ => Vec::new(),
    }
}

/// Returns the traits that an item derives.
pub(crate) fn derived(attributes: &[Attribute]) -> Vec<String> {
    let mut derived = Vec::new();
    for attribute in attributes {
        if attribute.path().is_ident("derive") {
            // A derive that isn't a list of paths doesn't compile.
            let _ = attribute.parse_nested_meta(|meta| {
                derived.extend(meta.path.segments.last().map(|last| last.ident.to_string()));
                Ok(())
            });
        }
    }
    derived
}

/// Returns the line of a derived or written impl of a trait.
///
/// `of_trait` is the trait as programs know it.
pub(crate) fn of_impl(item: &ItemImpl, of_trait: &syn::Path, path: &str) -> Option<String> {
    let (generics, conditions) = (&item.generics, item.generics.where_clause.as_ref());
    let self_ty = &item.self_ty;
    let block: ItemImpl =
        syn::parse2(quote! { impl #generics #of_trait for #self_ty #conditions {} }).ok()?;
    let line = one_line(Item::Impl(block));
    // The type may be written in another way than programs name it, such as `super::Rows`.
    let (before, rest) = line.split_once(" for ").unwrap_or((&line, ""));
    let written = shown(&item.self_ty);
    let after = rest.strip_prefix(written.as_str()).unwrap_or(rest);
    let after = after.strip_suffix(" {}").unwrap_or(after);
    Some(format!("{before} for {path}{after}"))
}

/// Returns the lines of what an impl gives to programs: public functions, constants and, for the
/// impl of a trait, associated types.
pub(crate) fn of_members(item: &ItemImpl, of_trait: Option<&syn::Path>, path: &str) -> Vec<String> {
    let members = item.items.iter().filter_map(|member| match member {
        ImplItem::Fn(function)
            if of_trait.is_none() && is_public(&function.vis) && !is_hidden(&function.attrs) =>
        {
            let name = format!("{path}::{}", function.sig.ident);
            let line = self::function(&function.sig, &name, &item.generics);
            Some(conditioned(&function.attrs, line))
        }
        ImplItem::Const(constant)
            if of_trait.is_none() && is_public(&constant.vis) && !is_hidden(&constant.attrs) =>
        {
            let line = format!(
                "pub const {path}::{}: {}",
                constant.ident,
                shown(&constant.ty)
            );
            Some(conditioned(&constant.attrs, line))
        }
        ImplItem::Type(ty) => {
            let of_trait = shown_path(of_trait?);
            Some(format!(
                "type <{path} as {of_trait}>::{} = {}",
                ty.ident,
                shown(&ty.ty)
            ))
        }
        _ => None,
    });
    members.collect()
}

fn trait_member(item: &TraitItem, path: &str) -> Option<String> {
    let (attributes, line, is_provided) = match item {
        TraitItem::Const(item) => {
            let line = format!("pub const {path}::{}: {}", item.ident, shown(&item.ty));
            (&item.attrs, line, item.default.is_some())
        }
        TraitItem::Fn(item) => {
            let name = format!("{path}::{}", item.sig.ident);
            let line = function(&item.sig, &name, &Generics::default());
            (&item.attrs, line, item.default.is_some())
        }
        TraitItem::Type(item) => {
            let bounds: Vec<String> = item.bounds.iter().map(shown_bound).collect();
            let bounds = bounds.join(" + ");
            let colon = if bounds.is_empty() { "" } else { ": " };
            let line = format!("pub type {path}::{}{colon}{bounds}", item.ident);
            (&item.attrs, line, item.default.is_some())
        }
        _ => return None,
    };
    let provided = if is_provided { " (provided)" } else { "" };
    (!is_hidden(attributes)).then(|| conditioned(attributes, format!("{line}{provided}")))
}

/// Returns the line of a function. The bounds of the impl around it become conditions of its own.
fn function(signature: &Signature, path: &str, around: &Generics) -> String {
    let mut signature = signature.clone();
    let mut conditions: Vec<WherePredicate> = Vec::new();
    for parameter in &around.params {
        if let GenericParam::Type(parameter) = parameter
            && !parameter.bounds.is_empty()
        {
            let (name, bounds) = (&parameter.ident, &parameter.bounds);
            conditions.push(parse_quote! { #name: #bounds });
        }
    }
    let further = around
        .where_clause
        .iter()
        .flat_map(|clause| &clause.predicates);
    conditions.extend(further.cloned());
    if !conditions.is_empty() {
        let clause = signature.generics.make_where_clause();
        clause.predicates.extend(conditions);
    }
    // Whether a function changes its arguments inside is no matter of callers.
    for input in &mut signature.inputs {
        match input {
            // Of `mut self`; that of `&mut self` is elsewhere.
            FnArg::Receiver(receiver) => receiver.mutability = None,
            FnArg::Typed(input) => {
                if let Pat::Ident(pattern) = input.pat.as_mut() {
                    pattern.mutability = None;
                }
            }
        }
    }
    let name = signature.ident.to_string();
    let line = one_line(parse_quote! { pub #signature {} });
    let line = line.strip_suffix(" {}").unwrap_or(&line);
    line.replacen(&format!("fn {name}"), &format!("fn {path}"), 1)
}

fn head(attributes: &[Attribute], keyword: &str, path: &str, generics: &Generics) -> String {
    let conditions = &generics.where_clause;
    let line = one_line(parse_quote! { struct Name #generics #conditions; });
    let generics = line.strip_prefix("struct Name").unwrap_or(&line);
    let generics = generics.strip_suffix(';').unwrap_or(generics);
    format!(
        "{}pub {keyword} {path}{generics}",
        non_exhaustive(attributes)
    )
}

fn non_exhaustive(attributes: &[Attribute]) -> &'static str {
    let is = attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("non_exhaustive"));
    if is { "#[non_exhaustive] " } else { "" }
}

/// Returns the fields of a variant.
fn shape(fields: &Fields) -> String {
    let shown_field = |field: &syn::Field| match &field.ident {
        Some(name) => format!("{name}: {}", shown(&field.ty)),
        None => shown(&field.ty),
    };
    let shown_fields: Vec<String> = fields.iter().map(shown_field).collect();
    match fields {
        Fields::Named(_) => format!(" {{ {} }}", shown_fields.join(", ")),
        Fields::Unnamed(_) => format!("({})", shown_fields.join(", ")),
        Fields::Unit => String::new(),
    }
}

/// Puts the conditions under which an item exists before its line.
pub(crate) fn conditioned(attributes: &[Attribute], line: String) -> String {
    let conditions = conditions(attributes);
    if conditions.is_empty() {
        return line;
    }
    format!("{} {line}", conditions.join(" "))
}

/// Returns the `#[cfg(…)]` of an item.
pub(crate) fn conditions(attributes: &[Attribute]) -> Vec<String> {
    let conditions = attributes
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            Meta::List(list) if list.path.is_ident("cfg") => {
                let text = list.tokens.to_string();
                Some(format!(
                    "#[cfg({})]",
                    text.replace(" (", "(").replace(" ,", ",")
                ))
            }
            _ => None,
        });
    conditions.collect()
}

/// Returns whether an item has `#[doc(hidden)]`.
pub(crate) fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) => list.path.is_ident("doc") && list.tokens.to_string() == "hidden",
        _ => false,
    })
}

/// Formats a type.
pub(crate) fn shown(ty: &Type) -> String {
    let line = one_line(parse_quote! { type Name = #ty; });
    let ty = line.strip_prefix("type Name = ").unwrap_or(&line);
    ty.strip_suffix(';').unwrap_or(ty).to_owned()
}

fn shown_path(path: &syn::Path) -> String {
    shown(&parse_quote! { #path })
}

fn shown_bound(bound: &syn::TypeParamBound) -> String {
    let line = one_line(parse_quote! { trait Name: #bound {} });
    let bound = line.strip_prefix("trait Name: ").unwrap_or(&line);
    bound.strip_suffix(" {}").unwrap_or(bound).to_owned()
}

fn angled(generics: &str) -> String {
    if generics.is_empty() {
        String::new()
    } else {
        format!("<{generics}>")
    }
}

/// Formats an item on a single line, however long.
fn one_line(item: Item) -> String {
    let text = unparse(item);
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    let line = line
        .replace("( ", "(")
        .replace(", )", ")")
        .replace(" )", ")");
    let line = line.replace("< ", "<").replace(", >", ">");
    line.replace(", {", " {")
        .replace(",;", ";")
        .replace(", ;", ";")
}

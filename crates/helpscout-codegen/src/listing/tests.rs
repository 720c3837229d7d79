#![allow(clippy::unwrap_used)]

use super::list;

fn listed(files: &[(&str, &str)]) -> Vec<String> {
    let files = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    list(&files.collect()).unwrap()
}

#[test]
fn items_are_listed_by_the_path_that_programs_use() {
    let files = [
        (
            "lib.rs",
            "mod pages; mod generated; #[cfg(feature = \"blocking\")] pub mod blocking;
            pub mod prelude { pub use crate::Rows; }
            pub use pages::{Rows, MOST as LIMIT}; pub use generated::*; pub use jiff;
            #[cfg(test)] pub mod tests { pub struct Row; }",
        ),
        (
            "pages/mod.rs",
            "mod walk; pub use self::walk::Rows; pub const MOST: u8 = 3; pub struct Private;",
        ),
        (
            "pages/walk.rs",
            "use std::{error::Error as StdError, fmt};
            #[derive(Clone, Debug)] pub struct Rows<Q: Paged>(Q);
            macro_rules! read { ($name:ident $(<$q:ident>)?, $item:ty) => {
                impl $(<$q: Paged>)? $name $(<$q>)? {
                    pub async fn next(&mut self, mut most: usize) -> Option<$item> { None }
                }
            } }
            read!(Rows<Q>, Q::Row);
            impl<Q: Paged> fmt::Display for Rows<Q> {} impl<Q> StdError for Rows<Q> {}
            impl<Q> Rows<Q> { fn hidden(&self) {} #[doc(hidden)] pub fn plumbing() {} }
            impl<Q: Paged> Stream for Rows<Q> { type Item = Q::Row; }
            trait Sealed {} impl<Q> Sealed for Rows<Q> {}",
        ),
        (
            "blocking.rs",
            "use crate::pages; pub struct Client { pub name: String }
            impl Client { pub fn rows<'a>(mut self, a: &'a u8) -> pages::Rows<u8> where u8: Copy { todo!() } }",
        ),
    ];
    let cfg = "#[cfg(feature = \"blocking\")]";
    let expected = [
        "pub use generated::*".to_owned(),
        "pub const LIMIT: u8".to_owned(),
        "pub struct Rows<Q: Paged> { .. }".to_owned(),
        "impl Clone for Rows".to_owned(),
        "impl Debug for Rows".to_owned(),
        "impl<Q: Paged> Display for Rows<Q>".to_owned(),
        "impl<Q: Paged> Stream for Rows<Q>".to_owned(),
        "impl<Q> Error for Rows<Q>".to_owned(),
        "type <Rows<Q> as Stream>::Item = Q::Row".to_owned(),
        "pub async fn Rows<Q>::next(&mut self, most: usize) -> Option<Q::Row> where Q: Paged"
            .to_owned(),
        format!("{cfg} pub mod blocking"),
        format!("{cfg} pub struct blocking::Client"),
        format!("{cfg} pub field blocking::Client.name: String"),
        format!(
            "{cfg} pub fn blocking::Client::rows<'a>(self, a: &'a u8) -> pages::Rows<u8> where u8: Copy"
        ),
        "pub use jiff".to_owned(),
        "pub mod prelude".to_owned(),
        "pub use prelude::Rows = Rows".to_owned(),
    ];
    assert_eq!(listed(&files), expected);
}

#[test]
fn traits_and_enums_are_listed_with_what_programs_implement_and_match() {
    let file = "
        pub trait Query: Clone + Send { const NAME: &'static str; type Row: Decode;
            fn write(&self, out: &mut String); fn page(&mut self, _page: u64) {}
            #[doc(hidden)] fn plumbing(&self); }
        impl<Q: Query> Query for &Q {}
        #[non_exhaustive] pub enum Kind { Plain, With(u8, String), #[non_exhaustive] Named { at: u8 } }
        impl From<std::io::Error> for Kind {}
        pub(crate) struct Internal; impl Internal { pub fn new() {} }
        pub fn compare<T>(a: &T, b: &T) -> Vec<Kind> where T: Ord { Vec::new() }
        pub type Row<T> = Vec<T>;
        #[macro_export] macro_rules! shown { () => {} }
        #[doc(hidden)] #[macro_export] macro_rules! hidden { () => {} }";
    let expected = [
        "#[non_exhaustive] pub enum Kind",
        "impl From<std::io::Error> for Kind",
        "#[non_exhaustive] pub variant Kind::Named { at: u8 }",
        "pub variant Kind::Plain",
        "pub variant Kind::With(u8, String)",
        "pub trait Query: Clone + Send",
        "impl<Q: Query> Query for &Q",
        "pub const Query::NAME: &'static str",
        "pub fn Query::page(&mut self, _page: u64) (provided)",
        "pub fn Query::write(&self, out: &mut String)",
        "pub type Query::Row: Decode",
        "pub type Row<T> = Vec<T>",
        "pub fn compare<T>(a: &T, b: &T) -> Vec<Kind> where T: Ord",
        "pub macro shown!",
    ];
    assert_eq!(listed(&[("lib.rs", file)]), expected);
}

#[test]
fn what_a_private_module_adds_has_the_conditions_of_the_module() {
    let files = [
        (
            "lib.rs",
            "mod build; #[cfg(unix)] mod os; #[cfg(windows)] #[path = \"win.rs\"] mod os;
            pub struct Client;",
        ),
        (
            "build.rs",
            "#[cfg(feature = \"blocking\")] mod blocking { mod deep; }
            impl crate::Client { pub fn build() {} }",
        ),
        (
            "build/blocking/deep.rs",
            "impl crate::Client { #[cfg(unix)] pub fn build_blocking() {} }
            #[macro_export] macro_rules! shown { () => {} }",
        ),
        ("os.rs", "impl crate::Client { pub fn open() {} }"),
    ];
    let expected = [
        "pub struct Client",
        "#[cfg(feature = \"blocking\")] #[cfg(unix)] pub fn Client::build_blocking()",
        "pub fn Client::build()",
        "pub fn Client::open()",
        "#[cfg(feature = \"blocking\")] pub macro shown!",
    ];
    assert_eq!(listed(&files), expected);
}

#[test]
fn imports_that_lead_in_a_circle_end() {
    let files = [
        ("lib.rs", "pub use a::*; mod a; mod b;"),
        ("a.rs", "pub use crate::b::*; pub struct A;"),
        (
            "b.rs",
            "pub use super::a::*; use super::*; pub struct B; impl Missing for B {}",
        ),
    ];
    let expected = ["pub struct A", "pub struct B", "impl Missing for B"];
    assert_eq!(listed(&files), expected);
    // Each of many globs leads to all of them.
    let globs = (0..30).map(|number| format!("m{number}::*"));
    let globs: Vec<String> = globs.collect();
    let file = format!("pub use crate::{{{}}}; pub struct A;", globs.join(", "));
    assert!(listed(&[("lib.rs", &file)]).contains(&"pub struct A".to_owned()));
}

#[test]
fn a_prelude_may_export_everything() {
    let file = "pub mod prelude { pub use crate::*; pub use crate as all; } pub mod rows {
        pub struct Rows; }";
    let expected = [
        "pub mod prelude",
        "pub use prelude::all = crate",
        "pub use prelude::prelude = prelude",
        "pub use prelude::rows = rows",
        "pub mod rows",
        "pub struct rows::Rows",
    ];
    assert_eq!(listed(&[("lib.rs", file)]), expected);
}

#[test]
fn a_file_that_is_not_rust_is_named() {
    let files = [("a.rs".to_owned(), "\nstruct {".to_owned())].into();
    let error = list(&files).unwrap_err().to_string();
    assert!(error.starts_with("a.rs is not Rust: "), "{error}");
}

#[test]
fn macros_are_found_wherever_the_crate_defines_them() {
    let files = [
        (
            "lib.rs",
            "pub mod inner; mod defined; pub trait Kind { members!(); }
            macro_rules! members { () => { fn of_trait(&self); } }",
        ),
        (
            "defined.rs",
            "macro_rules! used { ($name:ident) => { pub struct $name; } } pub(crate) use used;
            #[macro_export] macro_rules! shown { ($name:ident) => { $crate::defined::used!($name); } }",
        ),
        (
            "inner.rs",
            "use crate::defined::used as make; make!(First); crate::shown!(Second);
            other::make!(Elsewhere);",
        ),
    ];
    let expected = [
        "pub trait Kind",
        "pub fn Kind::of_trait(&self)",
        "pub mod inner",
        "pub struct inner::First",
        "pub struct inner::Second",
        "pub macro shown!",
    ];
    assert_eq!(listed(&files), expected);
}

#[test]
fn what_only_tests_have_is_left_out_wherever_it_is() {
    let files = [
        (
            "lib.rs",
            "pub trait Kind {} #[cfg(test)] mod checks; #[cfg(test)] mod inner { impl crate::Kind for u8 {} }",
        ),
        ("checks.rs", "mod more; impl crate::Kind for u16 {}"),
        ("checks/more.rs", "impl crate::Kind for u32 {}"),
    ];
    assert_eq!(listed(&files), ["pub trait Kind"]);
}

#[test]
fn a_macro_that_cannot_be_expanded_is_named_with_the_place_of_the_call() {
    let rules = [
        (
            "($name:ident) => { pub struct $name; }",
            "the call fits none of its rules",
        ),
        (
            "($of:stmt) => { pub struct A; }",
            "the call fits none of its rules",
        ),
        ("($) => {}", "one of its rules has an unknown form"),
        (
            "($of:literal) => { pub struct; }",
            "what comes out is not Rust: expected",
        ),
        (
            "($of:literal) => { unit!($of); }",
            "calls are nested too deeply",
        ),
    ];
    for (rule, problem) in rules {
        for call in [
            "unit!(3);",
            "struct A; impl A { unit!(3); }",
            "trait A { unit!(3); }",
            "outer!();",
        ] {
            let outer = "macro_rules! outer { () => {\n\nunit!(3); } }";
            let text = format!("macro_rules! unit {{ {rule} }}\n{outer}\n{call}");
            let files = [
                ("lib.rs".to_owned(), "pub mod units;".to_owned()),
                ("units.rs".to_owned(), text),
            ];
            let error = list(&files.into()).unwrap_err().to_string();
            let expected = format!("units.rs:5: the macro `unit!` can't be expanded: {problem}");
            assert!(error.starts_with(&expected), "{call} {error}");
        }
    }
}

#[test]
fn a_macro_that_nothing_calls_for_items_may_have_any_form() {
    let file = "macro_rules! odd { ($) => {} } pub fn new() { odd!($); }";
    assert_eq!(listed(&[("lib.rs", file)]), ["pub fn new()"]);
}

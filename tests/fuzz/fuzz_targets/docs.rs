//! Generates docs from any prose, and from any URL of a documented page. The prose is text in them,
//! never markup, a link or code that runs.
#![no_main]

#[path = "../../../crates/helpscout-codegen/tests/documented/mod.rs"]
mod documented;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    documented::assert_prose_holds(text);
    documented::assert_page_holds(text);
});

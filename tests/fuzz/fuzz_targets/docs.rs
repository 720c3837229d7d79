//! Generates docs from any prose, any URL of a documented page and any names of the service. Prose is
//! text in them, names are code, and none is markup, a link or code that runs.
#![no_main]

#[path = "../../../crates/helpscout-codegen/tests/documented/mod.rs"]
mod documented;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    documented::assert_prose_holds(text);
    documented::assert_page_holds(text);
    documented::assert_facts_hold(text);
});

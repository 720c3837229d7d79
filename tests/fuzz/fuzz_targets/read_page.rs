//! Reads any bytes as a documented page. The result is a draft that reads without errors, or a
//! message, never a panic.
#![no_main]

#[path = "../../../crates/helpscout-draft/tests/drafted/mod.rs"]
mod drafted;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| drafted::assert_holds(bytes));

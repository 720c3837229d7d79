//! Reads any bytes as a spec file. The result is a description or findings, never a panic.
//!
//! The bytes are read as an operation next to a valid `api.yaml`, as `api.yaml` next to a valid
//! operation, and as the example of that operation. The valid files are small because everything is
//! read again for each input.
#![no_main]

use helpscout_spec::{Reading, Sources, read_sources};
use libfuzzer_sys::fuzz_target;

const API: &str = include_str!("../../../crates/helpscout-spec/tests/wrong/good/api.yaml");
const OPERATION: &str =
    include_str!("../../../crates/helpscout-spec/tests/wrong/good/reports/desk/replies.yaml");
const EXAMPLE: &str =
    include_str!("../../../crates/helpscout-spec/tests/wrong/good/reports/desk/replies.json");

const OPERATION_PATH: &str = "reports/desk/replies.yaml";
const EXAMPLE_PATH: &str = "reports/desk/replies.json";

fuzz_target!(|bytes: &[u8]| {
    let good = Sources::new()
        .with("api.yaml", API)
        .with(OPERATION_PATH, OPERATION)
        .with(EXAMPLE_PATH, EXAMPLE);
    // The bytes themselves decide which file they are, so every spec file can be a seed unchanged.
    let path = match bytes.first() {
        Some(b'{' | b'[') => EXAMPLE_PATH,
        _ if bytes.windows(8).any(|part| part == b"service:") => "api.yaml",
        _ => OPERATION_PATH,
    };
    holds(&read_sources(&good.with(path, bytes)));
});

fn holds(reading: &Reading) {
    let findings = &reading.findings;
    assert_eq!(reading.api.is_some(), !findings.has_errors());
    let text = findings.render(false);
    assert!(!text.contains('\u{1b}') && !text.contains('\0'));
    assert_eq!(findings.is_empty(), text.is_empty());
}

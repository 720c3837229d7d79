//! Any bytes as a spec file, beside the committed ones: a description or findings, never a panic.
//!
//! As an operation beside the committed `api.yaml`, as `api.yaml` beside the committed operation,
//! and as the example of that operation.
#![no_main]

use helpscout_spec::{Reading, Sources, read_sources};
use libfuzzer_sys::fuzz_target;

const API: &str = include_str!("../../../spec/api.yaml");
const OPERATION: &str = include_str!("../../../spec/reports/user/conversation-history.yaml");
const EXAMPLE: &str = include_str!("../../../spec/reports/user/conversation-history.json");

const OPERATION_PATH: &str = "reports/user/conversation-history.yaml";
const EXAMPLE_PATH: &str = "reports/user/conversation-history.json";

fuzz_target!(|bytes: &[u8]| {
    let committed = Sources::new()
        .with("api.yaml", API)
        .with(OPERATION_PATH, OPERATION)
        .with(EXAMPLE_PATH, EXAMPLE);
    // The bytes themselves say which file they are, so that every spec file is a seed as it is.
    let path = match bytes.first() {
        Some(b'{' | b'[') => EXAMPLE_PATH,
        _ if bytes.windows(8).any(|part| part == b"service:") => "api.yaml",
        _ => OPERATION_PATH,
    };
    holds(&read_sources(&committed.with(path, bytes)));
});

fn holds(reading: &Reading) {
    let findings = &reading.findings;
    assert_eq!(reading.api.is_some(), !findings.has_errors());
    let text = findings.render(false);
    assert!(!text.contains('\u{1b}') && !text.contains('\0'));
    assert_eq!(findings.is_empty(), text.is_empty());
}

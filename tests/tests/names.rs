//! Checks the type names that a spec can't use because the client also exports the types of the
//! runtime.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use helpscout_spec::{Sources, read_sources};

fn folder(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Returns the types and traits in the `pub use` lines of the runtime.
fn exported() -> Vec<String> {
    let lib = fs::read_to_string(folder("../crates/helpscout-runtime/src/lib.rs")).unwrap();
    lib.split("pub use ")
        .skip(1)
        .filter_map(|rest| rest.split(';').next())
        .flat_map(|path| path.split(|c: char| !c.is_alphanumeric()))
        .filter(|name| name.starts_with(char::is_uppercase))
        .map(str::to_owned)
        .collect()
}

#[test]
fn no_type_of_the_spec_can_have_the_name_of_one_of_the_runtime() {
    let report = "operation: count\nrequest: GET /v2/reports/count\n\
        docs: https://docs.example.com/count\nsummary: One figure.\n\
        response:\n  object: NAME\n  doc: The figure.\n  fields:\n    \
        - { path: total, type: integer, doc: All of them. }\n";
    let api = fs::read(folder("specs/minimal/api.yaml")).unwrap();
    let read = |name: &str| {
        let report = report.replace("NAME", name).into_bytes();
        read_sources(&Sources::from_iter([
            ("api.yaml".to_owned(), api.clone()),
            ("reports/count.yaml".to_owned(), report),
        ]))
    };
    assert!(read("CountReport").api.is_some());
    let exported = exported();
    assert!(exported.len() > 20, "{exported:?}");
    for name in exported {
        let reading = read(&name);
        assert!(
            reading.api.is_none(),
            "{name}: add it to the reserved names of helpscout-spec"
        );
    }
}

//! Any bytes as a documented page: a draft that reads without errors, or a message, never a panic.
#![no_main]

use std::sync::LazyLock;

use helpscout_spec::{Drafter, Sources, read_sources};
use libfuzzer_sys::fuzz_target;

static SHARED: LazyLock<Sources> = LazyLock::new(|| {
    let api = include_str!("../../../crates/helpscout-spec/tests/pages/api.yaml");
    Sources::new().with("api.yaml", api)
});

static DRAFTER: LazyLock<Drafter> =
    LazyLock::new(|| Drafter::new(&SHARED).expect("the shared file is good"));

fuzz_target!(|bytes: &[u8]| {
    let draft = match DRAFTER.page(bytes) {
        Ok(draft) => draft,
        Err(error) => return assert!(error.to_string().contains("expected")),
    };
    let file = draft.file();
    let mut sources = SHARED.clone();
    sources.add(file, draft.yaml(file));
    if let (Some(example), Some(body)) = (draft.example(file), draft.body()) {
        sources.add(example, body);
    }
    let findings = read_sources(&sources).findings;
    assert!(
        !findings.has_errors(),
        "{}\n{}",
        findings.render(false),
        draft.yaml(file)
    );
});

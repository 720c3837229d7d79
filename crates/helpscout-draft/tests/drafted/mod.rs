//! What must hold for any page.

use std::sync::LazyLock;

use helpscout_draft::Drafter;
use helpscout_spec::{Code, Severity, Sources, read_sources};

static SHARED: LazyLock<Sources> =
    LazyLock::new(|| Sources::new().with("api.yaml", include_str!("../pages/api.yaml")));

pub(crate) static DRAFTER: LazyLock<Drafter> = LazyLock::new(|| Drafter::new(&SHARED).unwrap());

/// Drafts a page and checks what must hold for any page: nothing is found in the draft but what is
/// left to do.
pub(crate) fn assert_holds(page: &[u8]) {
    let draft = match DRAFTER.page(page) {
        Ok(draft) => draft,
        Err(error) => {
            let message = error.to_string();
            assert!(message.contains("expected"), "{message}");
            assert!(
                !message
                    .chars()
                    .any(|char| char.is_control() && char != '\n'),
                "{message:?}"
            );
            return;
        }
    };
    let file = draft.file();
    let mut sources = SHARED.clone();
    let yaml = draft.yaml(file);
    sources.add(file, yaml.clone());
    if let (Some(example), Some(body)) = (draft.example(file), draft.body()) {
        sources.add(example, body);
    }
    let findings = read_sources(&sources).findings;
    let faults: Vec<_> = findings
        .iter()
        .filter(|finding| {
            // A `todo:` says so, too: without a parameter, nothing else can be drafted.
            let is_todo = yaml.contains("looks like a page, but no parameter selects one");
            let is_warning = finding.severity == Severity::Warning;
            !(finding.code == Code::NoPages && is_warning && is_todo)
        })
        .filter(|finding| ![Code::Todo, Code::Unused, Code::More].contains(&finding.code))
        // A page that says too little about its pages leaves that to the author.
        .filter(|finding| {
            finding.code != Code::NoPages || !finding.message.contains("selects a page")
        })
        // The draft says so as well, and what is missing can't be made up.
        .filter(|finding| {
            finding.code != Code::NoPages
                || !draft
                    .yaml(file)
                    .contains("todo: the answer looks like a page")
        })
        .map(|finding| format!("{:?}: {}", finding.code, finding.message))
        .collect();
    assert!(
        faults.is_empty(),
        "{faults:#?}\n{}\n{}",
        draft.yaml(file),
        draft.body().unwrap_or_default()
    );
}

//! A copy of the spec with an edit as a contributor makes it, and the client generated from that:
//! one more optional, nullable field, and one more value of two shared enumerations.

use std::fs;
use std::path::Path;

use helpscout_codegen::Home;

/// Each edit: the file, the texts after which something is inserted, each found behind the one
/// before, and what is inserted.
const EDITS: [(&str, &[&str], &str); 4] = [
    (
        "reports/user/conversation-history.yaml",
        &["response:\n", "results[].number", "\n"],
        "    - { path: 'results[].addedByTest', type: instant, nullable: true, optional: true, \
         doc: The time at which a test was run. }\n",
    ),
    (
        "reports/user/conversation-history.yaml",
        &["response:\n", "results[].number", "\n"],
        "    - { path: 'results[].checkedByTest', type: integer, optional: true, \
         doc: The number of checks in a test. }\n",
    ),
    (
        "api.yaml",
        &["  - name: ConversationStatus\n", "    values:\n"],
        "      - { value: added-by-test, doc: The status of a test. }\n",
    ),
    (
        "api.yaml",
        &["  - name: ConversationFilterStatus\n", "    values:\n"],
        "      - { value: added-by-test, doc: The status of a test. }\n",
    ),
];

/// Writes the edited spec to `spec` and its client to `client`, both below `out`.
pub(crate) fn write(out: &Path) {
    println!("cargo::rerun-if-changed=../spec");
    let spec = out.join("edited/spec");
    copy(Path::new("../spec"), &spec);
    for (file, after, inserted) in EDITS {
        let path = spec.join(file);
        let text = fs::read_to_string(&path).expect("the spec has this file");
        fs::write(&path, edited(&text, after, inserted)).expect("OUT_DIR is writable");
    }
    let reading = helpscout_spec::read(&spec);
    let Some(api) = reading.api else {
        panic!("{}", reading.findings.render(false));
    };
    helpscout_codegen::client(&api, Home::Elsewhere)
        .write(&out.join("edited/client"))
        .expect("OUT_DIR is writable");
    let module = format!(
        "#[allow(clippy::module_inception, dead_code, missing_docs, unexpected_cfgs, unreachable_pub, unused_imports)]\n\
         #[path = {:?}]\npub mod client;\npub(crate) const SPEC: &str = {spec:?};\n",
        out.join("edited/client/mod.rs")
    );
    fs::write(out.join("edited.rs"), module).expect("OUT_DIR is writable");
}

fn edited(text: &str, after: &[&str], inserted: &str) -> String {
    let place = after.iter().fold(0, |place, line| {
        let found = text[place..].find(line);
        place + found.expect("the file has the place to edit") + line.len()
    });
    format!("{}{inserted}{}", &text[..place], &text[place..])
}

fn copy(from: &Path, to: &Path) {
    // What an earlier build copied may be gone from the spec.
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).expect("OUT_DIR is writable");
    for entry in fs::read_dir(from).expect("the spec is part of the workspace") {
        let path = entry.expect("the spec is readable").path();
        let target = to.join(path.file_name().expect("entries have names"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("OUT_DIR is writable");
        }
    }
}

//! Generates the client of every small spec in `specs/`, so that what the snapshots show is also
//! what `tests/generated.rs` compiles and runs.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=specs");
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let mut modules = String::new();
    let mut features: Vec<_> = fs::read_dir("specs")
        .expect("specs/ is part of the package")
        .map(|entry| entry.expect("specs/ is readable").path())
        .collect();
    features.sort();
    for spec in features {
        let name = spec
            .file_name()
            .and_then(|name| name.to_str())
            .expect("names are ASCII");
        let reading = helpscout_spec::read(&spec);
        let Some(api) = reading.api else {
            panic!("{}:\n{}", spec.display(), reading.findings.render(false));
        };
        let folder = Path::new(&out).join(name);
        helpscout_codegen::client(&api)
            .write(&folder)
            .expect("OUT_DIR is writable");
        writeln!(
            modules,
            "#[allow(clippy::module_inception, dead_code, missing_docs, unexpected_cfgs, unreachable_pub)]\n#[path = {:?}]\npub mod {name};",
            folder.join("mod.rs")
        )
        .expect("writing to a string");
    }
    fs::write(Path::new(&out).join("features.rs"), modules).expect("OUT_DIR is writable");
    fs::write(Path::new(&out).join("operations.rs"), operations()).expect("OUT_DIR is writable");
}

/// A macro that calls another one for the query type of every operation of the client.
///
/// It follows the description the sandbox embeds, which is generated together with the client.
fn operations() -> String {
    let embedded = "../crates/helpscout-sandbox/src/generated/api.json";
    println!("cargo::rerun-if-changed={embedded}");
    let text = fs::read_to_string(embedded).expect("the description is committed");
    let api: helpscout_spec::Api =
        serde_json::from_str(&text).expect("the description was generated");
    let calls: String = api
        .operations
        .iter()
        .map(|operation| format!("        $visit!({});\n", operation.rust))
        .collect();
    format!("macro_rules! each_operation {{\n    ($visit:ident) => {{\n{calls}    }};\n}}\n")
}

//! Generates the client of every small spec in `specs/`, so that what the snapshots show is also
//! what `tests/generated` compiles and runs.

#[path = "build/combinations.rs"]
mod combinations;
#[path = "build/edited.rs"]
mod edited;
#[path = "build/operations.rs"]
mod operations;
#[path = "build/words.rs"]
mod words;

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use helpscout_codegen::Home;

fn main() {
    // `cargo package --workspace` also builds a copy of this package without its tests, outside of
    // the workspace.
    if !Path::new("../spec").exists() {
        return;
    }
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
        helpscout_codegen::client(&api, Home::Elsewhere)
            .write(&folder)
            .expect("OUT_DIR is writable");
        writeln!(
            modules,
            "#[allow(clippy::module_inception, dead_code, missing_docs, unexpected_cfgs, unreachable_pub, unused_imports)]\n#[path = {:?}]\npub mod {name};",
            folder.join("mod.rs")
        )
        .expect("writing to a string");
    }
    fs::write(Path::new(&out).join("features.rs"), modules).expect("OUT_DIR is writable");
    let embedded = Path::new("../crates/helpscout-description/src/generated/api.json");
    operations::write(embedded, Path::new(&out));
    edited::write(Path::new(&out));
    let out = Path::new(&out);
    write_client("words", &words::spec(&words::accepted()), out);
    write_client("combinations", &combinations::spec(), out);
}

/// Writes the client of a spec, and a file `name.rs` that includes it as the module `client`.
fn write_client(name: &str, sources: &helpscout_spec::Sources, out: &Path) {
    let reading = helpscout_spec::read_sources(sources);
    let Some(api) = reading.api else {
        panic!("{name}:\n{}", reading.findings.render(false));
    };
    let folder = out.join(name);
    helpscout_codegen::client(&api, Home::Elsewhere)
        .write(&folder)
        .expect("OUT_DIR is writable");
    let module = format!(
        "#[allow(clippy::module_inception, dead_code, missing_docs, unexpected_cfgs, unreachable_pub, unused_imports)]\n\
         #[path = {:?}]\npub mod client;\n",
        folder.join("mod.rs")
    );
    fs::write(out.join(format!("{name}.rs")), module).expect("OUT_DIR is writable");
}

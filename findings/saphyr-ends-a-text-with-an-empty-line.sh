#!/usr/bin/env bash
# saphyr ends a block of text with an empty line that is not there, if the file ends in spaces.
#
# Editors indent a new line, so a YAML file often ends in spaces without a line break. If these are as
# many as the text above is indented by, saphyr and its parser read one line break more than there is:
# `|` keeps one at most, but the text gets two. With fewer spaces, or with a line break after them, the
# text is right. yaml_serde, which is built on a port of libyaml, always reads one.
#
# Seen with saphyr 0.3.4 and yaml_serde 0.10.7. Needs cargo, and a package index. Fails if they behave
# otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "texts"
version = "0.1.0"
edition = "2024"

[dependencies]
saphyr = "=0.3.4"
saphyr-parser = "=0.3.4"
serde_json = "1"
yaml_serde = "=0.10.7"
TOML
cat > src/main.rs <<'RUST'
use saphyr::{LoadableYamlNode, Yaml};

fn main() {
    for end in ["", "  ", "  \n", " "] {
        let file = format!("note: |\n  Sold out.\n{end}");
        let saphyr = &Yaml::load_from_str(&file).unwrap()[0];
        let saphyr = saphyr.as_mapping_get("note").unwrap().as_str().unwrap().to_owned();
        let yaml_serde: serde_json::Value = yaml_serde::from_str(&file).unwrap();
        let yaml_serde = yaml_serde["note"].as_str().unwrap();
        println!("file ends in {end:?}: saphyr {saphyr:?}, yaml_serde {yaml_serde:?}");
    }
}
RUST
cargo run --quiet | tee out
expected='file ends in "": saphyr "Sold out.\n", yaml_serde "Sold out.\n"
file ends in "  ": saphyr "Sold out.\n\n", yaml_serde "Sold out.\n"
file ends in "  \n": saphyr "Sold out.\n", yaml_serde "Sold out.\n"
file ends in " ": saphyr "Sold out.\n", yaml_serde "Sold out.\n"'
test "$(cat out)" = "$expected"

#!/usr/bin/env bash
# serde-saphyr reads a whole number with leading zeros as a fraction, if no type says what it is.
#
# Whoever reads YAML as JSON, or with `flatten` or an untagged enum, gets 42.0 for 042. In the core
# schema of YAML 1.2 that is the whole number 42; yaml_serde keeps the text, which IDs and phone numbers
# need. For a field of an integer type, serde-saphyr refuses 042: it takes it for a fraction in the one
# place and for no number in the other. The option `leading_zero_numbers_as_strings` keeps the text
# where no type is known.
#
# Seen with serde-saphyr 2.2.0 and yaml_serde 0.10.7. Needs cargo, and a package index. Fails if they
# behave otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "zeros"
version = "0.1.0"
edition = "2024"

[dependencies]
serde-saphyr = "=2.2.0"
serde_json = "1"
yaml_serde = "=0.10.7"
TOML
cat > src/main.rs <<'RUST'
use serde_json::Value;

fn main() {
    let value: Value = serde_saphyr::from_str("042").unwrap();
    println!("serde-saphyr: {value}, as an integer: {:?}", value.as_i64());
    let integer = serde_saphyr::from_str::<i64>("042").is_ok();
    let fraction: f64 = serde_saphyr::from_str("042").unwrap();
    let text: String = serde_saphyr::from_str("042").unwrap();
    println!("serde-saphyr, typed: i64 {integer}, f64 {fraction:?}, String {text:?}");
    let options = serde_saphyr::options! { leading_zero_numbers_as_strings: true };
    let value: Value = serde_saphyr::from_str_with_options("042", options).unwrap();
    println!("serde-saphyr with the option: {value}");
    let value: Value = yaml_serde::from_str("042").unwrap();
    println!("yaml_serde: {value}");
}
RUST
cargo run --quiet | tee out
expected='serde-saphyr: 42.0, as an integer: None
serde-saphyr, typed: i64 false, f64 42.0, String "042"
serde-saphyr with the option: "042"
yaml_serde: "042"'
test "$(cat out)" = "$expected"

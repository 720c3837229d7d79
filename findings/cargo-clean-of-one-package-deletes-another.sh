#!/usr/bin/env bash
# `cargo clean -p a` deletes what was built of another crate, if `a` has a test of that crate's name.
#
# Files in the build folder are found by the names of the package's targets. A test `tests/http.rs` is
# a target `http`, so the files of the crate `http` go with it, and the next build compiles `http` and
# all that depend on it again. Builds stay right, but who measures how long one package takes to check
# with `cargo clean -p a && time cargo check` measures a part of the dependencies as well: here the
# package alone is one crate, and three are compiled. Deleting the file of the test ends it.
#
# Seen with cargo 1.95.0 and the crates http 1.5.0 and http-body 1.1.0. Needs cargo and the index of
# crates. Fails if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export CARGO_TARGET_DIR=$folder/target
mkdir -p src tests
cat >Cargo.toml <<'TOML'
[package]
name = "a"
version = "0.1.0"
edition = "2024"

[dependencies]
http-body = "=1.1.0"
http = "=1.5.0"
TOML
echo 'pub use http_body::Body;' >src/lib.rs
echo '' >tests/http.rs

# Prints the crates that are compiled after `cargo clean -p a`.
compiled() {
    cargo check --quiet
    cargo clean --quiet -p a
    cargo check 2>&1 | sed -n 's/^ *Checking \([a-z-]*\) v.*/\1/p' | sort | paste -sd ' '
}

with=$(compiled)
rm tests/http.rs
without=$(compiled)

cargo --version
seen="compiled with tests/http.rs: $with
compiled without it: $without"
expected='compiled with tests/http.rs: a http http-body
compiled without it: a'
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'cargo behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

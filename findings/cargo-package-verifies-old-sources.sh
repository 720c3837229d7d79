#!/usr/bin/env bash
# A second `cargo package --workspace` checks a crate against old sources of the crates it needs.
#
# To verify a crate, cargo unpacks the packages of the workspace that it depends on into
# `registry/src/-HASH` of its home. The name of that folder depends on the path of the workspace and
# not on what the package contains, so the next run at the same version finds it there and doesn't
# unpack the new package. Packages that don't build together pass, and good ones fail. The remedy is
# to remove `registry/src/-*` of cargo's home before each run, and to use a new target folder, because
# what was built from the old sources counts as fresh.
#
# Seen with cargo 1.95.0. Needs cargo alone, and no network. Fails if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/home" "$folder/work/base/src" "$folder/work/user/src"
cd "$folder/work"
printf '[workspace]\nresolver = "3"\nmembers = ["base", "user"]\n' > Cargo.toml
manifest() {
    printf '[package]\nname = "example-%s"\nversion = "0.1.0"\nedition = "2024"\n' "$1"
    printf 'license = "MIT"\ndescription = "An example."\n'
}
manifest base > base/Cargo.toml
manifest user > user/Cargo.toml
printf '[dependencies]\nexample-base = { path = "../base", version = "0.1.0" }\n' >> user/Cargo.toml

# The crate `user` calls a function that `base` has in the first run only.
printf 'pub fn call() {\n    example_base::old()\n}\n' > user/src/lib.rs
verify() {
    # Each run compiles everything anew.
    rm -rf "$folder/target"
    if CARGO_HOME="$folder/home" CARGO_TARGET_DIR="$folder/target" \
        cargo package --workspace --offline --quiet 2> "$folder/errors"; then
        echo passes
    elif grep -q 'cannot find function `old`' "$folder/errors"; then
        echo fails
    else
        cat "$folder/errors" >&2
        exit 1
    fi
}

printf 'pub fn old() {}\n' > base/src/lib.rs
good=$(verify)
printf 'pub fn new() {}\n' > base/src/lib.rs
broken=$(verify)
rm -rf "$folder"/home/registry/src/-*
fresh=$(verify)

cargo --version
seen="with the function: $good
without it: $broken
without it, unpacked anew: $fresh"
expected='with the function: passes
without it: passes
without it, unpacked anew: fails'
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'cargo behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

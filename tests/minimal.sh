#!/usr/bin/env bash
# Checks that the crates compile with the oldest versions of their dependencies that `Cargo.toml`
# accepts, because `cargo add` keeps the versions that a project already has.
#
#     tests/minimal.sh
#
# It needs no nightly compiler: with RUSTC_BOOTSTRAP, the stable one has the option, too. The command
# line is left out, whose users install it with its own versions, and so is `helpscout-arrow`, which
# takes as long as all others. It takes some minutes, because every dependency is compiled anew.
#
# Each crate is checked on its own as well, because together they raise each other's dependencies: a
# version that one of them requires hides that another one accepts an older version without what it
# uses.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Prints the dependency on a crate: its name, its features, and whether it has its default features.
crate() {
    printf 'helpscout-%s = { path = "%s/crates/helpscout-%s", features = [%s], default-features = %s }\n' \
        "$1" "$PWD" "$1" "${2:-}" "${3:-true}"
}

# Checks a package with the dependencies that are read.
check() {
    printf '\n== minimal versions of %s\n' "$1"
    mkdir -p "$folder/$1/src"
    echo >"$folder/$1/src/lib.rs"
    {
        printf '[package]\nname = "minimal"\nversion = "0.0.0"\nedition = "2024"\n\n[workspace]\n\n'
        printf '[profile.dev]\ndebug = 0\n\n[dependencies]\n'
        cat
    } >"$folder/$1/Cargo.toml"
    RUSTC_BOOTSTRAP=1 cargo -Z minimal-versions generate-lockfile --manifest-path "$folder/$1/Cargo.toml"
    cargo check --locked --manifest-path "$folder/$1/Cargo.toml" --target-dir "$folder/target"
}

# Prints what other crates need of each other and do not say, in the oldest versions that have it:
# hyper-util of tracing, annotate-snippets of anstyle, and schemars of syn.
unsaid() {
    printf 'tracing = "0.1.37"\nanstyle = "1.0.8"\nschemars = "1.2.3"\n'
}

{
    crate reports '"blocking", "describe", "http2"'
    crate sandbox '"tls"'
    for name in codegen command description digest draft figures files openapi period pull spec stdout; do
        crate "$name"
    done
} | check all
crate reports '"blocking"' false | check light-client
crate reports | check client
{ crate sandbox '"tls"' && unsaid; } | check sandbox
{ crate draft && unsaid; } | check draft
for name in codegen description digest files openapi period pull stdout; do
    crate "$name" | check "$name"
done

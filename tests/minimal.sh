#!/usr/bin/env bash
# Checks that the crates compile with the oldest versions of their dependencies that `Cargo.toml`
# accepts, because `cargo add` keeps the versions that a project already has.
#
#     tests/minimal.sh
#
# It needs no nightly compiler: with RUSTC_BOOTSTRAP, the stable one has the option, too. The command
# line is left out, whose users install it with its own versions, and so is `helpscout-arrow`, which
# takes as long as all others. It takes some minutes, because every dependency is compiled anew.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
echo >"$folder/src/lib.rs"
{
    printf '[package]\nname = "minimal"\nversion = "0.0.0"\nedition = "2024"\n\n[workspace]\n\n'
    printf '[profile.dev]\ndebug = 0\n\n[dependencies]\n'
    crate() {
        printf 'helpscout-%s = { path = "%s", features = [%s] }\n' "$1" "$PWD/crates/helpscout-$1" "$2"
    }
    crate reports '"blocking", "describe", "http2"'
    crate sandbox '"tls"'
    for name in codegen command description digest draft figures files openapi period pull spec stdout; do
        crate "$name" ''
    done
} >"$folder/Cargo.toml"
RUSTC_BOOTSTRAP=1 cargo -Z minimal-versions generate-lockfile --manifest-path "$folder/Cargo.toml"
cargo check --locked --manifest-path "$folder/Cargo.toml" --target-dir "$folder/target"

#!/usr/bin/env bash
# Makes the packages of all published crates, unpacks them, and checks that they compile from nothing
# but what they contain.
#
#     tests/packages.sh
#
# `cargo package` can build them as well, but each on its own, which takes a quarter of an hour, and
# against old packages if it is repeated (findings/cargo-package-verifies-old-sources.sh). Here they
# are one workspace with the dependencies and the features of this one, so that only the packages
# themselves are compiled. What that does not show, such as a feature that one package needs and only
# another turns on, the dry run before a release does.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${CARGO_TARGET_DIR:-target}
rm -rf "$target/package" "$target/packaged"
cargo package --workspace --exclude tests --exclude xtask --locked --no-verify --allow-dirty
mkdir "$target/packaged"
for package in "$target"/package/*.crate; do
    # Files in a package are dated 2006. With these dates, cargo would take what it compiled of earlier
    # packages for fresh.
    tar --extract --touch --gzip --file "$package" --directory "$target/packaged"
done

# The same versions and profiles as in this workspace.
cp Cargo.lock "$target/packaged/Cargo.lock"
{
    sed 's/^members = .*/members = ["*"]/' Cargo.toml
    printf '\n[patch.crates-io]\n'
    for package in "$target"/packaged/*/; do
        folder=$(basename "$package")
        printf '%s = { path = "%s" }\n' "${folder%-*}" "$folder"
    done
} >"$target/packaged/Cargo.toml"
cargo check --manifest-path "$target/packaged/Cargo.toml" --workspace --target-dir "$target"

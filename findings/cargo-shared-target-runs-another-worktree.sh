#!/usr/bin/env bash
# In a target folder that two copies of a workspace share, cargo runs the program of the other copy.
#
# The name of what cargo compiles from a member of a workspace depends on the path of the member
# inside of the workspace, not on where the workspace is. So two copies, such as two worktrees of git
# for two branches, have the same names in a shared target folder. Cargo then compares only the times
# of the files: if those of the second copy are older than what the first one built, its program
# counts as fresh, whatever its sources say. Tests of one branch pass or fail for the other. The
# remedy is a target folder for each copy, or to touch the sources.
#
# Seen with cargo 1.95.0. Needs cargo alone, and no network. Fails if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# Writes a copy of the workspace whose program prints a word.
copy() {
    mkdir -p "$1/member/src"
    printf '[workspace]\nresolver = "3"\nmembers = ["member"]\n' > "$1/Cargo.toml"
    printf '[package]\nname = "member"\nversion = "0.1.0"\nedition = "2024"\n' \
        > "$1/member/Cargo.toml"
    printf 'fn main() {\n    println!("%s");\n}\n' "$1" > "$1/member/src/main.rs"
    # A checkout from some time ago.
    find "$1" -type f -exec touch -d '2020-01-01 00:00:00' {} +
}
run() {
    (cd "$1" && CARGO_TARGET_DIR="$2" cargo run --offline --quiet)
}

copy first
copy second
alone=$(run second "$folder/own")
run first "$folder/shared" > /dev/null
shared=$(run second "$folder/shared")
touch second/member/src/main.rs
touched=$(run second "$folder/shared")

cargo --version
seen="second, alone: $alone
second, after the first: $shared
second, touched: $touched"
expected='second, alone: second
second, after the first: first
second, touched: second'
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'cargo behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

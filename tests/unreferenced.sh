#!/usr/bin/env bash
# Finds snapshots that no test uses any more, which plain tests do not notice.
#
#     INSTA_SNAPSHOT_REFERENCES_FILE=USED cargo test --workspace
#     tests/unreferenced.sh USED
#
# `cargo insta test --unreferenced=reject` finds the same, but runs all tests again. With this
# variable, which that command sets as well, insta writes down each snapshot that a test compares.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! [ -s "$1" ]; then
    echo "error: $1 names no snapshot, so insta does not write down any more which ones are used" >&2
    exit 1
fi
used=$(sort -u "$1" | xargs -d '\n' realpath | sort -u)
there=$(find crates tests xtask \( -name target -prune \) -o -name '*.snap' -print |
    xargs -d '\n' realpath | sort -u)
unused=$(comm -13 <(echo "$used") <(echo "$there"))
if [ -n "$unused" ]; then
    printf 'error: no test uses these snapshots; delete them:\n%s\n' "$unused" >&2
    exit 1
fi
echo "all $(echo "$there" | wc -l) snapshots are used"

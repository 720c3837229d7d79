#!/usr/bin/env bash
# Has LibreOffice read spreadsheets and write them again, and compares every cell, link, filter and
# chart.
#
#     tests/sheets/check.sh [PROGRAM]
#
# Needs soffice (Debian's package libreoffice-calc-nogui) and Python 3 with venv. Without PROGRAM,
# builds one. The data are those of the sandbox.
set -euo pipefail
cd "$(dirname "$0")/../.."

command -v soffice >/dev/null || { echo "this check needs the program soffice" >&2; exit 2; }
program=${1:-}
if [ -z "$program" ]; then
    cargo build --locked -p helpscout-cli
    program=target/debug/helpscout
fi
program=$(realpath "$program")

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5

mkdir "$folder/written" "$folder/again"
write() {
    local name=$1
    shift
    "$program" "$@" --sandbox --quiet --output "$folder/written/$name.xlsx"
}
# One page with all kinds of blocks, one with breaches, and one whose table is much longer than what is
# kept in memory.
write week history --user "Marta Lindqvist" --period 2019-W20 --compare previous --by day
write team history --everybody --period 2019-05-06 --by user,mailbox --zone Asia/Kathmandu
write year history --everybody --period 2019 --zone Europe/Berlin
write ratings report happiness-ratings --period 2019-05 --zone America/New_York
write company report company --period 2019-05 --zone UTC
write mailboxes list mailboxes

soffice --headless -env:UserInstallation="file://$folder/profile" --convert-to xlsx \
    --outdir "$folder/again" "$folder"/written/*.xlsx >/dev/null
pairs=()
for written in "$folder"/written/*.xlsx; do
    pairs+=("$written" "$folder/again/$(basename "$written")")
done
"$folder/venv/bin/python" tests/sheets/compare.py "${pairs[@]}"

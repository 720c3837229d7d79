#!/usr/bin/env bash
# Makes the pictures in `assets/`: tests/browser/assets.sh [PROGRAM]
# They show a page and a terminal with figures of the sandbox. PROGRAM is a built `helpscout`; without
# it, the script builds one. Needs Chromium, Node.js, Python and ImageMagick.
set -euo pipefail
program=${1:+$(realpath "$1")}
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
if [ -z "$program" ]; then
    cargo build --quiet --locked -p helpscout-cli
    program=$PWD/target/debug/helpscout
fi
cp tests/browser/*.mjs tests/browser/package*.json "$work"
# The exit code 4 says that a target was missed.
"$program" history --sandbox --team "First line" --period 2019-W20 --zone America/New_York \
    --compare previous --by user --sla "first-response<1h:90%,resolve<2d:80%" --quiet \
    --output "$work/report.html" || [ $? -eq 4 ]
(cd "$work" && npm ci --ignore-scripts --no-audit --no-fund >/dev/null && node pictures.mjs report.html .)
mkdir -p assets
for theme in light dark; do
    convert "$work/laptop-$theme-top.png" -strip +dither -colors 96 -define png:compression-level=9 \
        "PNG8:assets/report-$theme.png"
done
python3 tests/browser/terminal.py "$program" assets/terminal.svg
ls -l assets

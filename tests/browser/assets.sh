#!/usr/bin/env bash
# Makes the pictures of a report in `assets/`: tests/browser/assets.sh [REPORT.html]
# Without a report, it takes the sample of helpscout-digest. Needs Chromium, Node.js and ImageMagick.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
cp tests/browser/*.mjs tests/browser/package*.json "$work"
if [ $# -gt 0 ]; then
    cp "$1" "$work/report.html"
else
    cargo run --quiet -p helpscout-digest --example sample >"$work/report.html"
fi
(cd "$work" && npm ci --ignore-scripts --no-audit --no-fund >/dev/null && node pictures.mjs report.html .)
mkdir -p assets
for theme in light dark; do
    convert "$work/laptop-$theme-top.png" -strip +dither -colors 96 -define png:compression-level=9 \
        "PNG8:assets/report-$theme.png"
done
ls -l assets

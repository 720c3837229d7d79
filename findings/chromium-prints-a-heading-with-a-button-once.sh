#!/usr/bin/env bash
# On paper, the headings of a long table are on each page, unless a button or a select is in them.
#
# Chromium repeats a `thead` on every page that the table reaches. With one `button` or `select` in any
# of its cells, the same `thead` is on the first page only; `display: table-header-group` and
# `break-inside: avoid` don't help. A link, a checkbox, a text input or a flex box does no harm. So a
# table that is sorted by buttons in its headings loses them on paper, as is usual for sortable tables.
#
# Seen with Chromium of @sparticuz/chromium 153.0.0 (puppeteer-core 25.16.0). Needs Node.js 20, npm,
# python3 with venv, Linux x86-64 with the libraries of Chromium (Debian's package libnss3), and package
# indexes. Fails if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export TMPDIR=$folder HOME=$folder
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check pypdf==5.9.0
npm install --silent --no-audit --no-fund --prefix . @sparticuz/chromium@153.0.0 \
    puppeteer-core@25.16.0 >messages 2>&1 || { cat messages >&2; exit 1; }

cat >print.mjs <<'JS'
import chromium from "@sparticuz/chromium";
import puppeteer from "puppeteer-core";

const heads = {
  text: "HEADING",
  link: "<a href='#x'>HEADING</a>",
  checkbox: "<input type=checkbox>HEADING",
  input: "<input value=x>HEADING",
  flex: "<div style='display: flex'>HEADING</div>",
  button: "<button>HEADING</button>",
  select: "<select><option>HEADING</select>",
};
const rows = Array.from({ length: 200 }, (_, i) => `<tr><td>row ${i}<td>${i * i}`).join("");
const browser = await puppeteer.launch({
  args: chromium.args, executablePath: await chromium.executablePath(), headless: "shell",
});
console.error(await browser.version());
for (const [name, head] of Object.entries(heads)) {
  const page = await browser.newPage();
  await page.setContent(`<!doctype html><title>t</title>
    <style>thead { display: table-header-group; break-inside: avoid }</style>
    <table><thead><tr><th>${head}<th>Square<tbody>${rows}</table>`);
  await page.pdf({ path: `${name}.pdf`, format: "a4" });
}
await browser.close();
JS
node print.mjs

seen=$(environment/bin/python - <<'PY'
import pypdf
for name in ["text", "link", "checkbox", "input", "flex", "button", "select"]:
    pages = [page.extract_text() for page in pypdf.PdfReader(f"{name}.pdf").pages]
    print(f"{name}: on {sum('HEADING' in page for page in pages)} of {len(pages)} pages")
PY
)
printf '%s\n' "$seen"
expected='text: on 5 of 5 pages
link: on 5 of 5 pages
checkbox: on 5 of 5 pages
input: on 5 of 5 pages
flex: on 5 of 5 pages
button: on 1 of 5 pages
select: on 1 of 5 pages'
if [ "$seen" != "$expected" ]; then
    printf 'Chromium behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

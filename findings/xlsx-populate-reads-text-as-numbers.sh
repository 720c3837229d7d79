#!/usr/bin/env bash
# xlsx-populate reads text as a number if it looks like one, so codes of one column have two types.
#
# The type of a cell says that it has text, but a text such as 4531042877 or 12.5 is a number all the same,
# and so is the word Infinity. A text that the number would not be written as stays text, such as 0042,
# 1.10, or an ID of 17 digits. This is so with text that xlsx-populate itself has saved. ExcelJS reads all
# of them as text.
#
# Seen with xlsx-populate 1.21.0 and exceljs 4.4.0. Needs npm with Node 20 and its package index. Fails if
# it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts xlsx-populate@1.21.0 exceljs@4.4.0

cat > read.js <<'JAVASCRIPT'
import Excel from "exceljs";
import XlsxPopulate from "xlsx-populate";

const texts = ["4531042877", "12345678901234567", "0042", "12.5", "1.10", "-1", "Infinity", "true"];
const show = (name, values) => {
  console.log(`${name}: ${values.map((value) => (typeof value === "string" ? `"${value}"` : value)).join(", ")}`);
};
const workbook = await XlsxPopulate.fromBlankAsync();
texts.forEach((text, index) => workbook.sheet(0).cell(index + 1, 1).value(text));
show("written", texts);
await workbook.toFileAsync("codes.xlsx");
const again = await XlsxPopulate.fromFileAsync("codes.xlsx");
show("xlsx-populate", again.sheet(0).usedRange().value().flat());
const other = new Excel.Workbook();
await other.xlsx.readFile("codes.xlsx");
show("ExcelJS", other.worksheets[0].getColumn(1).values.slice(1));
JAVASCRIPT
seen=$(node read.js)
expected='written: "4531042877", "12345678901234567", "0042", "12.5", "1.10", "-1", "Infinity", "true"
xlsx-populate: 4531042877, "12345678901234567", "0042", 12.5, "1.10", -1, Infinity, "true"
ExcelJS: "4531042877", "12345678901234567", "0042", "12.5", "1.10", "-1", "Infinity", "true"'
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'xlsx-populate behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

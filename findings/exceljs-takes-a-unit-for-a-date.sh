#!/usr/bin/env bash
# ExcelJS reads 2.5 as an instant of 1900 if its format has a unit such as \h or \k\m, and spoils the format.
#
# A backslash shows the next character as it is, so `0.0\ \h` is "2.5 h" in a spreadsheet, as `0.0" h"` is.
# ExcelJS knows quotes, but reads formats without their backslashes, and takes h, d, m and s of the rest for
# parts of a date: hours, days, km or m² become instants, also in its CSV. So does the space as wide as a
# letter, such as `_D_M` of amounts in old German workbooks. If ExcelJS saves the workbook, the backslashes
# are gone from the file, and other readers, such as openpyxl, take its numbers for instants from then on.
# A unit in quotes is right.
#
# Seen with exceljs 4.4.0 and openpyxl 3.1.5. Needs npm with Node 20, python3 with venv, and their package
# indexes. Fails if ExcelJS behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts exceljs@4.4.0
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check openpyxl==3.1.5

cat > write.py <<'PYTHON'
import openpyxl

workbook = openpyxl.Workbook()
formats = '0.0" h"', r"0.0\ \h", r"#,##0.0\ \k\m", r"#,##0.0\ \x", r"#,##0.00\ _D_M"
for row, format in enumerate(formats, 1):
    cell = workbook.active.cell(row, 1, 2.5)
    cell.number_format = format
workbook.save("times.xlsx")
PYTHON
cat > read.py <<'PYTHON'
import sys

import openpyxl

for (cell,) in openpyxl.load_workbook(sys.argv[1]).active.iter_rows():
    print(f"  {cell.number_format} -> {cell.value}")
PYTHON
cat > save.js <<'JAVASCRIPT'
import Excel from "exceljs";

const workbook = new Excel.Workbook();
await workbook.xlsx.readFile("times.xlsx");
workbook.worksheets[0].eachRow((row) => {
  const { numFmt, value } = row.getCell(1);
  console.log(`  ${numFmt} -> ${JSON.stringify(value)}`);
});
await workbook.xlsx.writeFile("saved.xlsx");
JAVASCRIPT
environment/bin/python write.py
seen=$(
    echo "openpyxl:"
    environment/bin/python read.py times.xlsx
    echo "ExcelJS:"
    node save.js
    echo "openpyxl, saved by ExcelJS:"
    environment/bin/python read.py saved.xlsx
)
expected='openpyxl:
  0.0" h" -> 2.5
  0.0\ \h -> 2.5
  #,##0.0\ \k\m -> 2.5
  #,##0.0\ \x -> 2.5
  #,##0.00\ _D_M -> 2.5
ExcelJS:
  0.0" h" -> 2.5
  0.0 h -> "1900-01-01T12:00:00.000Z"
  #,##0.0 km -> "1900-01-01T12:00:00.000Z"
  #,##0.0 x -> 2.5
  #,##0.00 _D_M -> "1900-01-01T12:00:00.000Z"
openpyxl, saved by ExcelJS:
  0.0" h" -> 2.5
  0.0 h -> 1900-01-02 12:00:00
  #,##0.0 km -> 1900-01-02 12:00:00
  #,##0.0 x -> 2.5
  #,##0.00 _D_M -> 2.5'
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'ExcelJS behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

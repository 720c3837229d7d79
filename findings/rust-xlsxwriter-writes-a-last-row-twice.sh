#!/usr/bin/env bash
# rust_xlsxwriter writes the last row of a worksheet twice in constant memory if the row has a height.
#
# In this mode, rows are written to a file as soon as the next one begins. The last row is written when
# the workbook is saved. If it was given a height, the sheet ends with a second, empty row of the same
# number, without an error. A table that has headings and no rows is such a sheet. The same row comes
# once in the usual mode, and without a height. The remedy is a height only for rows that another one
# follows.
#
# Seen with rust_xlsxwriter 0.102.0. Needs cargo and python3, and crates.io. Fails if it
# behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "rows"
version = "0.1.0"
edition = "2021"

[dependencies]
rust_xlsxwriter = { version = "=0.102.0", features = ["constant_memory"] }

[workspace]
TOML

cat > src/main.rs <<'RUST'
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

fn fill(sheet: &mut Worksheet, name: &str, height: bool) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    if height {
        sheet.set_row_height(0, 45)?;
    }
    sheet.write(0, 0, "Heading")?;
    Ok(())
}

fn main() -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    fill(book.add_worksheet(), "usual", true)?;
    fill(book.add_worksheet_with_constant_memory()?, "plain", false)?;
    fill(book.add_worksheet_with_constant_memory()?, "high", true)?;
    book.save("rows.xlsx")
}
RUST
cargo run --quiet

seen=$(python3 - <<'PYTHON'
import re
import zipfile

with zipfile.ZipFile("rows.xlsx") as book:
    for number, name in enumerate(["usual", "plain", "high"], 1):
        sheet = book.read(f"xl/worksheets/sheet{number}.xml").decode()
        rows = re.findall(r"<row [^>]*>", sheet)
        print(name, *rows)
PYTHON
)
printf '%s\n' "$seen"
expected='usual <row r="1" spans="1:1" ht="45" customHeight="1">
plain <row r="1">
high <row r="1" ht="45" customHeight="1"> <row r="1" ht="45" customHeight="1"/>'
if [ "$seen" != "$expected" ]; then
    printf 'rust_xlsxwriter behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

#!/usr/bin/env bash
# xlsx2csv writes the format of a number instead of the number, if the format has a word such as days.
#
# A number format may have words in quotes: 2.5 with `0.0" days"` is shown as `2.5 days`. xlsx2csv looks
# for the letters of dates also within the quotes, takes the number for a date, and fills in what it
# finds: the day of month stands where the letter d was, and the number itself is lost. There is no
# warning, and the exit code is 0. polars writes and reads the same texts with `engine="xlsx2csv"`; its
# default engine, openpyxl and python-calamine read the numbers. Of a duration with `[h]:mm:ss`, which is
# hours that do not end at 24, whole days are lost: 28 hours are 04:00, and 100 hours, too.
#
# Seen with xlsx2csv 0.8.6, polars 2.1.0, fastexcel 0.21.0, openpyxl 3.1.5 and XlsxWriter 3.3.1. Needs
# python3 with venv, and a package index. Fails if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export HOME=$folder
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check \
    xlsx2csv==0.8.6 polars==2.1.0 fastexcel==0.21.0 openpyxl==3.1.5 XlsxWriter==3.3.1

environment/bin/python - <<'PYTHON'
import xlsxwriter

columns = {
    "plain": ("0.0", [2.5, 40.0]),
    "days": ('0.0" days"', [2.5, 40.0]),
    "seconds": ('#,##0" s"', [2.5, 40.0]),
    "share": ('0.0" %"', [2.5, 40.0]),
    "duration": ("[h]:mm:ss", [28 / 24, 100 / 24]),
}
with xlsxwriter.Workbook("rows.xlsx") as workbook:
    sheet = workbook.add_worksheet("rows")
    for at, (name, (format, values)) in enumerate(columns.items()):
        sheet.write(0, at, name)
        for row, value in enumerate(values, 1):
            sheet.write_number(row, at, value, workbook.add_format({"num_format": format}))
PYTHON

seen=$(
    echo xlsx2csv
    environment/bin/xlsx2csv rows.xlsx
    environment/bin/python - <<'PYTHON'
import openpyxl
import polars

for engine in ("xlsx2csv", "calamine"):
    table = polars.read_excel("rows.xlsx", engine=engine)
    print("polars", engine)
    for row in table.iter_rows():
        print(*row, sep=" | ")
print("openpyxl")
sheet = openpyxl.load_workbook("rows.xlsx")["rows"]
for row in sheet.iter_rows(min_row=2, values_only=True):
    print(*row, sep=" | ")
PYTHON
)
expected='xlsx2csv
plain,days,seconds,share,duration
2.5,"0.0"" 01ays""","#,##0"" s""",2.500000,04:00
40,"0.0"" 08ays""","#,##0"" s""",40,04:00
polars xlsx2csv
2.5 | 0.0" 01ays" | #,##0" s" | 2.5 | 04:00
40.0 | 0.0" 08ays" | #,##0" s" | 40.0 | 04:00
polars calamine
2.5 | 2.5 | 2.5 | 2.5 | 1 day, 4:00:00
40.0 | 40.0 | 40.0 | 40.0 | 4 days, 4:00:00
openpyxl
2.5 | 2.5 | 2.5 | 2.5 | 1 day, 4:00:00
40 | 40 | 40 | 40 | 4 days, 4:00:00'
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'xlsx2csv behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

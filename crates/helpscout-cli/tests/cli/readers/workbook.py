"""Reads a spreadsheet with openpyxl, and compares the first row of its first table.

    workbook.py FILE EXPECTED

EXPECTED is a JSON array of cells, each with the title of its column, its kind and its value: `time`
(seconds), `instant`, `number`, `text`, or `link` (the address). Exits with 1 and a line for each
problem.
"""

import datetime
import json
import sys

import openpyxl


def seen(cell, kind):
    if kind == "time":
        return cell.value.total_seconds() if isinstance(cell.value, datetime.timedelta) else cell.value
    if kind == "instant":
        return cell.value.isoformat()
    if kind == "link":
        return cell.hyperlink.target if cell.hyperlink else None
    if kind == "text" and cell.data_type not in ("s", "inlineStr"):
        return f"{cell.value!r} of the type {cell.data_type}"
    return cell.value


def problems(path, expected):
    workbook = openpyxl.load_workbook(path)
    if workbook.sheetnames[0] != "Summary":
        yield f"the first sheet is {workbook.sheetnames[0]}"
    sheet = workbook.worksheets[1]
    if sheet.freeze_panes != "A2":
        yield f"the header is not frozen, but {sheet.freeze_panes}"
    if sheet.auto_filter.ref != sheet.dimensions:
        yield f"the filter is on {sheet.auto_filter.ref}, and the sheet has {sheet.dimensions}"
    header = [cell.value for cell in sheet[1]]
    for title, kind, value in expected:
        if title not in header:
            yield f"no column {title!r} in {header}"
            continue
        found = seen(sheet[2][header.index(title)], kind)
        if found != value:
            yield f"{title}: expected {value!r}, found {found!r}"


def main(path, expected):
    found = list(problems(path, json.loads(expected)))
    for problem in found:
        print(problem, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""Compares spreadsheets with what LibreOffice has read of them and written again.

    compare.py WRITTEN AGAIN...

Prints a line for each pair. Ends with 1 at the first difference.
"""

import sys

import openpyxl


def cells(sheet):
    """Returns the cells with a value, by their place."""
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row
            if cell.value is not None}


def same(left, right):
    """Whether two values are equal. LibreOffice keeps 15 digits of a number."""
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        return abs(left - right) <= 1e-14 * max(abs(left), abs(right))
    if isinstance(left, str) and isinstance(right, str):
        return left.replace("\r\n", "\n") == right.replace("\r\n", "\n")
    return left == right


def compared(written, again):
    before, after = openpyxl.load_workbook(written), openpyxl.load_workbook(again)
    assert before.sheetnames == after.sheetnames, (before.sheetnames, after.sheetnames)
    counted = links = 0
    for name in before.sheetnames:
        left, right = before[name], after[name]
        mine, theirs = cells(left), cells(right)
        assert mine.keys() == theirs.keys(), (name, sorted(mine.keys() ^ theirs.keys())[:9])
        for place, value in mine.items():
            assert same(value, theirs[place]), (name, place, value, theirs[place])
        # Without a window, it writes no frozen panes.
        assert left.auto_filter.ref == right.auto_filter.ref, (name, left.auto_filter.ref)
        linked = [{cell.coordinate: cell.hyperlink.target for row in sheet.iter_rows()
                   for cell in row if cell.hyperlink} for sheet in (left, right)]
        assert linked[0] == linked[1], (name, len(linked[0]), len(linked[1]), sorted(set(linked[0].items()) ^ set(linked[1].items()))[:4])
        assert len(left._charts) == len(right._charts), (name, "charts")
        counted += len(mine)
        links += len(linked[0])
    return f"{len(before.sheetnames)} sheets, {counted} cells, {links} links"


for written, again in zip(sys.argv[1::2], sys.argv[2::2]):
    print(f"{written.rsplit('/', 1)[-1]}: {compared(written, again)}: equal", flush=True)

"""Loads pulls of a sandbox into a Delta table, and compares the table with the program's own rows.

Run it with ../check.sh, which installs the packages.
"""

import os
import sys

import load
import tables
from deltalake import DeltaTable


def open_table(folder):
    target = str(folder / "replies")

    def into_table(report):
        replaced = load.load(report, target)
        table = DeltaTable(target)
        rows = table.to_pyarrow_dataset().to_table().to_pylist()
        return replaced, rows, f"version {table.version()} of the table"

    return into_table


if __name__ == "__main__":
    tables.check(os.path.abspath(sys.argv[1]), open_table)

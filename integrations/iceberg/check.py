"""Loads pulls of a sandbox into an Iceberg table, and compares the table with the program's own rows.

Run it with ../check.sh, which installs the packages.
"""

import os
import sys

import load
import tables
from pyiceberg.catalog.sql import SqlCatalog


def open_table(folder):
    # So that a load overwrites several times in its transaction.
    load.AT_ONCE = 2
    name = "support.replies"
    catalog = SqlCatalog("check", uri=f"sqlite:///{folder}/catalog.db", warehouse=folder.as_uri())

    def into_table(report):
        replaced = load.load(report, name, catalog)
        table = catalog.load_table(name)
        return replaced, table.scan().to_arrow().to_pylist(), f"{len(table.history())} snapshots"

    return into_table


if __name__ == "__main__":
    tables.check(os.path.abspath(sys.argv[1]), open_table)

"""Reads exports with DuckDB, polars and pyarrow as their users would, without naming any type.

    check.py sum COLUMN SUM FILE...        the column has fractions, and adds up to this
    check.py integers COLUMN FILE...       the column has integers
    check.py texts COLUMN TEXTS FILE...    the column has these texts (a JSON array)
    check.py concatenate FILE FILE         both have the same types, and can be concatenated as read
    check.py combine FULL OTHER            both read together have the types of FULL, in any order
    check.py empty FULL EMPTY              EMPTY has the columns of FULL, and no row

Exits with 1 and a line for each problem if a reader refuses a file or sees other data.
"""

import json
import sys
from pathlib import Path

import duckdb
import polars
import pyarrow
import pyarrow.compute
import pyarrow.csv
import pyarrow.json


class DuckDb:
    def read(self, *paths):
        function = "read_csv" if is_csv(paths[0]) else "read_ndjson"
        return duckdb.sql(f"FROM {function}({list(paths)})")

    def types(self, table):
        return [(name, str(type)) for name, type in zip(table.columns, table.types)]

    def values(self, table, column):
        return [row[0] for row in table.project(f'"{column}"').fetchall()]

    def rows(self, table):
        return len(table.fetchall())

    def concatenate(self, first, second):
        return first.union(second)

    def combine(self, full, *paths):
        return self.read(*paths)


class Polars:
    def read(self, path, **options):
        read = polars.read_csv if is_csv(path) else polars.read_ndjson
        return read(path, **options)

    def types(self, table):
        return [(name, str(type)) for name, type in table.schema.items()]

    def values(self, table, column):
        return table[column].to_list()

    def rows(self, table):
        return table.height

    def concatenate(self, first, second):
        return polars.concat([first, second])

    def combine(self, full, *paths):
        # An empty column of CSV is text for polars, so it needs the types of another file.
        options = {"schema_overrides": self.read(full).schema} if is_csv(full) else {}
        tables = [self.read(path, **options) for path in paths if has_rows(path)]
        return polars.concat(tables, how="vertical_relaxed")


class PyArrow:
    def read(self, path):
        read = pyarrow.csv.read_csv if is_csv(path) else pyarrow.json.read_json
        return read(path)

    def types(self, table):
        return [(field.name, str(field.type)) for field in table.schema]

    def values(self, table, column):
        return table[column].to_pylist()

    def rows(self, table):
        return table.num_rows

    def concatenate(self, first, second):
        return pyarrow.concat_tables([first, second])

    def combine(self, full, *paths):
        tables = [self.read(path) for path in paths if has_rows(path)]
        return pyarrow.concat_tables(tables, promote_options="permissive")


READERS = [DuckDb(), Polars(), PyArrow()]


def is_csv(path):
    return Path(path).suffix == ".csv"


def has_rows(path):
    """Returns whether the file has bytes: polars and pyarrow refuse an NDJSON file without any."""
    return Path(path).stat().st_size > 0


def expect_equal(what, seen, expected):
    if seen != expected:
        raise AssertionError(f"{what}: expected {expected!r}, found {seen!r}")


def check_sum(reader, column, expected, *paths):
    for path in paths:
        values = reader.values(reader.read(path), column)
        expect_equal(f"sum({column}) of {path}", sum(values), float(expected))
        kinds = {type(value) for value in values}
        expect_equal(f"types of {column} in {path}", kinds, {float})


def check_integers(reader, column, *paths):
    for path in paths:
        kinds = {type(value) for value in reader.values(reader.read(path), column)}
        expect_equal(f"types of {column} in {path}", kinds, {int})


def check_texts(reader, column, expected, *paths):
    for path in paths:
        values = reader.values(reader.read(path), column)
        expect_equal(f"{column} of {path}", values, json.loads(expected))


def check_concatenate(reader, first, second):
    tables = [reader.read(first), reader.read(second)]
    types = [reader.types(table) for table in tables]
    expect_equal(f"types in {second}, compared with {first}", types[1], types[0])
    both = reader.concatenate(*tables)
    expect_equal("types of both", reader.types(both), types[0])
    expect_equal("rows of both", reader.rows(both), sum(map(reader.rows, tables)))


def check_combine(reader, full, other):
    expected = reader.types(reader.read(full))
    for paths in [full, other], [other, full]:
        both = reader.combine(full, *paths)
        expect_equal(f"types of {paths}", reader.types(both), expected)


def check_empty(reader, full, empty):
    names = [[name for name, _ in reader.types(reader.read(path))] for path in (full, empty)]
    expect_equal(f"columns of {empty}", names[1], names[0])
    expect_equal(f"rows of {empty}", reader.rows(reader.read(empty)), 0)


CHECKS = {
    "sum": check_sum,
    "integers": check_integers,
    "texts": check_texts,
    "concatenate": check_concatenate,
    "combine": check_combine,
    "empty": check_empty,
}


def main(check, *arguments):
    failed = False
    for reader in READERS:
        # Whatever a reader raises is a problem of the file, so every exception is reported.
        try:
            CHECKS[check](reader, *arguments)
        except Exception as error:
            print(f"{type(reader).__name__}: {type(error).__name__}: {error}", file=sys.stderr)
            failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

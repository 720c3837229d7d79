"""Loads what a pull wrote into tables of DuckDB and SQLite.

    tables.py view SQL CONVERSATIONS         the view of SQL, in the current folder, has these rows
    tables.py parquet SQL FOLDER EXPECTED    DuckDB loads Parquet files into the table of SQL
    tables.py csv SQL FOLDER EXPECTED        SQLite and DuckDB load CSV files into it

CONVERSATIONS is what `helpscout history --format json` wrote about user 447723 in May 2019. EXPECTED
has sums of columns, as for pulled.py. Exits with 1 and a message if something differs.
"""

import csv
import json
import math
import sqlite3
import sys
from pathlib import Path

import duckdb

TABLE = '"user_conversation_history"'


def expect(what, found, expected):
    is_near = isinstance(expected, float) and found is not None
    if not (math.isclose(found, expected, rel_tol=1e-9) if is_near else found == expected):
        sys.exit(f"{what}: expected {expected!r}, found {found!r}")


def view(sql, conversations):
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(Path(sql).read_text())
    expected = json.loads(Path(conversations).read_text())["conversations"]
    columns = list(expected[0])
    selected = ", ".join(f'"{column}"' for column in columns)
    rows = connection.sql(
        f"SELECT {selected} FROM conversations "
        "WHERE userId = 447723 AND windowStart = TIMESTAMPTZ '2019-05-01 00:00:00+00'"
    ).fetchall()
    expect("conversations", len(rows), len(expected))
    for row, conversation in zip(rows, expected):
        for column, found in zip(columns, row):
            expect(f"{column} of {conversation['id']}", found, conversation[column])


def sums(connection, expected, name):
    for column, total in expected["sums"].items():
        (found,) = connection.execute(f'SELECT sum("{column}") FROM {TABLE}').fetchone()
        expect(f"{name}: sum of {column}", found, total)
    (rows,) = connection.execute(f"SELECT count(*) FROM {TABLE}").fetchone()
    expect(f"{name}: rows", rows, expected["rows"])


def parquet(sql, folder, expected):
    connection = duckdb.connect()
    connection.execute(Path(sql).read_text())
    connection.execute(
        f"INSERT INTO {TABLE} BY NAME "
        f"FROM read_parquet('{folder}/**/*.parquet', hive_partitioning = false)"
    )
    sums(connection, expected, "DuckDB")
    name = "customers->>'$[0].name'"
    names = connection.execute(f"SELECT count({name}) > 1000 FROM {TABLE}").fetchone()
    expect("customers have names", names, (True,))


def from_csv(sql, folder, expected):
    files = sorted(Path(folder).rglob("*.csv"))
    connection = sqlite3.connect(":memory:")
    connection.executescript(Path(sql).read_text())
    for file in files:
        with file.open(newline="", encoding="utf-8") as lines:
            header, *rows = csv.reader(lines)
        columns = ", ".join(f'"{column}"' for column in header)
        marks = ", ".join("?" * len(header))
        filled = [[value if value else None for value in row] for row in rows]
        connection.executemany(f"INSERT INTO {TABLE} ({columns}) VALUES ({marks})", filled)
    sums(connection, expected, "SQLite")
    kinds = "SELECT DISTINCT typeof(responseTime), typeof(id), typeof(windowStart) FROM "
    condition = " WHERE responseTime IS NOT NULL"
    found = connection.execute(kinds + TABLE + condition).fetchall()
    expect("SQLite: types", found, [("real", "integer", "text")])

    connection = duckdb.connect()
    connection.execute(Path(sql).read_text())
    for file in files:
        connection.execute(f"COPY {TABLE} FROM '{file}' (HEADER)")
    sums(connection, expected, "DuckDB")


def main():
    check, sql, *rest = sys.argv[1:]
    if check == "view":
        view(sql, *rest)
    else:
        folder, expected = rest
        expected = json.loads(Path(expected).read_text())
        {"parquet": parquet, "csv": from_csv}[check](sql, folder, expected)


if __name__ == "__main__":
    main()

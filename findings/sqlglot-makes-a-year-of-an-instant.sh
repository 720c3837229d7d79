#!/usr/bin/env bash
# For SQLite, sqlglot makes the number 2019 of an instant of 2019, so a filter lets every row pass.
#
# SQLite has no type for instants. sqlglot knows that of a TIMESTAMP without zone, of which it makes
# `DATETIME(…)`. It leaves `CAST(… AS TIMESTAMPTZ)` as it is, and SQLite, to which any unknown type is a
# number, reads the digits in front: 2019. A text is always greater than a number, so a lower limit has no
# effect, and an upper one leaves nothing. There is no warning, also with `ErrorLevel.RAISE`. In BigQuery and
# Spark, each TIMESTAMP is an instant, so `TIMESTAMP '…'` alone is enough. The same goes for JSON, whose cast
# is the number 0, of which `->>` takes NULL. The remedy is to compare with text, in one form and one zone.
#
# Seen with sqlglot 30.30.0, DuckDB 2.0.1 and the SQLite of Python 3.11. Needs python3 with venv, and a
# package index. Fails if they behave otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check --only-binary :all: sqlglot==30.30.0 duckdb==2.0.1

cat > ask.py <<'PYTHON'
import sqlite3

import duckdb
import sqlglot

rows = [(1, "2019-04-30 23:59:59+00"), (2, "2019-05-01 00:00:00+00"), (3, "2019-05-02 12:00:00+00")]
lite, duck = sqlite3.connect(":memory:"), duckdb.connect()
lite.execute("CREATE TABLE replies (id INTEGER, sent TEXT)")
duck.execute("CREATE TABLE replies (id INTEGER, sent TIMESTAMPTZ)")
for engine in lite, duck:
    engine.executemany("INSERT INTO replies VALUES (?, ?)", rows)

for dialect, query in [
    ("duckdb", "SELECT id FROM replies WHERE sent >= TIMESTAMPTZ '2019-05-01 00:00:00+00'"),
    ("duckdb", "SELECT id FROM replies WHERE sent < TIMESTAMPTZ '2019-05-01 00:00:00+00'"),
    ("duckdb", """SELECT '{"name": "Ann"}'::JSON ->> 'name'"""),
    ("postgres", "SELECT id FROM replies WHERE sent >= '2019-05-01 00:00:00+00'::timestamptz"),
    ("spark", "SELECT id FROM replies WHERE sent >= TIMESTAMP '2019-05-01 00:00:00+00'"),
    ("bigquery", "SELECT id FROM replies WHERE sent >= TIMESTAMP '2019-05-01 00:00:00+00'"),
    ("duckdb", "SELECT id FROM replies WHERE sent >= '2019-05-01 00:00:00+00'"),
]:
    print(f"{dialect}: {query}")
    if dialect == "duckdb":
        print("  DuckDB:", *(value for value, in duck.execute(query).fetchall()))
    (written,) = sqlglot.transpile(query, dialect, "sqlite", unsupported_level=sqlglot.ErrorLevel.RAISE)
    print("  SQLite:", *(value for value, in lite.execute(written)))
(written,) = sqlglot.transpile("SELECT sent::timestamptz FROM replies", "duckdb", "sqlite")
print("instants in SQLite:", *(value for value, in lite.execute(written)))
PYTHON

expected=$(cat <<'TEXT'
duckdb: SELECT id FROM replies WHERE sent >= TIMESTAMPTZ '2019-05-01 00:00:00+00'
  DuckDB: 2 3
  SQLite: 1 2 3
duckdb: SELECT id FROM replies WHERE sent < TIMESTAMPTZ '2019-05-01 00:00:00+00'
  DuckDB: 1
  SQLite:
duckdb: SELECT '{"name": "Ann"}'::JSON ->> 'name'
  DuckDB: Ann
  SQLite: None
postgres: SELECT id FROM replies WHERE sent >= '2019-05-01 00:00:00+00'::timestamptz
  SQLite: 1 2 3
spark: SELECT id FROM replies WHERE sent >= TIMESTAMP '2019-05-01 00:00:00+00'
  SQLite: 1 2 3
bigquery: SELECT id FROM replies WHERE sent >= TIMESTAMP '2019-05-01 00:00:00+00'
  SQLite: 1 2 3
duckdb: SELECT id FROM replies WHERE sent >= '2019-05-01 00:00:00+00'
  DuckDB: 2 3
  SQLite: 2 3
instants in SQLite: 2019 2019 2019
TEXT
)

seen=$(environment/bin/python ask.py)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'sqlglot behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

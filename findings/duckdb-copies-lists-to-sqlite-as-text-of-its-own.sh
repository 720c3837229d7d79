#!/usr/bin/env bash
# DuckDB copies lists and structs to SQLite as text that only DuckDB reads, although JSON would do.
#
# A table of an attached SQLite database has no lists, so DuckDB casts them to VARCHAR: the text is
# `[{'id': 1, 'name': Ann}]`. There is no warning, and SQLite's functions for JSON refuse it. The extensions
# for PostgreSQL and MySQL refuse the same statement. In a table of DuckDB, the same values become JSON if
# the column has that type. The remedy is `to_json`.
#
# Seen with DuckDB 1.5.5, whose extension for SQLite is the package duckdb-extension-sqlite-scanner 1.5.5.
# Needs python3 with venv, and a package index. Fails if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check --only-binary :all: \
    duckdb==1.5.5 duckdb-extensions==1.5.5 duckdb-extension-sqlite-scanner==1.5.5

cat > copy.py <<'PYTHON'
import sqlite3

import duckdb
import duckdb_extensions

duckdb_extensions.import_extension("sqlite_scanner")
engine = duckdb.connect()
engine.load_extension("sqlite_scanner")
engine.sql("ATTACH 'copied.db' AS lite (TYPE sqlite)")
engine.sql("CREATE TABLE rows AS SELECT 1 AS id, [{'id': 1, 'name': 'Ann'}, {'id': 2, 'name': NULL}] AS customers")
engine.sql("CREATE TABLE lite.copied AS FROM rows")
engine.sql("CREATE TABLE lite.as_json AS SELECT * REPLACE (to_json(customers) AS customers) FROM rows")
engine.sql("CREATE TABLE own (id INTEGER, customers JSON)")
engine.sql("INSERT INTO own FROM rows")
print("DuckDB, JSON:", *engine.sql("SELECT customers FROM own").fetchone())
engine.close()

lite = sqlite3.connect("copied.db")
for table in "copied", "as_json":
    print(f"SQLite, {table}:", *lite.execute(f"SELECT customers, json_valid(customers) FROM {table}").fetchone())
PYTHON

expected='DuckDB, JSON: [{"id":1,"name":"Ann"},{"id":2,"name":null}]
'"SQLite, copied: [{'id': 1, 'name': Ann}, {'id': 2, 'name': NULL}] 0
"'SQLite, as_json: [{"id":1,"name":"Ann"},{"id":2,"name":null}] 1'

seen=$(environment/bin/python copy.py)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'DuckDB behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

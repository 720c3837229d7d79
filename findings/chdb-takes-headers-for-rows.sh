#!/usr/bin/env bash
# ClickHouse takes the headers of all CSV files for rows if the first file has a header alone.
#
# Without a format, `file('{a,b}.csv')` takes the first line of the first file for a header if it is all
# text and a later line is not. A file whose only line is a header has no later line, so its columns are
# named c1, c2 …, all of them are text, and the header of each file is a row: two files with two rows have
# four. Nothing is said. If the file with rows comes first, all is well. So it is if that file was read
# before in the same process, which remembers its columns. The remedy is to name the format:
# `file('{a,b}.csv', CSVWithNames)`.
#
# Seen with chDB 4.4.0 (ClickHouse 26.9.2.1). Needs python3 with venv, and a package index. Fails if it
# behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check --only-binary :all: chdb==4.4.0

printf 'id,seconds\n' > header.csv
printf 'id,seconds\n1,28.5\n2,\n' > rows.csv

cat > read.py <<'PYTHON'
import chdb


def show(name, files, use_cache):
    settings = f"SETTINGS schema_inference_use_cache_for_file = {use_cache}"
    columns = str(chdb.query(f"DESCRIBE file({files}) {settings}", "TSV")).splitlines()
    columns = ", ".join(" ".join(column.split("\t")[:2]) for column in columns)
    rows = str(chdb.query(f"SELECT * FROM file({files}) ORDER BY ALL {settings}", "CSV")).splitlines()
    print(f"{name}: {columns}; {len(rows)} rows: {' '.join(rows)}")


show("rows first", "'{rows,header}.csv'", 0)
show("header first", "'{header,rows}.csv'", 0)
show("header first, CSVWithNames", "'{header,rows}.csv', CSVWithNames", 0)
show("rows alone", "'rows.csv'", 1)
show("header first, after rows alone", "'{header,rows}.csv'", 1)
PYTHON

expected='rows first: id Nullable(Int64), seconds Nullable(Float64); 2 rows: 1,28.5 2,\N
header first: c1 Nullable(String), c2 Nullable(String); 4 rows: "1","28.5" "2",\N "id","seconds" "id","seconds"
header first, CSVWithNames: id Nullable(Int64), seconds Nullable(Float64); 2 rows: 1,28.5 2,\N
rows alone: id Nullable(Int64), seconds Nullable(Float64); 2 rows: 1,28.5 2,\N
header first, after rows alone: id Nullable(Int64), seconds Nullable(Float64); 2 rows: 1,28.5 2,\N'

seen=$(environment/bin/python read.py)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'ClickHouse behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

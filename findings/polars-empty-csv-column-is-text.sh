#!/usr/bin/env bash
# One file whose column is empty turns the numbers of all other files into text in polars.
#
# `polars.scan_csv([a, b])` and `polars.concat([a, b], how="vertical_relaxed")` take an empty column
# as String, and the common type of String and Float64 is String. So a month without any response
# time, or a file that has only a header, makes every number of the other months a text, without an
# error, in whichever order the files come. DuckDB and pyarrow (`promote_options="permissive"`) keep
# the numbers. The remedy is `schema_overrides`, with the schema of a file that has all values.
#
# Seen with polars 2.1.0, DuckDB 2.0.1 and pyarrow 26.0.1. Needs python3 with venv, and a package
# index. Fails if one of them behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check --only-binary :all: \
    polars==2.1.0 duckdb==2.0.1 pyarrow==26.0.1

printf 'id,seconds\n1,12.5\n' > full.csv
printf 'id,seconds\n2,\n' > null.csv
printf 'id,seconds\n' > header.csv

cat > read.py <<'PYTHON'
import duckdb
import polars
import pyarrow
import pyarrow.csv

for other in "null.csv", "header.csv":
    for pair in ["full.csv", other], [other, "full.csv"]:
        scanned = polars.scan_csv(pair).collect()
        tables = [polars.read_csv(path) for path in pair]
        relaxed = polars.concat(tables, how="vertical_relaxed")
        schema = polars.read_csv("full.csv").schema
        declared = polars.scan_csv(pair, schema_overrides=schema).collect()
        tables = [pyarrow.csv.read_csv(path) for path in pair]
        permissive = pyarrow.concat_tables(tables, promote_options="permissive")
        print(
            *pair,
            scanned.schema["seconds"],
            relaxed.schema["seconds"],
            declared.schema["seconds"],
            permissive.schema.field("seconds").type,
            duckdb.sql(f"SELECT seconds FROM read_csv({pair})").types[0],
        )
PYTHON

expected='full.csv null.csv String String Float64 double DOUBLE
null.csv full.csv String String Float64 double DOUBLE
full.csv header.csv String String Float64 double DOUBLE
header.csv full.csv String String Float64 double DOUBLE'

seen=$(environment/bin/python read.py)
printf 'files, then polars scanned, relaxed, declared; pyarrow; DuckDB\n%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'One of the readers behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

#!/usr/bin/env bash
# DuckDB rounds a fraction that comes late, and reports no error.
#
# DuckDB guesses the type of a column from the first 20,480 rows of a file. If they have whole
# numbers, the column is BIGINT, and a later 12.5 becomes 12 in NDJSON and 13 in CSV. Sums are wrong
# without a warning. With `28.0` in the first rows, the column is DOUBLE and nothing is lost.
#
# Seen with DuckDB 2.0.1 and 1.5.5 for Python. Needs python3 with venv, and a package index.
# Fails if one of these versions behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment

python3 - <<'PYTHON'
rows = 20_481
for name, whole in ("whole", "28"), ("fraction", "28.0"):
    values = [whole] * rows + ["12.5"]
    with open(f"{name}.csv", "w") as file:
        file.write("id,seconds\n")
        file.writelines(f"{id},{value}\n" for id, value in enumerate(values))
    with open(f"{name}.ndjson", "w") as file:
        file.writelines(f'{{"id":{id},"seconds":{value}}}\n' for id, value in enumerate(values))
PYTHON

cat > read.py <<'PYTHON'
import duckdb

for name in "whole.ndjson", "whole.csv", "fraction.ndjson", "fraction.csv":
    query = f"SELECT typeof(seconds), seconds FROM '{name}' ORDER BY id DESC LIMIT 1"
    print(name, *duckdb.sql(query).fetchall()[0])
PYTHON

expected='whole.ndjson BIGINT 12
whole.csv BIGINT 13
fraction.ndjson DOUBLE 12.5
fraction.csv DOUBLE 12.5'

for version in 2.0.1 1.5.5; do
    environment/bin/pip install --quiet --disable-pip-version-check --only-binary :all: "duckdb==$version"
    seen=$(environment/bin/python read.py)
    printf 'DuckDB %s\n%s\n' "$version" "$seen"
    if [ "$seen" != "$expected" ]; then
        printf 'DuckDB %s behaves otherwise now. Expected:\n%s\n' "$version" "$expected" >&2
        exit 1
    fi
done

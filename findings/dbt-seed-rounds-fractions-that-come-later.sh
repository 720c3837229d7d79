#!/usr/bin/env bash
# dbt makes integers of a seed whose numbers are all like 3600.0, and of 12.5 the next time, too.
#
# dbt takes 3600.0 for an integer, so the column of the table gets the type INTEGER. If the file has 12.5
# later, `dbt seed` empties the table and fills it again with the type that it has, and DuckDB rounds: 13.
# Both runs end with "PASS=1 WARN=0". The remedies are `dbt seed --full-refresh`, and
# `+column_types: {seconds: double}` from the beginning.
#
# Seen with dbt-core 1.12.0, dbt-duckdb 1.11.1 and DuckDB 2.0.1. Needs python3 with venv, and a package
# index. Fails if they behave otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check --only-binary :all: \
    dbt-core==1.12.0 dbt-duckdb==1.11.1 duckdb==2.0.1

mkdir seeds
cat > dbt_project.yml <<'YAML'
name: support
version: 1.0.0
profile: support
YAML
cat > profiles.yml <<'YAML'
support:
  target: file
  outputs:
    file: {type: duckdb, path: support.db}
YAML
cat > show.py <<'PYTHON'
import duckdb

with duckdb.connect("support.db") as engine:
    for row in engine.sql("SELECT id, seconds, typeof(seconds) FROM replies ORDER BY id").fetchall():
        print(" ", *row)
PYTHON
seed() {
    echo "dbt seed${*:+ $*}"
    DBT_SEND_ANONYMOUS_USAGE_STATS=false environment/bin/dbt --no-use-colors seed --profiles-dir . "$@" >log || {
        cat log >&2
        return 1
    }
    grep -o 'PASS=1 WARN=0 ERROR=0' log
    environment/bin/python show.py
}
run() {
    printf 'id,seconds\n1,3600.0\n2,28.0\n' > seeds/replies.csv
    seed
    printf 'id,seconds\n1,3600.0\n2,12.5\n' > seeds/replies.csv
    seed
    seed --full-refresh
}

expected='dbt seed
PASS=1 WARN=0 ERROR=0
  1 3600 INTEGER
  2 28 INTEGER
dbt seed
PASS=1 WARN=0 ERROR=0
  1 3600 INTEGER
  2 13 INTEGER
dbt seed --full-refresh
PASS=1 WARN=0 ERROR=0
  1 3600.0 DOUBLE
  2 12.5 DOUBLE'

seen=$(run)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'dbt behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

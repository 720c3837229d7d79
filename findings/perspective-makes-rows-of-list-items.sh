#!/usr/bin/env bash
# Perspective makes a row of each item of a list, so sums and counts of the other columns are too high.
#
# A row whose list has two objects becomes two rows with the same other values: of two rows with 10 and
# 20 seconds, of which the first has two customers, there are three, with 40 seconds in total. This is so
# with NDJSON and with lists of dicts in Python, without a word, and `table.size()` counts the new rows.
# Lists of numbers do the same. An empty list leaves one row. A list as JSON text keeps the rows, and so
# does a table of Arrow without the column.
#
# Seen with perspective-python 5.6.1 and pyarrow 26.0.1. Needs python3 with venv, and a package index.
# Fails if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check --only-binary :all: \
    perspective-python==5.6.1 pyarrow==26.0.1

cat > read.py <<'PYTHON'
import json

import perspective
import pyarrow

client = perspective.Server().new_local_client()


def show(name, data, **options):
    table = client.table(data, **options)
    rows = table.view(columns=["seconds"]).to_records()
    total = table.view(group_by=["id"], columns=["seconds"], aggregates={"seconds": "sum"}).to_records()[0]
    print(f"{name}: {table.size()} rows, {total['seconds']} seconds, {[row['seconds'] for row in rows]}")


two = [{"id": 1, "name": "Ann"}, {"id": 2, "name": "Bo"}]
objects = [{"id": 1, "seconds": 10.0, "customers": two}, {"id": 2, "seconds": 20.0, "customers": []}]
numbers = [{**row, "customers": [customer["id"] for customer in row["customers"]]} for row in objects]
texts = [{**row, "customers": json.dumps(row["customers"])} for row in objects]

show("NDJSON", "".join(json.dumps(row) + "\n" for row in objects), format="ndjson")
show("dicts", objects)
show("dicts with numbers", numbers)
show("dicts with JSON text", texts)
arrow = pyarrow.Table.from_pylist(objects).drop_columns(["customers"])
sink = pyarrow.BufferOutputStream()
with pyarrow.ipc.new_stream(sink, arrow.schema) as stream:
    stream.write_table(arrow)
show("Arrow without the list", sink.getvalue().to_pybytes())
PYTHON

expected='NDJSON: 3 rows, 40.0 seconds, [10.0, 10.0, 20.0]
dicts: 3 rows, 40.0 seconds, [10.0, 10.0, 20.0]
dicts with numbers: 3 rows, 40.0 seconds, [10.0, 10.0, 20.0]
dicts with JSON text: 2 rows, 30.0 seconds, [10.0, 20.0]
Arrow without the list: 2 rows, 30.0 seconds, [10.0, 20.0]'

seen=$(environment/bin/python read.py)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'Perspective behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

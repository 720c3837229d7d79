#!/usr/bin/env bash
# Pathway drops each row of NDJSON that lacks a field, also one whose type is `str | None`, and goes on.
#
# For the schema, `str | None` is a field that may be null, not one that may be absent. A row without it is
# a line "Parse error: field status … is absent" in the log. It is missing in the table and in what is
# written, `pw.run(terminate_on_error=True)` ends without an error, and the exit code is 0. A row with a
# value of another type is dropped in the same way. The remedy is a default:
# `status: str | None = pw.column_definition(default_value=None)`.
#
# Seen with pathway 0.33.0. Needs python3 with venv, and a package index. Fails if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check --only-binary :all: pathway==0.33.0

cat > read.py <<'PYTHON'
import json

import pathway as pw

with open("rows.ndjson", "w") as file:
    for row in [
        {"id": 1, "status": "closed", "seconds": 12.5},
        {"id": 2, "status": None, "seconds": None},
        {"id": 3, "seconds": 3600.0},
        {"id": 4, "status": "active", "seconds": "n/a"},
    ]:
        print(json.dumps(row), file=file)


class Typed(pw.Schema):
    id: int
    status: str | None
    seconds: float | None


class Defaulted(pw.Schema):
    id: int
    status: str | None = pw.column_definition(default_value=None)
    seconds: float | None


for schema in Typed, Defaulted:
    rows = pw.io.jsonlines.read("rows.ndjson", schema=schema, mode="static")
    pw.io.jsonlines.write(rows, f"{schema.__name__}.ndjson")
pw.run(terminate_on_error=True, monitoring_level=pw.MonitoringLevel.NONE)
for schema in Typed, Defaulted:
    with open(f"{schema.__name__}.ndjson") as file:
        print(f"{schema.__name__}:", *sorted(json.loads(line)["id"] for line in file))
PYTHON

expected='Typed: 1 2
Defaulted: 1 2 3'

seen=$(environment/bin/python read.py 2>messages) || { cat messages >&2; exit 1; }
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'Pathway behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

#!/usr/bin/env bash
# Daft makes a null of each value of CSV that does not fit the type that it has inferred.
#
# The types come from the beginning of the first file. A fraction in a column of integers, an integer over
# 2^63 or a text among numbers is null from then on, in the same file as well as in the next ones. A column
# that is empty in the first file is null in all files. The columns of the next files are taken by position,
# whatever their headers say. There is no error and no warning, so counts, sums and means are wrong. In
# NDJSON, a fraction in a later file is cut off instead: 12. The remedy is `schema`, with all columns in the
# order of the files.
#
# Seen with daft 0.7.26. Needs python3 with venv, and a package index. Fails if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check --only-binary :all: daft==0.7.26

cat > read.py <<'PYTHON'
import json
import os
import pathlib

import daft

FLOAT = daft.DataType.float64()


def show(name, *files, **options):
    paths = [f"{number}.csv" for number in range(len(files))]
    for path, lines in zip(paths, files):
        pathlib.Path(path).write_text("\n".join(lines) + "\n")
    rows = daft.read_csv(paths, **options).to_pydict()
    print(f"{name}:", *sorted(zip(rows["id"][-2:], rows["seconds"][-2:])))


show("whole, then a fraction", ["id,seconds", "1,100"], ["id,seconds", "2,12.5"])
show("with a schema", ["id,seconds", "1,100"], ["id,seconds", "2,12.5"], schema={"seconds": FLOAT})
show("in one file", ["id,seconds", *["1,100"] * 500_000, "2,12.5"])
show("empty, then a number", ["id,seconds", "1,"], ["id,seconds", "2,12.5"])
show("empty, with a schema", ["id,seconds", "1,"], ["id,seconds", "2,12.5"], schema={"seconds": FLOAT})
show("integer over 2^63", ["id,seconds", "1,100"], ["id,seconds", "2,9223372036854775808"])
show("other order", ["id,seconds", "1,100"], ["seconds,id", "200,2"])

for number, seconds in enumerate([100, 12.5]):
    pathlib.Path(f"{number}.ndjson").write_text(json.dumps({"id": number, "seconds": seconds}) + "\n")
rows = daft.read_json(["0.ndjson", "1.ndjson"]).to_pydict()
print("NDJSON:", *sorted(zip(rows["id"], rows["seconds"])), flush=True)
os._exit(0)  # Without the shutdown of Python, during which threads of Daft may still run.
PYTHON

expected='whole, then a fraction: (1, 100) (2, None)
with a schema: (1, 100.0) (2, 12.5)
in one file: (1, 100) (2, None)
empty, then a number: (1, None) (2, None)
empty, with a schema: (1, None) (2, 12.5)
integer over 2^63: (1, 100) (2, None)
other order: (1, 100) (200, 2)
NDJSON: (0, 100) (1, 12)'

seen=$(environment/bin/python read.py 2>messages) || { cat messages >&2; exit 1; }
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'Daft behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

#!/usr/bin/env bash
# DuckDB reads the quotes of CSV as text if the first file, or the first 20,480 rows, have none.
#
# It guesses from there whether a file has quotes at all, for all files that a pattern names. Then
# `"Say ""hi"""` is read with its quotes, and `"a, b"` becomes two values if the next column is empty,
# without an error or a warning. Folders of daily files whose first day has only a header are read so.
# A quoted name in the header of the first file is enough to have all of them read as written.
#
# Seen with DuckDB 2.0.1 and 1.5.5 for Python. Needs python3 with venv, and a package index.
# Fails if one of these versions behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment

cat > read.py <<'PYTHON'
import duckdb
from pathlib import Path

PLAIN = "id,note,comment\n"
QUOTED = 'id,"note",comment\n'
MANY = "7,Fine,x\n" * 20_481
CASES = {
    "after an empty file": [PLAIN, PLAIN],
    "after a file without quotes": [PLAIN + "7,Fine,x\n", PLAIN],
    "after 20,481 rows": [PLAIN + MANY],
    "with a quoted name": [QUOTED, PLAIN],
    "20,481 rows after a quoted name": [QUOTED + MANY],
}
for name, files in CASES.items():
    seen = []
    for row in '8,"a, b",\n', '8,"Say ""hi""",x\n':
        folder = Path(f"{name} {len(seen)}")
        folder.mkdir(exist_ok=True)
        for place, text in enumerate(files):
            last = row if place == len(files) - 1 else ""
            (folder / f"{place}.csv").write_text(text + last)
        query = f"SELECT note, comment FROM read_csv('{folder}/*.csv') WHERE id = 8"
        seen += duckdb.sql(query).fetchall()
    print(f"{name}:", *seen)
PYTHON

expected=$(cat <<'TEXT'
after an empty file: ('"a', ' b"') ('"Say ""hi"""', 'x')
after a file without quotes: ('"a', ' b"') ('"Say ""hi"""', 'x')
after 20,481 rows: ('"a', ' b"') ('"Say ""hi"""', 'x')
with a quoted name: ('a, b', None) ('Say "hi"', 'x')
20,481 rows after a quoted name: ('a, b', None) ('Say "hi"', 'x')
TEXT
)

for version in 2.0.1 1.5.5; do
    environment/bin/pip install --quiet --disable-pip-version-check --only-binary :all: "duckdb==$version"
    seen=$(environment/bin/python read.py)
    printf 'DuckDB %s\n%s\n' "$version" "$seen"
    if [ "$seen" != "$expected" ]; then
        printf 'DuckDB %s behaves otherwise now. Expected:\n%s\n' "$version" "$expected" >&2
        exit 1
    fi
done

#!/usr/bin/env bash
# fastparquet reads lists of structs as None.
#
# Each row of such a column is None, without an error or a warning. An empty list within a struct becomes
# a list of one None. pyarrow, which wrote the file, reads all of it. Lists of numbers are read well, and
# so are structs.
#
# Seen with fastparquet 2026.9.0, pandas 3.1.1 and pyarrow 26.0.1. Needs python3 with venv, and a package
# index. Fails if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check --only-binary :all: \
    fastparquet==2026.9.0 pandas==3.1.1 pyarrow==26.0.1

cat > read.py <<'PYTHON'
import warnings

import fastparquet
import pyarrow
import pyarrow.parquet

number = pyarrow.int64()
person = pyarrow.struct([("id", number), ("name", pyarrow.string())])
schema = pyarrow.schema(
    [
        ("people", pyarrow.list_(person)),
        ("numbers", pyarrow.list_(number)),
        ("person", person),
        ("group", pyarrow.struct([("numbers", pyarrow.list_(number))])),
    ]
)
ana, bo = {"id": 1, "name": "Ana"}, {"id": 2, "name": "Bo"}
rows = [
    {"people": [ana, bo], "numbers": [7, 8], "person": ana, "group": {"numbers": [7, 8]}},
    {"people": [bo], "numbers": [], "person": bo, "group": {"numbers": []}},
]
pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, schema), "rows.parquet")

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    frame = fastparquet.ParquetFile("rows.parquet").to_pandas()
# A file that is closed late is another matter.
said = [warning for warning in caught if warning.category is not ResourceWarning]


def values(column):
    return [list(value) if hasattr(value, "__iter__") and not isinstance(value, str) else value
            for value in frame[column]]


print("read by pyarrow:    ", pyarrow.parquet.read_table("rows.parquet").to_pylist())
print("read by fastparquet:", {column: values(column) for column in frame})
assert pyarrow.parquet.read_table("rows.parquet").to_pylist() == rows
assert not said, said
assert values("people") == [None, None]
assert values("group.numbers") == [[7, 8], [None]]
assert values("numbers") == [[7, 8], []]
assert values("person.id") == [1, 2] and values("person.name") == ["Ana", "Bo"]
PYTHON
environment/bin/python read.py

#!/usr/bin/env bash
# pyiceberg writes a null list of structs as an empty list.
#
# A table that is written with `append` or `overwrite` reads back with [] where a row had null, without
# a warning. The value is lost in the file itself. A list of numbers keeps its null, and so does a
# struct. deltalake keeps all of them.
#
# Seen with pyiceberg 0.12.0 and pyarrow 26.0.1. Needs python3 with venv, and a package index. Fails if
# it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check --only-binary :all: \
    'pyiceberg[pyarrow,sql-sqlite]==0.12.0' pyarrow==26.0.1 deltalake==1.6.6

cat > write.py <<'PYTHON'
import pathlib

import pyarrow
import pyarrow.parquet
from deltalake import DeltaTable, write_deltalake
from pyiceberg.catalog.sql import SqlCatalog

person = pyarrow.struct([("id", pyarrow.int64())])
schema = pyarrow.schema(
    [
        ("row", pyarrow.int64()),
        ("people", pyarrow.list_(pyarrow.field("element", person))),
        ("numbers", pyarrow.list_(pyarrow.field("element", pyarrow.int64()))),
        ("person", person),
    ]
)
rows = [
    {"row": 1, "people": None, "numbers": None, "person": None},
    {"row": 2, "people": [], "numbers": [], "person": {"id": None}},
]
table = pyarrow.Table.from_pylist(rows, schema)

here = pathlib.Path.cwd()
catalog = SqlCatalog("here", uri=f"sqlite:///{here}/catalog.db", warehouse=here.as_uri())
catalog.create_namespace("db")
iceberg = catalog.create_table("db.people", schema=schema)
iceberg.append(table)
file = next(iter(iceberg.scan().plan_files())).file.file_path.removeprefix("file://")
write_deltalake("delta", table)


def people(found):
    return [row["people"] for row in sorted(found.to_pylist(), key=lambda row: row["row"])]


read = iceberg.scan().to_arrow()
print("written:             ", people(table))
print("read by pyiceberg:   ", people(read))
print("in pyiceberg's file: ", people(pyarrow.parquet.read_table(file)))
print("read by deltalake:   ", people(DeltaTable("delta").to_pyarrow_table()))
assert people(read) == people(pyarrow.parquet.read_table(file)) == [[], []]
assert people(DeltaTable("delta").to_pyarrow_table()) == [None, []]
others = [(row["numbers"], row["person"]) for row in sorted(read.to_pylist(), key=lambda row: row["row"])]
assert others == [(None, None), ([], {"id": None})], others
PYTHON
environment/bin/python write.py

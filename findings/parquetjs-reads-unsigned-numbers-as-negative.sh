#!/usr/bin/env bash
# parquetjs reads the upper half of unsigned numbers as negative ones: 4000000000 is -294967296.
#
# This is so for UINT_32 and UINT_64, which DuckDB, polars and pyarrow write for counts, hashes and IDs of
# such types, although the file states the type and `reader.schema` shows it. Smaller unsigned types are
# right. hyparquet reads all of them; so does parquetjs if they were cast to int64 or text before.
#
# Seen with @dsnp/parquetjs 1.8.8, hyparquet 1.33.0 and pyarrow 26.0.1. Needs npm with Node 20, python3 with
# venv, and their package indexes. Fails if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts @dsnp/parquetjs@1.8.8 hyparquet@1.33.0
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check --only-binary :all: pyarrow==26.0.1

environment/bin/python - <<'PYTHON'
import pyarrow
import pyarrow.parquet

types = pyarrow.uint8(), pyarrow.uint16(), pyarrow.uint32(), pyarrow.uint64(), pyarrow.int64()
values = 200, 60_000, 4_000_000_000, 10_000_000_000_000_000_000, 4_000_000_000
columns = {f"{type}": pyarrow.array([value], type) for type, value in zip(types, values)}
pyarrow.parquet.write_table(pyarrow.table(columns), "numbers.parquet")
PYTHON
cat > read.js <<'JAVASCRIPT'
import parquet from "@dsnp/parquetjs";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";

const show = (name, row) => {
  const values = Object.entries(row).map(([key, value]) => `${key} ${value}`);
  console.log(`${name}: ${values.join(", ")}`);
};
const reader = await parquet.ParquetReader.openFile("numbers.parquet");
const { fields } = reader.schema;
console.log(`schema: ${Object.values(fields).map((field) => field.originalType ?? field.primitiveType).join(", ")}`);
show("parquetjs", await reader.getCursor().next());
await reader.close();
const [row] = await parquetReadObjects({ file: await asyncBufferFromFile("numbers.parquet") });
show("hyparquet", row);
JAVASCRIPT
seen=$(node read.js)
expected='schema: UINT_8, UINT_16, UINT_32, UINT_64, INT64
parquetjs: uint8 200, uint16 60000, uint32 -294967296, uint64 -8446744073709551616, int64 4000000000
hyparquet: uint8 200, uint16 60000, uint32 4000000000, uint64 10000000000000000000, int64 4000000000'
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'parquetjs behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

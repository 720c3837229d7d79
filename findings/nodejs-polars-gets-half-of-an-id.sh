#!/usr/bin/env bash
# nodejs-polars gets an integer of a series without its upper 32 bits: 4531042877 is 236075581.
#
# `series.get(row)` and `series[row]` do so for Int64, the type of each integer of a CSV, NDJSON or Parquet
# file, so any ID above 4,294,967,295 is another one. `toArray()`, `getIndex(row)`, `toRecords()` and `max()`
# are right. The other way around, a BigInt loses its sign, in a series and in a filter, which then finds
# the row of 5 for -5n, and with the type Int64 it is null. A plain number is right.
#
# Seen with nodejs-polars 0.26.1. Needs Linux on x86-64, npm with Node 20, and its package index. Fails if it
# behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts nodejs-polars@0.26.1 \
    nodejs-polars-linux-x64-gnu@0.26.1

cat > get.js <<'JAVASCRIPT'
import pl from "nodejs-polars";

const read = (...ids) => pl.readCSV(Buffer.from(`id\n${ids.join("\n")}\n`));
const rows = read(4531042877, 7);
const ids = rows.getColumn("id");
console.log(`get: ${ids.get(0)}, ${ids.get(1)}`);
console.log(`index: ${ids[0]}, ${ids[1]}`);
console.log(`getIndex: ${ids.getIndex(0)}, ${ids.getIndex(1)}`);
console.log(`toArray: ${ids.toArray()}, max: ${ids.max()}, toRecords: ${JSON.stringify(rows.toRecords())}`);
const balances = read(-5, 5);
console.log(`BigInt: ${pl.Series("id", [-5n, 5n]).toArray()}`);
console.log(`BigInt as Int64: ${JSON.stringify(pl.Series("id", [4531042877n, 5n], pl.Int64).toArray())}`);
console.log(`rows of -5n: ${balances.filter(pl.col("id").eq(pl.lit(-5n))).getColumn("id").toArray()}`);
console.log(`rows of -5: ${balances.filter(pl.col("id").eq(-5)).getColumn("id").toArray()}`);
JAVASCRIPT
seen=$(node get.js)
expected='get: 236075581, 7
index: 236075581, 7
getIndex: 4531042877, 7
toArray: 4531042877,7, max: 4531042877, toRecords: [{"id":4531042877},{"id":7}]
BigInt: 5,5
BigInt as Int64: [null,null]
rows of -5n: 5
rows of -5: -5'
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'nodejs-polars behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

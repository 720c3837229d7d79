#!/usr/bin/env bash
# nodejs-polars makes "[object Object]" of a list of objects, and "a,b" of a list of texts.
#
# This is so where rows are given as objects, to DataFrame and to readRecords, of which one has an empty list
# and another one null. Of a row alone, the list of texts stays a list, and each object of a list is null.
# Nothing says so. The same rows as JSON text (`readJSON`) are right.
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

cat > convert.js <<'JAVASCRIPT'
import pl from "nodejs-polars";

const show = (name, table) => console.log(`${name}: ${JSON.stringify(table.toRecords())}`);
const rows = [
  { tags: ["a", "b"], customers: [{ id: 1 }] },
  { tags: [], customers: [] },
  { tags: null, customers: null },
];
show("DataFrame", pl.DataFrame(rows));
show("readRecords", pl.readRecords(rows));
show("first row alone", pl.DataFrame(rows.slice(0, 1)));
show("readJSON", pl.readJSON(Buffer.from(JSON.stringify(rows))));
JAVASCRIPT
seen=$(node convert.js)
expected='DataFrame: [{"tags":"a,b","customers":"[object Object]"},{"tags":"","customers":""},{"tags":null,"customers":null}]
readRecords: [{"tags":"a,b","customers":"[object Object]"},{"tags":"","customers":""},{"tags":null,"customers":null}]
first row alone: [{"tags":["a","b"],"customers":[null]}]
readJSON: [{"tags":["a","b"],"customers":[{"id":1}]},{"tags":[],"customers":[]},{"tags":null,"customers":null}]'
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'nodejs-polars behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

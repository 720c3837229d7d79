#!/usr/bin/env bash
# apache-arrow for JavaScript leaves out a key of an object that is null, or not there, in the first row.
#
# tableFromJSON takes the type of a nested object from the first row that has one. What is null or missing
# in it is no field of the type, so the values of all other rows are dropped without a word, also in a list
# of objects. With a stated type, they are there. Keys of the row itself are kept, but a text that is
# missing there becomes an empty one, so it needs to be null.
#
# Seen with apache-arrow 21.2.0. Needs npm with Node 20 and its package index. Fails if it behaves
# otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts apache-arrow@21.2.0

cat > convert.js <<'JAVASCRIPT'
import { Field, Float64, Struct, Table, Utf8, tableFromJSON, vectorFromArray } from "apache-arrow";

const show = (name, table) => {
  const rows = table.toArray().map((row) => row.toJSON());
  console.log(`${name}: ${JSON.stringify(rows)}`);
};
const ann = { id: 1, phone: null };
const bo = { id: 2, phone: "555-0100" };
show("null", tableFromJSON([{ customer: ann }, { customer: bo }]));
show("missing", tableFromJSON([{ customer: { id: 1 } }, { customer: bo }]));
show("list", tableFromJSON([{ customers: [ann] }, { customers: [bo] }]));
show("the other way around", tableFromJSON([{ customer: bo }, { customer: ann }]));
show("key of the row", tableFromJSON([ann, bo]));
show("missing key of the row", tableFromJSON([{ id: 1 }, bo, { id: 3, phone: "" }]));
const type = new Struct([new Field("id", new Float64(), true), new Field("phone", new Utf8(), true)]);
show("stated type", new Table({ customer: vectorFromArray([ann, bo], type) }));
JAVASCRIPT
seen=$(node convert.js)
expected='null: [{"customer":{"id":1}},{"customer":{"id":2}}]
missing: [{"customer":{"id":1}},{"customer":{"id":2}}]
list: [{"customers":[{"id":1}]},{"customers":[{"id":2}]}]
the other way around: [{"customer":{"id":2,"phone":"555-0100"}},{"customer":{"id":1,"phone":null}}]
key of the row: [{"id":1,"phone":null},{"id":2,"phone":"555-0100"}]
missing key of the row: [{"id":1,"phone":""},{"id":2,"phone":"555-0100"},{"id":3,"phone":""}]
stated type: [{"customer":{"id":1,"phone":null}},{"customer":{"id":2,"phone":"555-0100"}}]'
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'apache-arrow behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

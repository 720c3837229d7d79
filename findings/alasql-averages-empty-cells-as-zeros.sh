#!/usr/bin/env bash
# AlaSQL counts the empty cells of a CSV file, so an average is too low and an empty time is a short one.
#
# An empty cell is an empty text in a column of numbers, not NULL. COUNT(seconds) and AVG(seconds) count
# it, and it is compared as 0, so `seconds < 15` finds it: of the times 10 and 20 and two missing
# ones, the average is 7.5 in place of 15. `WHERE seconds IS NULL` finds nothing. MIN and MAX leave it
# out. With `WHERE seconds <> ''`, or from objects with null, all is right.
#
# Seen with alasql 4.19.1. Needs npm with Node 20 and its package index. Fails if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts alasql@4.19.1

printf 'id,seconds\n1,10\n2,\n3,20\n4,\n' > rows.csv
cat > ask.js <<'JAVASCRIPT'
import alasql from "alasql";

const figures = "COUNT(seconds) AS n, AVG(seconds) AS mean, MIN(seconds) AS least, SUM(seconds) AS together";
const csv = 'CSV("rows.csv", {headers: true})';
const rows = [10, null, 20, null].map((seconds, index) => ({ id: index + 1, seconds }));
for (const [name, query] of [
  ["cells", `SELECT * FROM ${csv}`],
  ["figures", `SELECT ${figures} FROM ${csv}`],
  ["below 15", `SELECT id FROM ${csv} WHERE seconds < 15`],
  ["null", `SELECT id FROM ${csv} WHERE seconds IS NULL`],
  ["figures without empty text", `SELECT ${figures} FROM ${csv} WHERE seconds <> ''`],
]) {
  console.log(`${name}: ${JSON.stringify(await alasql.promise(query))}`);
}
console.log(`figures of objects: ${JSON.stringify(alasql(`SELECT ${figures} FROM ?`, [rows]))}`);
JAVASCRIPT
seen=$(node ask.js)
expected='cells: [{"id":1,"seconds":10},{"id":2,"seconds":""},{"id":3,"seconds":20},{"id":4,"seconds":""}]
figures: [{"n":4,"mean":7.5,"least":10,"together":30}]
below 15: [{"id":1},{"id":2},{"id":4}]
null: []
figures without empty text: [{"n":2,"mean":15,"least":10,"together":30}]
figures of objects: [{"n":2,"mean":15,"least":10,"together":30}]'
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'AlaSQL behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

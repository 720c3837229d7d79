#!/usr/bin/env bash
# Vega makes instants of names that end in a number: Team 1 is January 2001, and Team 2 is February.
#
# With `parse: "auto"`, a column is one of dates if JavaScript's Date.parse takes each of its texts. V8's
# takes no notice of a word before a number, and takes the number for a month or a year. So names of teams,
# mailboxes or rooms become milliseconds, and two names can be the same instant, such as Team 1 and Inbox 1.
# The type depends on the data: one "Team 13" makes the whole column text. With a stated type for the
# column (`parse: {name: "string"}`), it is text always.
#
# Seen with vega-loader 5.1.3 and Node 20 (V8 11.3). Needs npm with Node 20 and its package index. Fails if
# it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts vega-loader@5.1.3

cat > load.js <<'JAVASCRIPT'
import { read } from "vega-loader";

const load = (names, parse = "auto") => {
  const values = read(`name\n${names.join("\n")}\n`, { type: "csv", parse }).map(({ name }) => name);
  return values.map((value) => (typeof value === "number" ? new Date(value).toISOString().slice(0, 10) : value));
};
for (const names of [
  ["Team 1", "Team 2"],
  ["Team 1", "Inbox 1"],
  ["Team 1", "Team 13"],
  ["Tier-1", "Tier-2"],
  ["Room 101", "Room 102"],
  ["Team A", "Team B"],
]) {
  console.log(`${names.join(", ")}: ${load(names).join(", ")}`);
}
console.log(`stated type: ${load(["Team 1", "Team 2"], { name: "string" }).join(", ")}`);
JAVASCRIPT
seen=$(TZ=UTC node load.js)
expected='Team 1, Team 2: 2001-01-01, 2001-02-01
Team 1, Inbox 1: 2001-01-01, 2001-01-01
Team 1, Team 13: Team 1, Team 13
Tier-1, Tier-2: 2001-01-01, 2001-02-01
Room 101, Room 102: 0101-01-01, 0102-01-01
Team A, Team B: Team A, Team B
stated type: Team 1, Team 2'
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'vega-loader behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

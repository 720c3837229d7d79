#!/usr/bin/env bash
# swagger-client leaves out a parameter whose value is a Date, also a required one.
#
# A Date is taken for an object, and objects are written as their own keys, of which a Date has none. So
# `since` with `format: date-time` is missing from the address, or empty with `explode: false` and in a
# header. In a list, the instant has the quotes of JSON. Whether a required parameter is there is checked
# before, so nothing complains, and a service for which `since` is optional answers with the rows of all
# time. As a text (`toISOString()`), an instant arrives everywhere.
#
# Seen with swagger-client 3.37.3. Needs npm with Node 20 and its package index. Fails if it behaves
# otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts swagger-client@3.37.3

cat > call.js <<'JAVASCRIPT'
import SwaggerClient from "swagger-client";

const instant = { type: "string", format: "date-time" };
const list = { type: "array", items: instant };
const spec = {
  openapi: "3.0.3",
  info: { title: "Rows", version: "1" },
  servers: [{ url: "https://example.com" }],
  paths: {
    "/rows": {
      get: {
        operationId: "rows",
        parameters: [
          { name: "since", in: "query", required: true, schema: instant },
          { name: "until", in: "query", explode: false, schema: instant },
          { name: "days", in: "query", schema: list },
          { name: "X-Since", in: "header", schema: instant },
        ],
        responses: { 204: { description: "Nothing." } },
      },
    },
  },
};
const client = await new SwaggerClient({ spec });
const date = new Date("2019-05-02T12:00:00Z");
const ask = (parameters) => {
  const { spec } = client;
  const { url, headers } = SwaggerClient.buildRequest({ spec, operationId: "rows", parameters });
  const header = headers["X-Since"];
  return decodeURIComponent(url) + (header === undefined ? "" : `, X-Since: "${header}"`);
};
for (const value of [date, date.toISOString()]) {
  const name = typeof value === "string" ? "text" : "Date";
  for (const parameters of [
    { since: value },
    { since: "x", until: value },
    { since: "x", days: [value] },
    { since: "x", "X-Since": value },
  ]) {
    console.log(`${name} for ${Object.keys(parameters).pop()}: ${ask(parameters)}`);
  }
}
try {
  ask({});
} catch (error) {
  console.log(`nothing: ${error.message}`);
}
JAVASCRIPT
seen=$(node call.js)
expected='Date for since: https://example.com/rows
Date for until: https://example.com/rows?since=x&until=
Date for days: https://example.com/rows?since=x&days="2019-05-02T12:00:00.000Z"
Date for X-Since: https://example.com/rows?since=x, X-Since: ""
text for since: https://example.com/rows?since=2019-05-02T12:00:00.000Z
text for until: https://example.com/rows?since=x&until=2019-05-02T12:00:00.000Z
text for days: https://example.com/rows?since=x&days=2019-05-02T12:00:00.000Z
text for X-Since: https://example.com/rows?since=x, X-Since: "2019-05-02T12:00:00.000Z"
nothing: Required parameter since is not provided'
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'swagger-client behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

#!/usr/bin/env bash
# openapi-client-axios writes every list of a query as `ids[]=1&ids[]=2`, whatever the document says.
#
# OpenAPI has `ids=1,2` for `style: form` with `explode: false`, `ids=1|2` for `pipeDelimited`, and
# `ids=1&ids=2` otherwise. The client knows that (`queryString` of `getRequestConfigForOperation`), but
# its calls leave lists to axios, which adds brackets to the name. Servers that ignore unknown
# parameters, as many do, then answer as if there were no filter. A text, such as "1,2", arrives as it is.
#
# Seen with openapi-client-axios 7.9.1 and axios 1.21.1. Needs npm with Node 18 and its package index.
# Fails if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund openapi-client-axios@7.9.1 axios@1.21.1

cat > call.js <<'JAVASCRIPT'
import client from "openapi-client-axios";

const styles = {
  comma: { style: "form", explode: false },
  pipe: { style: "pipeDelimited", explode: false },
  repeat: { style: "form", explode: true },
};
const ids = { name: "ids", in: "query", schema: { type: "array", items: { type: "integer" } } };
for (const [name, style] of Object.entries(styles)) {
  const definition = {
    openapi: "3.0.3",
    info: { title: "Rows", version: "1" },
    servers: [{ url: "https://example.com" }],
    paths: {
      "/rows": {
        get: {
          operationId: "getRows",
          parameters: [{ ...ids, ...style }],
          responses: { 204: { description: "Nothing." } },
        },
      },
    },
  };
  const api = new client.default({ definition });
  const rows = await api.init();
  const known = api.getRequestConfigForOperation("getRows", [{ ids: [1, 2] }]).queryString;
  console.log(`${name}, known: ${decodeURIComponent(known)}`);
  // Axios hands over the request that it would send.
  rows.defaults.adapter = async (config) => {
    console.log(`${name}, sent: ${decodeURIComponent(rows.getUri(config))}`);
    return { status: 204, config, headers: {}, data: "" };
  };
  await rows.getRows({ ids: [1, 2] });
  await rows.getRows({ ids: "1,2" });
}
JAVASCRIPT
seen=$(node call.js)
expected="comma, known: ids=1,2
comma, sent: https://example.com/rows?ids[]=1&ids[]=2
comma, sent: https://example.com/rows?ids=1,2
pipe, known: ids=1|2
pipe, sent: https://example.com/rows?ids[]=1&ids[]=2
pipe, sent: https://example.com/rows?ids=1,2
repeat, known: ids=1&ids=2
repeat, sent: https://example.com/rows?ids[]=1&ids[]=2
repeat, sent: https://example.com/rows?ids=1,2"
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'openapi-client-axios behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

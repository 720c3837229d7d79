#!/usr/bin/env bash
# openapi-backend answers 404 to every call of a document that uses what is new in OpenAPI 3.1.
#
# "OpenAPI 3.1 support" is on its list of features, and a document that only says `openapi: 3.1.0` works.
# But definitions are checked with the schema of OpenAPI 3.0, whatever their version is, so one
# `type: ["string", "null"]` is taken for a mistake. That ends the reading with a warning, and leaves a
# server that starts but has no route. With `strict: true`, it does not start. With `quick: true`, which
# is there to save time, nothing is checked: every route is there, and the type is understood.
#
# Seen with openapi-backend 5.21.2. Needs npm with Node 18 and its package index. Fails if it behaves
# otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts openapi-backend@5.21.2

cat > serve.js <<'JAVASCRIPT'
const { OpenAPIBackend } = require("openapi-backend");

const documentWith = (type) => ({
  openapi: "3.1.0",
  info: { title: "Rows", version: "1" },
  paths: {
    "/rows": {
      get: {
        operationId: "getRows",
        responses: {
          200: {
            description: "Rows.",
            content: {
              "application/json": { schema: { type: "object", properties: { name: { type } } } },
            },
          },
        },
      },
    },
  },
});

async function main() {
  let warnings = 0;
  console.warn = () => (warnings += 1);
  for (const type of ["string", ["string", "null"]]) {
    for (const options of [{}, { strict: true }, { quick: true }]) {
      warnings = 0;
      const api = new OpenAPIBackend({
        definition: documentWith(type),
        handlers: {
          getRows: () => "found",
          notFound: () => "404",
        },
        ...options,
      });
      const judged = (body) => (api.validateResponse(body, "getRows").errors ? "refused" : "taken");
      let answer;
      try {
        await api.init();
        answer = await api.handleRequest({ method: "get", path: "/rows", headers: {} });
        if (answer === "found") {
          answer += `, 1 is ${judged({ name: 1 })}, null is ${judged({ name: null })}`;
        }
      } catch (error) {
        answer = error.message.split(".")[0];
      }
      const asked = `${JSON.stringify(type)}, ${JSON.stringify(options)}`;
      console.log(`${asked}: ${answer} (${warnings > 0 ? "warns" : "silent"})`);
    }
  }
}

main();
JAVASCRIPT
seen=$(node serve.js)
expected='"string", {}: found, 1 is refused, null is refused (silent)
"string", {"strict":true}: found, 1 is refused, null is refused (silent)
"string", {"quick":true}: found, 1 is refused, null is refused (silent)
["string","null"], {}: 404 (warns)
["string","null"], {"strict":true}: Document is not valid OpenAPI (silent)
["string","null"], {"quick":true}: found, 1 is refused, null is taken (silent)'
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'openapi-backend behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

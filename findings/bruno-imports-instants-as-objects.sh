#!/usr/bin/env bash
# Bruno imports an instant of an OpenAPI document in YAML as the text `[object Object]`.
#
# js-yaml reads `example: 2019-05-02T12:00:00Z`, the usual way to write one, as a date instead of a text.
# Bruno puts that date into the request as if it were an object, with a date alone as well, and without a
# warning, so each request has to be corrected by hand. In quotes, or in JSON, the example arrives. A
# document in JSON gets there through a converter, too: openapi-format writes such texts without quotes,
# which they do not need by YAML 1.2.
#
# Seen with @usebruno/cli 4.1.0 (js-yaml 4.3.2) and openapi-format 1.33.6 (yaml 2.9.1). Needs npm with
# Node 20 and its package index. Fails if one of them behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts @usebruno/cli@4.1.0 js-yaml@4.3.2 \
    openapi-format@1.33.6 yaml@2.9.1

cat >plain.yaml <<'YAML'
openapi: 3.0.3
info: { title: Rows, version: '1' }
servers: [{ url: https://example.com }]
paths:
  /rows:
    get:
      operationId: rows
      parameters:
        - { name: start, in: query, schema: { type: string }, example: 2019-05-02T12:00:00Z }
        - { name: day, in: query, schema: { type: string }, example: 2019-05-02 }
      responses: { '204': { description: Nothing. } }
YAML
sed "s/example: \([^ ]*\)/example: '\1'/" plain.yaml >quoted.yaml
node -e 'const document = require("js-yaml").load(require("fs").readFileSync("quoted.yaml", "utf8"));
console.log(JSON.stringify(document))' >plain.json
npx openapi-format plain.json -o converted.yaml >log 2>&1 || {
    cat log >&2
    exit 1
}

seen=$(
    for document in plain.yaml quoted.yaml plain.json converted.yaml; do
        mkdir "of-$document"
        npx bru import openapi --source "$document" --output "of-$document" \
            --collection-name rows >log 2>&1 || cat log
        for name in start day; do
            value=$(grep -rhA 1 -- "- name: $name" "of-$document" | sed -n 's/ *value: //p' | tr -d '"' | sort -u)
            echo "$document, $name: $value"
        done
    done
)
expected='plain.yaml, start: [object Object]
plain.yaml, day: [object Object]
quoted.yaml, start: 2019-05-02T12:00:00Z
quoted.yaml, day: 2019-05-02
plain.json, start: 2019-05-02T12:00:00Z
plain.json, day: 2019-05-02
converted.yaml, start: [object Object]
converted.yaml, day: [object Object]'
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'One of them behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

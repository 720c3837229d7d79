#!/usr/bin/env bash
# A client for PHP looks for a class that it doesn't have, if a map of objects has a description.
#
# OpenAPI 3.1 allows a description beside `$ref`. With one in `additionalProperties`, the client has
# the type `array<string,\OpenAPIClientModelLink>` in place of `array<string,\OpenAPI\Client\Model\Link>`,
# and reading an answer with such a map fails with "Class not found". `php -l` finds nothing. Without
# the description, or in a property that is no map, the name is right.
#
# Seen with openapi-generator 7.26.0. Needs Java 11, python3 with venv, and a package index; no PHP.
# Fails if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check openapi-generator-cli==7.26.0

cat > openapi.json <<'JSON'
{"openapi": "3.1.0", "info": {"title": "Users", "version": "1"},
  "paths": {"/user": {"get": {"operationId": "getUser", "responses": {"200": {
    "description": "A user.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/User"}}}}}}}},
  "components": {"schemas": {
    "User": {"type": "object", "properties": {
      "map": {"type": "object",
        "additionalProperties": {"$ref": "#/components/schemas/Link"}},
      "map_described": {"type": "object",
        "additionalProperties": {"$ref": "#/components/schemas/Link", "description": "A link."}},
      "one_described": {"$ref": "#/components/schemas/Link", "description": "A link."}}},
    "Link": {"type": "object", "properties": {"href": {"type": "string"}}}}}}
JSON
environment/bin/openapi-generator-cli generate -g php -i openapi.json -o client > messages 2>&1 || {
    cat messages >&2
    exit 1
}

seen=$(sed -n '/\$openAPITypes = /,/\]/p' client/lib/Model/User.php | grep "=>" | sed "s/^ *//")
expected="'map' => 'array<string,\\OpenAPI\\Client\\Model\\Link>',
'map_described' => 'array<string,\\OpenAPIClientModelLink>',
'one_described' => '\\OpenAPI\\Client\\Model\\Link'"
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'openapi-generator behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

#!/usr/bin/env bash
# openapi-generator replaces an enum of the document by a type that it makes up for a property.
#
# `role` of `User` is an enum that may get further values: any of `UserRole` and `string`. The generator
# calls the type of the property `UserRole`, as the enum is called, and writes it over the enum. The
# values are gone from the client, without a warning about the name, and the exit code is 0. With
# `kind` in place of `role`, both types are there. A plain string with `examples` avoids the clash.
#
# Seen with openapi-generator 7.26.0, typescript-fetch and rust. Needs Java 11, python3 with venv, and
# a package index. Fails if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check openapi-generator-cli==7.26.0

document() {
    cat <<JSON
{"openapi": "3.0.3", "info": {"title": "Users", "version": "1"},
  "paths": {"/user": {"get": {"operationId": "getUser", "responses": {"200": {
    "description": "A user.",
    "content": {"application/json": {"schema": {"\$ref": "#/components/schemas/User"}}}}}}}},
  "components": {"schemas": {
    "User": {"type": "object", "properties": {
      "$1": {"anyOf": [{"\$ref": "#/components/schemas/UserRole"}, {"type": "string"}]}}},
    "UserRole": {"type": "string", "enum": ["owner", "admin"]}}}}
JSON
}
for property in role kind; do
    document "$property" > "$property.json"
    for language in typescript-fetch rust; do
        environment/bin/openapi-generator-cli generate -g "$language" -i "$property.json" \
            -o "$property/$language" > "$property-$language.log" 2>&1
    done
done

# Says whether the sources have the values of the enum, and whether the generator says why not.
values() {
    if grep -rqs '"owner"\|'"'owner'" "$1/$2" --include '*.ts' --include '*.rs'; then
        echo 'has its values'
    elif grep -q 'WARN.*UserRole' "$1-$2.log"; then
        echo 'is lost, with a warning'
    else
        echo 'is lost'
    fi
}
seen=$(for language in typescript-fetch rust; do
    echo "$language: beside \`role\`, the enum $(values role "$language");" \
        "beside \`kind\`, it $(values kind "$language")"
done)
expected='typescript-fetch: beside `role`, the enum is lost; beside `kind`, it has its values
rust: beside `role`, the enum is lost; beside `kind`, it has its values'
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'openapi-generator behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

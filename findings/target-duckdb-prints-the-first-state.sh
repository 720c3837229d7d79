#!/usr/bin/env bash
# Without records, target-duckdb prints the first state that it reads, and not the last.
#
# A Singer target prints the state that a tap may continue from. A tap that found nothing new has read
# on all the same, and says so with a later state. target-duckdb prints the earlier one, so the next
# run of the tap reads the same again. With a record before the last state, it prints the last one.
#
# Seen with target-duckdb 0.8.0. Needs python3 with venv, and a package index. Fails if it prints
# another state.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check target-duckdb==0.8.0

echo '{"filepath": "loaded.duckdb", "default_target_schema": "main"}' > config.json
schema='{"type": "SCHEMA", "stream": "replies", "key_properties": ["id"], "schema": {"type": "object",
  "properties": {"id": {"type": "integer"}, "text": {"type": ["null", "string"]}}}}'
state() {
    echo "{\"type\": \"STATE\", \"value\": {\"day\": $1}}"
}
messages() {
    echo "$schema" | tr -d '\n'
    echo
    state 1
    if [ "$1" = record ]; then
        echo '{"type": "RECORD", "stream": "replies", "record": {"id": 7, "text": "x"}}'
    fi
    state 2
}
printed() {
    messages "$1" | environment/bin/target-duckdb --config config.json 2>/dev/null | tail -n 1
}
without=$(printed nothing)
with=$(printed record)
echo "two states without a record: $without"
echo "two states around a record:  $with"
[ "$(echo "$without" | tr -d ' ')" = '{"day":1}' ] && [ "$(echo "$with" | tr -d ' ')" = '{"day":2}' ]

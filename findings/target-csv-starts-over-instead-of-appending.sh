#!/usr/bin/env bash
# target-csv of Meltano starts its file over on each run, also with `append_records`.
#
# The setting `overwrite_behavior` is documented with two values: `append_records`, which the text also
# calls the default, and `replace_file`. No code reads it: the file is truncated as soon as the SCHEMA
# message of its stream comes. A tap that continues from the last state sends new rows only, so each run
# loses those of all earlier ones, and a night without anything new leaves a header alone. The states are
# printed as if all were well, and without a warning, so the tap does not send the lost rows again. A
# name with the time of the run (`file_naming_scheme`) makes a file for each run and keeps the rows, and
# target-jsonl with `do_timestamp_file` off appends.
#
# Seen with meltanolabs-target-csv 0.5.0 (singer-sdk 0.54.9) and target-jsonl 0.1.4. Needs python3 with
# venv, and a package index. Fails if one of them behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv for-csv
for-csv/bin/pip install --quiet --disable-pip-version-check meltanolabs-target-csv==0.5.0 \
    singer-sdk==0.54.9
# The two targets need different versions of jsonschema.
python3 -m venv for-jsonl
for-jsonl/bin/pip install --quiet --disable-pip-version-check target-jsonl==0.1.4

# Prints what a tap sends on one night: the rows of these IDs, and the state after them.
messages() {
    local night=$1 id
    shift
    echo '{"type": "SCHEMA", "stream": "replies", "key_properties": ["id"], "schema": {"type":' \
        '"object", "properties": {"id": {"type": "integer"}, "text": {"type": "string"}}}}'
    for id in "$@"; do
        echo "{\"type\": \"RECORD\", \"stream\": \"replies\", \"record\": {\"id\": $id, \"text\": \"x\"}}"
    done
    echo "{\"type\": \"STATE\", \"value\": {\"night\": $night}}"
}
# Loads three nights, the last of them without a row, and prints which rows are there after each.
nights() {
    local name=$1 target=$2 night state
    mkdir "$name"
    echo "$3" >"$name.json"
    for night in 1 2 3; do
        case $night in
            1) messages 1 11 12 ;;
            2) messages 2 21 ;;
            3) messages 3 ;;
        esac >messages
        state=$("$target" --config "$name.json" <messages 2>log | tail -n 1) || {
            cat log >&2
            exit 1
        }
        if [ "$name" = append ] && grep -q WARNING log; then
            echo "$name, night $night: warned"
        fi
        echo "$name, after night $night:" \
            "$(cat "$name"/* | grep -oE '(^|"id": )[0-9]+' | grep -oE '[0-9]+' | paste -sd ' '), state $state"
    done
}

seen=$(
    nights append for-csv/bin/target-csv \
        '{"output_path": "append", "overwrite_behavior": "append_records"}'
    nights replace for-csv/bin/target-csv \
        '{"output_path": "replace", "overwrite_behavior": "replace_file"}'
    nights named for-csv/bin/target-csv '{"output_path": "named", "timestamp_format": "%Y%m%dT%H%M%S.%f",
        "file_naming_scheme": "{stream_name}-{timestamp}.csv"}'
    nights jsonl for-jsonl/bin/target-jsonl '{"destination_path": "jsonl", "do_timestamp_file": false}'
)
expected='append, after night 1: 11 12, state {"night": 1}
append, after night 2: 21, state {"night": 2}
append, after night 3: , state {"night": 3}
replace, after night 1: 11 12, state {"night": 1}
replace, after night 2: 21, state {"night": 2}
replace, after night 3: , state {"night": 3}
named, after night 1: 11 12, state {"night": 1}
named, after night 2: 11 12 21, state {"night": 2}
named, after night 3: 11 12 21, state {"night": 3}
jsonl, after night 1: 11 12, state {"night": 1}
jsonl, after night 2: 11 12 21, state {"night": 2}
jsonl, after night 3: 11 12 21, state {"night": 3}'
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'One of the targets behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

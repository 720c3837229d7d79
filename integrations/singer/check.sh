#!/usr/bin/env bash
# Loads pulls of a sandbox with target-jsonl and target-duckdb, each in a virtual environment of its own,
# and with the project of Meltano in the folder `meltano`.
#
#     integrations/singer/check.sh [path of helpscout]
#
# Needs Python 3.10 or later with venv, and a package index. The program defaults to the debug build of
# this repository. Set PYTHON_ENVIRONMENT to a folder to keep the packages there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "${1:-$here/../../target/debug/helpscout}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
environment=${PYTHON_ENVIRONMENT:-$folder}

for name in jsonl duckdb meltano; do
    if ! [[ -x $environment/$name/bin/python ]]; then
        python3 -m venv "$environment/$name"
    fi
    "$environment/$name/bin/pip" install --quiet --disable-pip-version-check \
        --requirement "$here/requirements-$name.txt"
done

fail() {
    echo "$1" >&2
    exit 1
}

asked=(user-conversation-history --users 447723,452118 --since 2019-05-01 --sandbox --quiet)

# Loads the days before a date, and continues from the states that the target has printed before.
load() {
    "$program" pull "${asked[@]}" --until "$2" --format singer --bookmarks "$folder/$1.states" |
        "$environment/$1/bin/target-$1" --config "$folder/$1.json" >>"$folder/$1.states" 2>"$folder/log" ||
        fail "target-$1 failed: $(tail -5 "$folder/log")"
}

count() {
    case $1 in
    jsonl) wc -l <"$folder/user_conversation_history.jsonl" ;;
    duckdb)
        "$environment/duckdb/bin/python" -c 'import duckdb, sys
rows = duckdb.connect(sys.argv[1]).sql("SELECT count(*) FROM user_conversation_history")
print(rows.fetchall()[0][0])' "$folder/support.duckdb"
        ;;
    esac
}

echo "{\"destination_path\": \"$folder\", \"do_timestamp_file\": false}" >"$folder/jsonl.json"
echo "{\"filepath\": \"$folder/support.duckdb\", \"default_target_schema\": \"main\"}" >"$folder/duckdb.json"

for target in jsonl duckdb; do
    for until in 2019-05-08 2019-05-15 2019-05-15; do
        load $target $until
        expected=$("$program" pull "${asked[@]}" --until $until --to - | wc -l)
        found=$(count $target)
        [[ $found -eq $expected ]] || fail "target-$target has $found rows instead of $expected"
        echo "target-$target, before $until: $((found)) rows, as many as helpscout prints"
    done
done

# Meltano keeps the states itself. Its loader is the target-jsonl from above, which needs no server.
cp -R "$here/meltano" "$folder/project"
mkdir "$folder/bin" "$folder/loaded"
ln -s "$program" "$folder/bin/helpscout"
cat >>"$folder/project/meltano.yml" <<YAML
    - name: target-jsonl
      namespace: target_jsonl
      executable: $environment/jsonl/bin/target-jsonl
      config:
        destination_path: $folder/loaded
        do_timestamp_file: false
YAML
export MELTANO_SEND_ANONYMOUS_USAGE_STATS=false PATH="$folder/bin:$PATH"
for until in 2019-05-08 2019-05-15 2019-05-15; do
    (cd "$folder/project" && TAP_HELPSCOUT_PULL="${asked[*]} --until $until" \
        "$environment/meltano/bin/meltano" run tap-helpscout target-jsonl) >"$folder/log" 2>&1 ||
        fail "meltano failed: $(tail -5 "$folder/log")"
    expected=$("$program" pull "${asked[@]}" --until $until --to - | wc -l)
    found=$(wc -l <"$folder/loaded/user_conversation_history.jsonl")
    [[ $found -eq $expected ]] || fail "Meltano loaded $found rows instead of $expected"
    echo "Meltano, before $until: $((found)) rows, as many as helpscout prints"
done

#!/usr/bin/env bash
# VisiData saves an instant as a date: the time of day is gone, also from Parquet to Parquet.
#
# VisiData has one type for dates and instants. A column that a Parquet file declares as a timestamp
# becomes `date32` in Parquet and a text such as `2019-05-02` in JSON lines and CSV, without a warning and
# with exit code 0. In CSV, a double has two decimals, as on the screen: 0.004 seconds are 0.00. Response
# times that are calculated from such instants are whole days. `--disp-date-fmt` and `--disp-float-fmt`,
# which are named after the display, also decide what is saved as text, but Parquet has dates all the
# same. An NDJSON file declares no types, so its columns keep everything in CSV, and pyarrow and DuckDB
# convert without a loss.
#
# Seen with visidata 3.4 and pyarrow 26.0.1. Needs python3 with venv, and a package index. Fails if it
# behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export HOME=$folder
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check --only-binary :all: pyarrow==26.0.1
environment/bin/pip install --quiet --disable-pip-version-check visidata==3.4

environment/bin/python - <<'PYTHON'
import datetime

import pyarrow
import pyarrow.parquet

table = pyarrow.table(
    {
        "at": pyarrow.array(
            [datetime.datetime(2019, 5, 2, hour, 30, tzinfo=datetime.timezone.utc) for hour in (8, 21)],
            pyarrow.timestamp("us", "UTC"),
        ),
        "seconds": [12.3456, 0.004],
    }
)
pyarrow.parquet.write_table(table, "rows.parquet")
PYTHON
printf '%s\n' '{"at": "2019-05-02T08:30:00Z", "seconds": 12.3456}' \
    '{"at": "2019-05-02T21:30:00Z", "seconds": 0.004}' >rows.jsonl

# Converts a file: source, result, options.
convert() {
    local from=$1 to=$2
    shift 2
    environment/bin/vd --batch "$@" --output "$to" "$from" </dev/null >messages 2>&1 || {
        cat messages >&2
        exit 1
    }
}
formats=(--disp-date-fmt='%Y-%m-%dT%H:%M:%SZ' --disp-float-fmt='{}')
for result in parquet jsonl csv; do
    convert rows.parquet "plain.$result"
    convert rows.parquet "formats.$result" "${formats[@]}"
done
convert rows.jsonl text.csv

seen=$(
    for name in rows plain formats; do
        environment/bin/python - "$name.parquet" <<'PYTHON'
import sys

import pyarrow.parquet

table = pyarrow.parquet.read_table(sys.argv[1])
print(sys.argv[1], table.schema.field("at").type, *table["at"].to_pylist(), *table["seconds"].to_pylist())
PYTHON
    done
    for file in plain.jsonl plain.csv formats.jsonl formats.csv text.csv; do
        echo "$file"
        sed 's/^/  /' "$file" | tr -d '\r'
    done
)
expected='rows.parquet timestamp[us, tz=UTC] 2019-05-02 08:30:00+00:00 2019-05-02 21:30:00+00:00 12.3456 0.004
plain.parquet date32[day] 2019-05-02 2019-05-02 12.3456 0.004
formats.parquet date32[day] 2019-05-02 2019-05-02 12.3456 0.004
plain.jsonl
  {"at": "2019-05-02", "seconds": 12.3456}
  {"at": "2019-05-02", "seconds": 0.004}
plain.csv
  at,seconds
  2019-05-02,12.35
  2019-05-02,0.00
formats.jsonl
  {"at": "2019-05-02T08:30:00Z", "seconds": 12.3456}
  {"at": "2019-05-02T21:30:00Z", "seconds": 0.004}
formats.csv
  at,seconds
  2019-05-02T08:30:00Z,12.3456
  2019-05-02T21:30:00Z,0.004
text.csv
  at,seconds
  2019-05-02T08:30:00Z,12.3456
  2019-05-02T21:30:00Z,0.004'
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'VisiData behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

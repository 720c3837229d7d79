#!/usr/bin/env bash
# Whether polars can scan two NDJSON files together depends on their order.
#
# `polars.scan_ndjson([a, b])` takes the types of the first file alone. A file whose values of a key
# are all null, or an empty file, works as the second one and is refused as the first one. Reading
# the files one by one and `polars.concat(…, how="vertical_relaxed")` works in any order, except
# that an empty file is always refused. `polars.scan_csv`, in contrast, takes the types of all files.
#
# Seen with polars 2.1.0. Needs python3 with venv, and a package index. Fails if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check --only-binary :all: polars==2.1.0

printf '{"id":1,"seconds":12.5}\n' > full.ndjson
printf '{"id":2,"seconds":null}\n' > null.ndjson
printf '' > empty.ndjson

cat > read.py <<'PYTHON'
import polars


def outcome(read):
    try:
        return str(read().schema["seconds"])
    except polars.exceptions.ComputeError as error:
        return f"refused: {error}"


def concatenated(paths):
    return polars.concat([polars.read_ndjson(path) for path in paths], how="vertical_relaxed")


for other in "null.ndjson", "empty.ndjson":
    for pair in ["full.ndjson", other], [other, "full.ndjson"]:
        print(*pair)
        print("  scan_ndjson:", outcome(lambda: polars.scan_ndjson(pair).collect()))
        print("  concat:", outcome(lambda: concatenated(pair)))
PYTHON

expected='full.ndjson null.ndjson
  scan_ndjson: Float64
  concat: Float64
null.ndjson full.ndjson
  scan_ndjson: refused: got non-null value for NULL-typed column: 12.5
  concat: Float64
full.ndjson empty.ndjson
  scan_ndjson: Float64
  concat: refused: Cannot infer NDJSON types on empty reader because empty string is not a valid JSON value
empty.ndjson full.ndjson
  scan_ndjson: refused: Cannot infer NDJSON types on empty reader because empty string is not a valid JSON value
  concat: refused: Cannot infer NDJSON types on empty reader because empty string is not a valid JSON value'

seen=$(environment/bin/python read.py)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'polars behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

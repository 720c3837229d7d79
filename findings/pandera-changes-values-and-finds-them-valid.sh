#!/usr/bin/env bash
# pandera makes 12 of 12.5 and True of the text "false" with `coerce=True`, and finds the result valid.
#
# The values are cast before they are checked, and the cast is that of pandas or polars: `int` cuts off the
# fraction, in polars too, and `bool` asks whether a text is empty. So the checks see only what fits, and
# the table that comes back is another one. The text "12.5" is refused, and so is 12.5 for `Int64`, the
# integers of pandas that may be missing. The remedies are `Int64`, a check of the values before they are
# cast, or no `coerce`.
#
# Seen with pandera 0.35.0, pandas 3.1.1 and polars 2.1.0. Needs python3 with venv, and a package index.
# Fails if they behave otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check \
    'pandera[pandas,polars]==0.35.0' pandas==3.1.1 polars==2.1.0 pyarrow==26.0.1

cat > validate.py <<'PYTHON'
import pandas
import pandera.pandas
import pandera.polars
import polars

TABLES = {"pandas": pandas.DataFrame, "polars": polars.DataFrame}


def validate(library, values, dtype):
    kit = getattr(pandera, library)
    column = kit.Column(dtype, coerce=True)
    table = TABLES[library]({"value": values})
    try:
        result = kit.DataFrameSchema({"value": column}).validate(table)["value"].to_list()
    except (pandera.errors.SchemaError, pandera.errors.SchemaErrors):
        result = "refused"
    print(f"{library}, {getattr(dtype, '__name__', dtype)}: {values} is {result}")


validate("pandas", [100.0, 12.5], int)
validate("polars", [100.0, 12.5], polars.Int64)
validate("pandas", [100.0, 12.5], "Int64")
validate("pandas", ["100.0", "12.5"], int)
validate("pandas", ["true", "false"], bool)
validate("pandas", [0.5, 0.0], bool)
validate("polars", [0.5, 0.0], polars.Boolean)
validate("polars", ["true", "false"], polars.Boolean)
PYTHON

expected=$(cat <<'TEXT'
pandas, int: [100.0, 12.5] is [100, 12]
polars, Int64: [100.0, 12.5] is [100, 12]
pandas, Int64: [100.0, 12.5] is refused
pandas, int: ['100.0', '12.5'] is refused
pandas, bool: ['true', 'false'] is [True, True]
pandas, bool: [0.5, 0.0] is [True, False]
polars, Boolean: [0.5, 0.0] is [True, False]
polars, Boolean: ['true', 'false'] is refused
TEXT
)

seen=$(environment/bin/python validate.py)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'pandera behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

#!/usr/bin/env bash
# ibis shows an instant in the zone that it is cast to, and takes its date in UTC.
#
# 22:30 UTC on May 6 is 00:30 on May 7 in Berlin, and that is what `cast("timestamp('Europe/Berlin')")`
# shows. DuckDB has no zone in the type, so ibis writes `CAST(… AS TIMESTAMPTZ)` and drops the zone: `date`,
# `truncate`, `strftime` and `day_of_week` answer in UTC, without a warning, while `hour` and `day` are
# refused. On polars, `day` is 7 and `date` is May 6 of one and the same value. A group by the local day is
# thus one by the day of UTC. The remedies on DuckDB are its own function `timezone`, declared with
# `ibis.udf.scalar.builtin`, and `SET TimeZone`.
#
# Seen with ibis-framework 12.0.0, DuckDB 2.0.1 and polars 2.1.0. Needs python3 with venv, and a package
# index. Fails if they behave otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check \
    'ibis-framework[duckdb,polars]==12.0.0' duckdb==2.0.1 polars==2.1.0 pyarrow==26.0.1 sqlglot==30.30.0

cat > ask.py <<'PYTHON'
from datetime import datetime, timezone as zones

import ibis
import pyarrow
import pyarrow.parquet

instant = pyarrow.array([datetime(2019, 5, 6, 22, 30, tzinfo=zones.utc)], pyarrow.timestamp("us", "UTC"))
pyarrow.parquet.write_table(pyarrow.table({"sent": instant}), "rows.parquet")


@ibis.udf.scalar.builtin(signature=(("string", "timestamp('UTC')"), "timestamp"))
def timezone(zone, instant): ...


def show(backend, name, rows, column):
    try:
        print(f"{backend}, {name}: {rows.select(result=column).to_pyarrow()['result'][0]}")
    except ibis.common.exceptions.UnsupportedOperationError:
        print(f"{backend}, {name}: refused")


for backend in "duckdb", "polars":
    connection = getattr(ibis, backend).connect()
    rows = connection.read_parquet("rows.parquet")
    local = rows.sent.cast("timestamp('Europe/Berlin')")
    for name, column in {
        "value": local,
        "hour": local.hour(),
        "day": local.day(),
        "date": local.date(),
        "truncate": local.truncate("D"),
        "day_of_week": local.day_of_week.full_name(),
        "strftime": local.strftime("%Y-%m-%d %H:%M"),
    }.items():
        show(backend, name, rows, column)
    if backend == "duckdb":
        show(backend, "date of timezone(…)", rows, timezone("Europe/Berlin", rows.sent).date())
        connection.raw_sql("SET TimeZone = 'Europe/Berlin'")
        show(backend, "date after SET TimeZone", rows, rows.sent.date())
PYTHON

expected='duckdb, value: 2019-05-07 00:30:00+02:00
duckdb, hour: refused
duckdb, day: refused
duckdb, date: 2019-05-06
duckdb, truncate: 2019-05-06 00:00:00
duckdb, day_of_week: Monday
duckdb, strftime: 2019-05-06 22:30
duckdb, date of timezone(…): 2019-05-07
duckdb, date after SET TimeZone: 2019-05-07
polars, value: 2019-05-07 00:30:00+02:00
polars, hour: 0
polars, day: 7
polars, date: 2019-05-06
polars, truncate: 2019-05-06 22:00:00
polars, day_of_week: Tuesday
polars, strftime: 2019-05-07 00:30'

seen=$(environment/bin/python ask.py)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'ibis behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

"""A dlt resource over `helpscout pull`: the rows of a report, window by window.

    pipeline = dlt.pipeline("support", destination="duckdb", dataset_name="support")
    pipeline.run(helpscout_dlt.report("user-conversation-history", since="2019-01-01", users="all"))

Credentials come from the environment: `HELPSCOUT_APP_ID` and `HELPSCOUT_APP_SECRET`, or
`HELPSCOUT_ACCESS_TOKEN`.
"""

import datetime
import json
import subprocess
import tempfile

import dlt

# The types of dlt for those of JSON Schema. A list becomes a table of its own.
TYPES = {"integer": "bigint", "number": "double", "boolean": "bool", "string": "text"}
FORMATS = {"date-time": "timestamp", "date": "date"}


def report(name, since, until=None, users=None, again_days=14, window="day", program="helpscout", options=()):
    """Returns the resource of a report with windows, such as `user-conversation-history`.

    `since` is the first day, and `until` the day after the last one: today in UTC by default. A later run
    starts where the last one ended, less `again_days`, as times until resolution still change. Rows of a
    window replace those that the table has of it. `options` are others of `helpscout pull`.
    """
    described = _output(program, "describe", name, "--schema", "json", "--pull")
    properties = json.loads(described)["properties"]
    keys = [key for key in ("accountId", "userId", "windowStart") if key in properties]

    @dlt.resource(
        name=name.replace("-", "_"), write_disposition="merge", merge_key=keys, columns=_columns(properties)
    )
    def rows():
        state = dlt.current.resource_state()
        first = datetime.date.fromisoformat(since)
        if "until" in state:
            again = datetime.date.fromisoformat(state["until"]) - datetime.timedelta(days=again_days)
            first = max(first, _first(window, again))
        last = until or datetime.datetime.now(datetime.timezone.utc).date().isoformat()
        if first.isoformat() < last:
            asked = [f"--since={first}", f"--until={last}", f"--window={window}", *options]
            if users:
                asked.append(f"--users={users}")
            yield from _rows(program, "pull", name, *asked, "--to=-", "--format=ndjson")
        # dlt stores the state with the rows, or neither.
        state["until"] = max(last, state.get("until", last))

    return rows


def _first(window, day):
    """Returns the first day of the window of a day."""
    if window == "month":
        return day.replace(day=1)
    return day - datetime.timedelta(days=day.weekday() if window == "week" else 0)


def _columns(properties):
    """Returns the types of the columns, so that whole seconds in the first rows are no integers."""
    columns = {}
    for key, schema in properties.items():
        types = schema.get("type", [])
        types = [types] if isinstance(types, str) else types
        of_column = [TYPES[name] for name in types if name in TYPES]
        if of_column:
            columns[key] = {"data_type": FORMATS.get(schema.get("format"), of_column[0])}
    return columns


def _rows(*command):
    """Yields the rows that the program prints, which are all of them or none."""
    with tempfile.TemporaryFile("w+") as errors:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as process:
            yield from map(json.loads, process.stdout)
        if process.returncode != 0:
            errors.seek(0)
            raise RuntimeError(f"helpscout ended with exit code {process.returncode}: {errors.read().strip()}")


def _output(*command):
    ran = subprocess.run(command, capture_output=True, text=True)
    if ran.returncode != 0:
        raise RuntimeError(f"helpscout ended with exit code {ran.returncode}: {ran.stderr.strip()}")
    return ran.stdout

"""Loads a history of a sandbox with dlt into DuckDB, and compares the tables with the program's own rows.

Run it with ../check.sh, which installs the packages. It prints what it sees, and fails if rows are missing,
doubled or different.
"""

import math
import os
import pathlib
import sys
import tempfile

import dlt
import duckdb
import helpscout_dlt
from program import REPORT, pulled, sandbox, summary

USERS = "447723,452118"
SINCE = "2019-05-01"
# The columns of numbers in the table, and in rows.
COLUMNS = {
    "number": "number",
    "response_time": "responseTime",
    "first_response_time": "firstResponseTime",
    "resolve_time": "resolveTime",
    "replies_sent": "repliesSent",
    "avg_handle_time": "avgHandleTime",
    "id": "id",
}
SECONDS = ("response_time", "first_response_time", "resolve_time", "avg_handle_time")


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        database = folder / "warehouse.duckdb"
        pipeline = dlt.pipeline(
            "support",
            pipelines_dir=str(folder / "pipelines"),
            destination=dlt.destinations.duckdb(str(database)),
            dataset_name="support",
        )

        def load(what, until, **arguments):
            history = helpscout_dlt.report(
                REPORT, since=SINCE, until=until, users=USERS, program=program, **arguments
            )
            pipeline.run(history)
            found, expected = in_database(database), printed(program, until)
            assert found == expected, f"{what}: expected {expected}, found {found}"
            print(f"{what}: {found['rows']} rows, {found['customers']} customers")

        with sandbox(program):
            load("a week", "2019-05-08")
            load("the same once more", "2019-05-08")
            load("three more days", "2019-05-11", again_days=3)

        # The sandbox repeats each row, so all windows differ.
        with sandbox(program, "--rows-factor", "2"):
            load("all windows changed", "2019-05-11", again_days=30)

        with sandbox(program, "--plan", "standard"):
            try:
                load("a plan without reports", "2019-05-12")
            except Exception as error:
                assert "exit code 3" in str(error), error
            else:
                raise AssertionError("a refused pull was loaded")
        print("a plan without reports: refused, and nothing was loaded")


def printed(program, until):
    """Returns the figures of what the program prints."""
    rows = pulled(program, REPORT, f"--users={USERS}", f"--since={SINCE}", f"--until={until}")
    return {"customers": sum(len(row["customers"]) for row in rows), **renamed(summary(rows))}


def renamed(figures):
    """Returns the figures with the names of the columns of the table."""
    return {"rows": figures["rows"], **{column: figures[name] for column, name in COLUMNS.items()}}


def in_database(path):
    with duckdb.connect(str(path), read_only=True) as database:
        table = "support.user_conversation_history"
        types = {name: kind for name, kind, *_ in database.sql(f"DESCRIBE {table}").fetchall()}
        assert all(types[name] == "DOUBLE" for name in SECONDS), types
        ((rows,),) = database.sql(f"SELECT count(*) FROM {table}").fetchall()
        ((customers,),) = database.sql(f"SELECT count(*) FROM {table}__customers").fetchall()
        columns = {name: database.sql(f"SELECT {name} FROM {table}").fetchall() for name in COLUMNS}
    sums = {name: math.fsum(value or 0 for (value,) in values) for name, values in columns.items()}
    return {"rows": rows, "customers": customers, **sums}


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]))

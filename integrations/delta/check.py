"""Loads pulls of a sandbox into a Delta table, and compares the table with the program's own rows.

Run it with check.sh, which installs the packages. It prints what it sees, and fails if rows are missing,
doubled or different.
"""

import contextlib
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile

import load
from deltalake import DeltaTable

REPORT = "user-conversation-history"
ASKED = ["--users=447723,452118", "--since=2019-05-01", "--window=day"]
NUMBERS = ("number", "responseTime", "firstResponseTime", "resolveTime", "repliesSent", "avgHandleTime", "id")


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        table = str(folder / "replies")

        def step(what, expected, name="first", changed=None):
            replaced = load.load(folder / name / REPORT, table)
            rows = DeltaTable(table).to_pyarrow_dataset().to_table()
            found = summary(rows.to_pylist())
            assert found == expected, f"{what}: expected {expected}, found {found}"
            assert changed in (None, len(replaced)), f"{what}: {len(replaced)} windows were replaced"
            version = DeltaTable(table).version()
            print(f"{what}: {len(replaced)} windows replaced, {found['rows']} rows, version {version} of the table")

        with sandbox(program):
            week = pull(program, folder / "first", "2019-05-08")
            step("a week", week)
            step("the same once more", week, changed=0)

            # Other files with the same rows, as after a commit that nobody knows the result of.
            pull(program, folder / "second", "2019-05-08")
            step("the same week from another pull", week, "second")

            days = pull(program, folder / "second", "2019-05-11")
            step("three more days", days, "second", changed=3)

        # The sandbox repeats each row, so all windows differ.
        with sandbox(program, "--rows-factor", "2"):
            doubled = pull(program, folder / "first", "2019-05-11", again=["--again=36000d"])
            assert doubled["rows"] == 2 * days["rows"], (days, doubled)
            step("all windows changed", doubled)

            # A window without rows has a file as well. No mailbox has this ID.
            empty = pull(program, folder / "third", "2019-05-11", filters=["--mailboxes=1"])
            assert empty["rows"] == 0, empty
            step("no rows any more", empty, "third")


@contextlib.contextmanager
def sandbox(program, *options):
    command = [program, "sandbox", "--calls-per-minute", "100000", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        os.environ["HELPSCOUT_BASE_URL"] = process.stdout.readline().strip()
        os.environ["HELPSCOUT_APP_ID"], os.environ["HELPSCOUT_APP_SECRET"] = "sandbox-app", "sandbox-secret"
        yield
    finally:
        process.kill()
        process.wait()


def pull(program, folder, until, again=(), filters=()):
    """Pulls into the folder. Returns what the program prints of the same rows."""
    command = [program, "pull", REPORT, *ASKED, f"--until={until}", *filters]
    subprocess.run([*command, *again, f"--to={folder}"], check=True, stderr=subprocess.DEVNULL)
    output = subprocess.run(
        [*command, "--to=-", "--format=ndjson"], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    return summary(map(json.loads, output.stdout.splitlines()))


def summary(rows):
    rows = list(rows)
    return {"rows": len(rows), **{name: math.fsum(row[name] or 0 for row in rows) for name in NUMBERS}}


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]))

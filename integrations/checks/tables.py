"""The steps of a check of loads into a table: each pull in turn, against the program's own rows."""

import pathlib
import subprocess
import tempfile

from program import REPORT, pulled, sandbox, summary

ASKED = ["--users=447723,452118", "--since=2019-05-01", "--window=day"]


def check(program, open_table):
    """Loads pulls of a sandbox. Prints what it sees, and fails if rows are missing, doubled or different.

    `open_table` gets a folder to work in. It returns a function that loads the folder of a report, and
    returns the windows that it replaced, all rows of the table, and a text about its versions.
    """
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        load = open_table(folder)

        def step(what, expected, name="first", changed=None):
            replaced, rows, versions = load(folder / name / REPORT)
            found = summary(rows)
            assert found == expected, f"{what}: expected {expected}, found {found}"
            assert changed in (None, len(replaced)), f"{what}: {len(replaced)} windows were replaced"
            print(f"{what}: {len(replaced)} windows replaced, {found['rows']} rows, {versions}")

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


def pull(program, folder, until, again=(), filters=()):
    """Pulls into the folder. Returns the figures of what the program prints of the same rows."""
    asked = [REPORT, *ASKED, f"--until={until}", *filters]
    subprocess.run([program, "pull", *asked, *again, f"--to={folder}"], check=True, stderr=subprocess.DEVNULL)
    return summary(pulled(program, *asked))

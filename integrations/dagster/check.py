"""Materializes the assets of definitions.py over a sandbox, and compares what Dagster recorded.

Run it with ../check.sh, which installs the packages. It prints what it sees, and fails if something differs.
"""

import os
import pathlib
import sys
import tempfile

from program import REPORT, pulled, sandbox

PROGRAM = os.path.abspath(sys.argv[1])
HISTORY, USERS = "helpscout/user_conversation_history", "helpscout/users"
PERIOD = ["--since=2019-05-06", "--until=2019-05-09"]


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HELPSCOUT_PROGRAM"] = PROGRAM
        os.environ["HELPSCOUT_FOLDER"] = str(pathlib.Path(folder) / "data")
        os.environ["HELPSCOUT_SINCE"] = "2019-05-06"
        os.environ["HELPSCOUT_OPTIONS"] = "--until=2019-05-09"
        os.environ["DAGSTER_HOME"] = folder
        # Reads the variables above.
        import definitions

        with sandbox(PROGRAM):
            expected = len(pulled(PROGRAM, REPORT, "--users=all", *PERIOD))
            first = materialize(definitions)
            assert first[HISTORY]["rows"] == expected, (first, expected)
            assert first[USERS]["rows"] == len(pulled(PROGRAM, "users")), first
            show("a pull", first)

            second = materialize(definitions)
            assert second[HISTORY]["rows"] == 0 and second[HISTORY]["changed"] == [], second
            show("nothing to fetch", second)

        with sandbox(PROGRAM, "--plan", "standard"):
            os.environ["HELPSCOUT_FOLDER"] = definitions.FOLDER = str(pathlib.Path(folder) / "other")
            refused = run(definitions, raise_on_error=False)
            assert not refused.success
            assert not refused.get_asset_materialization_events(), "a failed pull was recorded as an asset"
        print("a plan without reports: the step failed, and no asset was recorded")


def run(definitions, raise_on_error=True):
    import dagster

    return dagster.materialize(
        [definitions.reports],
        resources={"pipes": dagster.PipesSubprocessClient()},
        raise_on_error=raise_on_error,
    )


def materialize(definitions):
    """Returns the metadata of each asset."""
    recorded = {}
    for event in run(definitions).get_asset_materialization_events():
        metadata = event.materialization.metadata
        recorded[event.asset_key.to_user_string()] = {name: value.value for name, value in metadata.items()}
    return recorded


def show(what, recorded):
    for asset, metadata in sorted(recorded.items()):
        print(f"{what}: {asset}: " + ", ".join(f"{metadata[name]} {name}" for name in ("units", "rows", "calls")))


if __name__ == "__main__":
    main()

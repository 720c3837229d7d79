"""Histories of all users as a daily asset of Dagster, pulled by `helpscout pull`.

    HELPSCOUT_FOLDER=/data/helpscout dagster dev --python-file definitions.py
"""

import os

import dagster

PROGRAM = os.environ.get("HELPSCOUT_PROGRAM", "helpscout")
FOLDER = os.environ.get("HELPSCOUT_FOLDER", "helpscout-data")
SINCE = os.environ.get("HELPSCOUT_SINCE", "2019-01-01")
# More options, such as --until.
OPTIONS = os.environ.get("HELPSCOUT_OPTIONS", "").split()


@dagster.multi_asset(
    specs=[
        dagster.AssetSpec(["helpscout", "user_conversation_history"]),
        dagster.AssetSpec(["helpscout", "users"]),
    ]
)
def reports(context: dagster.AssetExecutionContext, pipes: dagster.PipesSubprocessClient):
    pull = [PROGRAM, "pull", "user-conversation-history", "users", "--users=all", f"--since={SINCE}"]
    command = [*pull, "--again=14d", f"--to={FOLDER}", *OPTIONS]
    return pipes.run(command=command, context=context).get_results()


nightly = dagster.ScheduleDefinition(
    name="nightly", target=dagster.AssetSelection.assets(*reports.keys), cron_schedule="0 3 * * *"
)

definitions = dagster.Definitions(
    assets=[reports], schedules=[nightly], resources={"pipes": dagster.PipesSubprocessClient()}
)

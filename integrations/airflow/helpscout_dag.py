"""Pulls reports of Help Scout every night. Copy this file into the folder of your DAGs."""

import datetime
import os
import shlex
import subprocess

from airflow.exceptions import AirflowFailException
from airflow.sdk import dag, task

PULL = os.environ.get(
    "HELPSCOUT_PULL",
    "user-conversation-history users --users all --since 2019-01-01 --again 14d --to /data/helpscout",
)


@dag(schedule="0 3 * * *", start_date=datetime.datetime(2019, 1, 1), catchup=False, max_active_runs=1)
def helpscout():
    # What was fetched stays in the folder, so another try goes on from there.
    @task(retries=3, retry_delay=datetime.timedelta(minutes=10))
    def pull():
        command = ["helpscout", "pull", *shlex.split(PULL)]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            for line in process.stderr:
                print(line, end="")
        # The options, the credentials or the service need a person, so another try would fail as well.
        if process.returncode in (2, 3, 5):
            raise AirflowFailException(f"helpscout pull ended with {process.returncode}")
        if process.returncode != 0:
            raise RuntimeError(f"helpscout pull ended with {process.returncode}")

    pull()


dag_of_reports = helpscout()

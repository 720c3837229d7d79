"""What the checks of the integrations have in common: a sandbox, and the program's own rows."""

import contextlib
import json
import math
import os
import subprocess

REPORT = "user-conversation-history"
# The columns of numbers, whose sums are compared.
NUMBERS = ("number", "responseTime", "firstResponseTime", "resolveTime", "repliesSent", "avgHandleTime", "id")
APP_ID, SECRET = "sandbox-app", "sandbox-secret"


@contextlib.contextmanager
def serving(program, *options):
    """Serves a sandbox, and returns its base URL."""
    command = [program, "sandbox", "--calls-per-minute", "100000", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def sandbox(program, *options):
    """Serves a sandbox that the programs of this process call."""
    with serving(program, *options) as url:
        os.environ["HELPSCOUT_BASE_URL"] = url
        os.environ["HELPSCOUT_APP_ID"], os.environ["HELPSCOUT_APP_SECRET"] = APP_ID, SECRET
        yield


def pulled(program, *arguments, env=None):
    """Returns the rows that the program prints."""
    command = [program, "pull", *arguments, "--to=-", "--format=ndjson"]
    output = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return [json.loads(line) for line in output.stdout.splitlines()]


def summary(rows, numbers=NUMBERS):
    """Returns the number of rows, and the sum of each column of numbers."""
    rows = list(rows)
    return {"rows": len(rows), **{name: math.fsum(row[name] or 0 for row in rows) for name in numbers}}

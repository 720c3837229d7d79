#!/usr/bin/env bash
# Runs the check of an integration in a virtual environment of its own.
#
#     integrations/check.sh airflow|dagster|databases|delta|dlt|iceberg|spark [path of helpscout]
#
# Needs Python 3.10 or later with venv, and a package index. The program defaults to the debug build of
# this repository. Set PYTHON_ENVIRONMENT to a folder to keep the packages there. The check of Spark also
# needs Java 17 or 21 (apt install openjdk-17-jre-headless), and Linux, whose /proc shows the processes of
# an executor. That of the databases needs PostgreSQL and MariaDB (apt install postgresql mariadb-server).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
if ! [[ -n ${1:-} && -f $here/$1/check.py ]]; then
    echo "usage: $0 airflow|dagster|databases|delta|dlt|iceberg|spark [path of helpscout]" >&2
    exit 2
fi
program=$(realpath "${2:-$here/../target/debug/helpscout}")

if [[ -z ${PYTHON_ENVIRONMENT:-} ]]; then
    PYTHON_ENVIRONMENT=$(mktemp -d)
    trap 'rm -rf "$PYTHON_ENVIRONMENT"' EXIT
fi
if ! [[ -x $PYTHON_ENVIRONMENT/bin/python ]]; then
    python3 -m venv "$PYTHON_ENVIRONMENT"
fi
"$PYTHON_ENVIRONMENT/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/$1/requirements.txt"
# dlt and Dagster report their use to their makers otherwise.
export RUNTIME__DLTHUB_TELEMETRY=false DAGSTER_DISABLE_TELEMETRY=1
PYTHONPATH=$here/checks "$PYTHON_ENVIRONMENT/bin/python" "$here/$1/check.py" "$program"

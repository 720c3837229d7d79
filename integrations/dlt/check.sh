#!/usr/bin/env bash
# Runs check.py in a virtual environment of its own.
#
#     integrations/dlt/check.sh [path of helpscout]
#
# Needs Python 3.10 or later with venv, and a package index. The program defaults to the debug build of
# this repository. Set PYTHON_ENVIRONMENT to a folder to keep the packages there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "${1:-$here/../../target/debug/helpscout}")

if [[ -z ${PYTHON_ENVIRONMENT:-} ]]; then
    PYTHON_ENVIRONMENT=$(mktemp -d)
    trap 'rm -rf "$PYTHON_ENVIRONMENT"' EXIT
fi
if ! [[ -x $PYTHON_ENVIRONMENT/bin/python ]]; then
    python3 -m venv "$PYTHON_ENVIRONMENT"
fi
"$PYTHON_ENVIRONMENT/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
# dlt reports its use to its maker otherwise.
RUNTIME__DLTHUB_TELEMETRY=false "$PYTHON_ENVIRONMENT/bin/python" "$here/check.py" "$program"

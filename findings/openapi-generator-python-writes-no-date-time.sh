#!/usr/bin/env bash
# A client for Python writes instants in a form that `format: date-time` doesn't allow.
#
# `date-time` is that of RFC 3339, whose offset is `Z` or has a colon. For a parameter of the query, the
# client of openapi-generator writes a datetime in UTC with `+0000`, so services that check the form
# refuse it. The client of openapi-python-client writes `+00:00`.
#
# Seen with openapi-generator 7.26.0 and openapi-python-client 0.29.1. Needs Java 11, python3 with
# venv, and a package index. Fails if one of them behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check openapi-generator-cli==7.26.0 \
    openapi-python-client==0.29.1 urllib3==2.8.0 pydantic==2.14.4 python-dateutil==2.9.0.post0 \
    typing-extensions==4.16.0 lazy-imports==1.2.0 httpx==0.28.1 attrs==26.1.0

cat > openapi.json <<'JSON'
{"openapi": "3.0.3", "info": {"title": "Rows", "version": "1"},
  "paths": {"/rows": {"get": {"operationId": "getRows", "tags": ["rows"],
    "parameters": [{"name": "start", "in": "query", "required": true,
      "schema": {"type": "string", "format": "date-time"}}],
    "responses": {"204": {"description": "Nothing."}}}}}}
JSON
{
    environment/bin/openapi-generator-cli generate -g python -i openapi.json -o first \
        --additional-properties=packageName=first
    environment/bin/openapi-python-client generate --path openapi.json --meta none \
        --output-path second
} > messages 2>&1 || {
    cat messages >&2
    exit 1
}

cat > call.py <<'PYTHON'
import sys
import threading
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

sys.path.insert(0, "first")
import first
import second
from second.api.rows import get_rows

asked = []


class Service(BaseHTTPRequestHandler):
    def do_GET(self):
        asked.extend(parse_qs(urlsplit(self.path).query)["start"])
        self.send_response(204)
        self.end_headers()

    def log_message(self, format, *arguments):
        pass


server = HTTPServer(("127.0.0.1", 0), Service)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}"
start = datetime(2019, 5, 2, 12, tzinfo=timezone.utc)

first.RowsApi(first.ApiClient(first.Configuration(host=url))).get_rows(start=start)
get_rows.sync_detailed(client=second.Client(base_url=url), start=start)
print("openapi-generator:     ", asked[0])
print("openapi-python-client: ", asked[1])
PYTHON

expected='openapi-generator:      2019-05-02T12:00:00.000000+0000
openapi-python-client:  2019-05-02T12:00:00+00:00'
seen=$(environment/bin/python call.py)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'One of the generators behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

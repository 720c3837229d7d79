#!/usr/bin/env bash
# python-helpscout repeats a call without its query, after the rate limit or an expired token.
#
# Tokens of Help Scout live for two days, and all apps of an account share one rate limit, so a program
# that runs for long meets both. python-helpscout then waits, or gets a new token, and calls again, but
# without `params`: a list comes without its filter, and page 1 in place of the page that was asked for.
# Nothing says so. With `sleep_on_rate_limit_exceeded=False` the limit is an exception; a token that
# expires can't be told apart, so make a new client before it does.
#
# Seen with python-helpscout 2.0.2 and python-helpscout-v2 2.0.0. Needs python3 with venv, and a package
# index. Fails if they behave otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > call.py <<'PYTHON'
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from helpscout.client import HelpScout

refusals = []


class Service(BaseHTTPRequestHandler):
    """Refuses a call with the next status of `refusals`, if there is one. Prints all calls."""

    def do_POST(self):
        self.answer(200, {"access_token": "token", "expires_in": 172800})

    def do_GET(self):
        status = refusals.pop(0) if refusals else 200
        print(f"  {self.path} -> {status}")
        conversations = {"conversations": [{"id": 1}]}
        page = {"number": 3, "size": 25, "totalElements": 51, "totalPages": 3}
        self.answer(status, {"_embedded": conversations, "page": page, "_links": {}})

    def answer(self, status, value):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *arguments):
        pass


server = HTTPServer(("127.0.0.1", 0), Service)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = HelpScout("app", "secret", f"http://127.0.0.1:{server.server_port}/v2/", rate_limit_sleep=0)
for name, status in ("rate limit", 429), ("expired token", 401):
    print(f"{name}:")
    refusals.append(status)
    client.hit("conversations", "get", params={"status": "closed", "page": 3})
PYTHON

expected='rate limit:
  /v2/conversations?status=closed&page=3 -> 429
  /v2/conversations -> 200
expired token:
  /v2/conversations?status=closed&page=3 -> 401
  /v2/conversations -> 200'
for package in python-helpscout==2.0.2 python-helpscout-v2==2.0.0; do
    python3 -m venv --clear environment
    environment/bin/pip install --quiet --disable-pip-version-check "$package"
    echo "$package"
    environment/bin/python call.py 2>/dev/null | tee out
    test "$(cat out)" = "$expected"
done

#!/usr/bin/env bash
# Without a stated paginator, dlt loads the first page twice and the last page never.
#
# The REST source of dlt guesses the paginator from the first answer. If that has `page` and `pages`,
# dlt counts pages from 0 and asks for page 1 after the first answer, which was page 1. It stops
# where pages that count from 0 end. The number of rows is the expected one, so comparing counts does
# not help. dlt only warns that some settings may not be guessed correctly, in general. With
# `base_page: 1` and the path of the total, every page is loaded once.
#
# Seen with dlt 1.31.0. Needs python3 with venv, and a package index. Fails if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check 'dlt[duckdb]==1.31.0'

cat > load.py <<'PYTHON'
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

from dlt.sources.rest_api import rest_api_source

asked = []


class Service(BaseHTTPRequestHandler):
    """Answers with two rows on each of three pages. The first one is page 1."""

    def do_GET(self):
        asked.append(self.path)
        page = int(parse_qs(urlsplit(self.path).query).get("page", ["1"])[0])
        rows = [{"id": 10 * page + row} for row in (1, 2)]
        body = json.dumps({"results": rows, "page": page, "pages": 3, "count": 6}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *arguments):
        pass


server = HTTPServer(("127.0.0.1", 0), Service)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = {"base_url": f"http://127.0.0.1:{server.server_port}"}
stated = {"paginator": {"type": "page_number", "base_page": 1, "total_path": "pages"}}
for name, settings in ("guessed", client), ("stated", client | stated):
    asked.clear()
    rows = rest_api_source({"client": settings, "resources": ["replies"]})
    print(f"{name}:", *(row["id"] for row in rows))
    print("  asked for:", *asked)
PYTHON

expected='guessed: 11 12 11 12 21 22
  asked for: /replies /replies?page=1 /replies?page=2
stated: 11 12 21 22 31 32
  asked for: /replies?page=1 /replies?page=2 /replies?page=3'

seen=$(environment/bin/python load.py 2>messages) || {
    cat messages >&2
    exit 1
}
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'dlt behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

#!/usr/bin/env bash
# helpscout-mailbox sends a reply to a customer again if the answer to the first one is lost.
#
# A connection that closes while a reply is being sent, and a 502 of a proxy, say nothing about whether
# the service has sent it. helpscout-mailbox repeats every call after them, up to five times, also those
# that create something: the customer may get the same reply twice, and the program gets one ID. There
# is no setting against it. A program that writes has to look for its reply before it tries again.
#
# Seen with helpscout-mailbox 1.2.0. Needs python3 with venv, and a package index. Fails if it behaves
# otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check helpscout-mailbox==1.2.0

cat > reply.py <<'PYTHON'
import json
import os
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from helpscout_mailbox import HelpScoutClient, client

sent = []


class Service(BaseHTTPRequestHandler):
    """Sends every reply. The answer to the first one is lost on the way."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.endswith("/token"):
            return self.answer(200, json.dumps({"access_token": "token", "expires_in": 172800}))
        sent.append(json.loads(body)["text"])
        if len(sent) > 1:
            return self.answer(201, "", len(sent))
        if lost == "502":
            return self.answer(502, "")
        self.close_connection = True

    def answer(self, status, text, resource=None):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        if resource:
            self.send_header("Resource-ID", str(resource))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format, *arguments):
        pass


server = HTTPServer(("127.0.0.1", 0), Service)
threading.Thread(target=server.serve_forever, daemon=True).start()
# The package has no option for the address, which is that of the live service.
client.BASE_URL = f"http://127.0.0.1:{server.server_port}/v2"
client.TOKEN_URL = client.BASE_URL + "/oauth2/token"
os.environ |= {"HELPSCOUT_APP_ID": "app", "HELPSCOUT_APP_SECRET": "secret"}
for lost in "502", "closed connection":
    sent.clear()
    reply = HelpScoutClient().create_reply(7, 8, "Your refund is on its way.")
    print(f"{lost}: sent {len(sent)} times, returned reply {reply}")
PYTHON

environment/bin/python reply.py 2>/dev/null | tee out
expected='502: sent 2 times, returned reply 2
closed connection: sent 2 times, returned reply 2'
test "$(cat out)" = "$expected"

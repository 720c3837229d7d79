#!/usr/bin/env bash
# connexion hands over the name of the caller in place of a query parameter `user`.
#
# A handler gets the parameters of a document by their names. If the operation has a security scheme,
# connexion adds what the check of the token returned, as `user` and `token_info`, and what was there
# under these names is lost, after it was checked against the document. There is no message, so a report
# of user 42 becomes one of whoever asks. Without a security scheme, the parameter arrives. It can always
# be read from `connexion.request.query_params`.
#
# Seen with connexion 3.3.0 (flask 3.1.3, uvicorn 0.54.0). Needs python3 with venv, and a package index.
# Fails if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check 'connexion[flask]==3.3.0' flask==3.1.3 \
    uvicorn==0.54.0

cat > service.py <<'PYTHON'
import json
import socket
import threading
import urllib.error
import urllib.request

import connexion
import uvicorn


def rows(**arguments):
    asked = connexion.request.query_params["user"]
    return f"handler: {arguments.get('user')!r}, in the query: {asked!r}"


def check(token):
    return {"sub": "caller"}


def document(security):
    return {
        "openapi": "3.0.3",
        "info": {"title": "Rows", "version": "1"},
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "x-bearerInfoFunc": "service.check"}
            }
        },
        "paths": {
            "/rows": {
                "get": {
                    "operationId": "service.rows",
                    "security": security,
                    "parameters": [
                        {
                            "name": "user",
                            "in": "query",
                            "required": True,
                            "schema": {"type": "integer"},
                        }
                    ],
                    "responses": {"200": {"description": "Rows."}},
                }
            }
        },
    }


def answer(security, user):
    app = connexion.FlaskApp("service")
    app.add_api(document(security))
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    request = urllib.request.Request(
        f"http://127.0.0.1:{listener.getsockname()[1]}/rows?user={user}",
        headers={"Authorization": "Bearer secret"},
    )
    try:
        with urllib.request.urlopen(request) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        return f"status {error.code}"
    finally:
        server.should_exit = True
        thread.join()


if __name__ == "__main__":
    for name, security in ("without a token", []), ("with a token", [{"token": []}]):
        for user in "42", "x":
            print(f"{name}, user={user}: {answer(security, user)}")
PYTHON

expected="without a token, user=42: handler: 42, in the query: '42'
without a token, user=x: status 400
with a token, user=42: handler: 'caller', in the query: '42'
with a token, user=x: status 400"

seen=$(environment/bin/python service.py 2>messages) || {
    cat messages >&2
    exit 1
}
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'connexion behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

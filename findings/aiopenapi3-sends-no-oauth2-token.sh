#!/usr/bin/env bash
# aiopenapi3 takes an OAuth2 token and calls without it.
#
# `authenticate` checks that the document has a security scheme of that name, and a call without any
# credentials is refused before it is sent. But only an installation with the extra `auth` knows OAuth2.
# The usual one has no branch for that type, so it accepts the token and sends no `Authorization`, without
# a warning, and the service answers 401 to a caller who has a valid token. The same token for a scheme
# of type `http` is sent. A `session_factory` whose client has the header sends it in any case.
#
# Seen with aiopenapi3 0.11.0 (httpx2 2.16.2). Needs python3 with venv, and a package index. Fails if it
# behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check aiopenapi3==0.11.0 httpx2==2.16.2

cat > call.py <<'PYTHON'
import json

import httpx2
from aiopenapi3 import OpenAPI

SCHEMES = {
    "http": {"type": "http", "scheme": "bearer"},
    "oauth2": {
        "type": "oauth2",
        "flows": {
            "clientCredentials": {"tokenUrl": "https://example.com/token", "scopes": {}},
        },
    },
}


def show(request: httpx2.Request) -> httpx2.Response:
    return httpx2.Response(200, json={"sent": request.headers.get("Authorization")})


def session(*arguments, **settings) -> httpx2.Client:
    return httpx2.Client(transport=httpx2.MockTransport(show))


def session_with_token(*arguments, **settings) -> httpx2.Client:
    headers = {"Authorization": "Bearer secret"}
    return httpx2.Client(transport=httpx2.MockTransport(show), headers=headers)


def call(scheme, factory, token):
    answer = {"type": "object", "properties": {"sent": {"type": "string", "nullable": True}}}
    document = {
        "openapi": "3.0.3",
        "info": {"title": "Rows", "version": "1"},
        "servers": [{"url": "https://example.com"}],
        "security": [{"token": []}],
        "components": {"securitySchemes": {"token": SCHEMES[scheme]}},
        "paths": {
            "/rows": {
                "get": {
                    "operationId": "rows",
                    "responses": {
                        "200": {
                            "description": "Rows.",
                            "content": {"application/json": {"schema": answer}},
                        }
                    },
                }
            }
        },
    }
    api = OpenAPI.loads("https://example.com/", json.dumps(document), session_factory=factory)
    if token:
        api.authenticate(token=token)
    try:
        return api._.rows().sent
    except ValueError as error:
        return error


print("http, no token:", call("http", session, None))
print("http, a token:", call("http", session, "secret"))
print("oauth2, no token:", call("oauth2", session, None))
print("oauth2, a token:", call("oauth2", session, "secret"))
print("oauth2, a token and a session with it:", call("oauth2", session_with_token, "secret"))
PYTHON

expected='http, no token: No security requirement satisfied (accepts {token})
http, a token: Bearer secret
oauth2, no token: No security requirement satisfied (accepts {token})
oauth2, a token: None
oauth2, a token and a session with it: Bearer secret'

seen=$(environment/bin/python -W error::UserWarning call.py 2>messages) || {
    cat messages >&2
    exit 1
}
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'aiopenapi3 behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

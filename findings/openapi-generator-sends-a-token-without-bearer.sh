#!/usr/bin/env bash
# A client for TypeScript sends an OAuth2 token without the word `Bearer`.
#
# For a security scheme of the type `oauth2`, the client of typescript-fetch sends
# `Authorization: TOKEN`; the client for Python sends `Authorization: Bearer TOKEN` for the
# same document. For `http` with `bearer`, the client for TypeScript does so, too, from the same setting
# `accessToken`. Whoever uses it with OAuth2 must write `Bearer ` before the token.
#
# Seen with openapi-generator 7.26.0. Needs Java 11, python3 with venv, npm with Node 18, and both
# package indexes. Fails if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check openapi-generator-cli==7.26.0 \
    urllib3==2.8.0 pydantic==2.14.4 python-dateutil==2.9.0.post0 typing-extensions==4.16.0 \
    lazy-imports==1.2.0
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund esbuild@0.28.2

document() {
    cat <<JSON
{"openapi": "3.0.3", "info": {"title": "Rows", "version": "1"},
  "paths": {"/rows": {"get": {"operationId": "getRows", "security": [{"scheme": []}],
    "responses": {"204": {"description": "Nothing."}}}}},
  "components": {"securitySchemes": {"scheme": $1}}}
JSON
}
document '{"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://example.com/token",
  "scopes": {}}}}' > of-oauth2.json
document '{"type": "http", "scheme": "bearer"}' > of-http.json

for scheme in oauth2 http; do
    for language in typescript-fetch python; do
        environment/bin/openapi-generator-cli generate -g "$language" -i "of-$scheme.json" \
            -o "$scheme/$language" > messages 2>&1 || {
            cat messages >&2
            exit 1
        }
    done
    cat > "$scheme/call.ts" <<'TYPESCRIPT'
import { Configuration, DefaultApi } from "./typescript-fetch";

const fetchApi = async (_: unknown, init?: RequestInit): Promise<Response> => {
  console.log(new Headers(init?.headers).get("Authorization"));
  return new Response(null, { status: 204 });
};
const configuration = new Configuration({ accessToken: "TOKEN", fetchApi });
new DefaultApi(configuration).getRows();
TYPESCRIPT
    npx esbuild "$scheme/call.ts" --bundle --platform=node --log-level=error \
        --outfile="$scheme/call.cjs"
    cat > "$scheme/call.py" <<'PYTHON'
import sys

sys.path.insert(0, sys.argv[1])
import openapi_client
from openapi_client.rest import RESTClientObject


class Sent(Exception):
    """Ends a request before it is sent."""


def request(self, method, url, headers=None, **others):
    print(headers["Authorization"])
    raise Sent


RESTClientObject.request = request
configuration = openapi_client.Configuration(access_token="TOKEN")
try:
    openapi_client.DefaultApi(openapi_client.ApiClient(configuration)).get_rows()
except Sent:
    pass
PYTHON
done

seen=$(for scheme in oauth2 http; do
    echo "$scheme: TypeScript sends '$(node "$scheme/call.cjs")'," \
        "Python '$(environment/bin/python "$scheme/call.py" "$scheme/python")'"
done)
expected="oauth2: TypeScript sends 'TOKEN', Python 'Bearer TOKEN'
http: TypeScript sends 'Bearer TOKEN', Python 'Bearer TOKEN'"
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'openapi-generator behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

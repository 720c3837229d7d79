#!/usr/bin/env bash
# openapi-core says that valid JSON is invalid if its type is `application/problem+json`.
#
# It reads the types `application/json` and `application/vnd.api+json`. For every other type that ends in
# `+json`, such as those of problem details, HAL and GeoJSON, the schema is applied to the bytes, so that an
# object "is not of type 'object'", and nothing says that the type is not known.
# `extra_media_type_deserializers` adds one. `json.loads` is not enough for it: it gets the charset as
# well, if the answer has one, and fails.
#
# Seen with openapi-core 0.23.1. Needs python3 with venv, and a package index. Fails if it behaves
# otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check openapi-core==0.23.1

cat > read.py <<'PYTHON'
import json

from openapi_core import Config, OpenAPI
from openapi_core.testing import MockRequest, MockResponse

BODY = b'{"title": "Not found"}'
SCHEMA = {"type": "object", "required": ["title"], "properties": {"title": {"type": "string"}}}


def read(name, content_type, reader=None):
    media_type = content_type.split(";")[0]
    config = Config(extra_media_type_deserializers={media_type: reader} if reader else None)
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Rows", "version": "1"},
        "servers": [{"url": "https://example.com"}],
        "paths": {
            "/rows": {
                "get": {
                    "responses": {
                        "404": {
                            "description": "There is nothing.",
                            "content": {media_type: {"schema": SCHEMA}},
                        }
                    }
                }
            }
        },
    }
    answer = OpenAPI.from_dict(document, config=config).unmarshal_response(
        MockRequest("https://example.com", "get", "/rows"),
        MockResponse(BODY, 404, content_type=content_type),
    )
    found = answer.data
    for error in answer.errors:
        reason = error.__cause__
        found = reason.schema_errors[0].message if hasattr(reason, "schema_errors") else reason
    print(f"{content_type}{name}: {found}")


for subtype in "json", "vnd.api+json", "problem+json", "hal+json", "geo+json":
    read("", f"application/{subtype}")
for content_type in "application/problem+json", "application/problem+json; charset=utf-8":
    read(", json.loads", content_type, json.loads)
    read(", **_", content_type, lambda body, **_: json.loads(body))
PYTHON

expected="application/json: {'title': 'Not found'}
application/vnd.api+json: {'title': 'Not found'}
application/problem+json: b'{\"title\": \"Not found\"}' is not of type 'object'
application/hal+json: b'{\"title\": \"Not found\"}' is not of type 'object'
application/geo+json: b'{\"title\": \"Not found\"}' is not of type 'object'
application/problem+json, json.loads: {'title': 'Not found'}
application/problem+json, **_: {'title': 'Not found'}
application/problem+json; charset=utf-8, json.loads: Failed to deserialize value with\
 application/problem+json mimetype: {\"title\": \"Not found\"}
application/problem+json; charset=utf-8, **_: {'title': 'Not found'}"

seen=$(environment/bin/python read.py 2>messages) || {
    cat messages >&2
    exit 1
}
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'openapi-core behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

#!/usr/bin/env bash
# helpscout-2.0 lists the members of each team as none, although the service answers with them.
#
# It takes the word of the address for the key of the answer, and if it is not there, for an empty list. The
# members of a team are under `users`, so `list("members", null, "teams", 5)` is `[]`, like that of a team
# without any. `get("teams", 5, null, "members")` has them, but gives the whole answer, of the first page:
# it looks for `/members`, with a slash. So it is with the folders of a mailbox, where a list is documented;
# `list("folders", null, "mailboxes", 1)` is one.
#
# Seen with helpscout-2.0 1.1.5. Needs npm with Node 20 and its package index. Fails if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts helpscout-2.0@1.1.5

cat > call.js <<'JAVASCRIPT'
const http = require("node:http");
const https = require("node:https");

const HelpScout = require("helpscout-2.0");

const lists = {
  "/v2/teams": { teams: [{ id: 5 }] },
  "/v2/teams/5/members": { users: [{ id: 1 }, { id: 2 }] },
  "/v2/mailboxes/1/folders": { folders: [{ id: 3 }] },
};
const server = http.createServer((request, response) => {
  const { pathname } = new URL(request.url, "http://127.0.0.1");
  const page = { number: 1, size: 50, totalElements: 2, totalPages: 1 };
  const list = { _embedded: lists[pathname], page };
  const token = { access_token: "token", expires_in: 172800 };
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify(pathname in lists ? list : token));
});

server.listen(0, "127.0.0.1", async () => {
  // The address of the service is fixed in the library, so calls are led to the one above.
  https.request = ({ method, path, headers }, answer) =>
    http.request({ host: "127.0.0.1", port: server.address().port, method, path, headers }, answer);
  const client = new HelpScout({ clientId: "app", clientSecret: "secret" });
  const show = (name, value) => console.log(`${name}: ${JSON.stringify(value)}`);
  show("list of teams", await client.list("teams"));
  show("list of members", await client.list("members", null, "teams", 5));
  show("get of members", (await client.get("teams", 5, null, "members"))._embedded);
  show("list of folders", await client.list("folders", null, "mailboxes", 1));
  show("get of folders", (await client.get("mailboxes", 1, null, "folders"))._embedded);
  server.close();
});
JAVASCRIPT
seen=$(node call.js 2>/dev/null)
expected='list of teams: [{"id":5}]
list of members: []
get of members: {"users":[{"id":1},{"id":2}]}
list of folders: [{"id":3}]
get of folders: {"folders":[{"id":3}]}'
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'helpscout-2.0 behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

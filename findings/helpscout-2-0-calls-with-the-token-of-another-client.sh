#!/usr/bin/env bash
# Of two clients of helpscout-2.0, the second reads and changes the account of the first.
#
# A token is kept once for all clients of a process, so a client with the ID and the secret of another app
# calls with the token of the first, until that expires after two days: the mailboxes of account B are
# those of account A. So is a conversation that B creates. The ID and the secret of B are never sent, so
# not even wrong ones are an error. A process for each account, and a restart after a secret has changed, are
# safe.
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

// A service of which each app has an account of its own, with a mailbox.
const server = http.createServer((request, response) => {
  const url = new URL(request.url, "http://127.0.0.1");
  const app = url.searchParams.get("client_id");
  const account = request.headers.authorization?.slice("Bearer token of ".length);
  console.log(`  ${request.method} ${url.pathname} of ${app ?? account}`);
  const mailboxes = [{ id: 1, name: `mailbox of ${account}` }];
  const page = { number: 1, size: 50, totalElements: 1, totalPages: 1 };
  const token = { access_token: `token of ${app}`, expires_in: 172800 };
  response.setHeader("Content-Type", "application/json");
  response.setHeader("Resource-ID", "7");
  response.end(JSON.stringify(app ? token : { _embedded: { mailboxes }, page }));
});

server.listen(0, "127.0.0.1", async () => {
  // The address of the service is fixed in the library, so calls are led to the one above.
  https.request = ({ method, path, headers }, answer) =>
    http.request({ host: "127.0.0.1", port: server.address().port, method, path, headers }, answer);
  for (const clientId of ["A", "B"]) {
    console.log(`client ${clientId}:`);
    const client = new HelpScout({ clientId, clientSecret: `secret of ${clientId}` });
    const [mailbox] = await client.list("mailboxes");
    console.log(`  reads the ${mailbox.name}`);
    await client.create("conversations", { subject: `of ${clientId}` });
  }
  server.close();
});
JAVASCRIPT
seen=$(node call.js 2>/dev/null)
expected='client A:
  POST /v2/oauth2/token of A
  GET /v2/mailboxes of A
  reads the mailbox of A
  POST /v2/conversations of A
client B:
  GET /v2/mailboxes of A
  reads the mailbox of A
  POST /v2/conversations of A'
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'helpscout-2.0 behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

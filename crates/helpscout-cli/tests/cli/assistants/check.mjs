// Uses `helpscout mcp` as assistants do, with the JavaScript client of the protocol:
//
//   node check.mjs PROGRAM SLOW_URL
//
// SLOW_URL is the address of a service that answers slowly. Prints a transcript, and fails if something
// is not as it should be.
import assert from "node:assert/strict";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const [program, slow] = process.argv.slice(2);
const MAY = { period: "2019-05", zone: "UTC" };
const CALLS = [
  ["find_report", { words: "first response" }],
  ["describe_report", { report: "user-conversation-history" }],
  ["run_report", { report: "conversations", table: "tags.top", ...MAY }],
  ["run_report", { report: "email", compare: "previous", columns: null, ...MAY }],
  ["history", { everybody: true, by: "user", sla: "first-response<1d:50%", ...MAY }],
  ["look_up", { list: "mailbox-folders", id: "Support" }],
  ["explain", { name: "sla" }],
];

const connect = async (args, env) => {
  const client = new Client({ name: "tests", version: "1" });
  const transport = new StdioClientTransport({ command: program, args, env, stderr: "inherit" });
  await client.connect(transport);
  return client;
};

const shown = (result) => {
  const lines = result.content[0].text.split("\n");
  return lines.slice(0, 6).map((line) => `    ${line.slice(0, 140)}`).join("\n");
};

const client = await connect(["mcp", "--sandbox"]);
console.log(`${client.getServerVersion().name} ${client.getServerVersion().version}`);
const { tools } = await client.listTools();
assert.equal(tools.length, 7);
for (const [name, args] of CALLS) {
  // The client checks the result by the schema of the tool.
  const result = await client.callTool({ name, arguments: args });
  console.log(`  ${name} ${JSON.stringify(args)}\n${shown(result)}`);
  assert.ok(!result.isError, shown(result));
  assert.equal(typeof result.structuredContent, "object");
}

const heard = [];
const long = { report: "user-conversation-history", filters: { user: "Marta Lindqvist" }, ...MAY };
let result = await client.callTool({ name: "run_report", arguments: long }, undefined, {
  onprogress: (progress) => heard.push(progress),
});
assert.ok(heard.length > 0);
let [table] = result.structuredContent.tables;
let rows = table.rows.length;
while (table.next) {
  result = await client.callTool({ name: "next_page", arguments: { handle: table.next } });
  [table] = result.structuredContent.tables;
  rows += table.rows.length;
}
console.log(`  next_page: ${rows} rows of ${table.n}`);
assert.equal(rows, table.n);

const wrong = await client.callTool({ name: "history", arguments: { ...MAY, by: "weeks" } });
console.log(`  history with a mistake\n${shown(wrong)}`);
assert.ok(wrong.isError && wrong.content[0].text.includes("did you mean week?"));
await assert.rejects(client.callTool({ name: "no_such_tool", arguments: {} }), /find_report/);

const all = await Promise.all(
  [...CALLS, ...CALLS].map(([name, args]) => client.callTool({ name, arguments: args })),
);
assert.ok(all.every((result) => !result.isError));
console.log(`  ${all.length} calls at the same time`);
await client.close();

const env = { HELPSCOUT_BASE_URL: slow, HELPSCOUT_ACCESS_TOKEN: "token-of-the-tests" };
const waiting = await connect(["mcp"], env);
const abort = new AbortController();
const call = waiting.callTool({ name: "look_up", arguments: { list: "users" } }, undefined, {
  signal: abort.signal,
});
setTimeout(() => abort.abort("enough"), 500);
await assert.rejects(call);
const after = await waiting.callTool({ name: "explain", arguments: { name: "p90" } });
assert.ok(!after.isError);
console.log("  cancelled, and the server goes on");
await waiting.close();
console.log("done");

"""Uses `helpscout mcp` as assistants do, with the Python client of the protocol.

    check.py PROGRAM SLOW_URL

SLOW_URL is the address of a service that answers slowly. Prints a transcript, and fails if something
is not as it should be.
"""

import asyncio
import json
import sys

from bpe_openai import get_encoding
from mcp import Client, MCPError, StdioServerParameters

PROGRAM, SLOW_URL = sys.argv[1:]
MAY = {"period": "2019-05", "zone": "UTC"}
MOST_TOKENS = 2500

CALLS = [
    ("find_report", {"words": "CSAT"}),
    ("describe_report", {"report": "happiness"}),
    ("run_report", {"report": "happiness", **MAY}),
    ("run_report", {"report": "user-conversation-history", "filters": {"user": 447723},
                    "where": ["responseTime>1d"], "sort": ["responseTime:desc"], "limit": 3, **MAY}),
    ("history", {"user": ["Marta Lindqvist"], "compare": "previous", "by": "week", **MAY}),
    ("look_up", {"list": "users", "name": "marta"}),
    ("explain", {"name": "response-time"}),
]


def say(*parts):
    print(*parts, flush=True)


def shown(result):
    text = result.content[0].text
    lines = text.splitlines()
    more = [f"… {len(lines) - 6} more lines"] if len(lines) > 6 else []
    return "\n".join("    " + line[:140] for line in lines[:6] + more)


def count_tokens(tools):
    listed = [tool.model_dump(by_alias=True, exclude_none=True, mode="json") for tool in tools]
    text = json.dumps(listed, separators=(",", ":"), ensure_ascii=False)
    return len(get_encoding("o200k_base").encode(text))


async def session(mode):
    server = StdioServerParameters(command=PROGRAM, args=["mcp", "--sandbox"])
    async with Client(server, mode=mode) as client:
        tools = (await client.list_tools()).tools
        tokens = count_tokens(tools)
        say(f"{mode}: {client.server_info.name}, {len(tools)} tools, {tokens} tokens")
        assert len(tools) == 7, tools
        assert tokens <= MOST_TOKENS, tokens
        assert all(tool.annotations.read_only_hint for tool in tools)
        for name, arguments in CALLS:
            # The client checks the result by the schema of the tool.
            result = await client.call_tool(name, arguments)
            say(f"  {name} {json.dumps(arguments)}")
            say(shown(result))
            assert not result.is_error, result
            assert isinstance(result.structured_content, dict), result

        heard = []

        async def hear(progress, total, message):
            heard.append((progress, total, message))

        long = {"report": "user-conversation-history", "filters": {"user": 447723}, **MAY}
        result = await client.call_tool("run_report", long, progress_callback=hear)
        assert heard and heard[-1][1], heard
        table = result.structured_content["tables"][0]
        rows = list(table["rows"])
        while "next" in table:
            handle = {"handle": table["next"]}
            result = await client.call_tool("next_page", handle)
            table = result.structured_content["tables"][0]
            rows += table["rows"]
        say(f"  next_page: {len(rows)} rows of {table['n']}; progress {heard[-1]}")
        assert len(rows) == table["n"] > 50, table["n"]

        wrong = await client.call_tool("run_report", {"report": "hapiness", "perod": "2019-05"})
        say("  run_report with mistakes\n" + shown(wrong))
        assert wrong.is_error and "did you mean `period`?" in wrong.content[0].text, wrong
        wrong = await client.call_tool("run_report", {"report": "hapiness"})
        assert wrong.is_error and "did you mean happiness?" in wrong.content[0].text, wrong
        try:
            await client.call_tool("run_reports", {})
        except MCPError as error:
            say(f"  an unknown tool: {error}")
            assert "run_report" in str(error)
        else:
            raise AssertionError("an unknown tool was called")

        results = await asyncio.gather(*(client.call_tool(name, given) for name, given in CALLS * 2))
        assert not any(result.is_error for result in results)
        say(f"  {len(results)} calls at the same time")


async def cancelled():
    environment = {"HELPSCOUT_BASE_URL": SLOW_URL, "HELPSCOUT_ACCESS_TOKEN": "token-of-the-tests"}
    server = StdioServerParameters(command=PROGRAM, args=["mcp"], env=environment)
    async with Client(server) as client:
        try:
            await client.call_tool("look_up", {"list": "users"}, read_timeout_seconds=1)
        except MCPError as error:
            say(f"  cancelled: {error}")
        else:
            raise AssertionError("the slow service has answered")
        result = await client.call_tool("explain", {"name": "p90"})
        assert not result.is_error
        say("  and the server goes on")


async def main():
    for mode in ["auto", "legacy"]:
        await session(mode)
    await cancelled()
    say("done")


asyncio.run(main())

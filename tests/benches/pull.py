#!/usr/bin/env python3
"""Measures memory, CPU time and time of `helpscout pull`, beside curl and jq for the same pages.

    cargo build --release -p helpscout-cli
    python3 tests/benches/pull.py

A server in a process of its own serves pages of 120 made-up rows over loopback. The peak of memory
and the CPU time are those of the measured process and its children, as the system reports them when it
ends. The time with latency is compared with the ideal: the number of calls by those in flight, times
the latency.

    HELPSCOUT_BINARY    the program, instead of target/release/helpscout
    ROWS                the number of rows of one user, instead of 1000000
    ROUNDS              rounds, instead of 3; the lowest of each measurement counts

A pull of 1,000,000 rows should have a peak of at most 64 MB, Parquet at most twice the CPU time of
NDJSON, and a pull of 12 users at a latency of 100 ms should take at most 1.15 times the ideal. Needs
curl 7.66, and jq for the comparison with it.
"""

import asyncio
import multiprocessing
import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

from export import ROWS_PER_PAGE, measure, page

LATENCY = 0.1
IN_FLIGHT = 8
USERS = range(1, 13)
REQUESTED = re.compile(rb"^GET ([^? ]*)\??([^ ]*) ")
ME = b'{"id":1,"companyId":4242,"firstName":"Ada","lastName":"Berg"}'
HISTORY = "user-conversation-history"


def list_of_users():
    users = ",".join(
        f'{{"id":{user},"firstName":"User","lastName":"{user}","type":"user"}}' for user in USERS
    )
    return (
        f'{{"_embedded":{{"users":[{users}]}},'
        f'"page":{{"size":50,"totalElements":{len(USERS)},"totalPages":1,"number":1}}}}'
    ).encode()


def serve(started):
    """Serves pages until the process is terminated. The ID of a user over 1000 is the number of rows;
    the others have 20 pages each, and answers to them take as long as the latency."""
    listed = list_of_users()

    async def answer(reader, writer):
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                requested = REQUESTED.match(head)
                path, query = requested[1].decode(), requested[2].decode()
                query = dict(pair.split("=", 1) for pair in query.split("&") if pair)
                if path == "/v2/users/me":
                    body = ME
                elif path == "/v2/users":
                    body = listed
                else:
                    user = int(query["user"])
                    rows = user if user > 1000 else 20 * ROWS_PER_PAGE
                    body = page(int(query.get("page", 1)), range(rows))
                    if user <= 1000:
                        await asyncio.sleep(LATENCY)
                writer.write(
                    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
                    b"x-ratelimit-limit-minute: 4000000000\r\n"
                    b"x-ratelimit-remaining-minute: 4000000000\r\n"
                    b"content-length: %d\r\n\r\n" % len(body)
                )
                writer.write(body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run():
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        started.put(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def commands(base_url, rows, folder):
    """Returns the commands to measure, by name."""
    binary = os.environ.get("HELPSCOUT_BINARY", "target/release/helpscout")
    window = ["--since", "2019-05-01", "--until", "2019-06-01", "--window", "month", "--quiet"]
    for kind in ["ndjson", "csv", "parquet"]:
        destination = ["--format", kind, "--to", f"{folder}/{kind}"]
        yield kind, [binary, "pull", HISTORY, "--users", str(rows), *window, *destination]
    pages = -(-rows // ROWS_PER_PAGE)
    interval = "start=2019-05-01T00:00:00Z&end=2019-05-31T23:59:59Z"
    url = f"{base_url}/v2/reports/user/conversation-history?user={rows}&{interval}"
    curl = ["curl", "--silent", "--parallel", "--parallel-max", str(IN_FLIGHT)]
    yield "curl", [*curl, f"{url}&page=[1-{pages}]", "--output", f"{folder}/page-#1.json"]
    if shutil.which("jq"):
        jq = f"cat {folder}/page-*.json | jq --compact-output '.results[]' > {folder}/jq.ndjson"
        yield "jq", ["sh", "-c", jq]


def with_latency(folder, environment):
    """Returns the time of a pull of 12 users with 20 pages each, and the ideal."""
    binary = os.environ.get("HELPSCOUT_BINARY", "target/release/helpscout")
    window = ["--since", "2019-05-01", "--until", "2019-05-02"]
    command = [binary, "pull", HISTORY, "--users", "all", *window, "--in-flight", str(IN_FLIGHT)]
    started = time.monotonic()
    measure([*command, "--quiet", "--to", folder], environment)
    took = time.monotonic() - started
    return took, len(USERS) * 20 / IN_FLIGHT * LATENCY


def main():
    started = multiprocessing.Queue()
    server = multiprocessing.Process(target=serve, args=[started], daemon=True)
    server.start()
    base_url = f"http://127.0.0.1:{started.get()}"
    environment = {
        "HELPSCOUT_BASE_URL": base_url,
        "HELPSCOUT_ACCESS_TOKEN": "a-token-as-long-as-they-are",
        "PATH": os.environ["PATH"],
    }
    rows = int(os.environ.get("ROWS", "1000000"))
    measured, latencies = {}, []
    for _ in range(int(os.environ.get("ROUNDS", "3"))):
        with tempfile.TemporaryDirectory() as folder:
            for name, command in commands(base_url, rows, folder):
                now = measure(command, environment)
                measured[name] = tuple(map(min, measured.get(name, now), now))
            sizes = {
                kind: sum(file.stat().st_size for file in Path(folder, kind).rglob("part-*")) / 1e6
                for kind in ["ndjson", "csv", "parquet"]
            }
            latencies.append(with_latency(f"{folder}/latency", environment))
    server.terminate()

    print(f"\n{rows:,} rows{'':12}{'peak MB':>10}{'CPU s':>10}{'µs per row':>12}{'file MB':>10}")
    for name, (peak, cpu) in measured.items():
        ratio = f"   {cpu / measured['ndjson'][1]:.2f} × the CPU time of ndjson"
        size = f"{sizes[name]:.1f}" if name in sizes else ""
        print(f"{name:21}{peak:>10.1f}{cpu:>10.2f}{cpu / rows * 1e6:>12.2f}{size:>10}{ratio}")
    took, ideal = min(latencies)
    print(
        f"\n12 users of 20 pages at {LATENCY * 1000:.0f} ms, {IN_FLIGHT} in flight: {took:.2f} s, "
        f"{took / ideal:.2f} × the ideal of {ideal:.2f} s"
    )


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Measures the memory and the CPU time of exports of many rows, beside an older build and curl.

    cargo build --release -p helpscout-cli
    python3 tests/benches/export.py

A server in a process of its own serves pages of 120 made-up rows over loopback. The peak of memory
and the CPU time are those of the measured process, as the system reports them when it ends, so other
load on the machine hardly affects them. Each measurement is the lowest of several rounds, in which
the programs take turns.

    HELPSCOUT_BINARY    the program, instead of target/release/helpscout
    HELPSCOUT_BASELINE  an older build to compare with
    ROWS                numbers of rows, instead of 20000,237600,1000000
    ROUNDS              rounds, instead of 3

The older build exports 237,600 rows at most, as it may need gigabytes for more. Needs curl 7.66.
"""

import asyncio
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROWS_PER_PAGE = 120
IN_FLIGHT = 4
INTERVAL = ["--start", "2019-05-01T00:00:00Z", "--end", "2019-05-31T23:59:59Z"]
REPORT = ["report", "user-conversation-history"]
EXPORTS = [
    ("report ndjson", REPORT, "ndjson"),
    ("report csv", REPORT, "csv"),
    ("report table", REPORT, "txt"),
    ("history csv", ["history"], "csv"),
]
MOST_FOR_BASELINE = 237_600
REQUESTED = re.compile(rb"^GET [^ ]*?/conversation-history\?([^ ]*) ")


def page(number, rows):
    """Returns a page of a history of that many rows, as JSON."""
    first = (number - 1) * ROWS_PER_PAGE
    results = ",".join(
        f'{{"number":{222000 + row},"responseTime":{60 + row % 9000},"firstResponseTime":1878,'
        f'"resolveTime":{row % 90000},"repliesSent":1,"id":{4845671933 + row},"status":"closed",'
        f'"avgHandleTime":{279 + row % 2 / 2},'
        f'"customers":[{{"id":{137966680 + row},"name":"Customer {row}"}}]}}'
        for row in range(first, min(first + ROWS_PER_PAGE, rows))
    )
    pages = -(-rows // ROWS_PER_PAGE)
    return f'{{"results":[{results}],"page":{number},"count":{rows},"pages":{pages}}}'.encode()


def serve(started):
    """Serves pages until the process is terminated. The ID of the user is the number of rows."""

    async def answer(reader, writer):
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                pairs = REQUESTED.match(head)[1].decode().split("&")
                query = dict(pair.split("=", 1) for pair in pairs)
                body = page(int(query.get("page", 1)), int(query["user"]))
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


# A process starts with the peak of the one that started it, so that one has to be small: about 9 MB.
LAUNCHER = """
import os, sys
to_nothing = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=to_nothing)
_, status, usage = os.wait4(child, 0)
print(status, usage.ru_maxrss, usage.ru_utime + usage.ru_stime)
"""


def measure(command, environment):
    """Runs a command and returns the peak of its memory in MB and its CPU time in seconds."""
    launcher = [sys.executable, "-I", "-S", "-c", LAUNCHER, *command]
    done = subprocess.run(launcher, env=environment, capture_output=True, text=True, check=True)
    status, peak, cpu = done.stdout.split()
    if status != "0":
        sys.exit(f"{command} failed with the status {status}: {done.stderr}")
    # Linux counts KiB, macOS bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return int(peak) * unit / 1e6, float(cpu)


def commands(base_url, rows, folder):
    """Returns the commands to measure for that many rows, by name of export and program."""
    programs = {"this": os.environ.get("HELPSCOUT_BINARY", "target/release/helpscout")}
    if "HELPSCOUT_BASELINE" in os.environ and rows <= MOST_FOR_BASELINE:
        programs["baseline"] = os.environ["HELPSCOUT_BASELINE"]
    for name, arguments, ending in EXPORTS:
        for program, binary in programs.items():
            output = ["--quiet", "--output", f"{folder}/{program}.{ending}"]
            yield (name, program), [binary, *arguments, "--user", str(rows), *INTERVAL, *output]
    pages = -(-rows // ROWS_PER_PAGE)
    url = f"{base_url}/v2/reports/user/conversation-history?user={rows}&page=[1-{pages}]"
    curl = ["curl", "--silent", "--parallel", "--parallel-max", str(IN_FLIGHT), url, "--output"]
    yield ("download", "curl"), [*curl, f"{folder}/page-#1.json"]
    yield ("download", "curl, discarding"), [*curl, "/dev/null"]


def ratio(measured, others, what):
    return f"{measured / others:.2f} × {what}" if others else ""


def report(rows, measured, smallest):
    print(f"\n{rows:,} rows{'':18}{'peak MB':>10}{'CPU s':>10}{'µs per row':>12}")
    for (name, program), (peak, cpu) in measured.items():
        notes = []
        if program == "this":
            old_peak, old_cpu = measured.get((name, "baseline"), (0, 0))
            notes = [
                ratio(peak, smallest.get(name, 0), "the peak at the fewest rows"),
                ratio(peak, old_peak, "the peak of the baseline"),
                ratio(cpu, old_cpu, "its CPU time"),
                ratio(cpu, measured["download", "curl"][1], "the CPU time of curl"),
            ]
            smallest.setdefault(name, peak)
        label = f"{name}, {program}"
        notes = "; ".join(note for note in notes if note)
        print(f"{label:28}{peak:>10.1f}{cpu:>10.2f}{cpu / rows * 1e6:>12.2f}   {notes}")


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
    smallest = {}
    for rows in map(int, os.environ.get("ROWS", "20000,237600,1000000").split(",")):
        measured = {}
        for _ in range(int(os.environ.get("ROUNDS", "3"))):
            with tempfile.TemporaryDirectory() as folder:
                for key, command in commands(base_url, rows, Path(folder)):
                    now = measure(command, environment)
                    measured[key] = tuple(map(min, measured.get(key, now), now))
        report(rows, measured, smallest)
    server.terminate()


if __name__ == "__main__":
    main()

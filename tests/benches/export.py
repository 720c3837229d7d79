#!/usr/bin/env python3
"""Measures memory, CPU time and files of exports of many rows, beside an older build and curl.

    cargo build --release -p helpscout-cli
    python3 tests/benches/export.py

A server in a process of its own serves pages of 120 made-up rows over loopback. The peak of memory
and the CPU time are those of the measured process, as the system reports them when it ends, so other
load on the machine hardly affects them. Each measurement is the lowest of several rounds, in which
the programs take turns. The CPU time of each format is compared with that of the same rows as CSV.

    HELPSCOUT_BINARY    the program, instead of target/release/helpscout
    HELPSCOUT_BASELINE  an older build to compare with
    ROWS                numbers of rows, instead of 20000,237600,1000000
    ROUNDS              rounds, instead of 3
    ONLY                a regular expression for the names of exports, such as 'history (csv|xlsx)'

For 100,000 rows, a page should have at most 1.5 MB, and an export a peak of at most 60 MB and 3 times
the CPU time of CSV. The older build exports 237,600 rows at most, as it may need gigabytes for more, and only what it has in common
with this one. Needs curl 7.66.
"""

import asyncio
import datetime
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
COMPARED = ["history", "--compare", "previous", "--by", "day", "--zone", "UTC"]
SORTED = [*REPORT, "--sort", "responseTime"]
# Name, arguments, ending of the file, and whether an older build can be expected to have it.
EXPORTS = [
    ("report ndjson", REPORT, "ndjson", True),
    ("report csv", REPORT, "csv", True),
    ("report table", REPORT, "txt", True),
    ("report html", REPORT, "html", False),
    ("report xlsx", REPORT, "xlsx", False),
    ("report md", REPORT, "md", False),
    ("sorted csv", SORTED, "csv", False),
    ("sorted html", SORTED, "html", False),
    ("sorted xlsx", SORTED, "xlsx", False),
    ("history csv", ["history"], "csv", True),
    ("history json", ["history"], "json", False),
    ("history table", ["history"], "txt", False),
    ("history html", ["history"], "html", False),
    ("history xlsx", ["history"], "xlsx", False),
    ("history md", ["history"], "md", False),
    ("compared csv", COMPARED, "csv", False),
    ("compared json", COMPARED, "json", False),
    ("compared table", COMPARED, "txt", False),
    ("compared html", COMPARED, "html", False),
    ("compared xlsx", COMPARED, "xlsx", False),
    ("compared md", COMPARED, "md", False),
]
MOST_FOR_BASELINE = 237_600
DAYS = 31
REQUESTED = re.compile(rb"^GET [^ ]*?/conversation-history\?([^ ]*) ")


def rows_of(query):
    """Returns the rows in an interval: all of them, or one in 31 if it is a day or a part of one."""
    every = range(int(query["user"]))
    first, last = (query[name][:10] for name in ("start", "end"))
    if first != last:
        return every
    return every[datetime.date.fromisoformat(first).toordinal() % DAYS :: DAYS]


def page(number, rows):
    """Returns a page of a history of those rows, as JSON."""
    first = (number - 1) * ROWS_PER_PAGE
    results = ",".join(
        f'{{"number":{222000 + row},"responseTime":{60 + row % 9000},"firstResponseTime":1878,'
        f'"resolveTime":{row % 90000},"repliesSent":1,"id":{4845671933 + row},"status":"closed",'
        f'"avgHandleTime":{279 + row % 2 / 2},'
        f'"customers":[{{"id":{137966680 + row},"name":"Customer {row}"}}]}}'
        for row in rows[first : first + ROWS_PER_PAGE]
    )
    pages, rows = -(-len(rows) // ROWS_PER_PAGE), len(rows)
    return f'{{"results":[{results}],"page":{number},"count":{rows},"pages":{pages}}}'.encode()


def serve(started):
    """Serves pages until the process is terminated. The ID of the user is the number of rows."""

    async def answer(reader, writer):
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                requested = REQUESTED.match(head)
                if not requested:
                    # Names are looked up; without them, a report shows IDs.
                    writer.write(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n")
                    continue
                pairs = requested[1].decode().split("&")
                query = dict(pair.split("=", 1) for pair in pairs)
                body = page(int(query.get("page", 1)), rows_of(query))
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
    only = re.compile(os.environ.get("ONLY", ""))
    for name, arguments, ending, is_old in EXPORTS:
        for program, binary in programs.items():
            if (program == "baseline" and not is_old) or not only.search(name):
                continue
            output = ["--quiet", "--output", f"{folder}/{program} {name}.{ending}"]
            yield (name, program), [binary, *arguments, "--user", str(rows), *INTERVAL, *output]
    pages = -(-rows // ROWS_PER_PAGE)
    interval = "start=2019-05-01&end=2019-05-31"
    url = f"{base_url}/v2/reports/user/conversation-history?user={rows}&{interval}"
    curl = ["curl", "--silent", "--parallel", "--parallel-max", str(IN_FLIGHT)]
    curl += [f"{url}&page=[1-{pages}]", "--output"]
    yield ("download", "curl"), [*curl, f"{folder}/page-#1.json"]
    yield ("download", "curl, discarding"), [*curl, "/dev/null"]


def size(folder, program, name):
    """Returns the size in MB of the file that an export has written."""
    return sum(file.stat().st_size for file in folder.glob(f"{program} {name}.*")) / 1e6


def ratio(measured, others, what):
    return f"{measured / others:.2f} × {what}" if others else ""


def report(rows, measured, smallest):
    print(f"\n{rows:,} rows{'':18}{'peak MB':>10}{'CPU s':>10}{'µs per row':>12}{'file MB':>10}")
    for (name, program), (peak, cpu, written) in measured.items():
        notes = []
        if program == "this":
            old_peak, old_cpu, _ = measured.get((name, "baseline"), (0, 0, 0))
            csv = f"{name.split()[0]} csv"
            notes = [
                ratio(cpu, measured.get((csv, program), (0, 0, 0))[1], "the CPU time of CSV"),
                ratio(peak, smallest.get(name, 0), "the peak at the fewest rows"),
                ratio(peak, old_peak, "the peak of the baseline"),
                ratio(cpu, old_cpu, "its CPU time"),
                ratio(cpu, measured["download", "curl"][1], "the CPU time of curl"),
            ]
            smallest.setdefault(name, peak)
        label = f"{name}, {program}"
        notes = "; ".join(note for note in notes if note)
        line = f"{label:28}{peak:>10.1f}{cpu:>10.2f}{cpu / rows * 1e6:>12.2f}{written:>10.2f}"
        print(f"{line}   {notes}", flush=True)


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
                for key, command in commands(base_url, rows, folder):
                    name, program = key
                    now = *measure(command, environment), size(Path(folder), program, name)
                    measured[key] = tuple(map(min, measured.get(key, now), now))
        report(rows, measured, smallest)
    server.terminate()


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Measures how long the program takes to print its first byte, and to end.

    python3 tests/benches/start.py target/x86_64-unknown-linux-musl/dist/helpscout

Prints the least and the median of 50 runs, or of as many as RUNS says. Measure a build of the profile
`dist` or `release` on a machine that does nothing else. The last line is a program that does nothing.
"""

import os
import statistics
import subprocess
import sys
import time

RUNS = int(os.environ.get("RUNS", "50"))
WEEK = ["--period", "2019-W20"]
MONTH = ["--start", "2019-05-02T12:00:00Z", "--end", "2019-06-02T12:00:00Z"]
HISTORY = ["history", "--sandbox", "--user", "447723"]
CASES = {
    "--version": ["--version"],
    "--help": ["--help"],
    "report user-replies --help": ["report", "user-replies", "--help"],
    "history of a week": HISTORY + WEEK,
    "history of a week, as a table": HISTORY + WEEK + ["--format", "table"],
    "history of a month": HISTORY + MONTH,
    "history of a month, as a table": HISTORY + MONTH + ["--format", "table"],
}


def run(command):
    """Returns the seconds until the first byte on stdout, and until the end."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, close_fds=False
    )
    os.read(process.stdout.fileno(), 1)
    first = time.perf_counter() - start
    while os.read(process.stdout.fileno(), 1 << 16):
        pass
    process.stdout.close()
    if process.wait() != 0:
        sys.exit(f"{command} failed with the exit code {process.returncode}")
    return first, time.perf_counter() - start


def milliseconds(times):
    return f"{min(times) * 1000:7.1f} {statistics.median(times) * 1000:7.1f}"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print(f"{'milliseconds, ' + str(RUNS) + ' runs':34} first byte         end")
    print(f"{'':34}{'least':>8}{'median':>8}{'least':>9}{'median':>8}")
    cases = {name: [sys.argv[1], *arguments] for name, arguments in CASES.items()}
    for name, command in [*cases.items(), ("a program that does nothing", ["true"])]:
        firsts, ends = zip(*(run(command) for _ in range(RUNS)))
        print(f"{name:34} {milliseconds(firsts)}  {milliseconds(ends)}")


if __name__ == "__main__":
    main()

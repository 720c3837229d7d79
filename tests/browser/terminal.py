#!/usr/bin/env python3
"""Runs helpscout in a terminal and draws what it prints: terminal.py PROGRAM PICTURE.svg

The picture shows one report of the sandbox as a terminal of 100 columns prints it. Python's own
library is enough. The colors follow the light or dark theme of the reader.
"""

import fcntl
import html
import os
import pty
import re
import struct
import subprocess
import sys
import termios

COMMAND = [
    "history", "--sandbox", "--user", "Marta Lindqvist", "--period", "2019-W20",
    "--zone", "America/New_York", "--compare", "previous", "--by", "day",
]
COLUMNS, WIDTH, LINE, MARGIN, BAR = 100, 8.4, 20, 24, 40

STYLE = """
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  fill: #1f2328; white-space: pre; }
.frame { fill: #ffffff; stroke: #d1d9e0; } .bar { fill: #f1f3f5; }
.bold { font-weight: 700; } .dim, .status { fill: #59636e; } .prompt { fill: #1d5fc4; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .frame { fill: #0d1117; stroke: #3d444d; } .bar { fill: #161b22; }
  .dim, .status { fill: #9198a1; } .prompt { fill: #8ab6ff; }
}
"""


def run(program):
    """Returns what the program prints on a terminal, and what it says on the standard error."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 60, COLUMNS, 0, 0))
    environment = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    process = subprocess.Popen(
        [program, *COMMAND], stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE,
        env=environment)
    os.close(theirs)
    printed = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # The program closed the terminal.
            break
        if not part:
            break
        printed += part
    said = process.stderr.read().decode()
    if process.wait() != 0:
        sys.exit(said)
    return printed.decode().replace("\r", ""), said


def quoted(argument):
    return f'"{argument}"' if " " in argument else argument


def spans(line):
    """Divides a line at the sequences that change the style of a terminal."""
    style = None
    for number, part in enumerate(re.split(r"\x1b\[([0-9;]*)m", line)):
        if number % 2:
            style = {"1": "bold", "2": "dim"}.get(part)
        elif part:
            yield style, part


def wrapped(line):
    """Divides a line where the terminal has no more columns."""
    rows, room = [[]], COLUMNS
    for style, text in spans(line):
        while text:
            if room == 0:
                rows.append([])
                room = COLUMNS
            rows[-1].append((style, text[:room]))
            text, room = text[room:], max(room - len(text), 0)
    return rows


def drawn(row, parts):
    """Draws a line. Each part has a position, so that it stays in its column in any font."""
    y = BAR + MARGIN + row * LINE
    pieces, column = [], 0
    for style, text in parts:
        x = MARGIN + column * WIDTH
        name = f' class="{style}"' if style else ""
        if text.strip():
            room = f' textLength="{len(text) * WIDTH:.1f}" lengthAdjust="spacingAndGlyphs"'
            pieces.append(f'<text x="{x:.1f}" y="{y}"{name}{room} xml:space="preserve">{html.escape(text)}</text>')
        column += len(text)
    return "".join(pieces)


def main():
    program, picture = sys.argv[1:]
    printed, said = run(program)
    # The notes about the period, but not the count of rows at the end.
    notes = [line for line in said.splitlines() if "2019" in line]
    command, continued = COMMAND[:6], COMMAND[6:]
    command = " ".join(["helpscout", *map(quoted, command)])
    lines = [
        [("prompt", "$ "), (None, command + " \\")],
        [(None, "    " + " ".join(map(quoted, continued)))],
    ]
    lines += [[("status", note)] for note in notes]
    lines += [row for line in printed.rstrip("\n").split("\n") for row in wrapped(line)]
    width = 2 * MARGIN + COLUMNS * WIDTH
    height = BAR + 2 * MARGIN + (len(lines) - 1) * LINE
    dots = "".join(
        f'<circle cx="{MARGIN + at * 20}" cy="{BAR / 2}" r="6" fill="{color}"/>'
        for at, color in enumerate(["#ff5f57", "#febc2e", "#28c840"]))
    body = "\n".join(filter(None, (drawn(row, line) for row, line in enumerate(lines))))
    svg = f"""<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="The output of helpscout history in a terminal">
<style>{STYLE}</style>
<rect class="frame" x=".5" y=".5" width="{width - 1:.0f}" height="{height - 1:.0f}" rx="10"/>
<path class="bar" d="M1 {BAR}V11a10 10 0 0 1 10-10h{width - 22:.0f}a10 10 0 0 1 10 10v{BAR - 11}z"/>
{dots}
{body}
</svg>
"""
    with open(picture, "w", encoding="utf-8") as file:
        file.write(svg)


if __name__ == "__main__":
    main()

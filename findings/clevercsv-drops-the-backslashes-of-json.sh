#!/usr/bin/env bash
# clevercsv drops the backslashes of lists of JSON in a CSV file, which are then no JSON.
#
# JSON writes a quote within a text as `\"`, and CSV doubles the quote: `\""`. clevercsv takes a backslash
# before a quote for an escape character, which the file does not have, and removes it. The doubled quote
# stays doubled, so `"Bob \"Bo\" Lee"` becomes `"Bob ""Bo"" Lee"`. Nothing is said, and one such name in a
# file is enough. `read_dataframe` hands the dialect to pandas, which makes another text of it. Objects of
# JSON outside of a list are read right, and so is everything by Python's csv module. The remedy is a
# dialect that is stated: `clevercsv.reader(file, delimiter=",", quotechar='"', escapechar="")`.
#
# Seen with clevercsv 0.8.5, pandas 3.1.1 and Python 3.11. Needs python3 with venv, and a package index.
# Fails if they behave otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check clevercsv==0.8.5 pandas==3.1.1

cat > read.py <<'PYTHON'
import csv
import json

import clevercsv


def write(name, customers):
    with open(name, "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["id", "customers"])
        rows.writerows(enumerate(map(json.dumps, customers)))


def show(reader, texts):
    for text in texts:
        try:
            json.loads(text)
            print(f"{reader}: {text}")
        except ValueError:
            print(f"{reader}: {text} is no JSON")


ann, bob = {"name": "Ann"}, {"name": 'Bob "Bo" Lee'}
write("lists.csv", [[ann], [bob]])
write("objects.csv", [ann, bob])

with open("lists.csv", newline="") as file:
    show("csv", [text for _, text in csv.reader(file)][1:])
print("clevercsv detects", clevercsv.detect_dialect("lists.csv"))
show("read_table", [text for _, text in clevercsv.read_table("lists.csv")][1:])
show("read_dataframe", clevercsv.read_dataframe("lists.csv").customers)
with open("lists.csv", newline="") as file:
    stated = clevercsv.reader(file, delimiter=",", quotechar='"', escapechar="")
    show("stated", [text for _, text in stated][1:])
print("clevercsv detects", clevercsv.detect_dialect("objects.csv"))
show("read_table", [text for _, text in clevercsv.read_table("objects.csv")][1:])
PYTHON

expected=$(cat <<'TEXT'
csv: [{"name": "Ann"}]
csv: [{"name": "Bob \"Bo\" Lee"}]
clevercsv detects SimpleDialect(',', '"', '\\')
read_table: [{"name": "Ann"}]
read_table: [{"name": "Bob ""Bo"" Lee"}] is no JSON
read_dataframe: [{"name": "Ann"}]
read_dataframe: [{"name": "Bob "Bo"" Lee""}]" is no JSON
stated: [{"name": "Ann"}]
stated: [{"name": "Bob \"Bo\" Lee"}]
clevercsv detects SimpleDialect(',', '"', '')
read_table: {"name": "Ann"}
read_table: {"name": "Bob \"Bo\" Lee"}
TEXT
)

seen=$(environment/bin/python read.py)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'clevercsv behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

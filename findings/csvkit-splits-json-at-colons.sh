#!/usr/bin/env bash
# Python's csv.Sniffer takes the colon in JSON for the delimiter of a CSV file, and csvkit believes it.
#
# A column of JSON, as many exports have it, is in quotes with each of its own quotes doubled. The
# sniffer looks for the sign that stands beside quotes most often, and beside those of
# `""id"":1,""name"":""` are more colons than commas. A program that reads with the sniffed dialect gets
# one column called `id,customers`, without an error. csvlook, csvjson, csvstat, csvsql and csvsort of
# csvkit sniff the first kilobyte, and end with "Row 0 has 3 values, but Table only has 1 columns";
# csvcut and csvgrep don't sniff. The remedy is `csvlook --snifflimit 0`, or a dialect that is stated.
#
# Seen with csvkit 2.2.0 and Python 3.11. Needs python3 with venv, and a package index. Fails if one of
# them behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check csvkit==2.2.0

cat > write.py <<'PYTHON'
import csv
import json

with open("rows.csv", "w", newline="") as file:
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(["id", "customers"])
    for number in range(1, 4):
        customers = [{"id": number, "name": f"Name {number}"}]
        rows.writerow([number, json.dumps(customers, separators=(",", ":"))])
PYTHON

cat > sniff.py <<'PYTHON'
import csv
import io

text = open("rows.csv").read()
sniffed = csv.Sniffer().sniff(text)
print("sniffed", sniffed.delimiter, next(csv.reader(io.StringIO(text), sniffed)))
print("stated", next(csv.reader(io.StringIO(text))))
PYTHON

environment/bin/python write.py
cat rows.csv
seen=$(
    environment/bin/python sniff.py
    environment/bin/csvlook rows.csv 2>&1 || true
    environment/bin/csvlook --snifflimit 0 rows.csv
)
expected="sniffed : ['id,customers']
stated ['id', 'customers']
ValueError: Row 0 has 3 values, but Table only has 1 columns.
| id | customers                  |
| -- | -------------------------- |
|  1 | [{\"id\":1,\"name\":\"Name 1\"}] |
|  2 | [{\"id\":2,\"name\":\"Name 2\"}] |
|  3 | [{\"id\":3,\"name\":\"Name 3\"}] |"

printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'Python or csvkit behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

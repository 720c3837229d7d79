#!/usr/bin/env bash
# Miller counts a null of JSON as a value that is greater than all numbers, and an empty cell of CSV as less.
#
# `stats1` leaves out empty cells, but a null is counted, is the maximum, and shifts the percentiles, while
# the mean leaves it out. `filter '$seconds > 50'` keeps rows with a null, `'$seconds < 50'` those with an
# empty cell, and `top` answers with either. So the same rows have other figures in CSV and in NDJSON. The
# remedy for both is `filter 'is_not_null($seconds)'` in front.
#
# Seen with Miller 6.6.0 of Debian 12 (apt install miller). Needs no network. Fails if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

printf 'id,seconds\n1,100\n2,\n3,12.5\n4,\n5,60\n' > rows.csv
cat > rows.ndjson <<'JSON'
{"id": 1, "seconds": 100}
{"id": 2, "seconds": null}
{"id": 3, "seconds": 12.5}
{"id": 4, "seconds": null}
{"id": 5, "seconds": 60}
JSON

ids() {
    mlr "$1" --onidx filter "$3" then cut -f id "$2" | xargs
}
figures() {
    mlr "$1" --ojsonl stats1 -a count,mean,p50,max -f seconds "$2"
    mlr "$1" --ojsonl top -f seconds "$2"
    echo "over 50: $(ids "$1" "$2" '$seconds > 50')"
    echo "under 50: $(ids "$1" "$2" '$seconds < 50')"
}
run() {
    echo CSV
    figures --icsv rows.csv
    echo NDJSON
    figures --ijsonl rows.ndjson
    echo NDJSON without nulls
    mlr --ijsonl --ojsonl filter 'is_not_null($seconds)' rows.ndjson > known.ndjson
    figures --ijsonl known.ndjson
}

expected='CSV
{"seconds_count": 3, "seconds_mean": 57.5, "seconds_p50": 60, "seconds_max": 100}
{"top_idx": 1, "seconds_top": ""}
over 50: 1 5
under 50: 2 3 4
NDJSON
{"seconds_count": 5, "seconds_mean": 57.5, "seconds_p50": 100, "seconds_max": null}
{"top_idx": 1, "seconds_top": null}
over 50: 1 2 4 5
under 50: 3
NDJSON without nulls
{"seconds_count": 3, "seconds_mean": 57.5, "seconds_p50": 60, "seconds_max": 100}
{"top_idx": 1, "seconds_top": 100}
over 50: 1 5
under 50: 3'

seen=$(run)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'Miller behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

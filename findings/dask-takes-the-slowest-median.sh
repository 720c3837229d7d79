#!/usr/bin/env bash
# If each file has one very large value, dask takes the largest of their medians for the median of all.
#
# "Approximate quantiles", says the documentation. dask takes the smallest value of each partition, the
# quantile that is asked for, and the largest value, and merges those. So half of the rows of a partition
# count as its largest value, and the median of the response times of five agents is that of the slowest:
# 300 instead of 180. It is right here if other quantiles are asked for at once. `median_approximate`
# and `describe` are wrong, too. The remedies are `repartition(npartitions=1)`, and `method="tdigest"`, for
# which crick has to be installed.
#
# Seen with dask 2026.8.0, crick 0.0.8, pandas 3.1.1 and pyarrow 26.0.1. Needs python3 with venv, and a
# package index. Fails if they behave otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check --only-binary :all: \
    'dask[dataframe]==2026.8.0' crick==0.0.8 pandas==3.1.1 pyarrow==26.0.1

cat > ask.py <<'PYTHON'
import os

import dask.dataframe
import pandas

os.mkdir("replies")
for seconds in 60, 120, 180, 240, 300:
    agent = pandas.DataFrame({"seconds": [float(seconds)] * 99 + [86400.0]})
    agent.to_parquet(f"replies/{seconds}.parquet")

exact = pandas.read_parquet("replies").seconds
files = dask.dataframe.read_parquet("replies").seconds
print("pandas:", exact.quantile(0.5))
print("quantile(0.5):", files.quantile(0.5).compute())
print("median_approximate():", files.median_approximate().compute())
print("describe():", files.describe().compute()["50%"])
print("quantile([0.5, 0.75, 0.9, 0.95]):", files.quantile([0.5, 0.75, 0.9, 0.95]).compute()[0.5])
print("one partition:", files.repartition(npartitions=1).quantile(0.5).compute())
print("tdigest:", files.quantile(0.5, method="tdigest").compute())
PYTHON

expected='pandas: 180.0
quantile(0.5): 300.0
median_approximate(): 300.0
describe(): 240.0
quantile([0.5, 0.75, 0.9, 0.95]): 180.0
one partition: 180.0
tdigest: 180.0'

seen=$(environment/bin/python ask.py)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'dask behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

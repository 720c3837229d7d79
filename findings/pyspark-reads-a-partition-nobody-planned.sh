#!/usr/bin/env bash
# A Spark data source in Python that plans no partition is read all the same.
#
# "If this method returns N partitions, the query planner will create N tasks", says the documentation
# of `DataSourceReader.partitions`. For an empty list, Spark creates one task, and calls `read` with
# `InputPartition(None)`, which the data source never made. A reader that takes None for "everything",
# as the default of `partitions` suggests, returns all rows where it planned none.
#
# Seen with pyspark 4.3.0 and pyarrow 26.0.1. Needs Java 17, python3 with venv, and a package index.
# Fails if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check pyspark==4.3.0 pyarrow==26.0.1

cat > read.py <<'PYTHON'
from pyspark.sql import SparkSession
from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition


class Rows(DataSource):
    @classmethod
    def name(cls):
        return "rows"

    def schema(self):
        return "partition string"

    def reader(self, schema):
        return Reader(int(self.options["partitions"]))


class Reader(DataSourceReader):
    def __init__(self, count):
        self.count = count

    def partitions(self):
        return [InputPartition(number) for number in range(self.count)]

    def read(self, partition):
        yield (str(partition.value),)


spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
spark.sparkContext.setLogLevel("OFF")
spark.dataSource.register(Rows)
for planned in 2, 1, 0:
    rows = spark.read.format("rows").option("partitions", planned).load().collect()
    print(f"{planned} planned:", *(row.partition for row in rows))
PYTHON

expected='2 planned: 0 1
1 planned: 0
0 planned: None'

seen=$(PYSPARK_PYTHON=$PWD/environment/bin/python environment/bin/python read.py 2>messages) || {
    cat messages >&2
    exit 1
}
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'pyspark behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

"""Reads the Parquet files of a pull with the programs that they are meant for.

    pulled.py figures FOLDER EXPECTED [ENGINE...]   rows, sums, percentiles, partitions and types
    pulled.py lists FOLDER EXPECTED [ENGINE...]     null lists and lists without items

FOLDER is that of one dataset, with a folder for each user and window. EXPECTED is a JSON file:

    {"rows": 7, "sums": {"repliesSent": 9, "responseTime": 60.5}, "partitions": {"447723": 7},
     "window": [1556668800, 1559347199],
     "percentiles": {"user": 447723, "window": "2019-05-01",
                     "values": {"responseTime": {"median": 1.0, "p90": 2.0, "p95": 3.0}}},
     "null": 1, "empty": 2}

Without engines, it runs all but spark, which needs pyspark and Java. Figures don't need `null` and
`empty`, and lists need nothing else. Exits with 1 and a line for each
problem.
"""

import json
import math
import sys
from pathlib import Path

SHARES = {"median": 0.5, "p90": 0.9, "p95": 0.95}

# How a history merges the replies of a conversation.
MERGED = {
    "responseTime": "avg",
    "firstResponseTime": "min",
    "resolveTime": "max",
    "avgHandleTime": "avg",
}


class Sql:
    """An engine with SQL. `types` are the names of the types that columns must have."""

    quote = '"'
    cast = "bigint"

    def name(self, column):
        return f"{self.quote}{column}{self.quote}"

    def one(self, selected, condition="1 = 1"):
        return self.rows(f"SELECT {selected} FROM {self.table} WHERE {condition}")[0]

    def count(self):
        return self.one("count(*)")[0]

    def sums(self, columns):
        return self.one(", ".join(f"sum({self.name(column)})" for column in columns))

    def partitions(self):
        user = self.name("user")
        rows = self.rows(f"SELECT {user}, count(*) FROM {self.table} GROUP BY {user}")
        return {str(user): count for user, count in rows}

    def window(self):
        start, end = self.name("windowStart"), self.name("windowEnd")
        return self.one(f"{self.seconds(f'min({start})')}, {self.seconds(f'max({end})')}")

    def percentiles(self, user, window, columns):
        merged = ", ".join(
            f"{MERGED[column]}({self.name(column)}) AS {self.name(column)}" for column in columns
        )
        condition = (
            f"{self.name('userId')} = {user} AND "
            f"CAST({self.name('window')} AS varchar(10)) = '{window}'"
        )
        conversations = (
            f"(SELECT {merged} FROM {self.table} WHERE {condition} GROUP BY {self.name('id')}) c"
        )
        wanted = [
            self.percentile(self.name(column), share)
            for column in columns
            for share in SHARES.values()
        ]
        return self.rows(f"SELECT {', '.join(wanted)} FROM {conversations}")[0]

    def lists(self):
        customers = self.name("customers")
        null = self.one("count(*)", f"{customers} IS NULL")[0]
        empty = self.one("count(*)", f"{self.length}({customers}) = 0")[0]
        return null, empty


class DuckDb(Sql):
    length = "len"

    def __init__(self, folder):
        import duckdb

        self.connection = duckdb.connect()
        self.connection.execute("SET TimeZone = 'UTC'")
        self.table = f"read_parquet('{folder}/**/*.parquet', hive_partitioning = true)"

    def rows(self, sql):
        return self.connection.sql(sql).fetchall()

    def seconds(self, instant):
        return f"epoch({instant})"

    def percentile(self, column, share):
        return f"quantile_cont({column}, {share})"

    def types(self):
        table = self.connection.sql(f"FROM {self.table}")
        return dict(zip(table.columns, map(str, table.types)))

    expected_types = {
        "id": "BIGINT",
        "responseTime": "DOUBLE",
        "windowStart": "TIMESTAMP WITH TIME ZONE",
        "customers": "STRUCT(id BIGINT, \"name\" VARCHAR)[]",
        "user": "BIGINT",
        "window": "DATE",
    }


class ChDb(Sql):
    length = "length"
    # It has no null lists.
    null_is_empty = True

    def __init__(self, folder):
        from chdb import session

        self.session = session.Session()
        self.table = f"file('{folder}/**/*.parquet', Parquet)"

    def rows(self, sql):
        options = "SETTINGS use_hive_partitioning = 1, session_timezone = 'UTC', aggregate_functions_null_for_empty = 1"
        result = self.session.query(f"{sql} {options}", "JSONCompact")
        return json.loads(str(result))["data"]

    def one(self, selected, condition="1 = 1"):
        return [number(value) for value in super().one(selected, condition)]

    def partitions(self):
        return {user: number(count) for user, count in super().partitions().items()}

    def name(self, column):
        return f"`{column}`"

    def seconds(self, instant):
        return f"toUnixTimestamp({instant})"

    def percentile(self, column, share):
        return f"quantileExactInclusive({share})({column})"

    def types(self):
        result = self.session.query(
            f"DESCRIBE TABLE {self.table} SETTINGS use_hive_partitioning = 1", "JSONCompact"
        )
        return {row[0]: row[1] for row in json.loads(str(result))["data"]}

    expected_types = {
        "id": "Nullable(Int64)",
        "responseTime": "Nullable(Float64)",
        "windowStart": "Nullable(DateTime64(6, 'UTC'))",
    }


class DataFusion(Sql):
    length = "cardinality"
    # It interpolates percentiles with six digits: https://github.com/apache/datafusion/issues/25266
    precision = 1e-6

    def __init__(self, folder):
        from datafusion import SessionContext

        self.context = SessionContext()
        self.table = "pulled"
        self.context.sql(
            "CREATE EXTERNAL TABLE pulled STORED AS PARQUET PARTITIONED BY (user, window) "
            f"LOCATION '{folder}/'"
        )

    def rows(self, sql):
        table = self.context.sql(sql).to_arrow_table()
        return [tuple(row.values()) for row in table.to_pylist()]

    def seconds(self, instant):
        return f"CAST(date_part('epoch', {instant}) AS bigint)"

    def percentile(self, column, share):
        return f"percentile_cont({column}, {share})"

    def types(self):
        return {field.name: str(field.type) for field in self.context.sql("SELECT * FROM pulled").schema()}

    expected_types = {
        "id": "int64",
        "responseTime": "double",
        "windowStart": "timestamp[us, tz=UTC]",
    }


class Spark(Sql):
    quote = "`"
    length = "size"

    def __init__(self, folder):
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        self.spark = builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
        self.table = "pulled"
        self.spark.read.parquet(str(folder)).createOrReplaceTempView("pulled")

    def rows(self, sql):
        return [tuple(row) for row in self.spark.sql(sql).collect()]

    def seconds(self, instant):
        return f"unix_seconds({instant})"

    def percentile(self, column, share):
        return f"percentile({column}, {share})"

    def types(self):
        return dict(self.spark.table("pulled").dtypes)

    expected_types = {
        "id": "bigint",
        "responseTime": "double",
        "windowStart": "timestamp",
        "customers": "array<struct<id:bigint,name:string>>",
        "user": "int",
        "window": "date",
    }


class Pandas:
    def __init__(self, folder):
        import pandas

        self.frame = pandas.read_parquet(folder)

    def count(self):
        return len(self.frame)

    def sums(self, columns):
        return [self.frame[column].sum() for column in columns]

    def partitions(self):
        counts = self.frame.groupby("user", observed=True).size()
        return {str(user): count for user, count in counts.items()}

    def window(self):
        start, end = self.frame["windowStart"].min(), self.frame["windowEnd"].max()
        return start.timestamp(), end.timestamp()

    def percentiles(self, user, window, columns):
        frame = self.frame
        is_asked = (frame["userId"] == user) & (frame["window"].astype(str) == window)
        groups = frame[is_asked].groupby("id")
        merged = groups.agg({column: MERGED[column].replace("avg", "mean") for column in columns})
        return [merged[column].quantile(share) for column in columns for share in SHARES.values()]

    def lists(self):
        customers = self.frame["customers"]
        null = customers.isna()
        return null.sum(), (customers[~null].map(len) == 0).sum()

    def types(self):
        return {column: str(kind) for column, kind in self.frame.dtypes.items()}

    expected_types = {
        "id": "int64",
        "responseTime": "float64",
        "windowStart": "datetime64[us, UTC]",
        "user": "category",
    }


class Polars:
    def __init__(self, folder):
        import polars

        self.polars = polars
        self.frame = polars.scan_parquet(f"{folder}/**/*.parquet", hive_partitioning=True).collect()

    def count(self):
        return self.frame.height

    def sums(self, columns):
        return [self.frame[column].sum() for column in columns]

    def partitions(self):
        return {str(user): count for user, count in self.frame.group_by("user").len().rows()}

    def window(self):
        start, end = self.frame["windowStart"].min(), self.frame["windowEnd"].max()
        return start.timestamp(), end.timestamp()

    def percentiles(self, user, window, columns):
        column_of = self.polars.col
        is_asked = (column_of("userId") == user) & (
            column_of("window").cast(self.polars.String) == window
        )
        merge = {"avg": "mean"}
        merged = self.frame.filter(is_asked).group_by("id").agg(
            getattr(column_of(column), merge.get(MERGED[column], MERGED[column]))()
            for column in columns
        )
        return [
            merged[column].quantile(share, interpolation="linear")
            for column in columns
            for share in SHARES.values()
        ]

    def lists(self):
        customers = self.frame["customers"]
        return customers.null_count(), (customers.drop_nulls().list.len() == 0).sum()

    def types(self):
        return {column: str(kind) for column, kind in self.frame.schema.items()}

    expected_types = {
        "id": "Int64",
        "responseTime": "Float64",
        "windowStart": "Datetime(time_unit='us', time_zone='UTC')",
        "user": "Int64",
        "window": "Date",
    }


class PyArrow:
    def __init__(self, folder):
        import pyarrow.compute
        import pyarrow.dataset

        self.compute = pyarrow.compute
        self.table = pyarrow.dataset.dataset(folder, partitioning="hive").to_table()

    def count(self):
        return self.table.num_rows

    def sums(self, columns):
        return [self.compute.sum(self.table[column]).as_py() for column in columns]

    def partitions(self):
        counts = self.compute.value_counts(self.table["user"]).to_pylist()
        return {str(count["values"]): count["counts"] for count in counts}

    def window(self):
        start = self.compute.min(self.table["windowStart"]).as_py()
        end = self.compute.max(self.table["windowEnd"]).as_py()
        return start.timestamp(), end.timestamp()

    def percentiles(self, user, window, columns):
        field = self.compute.field
        table = self.table.filter((field("userId") == user) & (field("window") == window))
        merge = {"avg": "mean"}
        asked = [(column, merge.get(MERGED[column], MERGED[column])) for column in columns]
        merged = table.group_by("id").aggregate(asked)
        return [
            self.compute.quantile(merged[f"{column}_{function}"], q=share)[0].as_py()
            for column, function in asked
            for share in SHARES.values()
        ]

    def lists(self):
        lengths = self.compute.list_value_length(self.table["customers"])
        empty = self.compute.sum(self.compute.equal(lengths, 0)).as_py()
        return self.table["customers"].null_count, empty or 0

    def types(self):
        return {field.name: str(field.type) for field in self.table.schema}

    expected_types = {
        "id": "int64",
        "responseTime": "double",
        "windowStart": "timestamp[us, tz=UTC]",
        "customers": "list<element: struct<id: int64, name: string>>",
        "user": "int32",
        "window": "string",
    }


ENGINES = {
    "duckdb": DuckDb,
    "pyarrow": PyArrow,
    "pandas": Pandas,
    "polars": Polars,
    "datafusion": DataFusion,
    "chdb": ChDb,
    "spark": Spark,
}


def number(value):
    """Returns a number that chDB writes as text, because it has 64 bits."""
    return int(value) if isinstance(value, str) and value.lstrip("-").isdigit() else value


def is_same(found, expected, precision):
    if found is None or expected is None:
        return found is expected
    if isinstance(expected, int):
        return int(found) == expected and found == int(found)
    return math.isclose(found, expected, rel_tol=precision)


def figures(reader, expected):
    sums = expected["sums"]
    percentiles = expected["percentiles"]
    values = percentiles["values"]
    asked = (percentiles["user"], percentiles["window"], list(values))
    wanted = [values[column][name] for column in values for name in SHARES]
    names = [f"{name} of {column}" for column in values for name in SHARES]
    yield "rows", reader.count(), expected["rows"]
    sums_found = list(reader.sums(list(sums)))
    yield from zip((f"sum of {column}" for column in sums), sums_found, sums.values())
    partitions = reader.partitions()
    yield "users", sorted(partitions), sorted(expected["partitions"])
    for user, count in expected["partitions"].items():
        yield f"rows of {user}", partitions.get(user), count
    yield from zip(("first instant", "last instant"), reader.window(), expected["window"])
    yield from zip(names, reader.percentiles(*asked), wanted)
    types = reader.types()
    for column, kind in reader.expected_types.items():
        yield f"type of {column}", types.get(column), kind


def lists(reader, expected):
    null, empty = reader.lists()
    if getattr(reader, "null_is_empty", False):
        null, empty = 0, null + empty
        expected = {"null": 0, "empty": expected["null"] + expected["empty"]}
    yield "null lists", null, expected["null"]
    yield "lists without items", empty, expected["empty"]


def main():
    check, folder, expected, *engines = sys.argv[1:]
    expected = json.loads(Path(expected).read_text())
    # There is no chDB for Windows.
    left_out = ["spark"] + ["chdb"] * (sys.platform == "win32")
    engines = engines or [name for name in ENGINES if name not in left_out]
    problems = []
    for engine in engines:
        try:
            reader = ENGINES[engine](folder)
            for what, found, wanted in {"figures": figures, "lists": lists}[check](reader, expected):
                is_number = isinstance(wanted, (int, float))
                precision = getattr(reader, "precision", 1e-9)
                if not (is_same(found, wanted, precision) if is_number else found == wanted):
                    problems.append(f"{engine}: {what}: expected {wanted!r}, found {found!r}")
        except Exception as error:
            problems.append(f"{engine}: {type(error).__name__}: {error}")
    print("\n".join(problems), file=sys.stderr)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()

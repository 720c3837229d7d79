"""A Spark data source for the reports of Help Scout, over the program `helpscout`.

    import helpscout_spark

    helpscout_spark.register(spark)
    replies = (
        spark.read.format("helpscout")
        .option("report", "user-conversation-history")
        .option("users", "all")
        .option("since", "2019-05-01")
        .option("until", "2019-06-01")
        .load()
    )

The driver asks `helpscout pull --plan=json` what there is to fetch: a partition for each account, user
and window. Each task runs `helpscout pull` for its part into a folder of its own, and fails if the
program fails, so that Spark repeats the task. It passes on the rows once the program has them all. At
most one task of an account calls the service at a time, on all executors together: see
`AccountLocks`.

README.md describes the options. Credentials come from the environment of the driver and the
executors, never from an option.
"""

import contextlib
import ctypes
import dataclasses
import hmac
import itertools
import json
import os
import pathlib
import re
import secrets
import signal
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading

from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition
from pyspark.sql.types import StructType

# A variable of the environment that holds a credential; for an account `acme`, `_ACME` is appended.
CREDENTIALS = ("HELPSCOUT_APP_ID", "HELPSCOUT_APP_SECRET", "HELPSCOUT_ACCESS_TOKEN")
BASE_URL = "HELPSCOUT_BASE_URL"

# The options of the data source itself. All others are options of `helpscout pull`.
OWN_OPTIONS = {"report", "table", "accounts", "partitions", "program", "windows-per-task"}

# The options of `helpscout pull` that the data source sets, or that mean nothing here.
TAKEN_OPTIONS = {"again", "errors", "format", "path", "plan", "quiet", "state", "status", "to", "verify"}

# The options that say which units are fetched. A task has its own.
SELECTION = {"users", "team", "since", "until"}

# A task that holds the lock of its account shows every BEAT seconds that it lives, and ends its
# program if the driver doesn't answer within ANSWER seconds. The driver gives the lock to the next
# task after SILENCE seconds. SILENCE exceeds BEAT + ANSWER, so the first task has ended by then.
BEAT = 5
ANSWER = 15
SILENCE = 30

# How long the driver lets a task wait before it answers that the lock is still held.
PATIENCE = 2


class HelpScoutError(Exception):
    """The program failed, or wrote what the schema does not allow. The message says why."""


def register(spark, port=0):
    """Registers the format `helpscout`, and serves the locks of the accounts from this driver.

    The locks are served at `spark.driver.host`, which the executors reach already, on `port`, or on any
    free port by default. Returns the `AccountLocks`, which serve until the driver ends.
    """
    context = spark.sparkContext
    locks = AccountLocks(context.getConf().get("spark.driver.host"), port)

    class HelpScoutWithLocks(HelpScout):
        lock_service = locks.service

    context.addPyFile(os.path.abspath(__file__))
    spark.dataSource.register(HelpScoutWithLocks)
    return locks


class HelpScout(DataSource):
    """The data source `helpscout`. Use `register`, which also serves the locks of the accounts."""

    # Where the tasks get the locks of the accounts: the host, the port and a password.
    lock_service = None

    @classmethod
    def name(cls):
        return "helpscout"

    def schema(self):
        query = Query.of(self.options)
        return StructType.fromJson(json.loads(query.describe()))

    def reader(self, schema):
        return Reader(Query.of(self.options), schema, self.lock_service)


@dataclasses.dataclass(frozen=True)
class Query:
    """What the options ask for."""

    report: str
    table: str
    program: str
    accounts: tuple
    partitions: str
    windows_per_task: int
    arguments: dict

    @classmethod
    def of(cls, options):
        """Reads the options. Raises `HelpScoutError` if one is missing, wrong, or a credential."""
        options = {name.lower(): value for name, value in options.items()}
        for name in options:
            if re.search("secret|token|password|credential|app.?id", name):
                raise HelpScoutError(
                    f"the option {name} looks like a credential, which would be visible in plans and logs; "
                    f"set {', '.join(CREDENTIALS)} in the environment of the driver and the executors"
                )
            if name in TAKEN_OPTIONS:
                advice = "write status-parameter for the filter" if name == "status" else "remove it"
                raise HelpScoutError(f"the option {name} is not one of the data source; {advice}")
        if not options.get("report"):
            raise HelpScoutError("the option report is missing, such as user-conversation-history")
        partitions = options.get("partitions", "window")
        if partitions not in ("window", "account"):
            raise HelpScoutError(f"the option partitions is {partitions!r}, expected window or account")
        windows_per_task = options.get("windows-per-task", "1")
        if not re.fullmatch("[1-9][0-9]{0,5}", windows_per_task):
            raise HelpScoutError(f"the option windows-per-task is {windows_per_task!r}, expected a whole number from 1")
        accounts = [name.strip() for name in options.get("accounts", "").split(",") if name.strip()]
        for name in accounts:
            if not re.fullmatch("[A-Za-z][A-Za-z0-9_-]*", name):
                raise HelpScoutError(
                    f"the account {name!r} has a name with other characters than letters, digits, - and _"
                )
            if accounts.count(name) > 1:
                raise HelpScoutError(f"the option accounts names {name} twice, so its rows would be read twice")
        return cls(
            report=options["report"],
            table=options.get("table"),
            program=options.get("program", "helpscout"),
            accounts=tuple(accounts) or (None,),
            partitions=partitions,
            windows_per_task=int(windows_per_task),
            arguments={name: value for name, value in options.items() if name not in OWN_OPTIONS},
        )

    def describe(self):
        """Returns the schema of the rows, as JSON for `StructType.fromJson`."""
        command = [self.program, "describe", self.report, "--schema=spark", "--pull", "--errors=json"]
        if self.table:
            command.append(f"--table={self.table}")
        return run(command, environment(None))

    def plan(self, account):
        """Returns the units of the account: what `helpscout pull` would fetch, as it says so itself."""
        lines = run([*self._pull(self.arguments), "--to=-", "--plan=json"], environment(account))
        return [Unit.of(json.loads(line), account) for line in lines.splitlines()]

    def fetch(self, units, folder):
        """Returns the command that writes the rows of these units into a folder."""
        arguments = {name: value for name, value in self.arguments.items() if name not in SELECTION}
        windows = [unit for unit in units if unit.since is not None]
        if windows:
            arguments["since"] = min(unit.since for unit in windows)
            arguments["until"] = max(unit.until for unit in windows)
        users = sorted({unit.user for unit in units if unit.user is not None})
        if users:
            arguments["users"] = ",".join(map(str, users))
        return [*self._pull(arguments), f"--to={folder}", "--format=parquet"]

    def dataset(self):
        """Returns the name of the folder that the rows are in."""
        return f"{self.report}.{self.table}" if self.table else self.report

    def _pull(self, arguments):
        # An option without a value means true.
        flags = [f"--{name}" if value == "true" else f"--{name}={value}" for name, value in sorted(arguments.items())]
        return [self.program, "pull", self.report, *flags, "--errors=json"]


@dataclasses.dataclass(frozen=True)
class Unit:
    """A window of an account, and of a user if the report is about one."""

    account: str
    account_id: int
    # None if the report isn't about a user.
    user: int
    # The first day, and the day after the last one. None for a list, which has no window.
    since: str
    until: str

    @classmethod
    def of(cls, line, account):
        member = line.get("member") or {}
        user = member.get("id") if member.get("of") == "user" else None
        return cls(account, line["account"], user, line.get("since"), line.get("until"))


@dataclasses.dataclass
class Part(InputPartition):
    """What one task fetches: units of one account, in the order of their windows."""

    units: list

    def __post_init__(self):
        super().__init__(None)


class Reader(DataSourceReader):
    """Plans on the driver, and reads on the executors."""

    def __init__(self, query, schema, lock_service):
        self.query = query
        self.rows = schema
        self.lock_service = lock_service

    def partitions(self):
        plans = [self.query.plan(account) for account in self.query.accounts]
        by_id = {}
        for account, units in zip(self.query.accounts, plans, strict=True):
            for account_id in {unit.account_id for unit in units}:
                if by_id.setdefault(account_id, account) != account:
                    raise HelpScoutError(
                        f"the accounts {by_id[account_id]} and {account} have credentials of the same account, "
                        f"{account_id}, so its rows would be read twice"
                    )
        if self.query.partitions == "account":
            return [Part(units) for units in plans if units]
        if self.lock_service is None:
            raise HelpScoutError(
                "nothing keeps two tasks from calling the service for the same account at a time: register the "
                "data source with helpscout_spark.register(spark), or set the option partitions to account"
            )
        # Tasks start in the order of the partitions, so neighbors are of different accounts.
        parts = [chunks(units, self.query.windows_per_task) for units in plans]
        return [part for row in itertools.zip_longest(*parts) for part in row if part is not None]

    def read(self, partition):
        # Spark makes a partition without a value if there are none.
        if not isinstance(partition, Part):
            return
        account = partition.units[0]
        with tempfile.TemporaryDirectory(prefix="helpscout-", dir=scratch()) as folder:
            rows = pathlib.Path(folder, "rows")
            lock = AccountLock(self.lock_service, account.account_id) if self.lock_service else contextlib.nullcontext()
            with lock as held:
                run(self.query.fetch(partition.units, rows), environment(account.account), held)
            yield from batches(rows / self.query.dataset(), self.rows)


def chunks(units, size):
    """Returns parts of at most so many successive windows of one user, the oldest first."""
    by_user = {}
    for unit in units:
        windows = by_user.setdefault(unit.user, {})
        # A report that is fetched for each mailbox has several units for a window.
        windows.setdefault((unit.since, unit.until), []).append(unit)
    parts = []
    for windows in by_user.values():
        windows = iter(sorted(windows.items(), key=lambda window: window[0][0] or ""))
        while several := list(itertools.islice(windows, size)):
            parts.append(Part([unit for _, units in several for unit in units]))
    return sorted(parts, key=lambda part: part.units[0].since or "")


# Running the program


def environment(account):
    """Returns the environment of the program: without the credentials of other accounts."""
    names = [*CREDENTIALS, BASE_URL]
    variables = {
        name: value
        for name, value in os.environ.items()
        if not any(name == known or name.startswith(f"{known}_") for known in names)
    }
    suffix = "" if account is None else "_" + re.sub("[^A-Z0-9]", "_", account.upper())
    for name in names:
        if f"{name}{suffix}" in os.environ:
            variables[name] = os.environ[f"{name}{suffix}"]
    if BASE_URL not in variables and BASE_URL in os.environ:
        variables[BASE_URL] = os.environ[BASE_URL]
    if suffix and not any(name in variables for name in CREDENTIALS):
        raise HelpScoutError(
            f"{socket.gethostname()} has no credentials of the account {account}; set {CREDENTIALS[0]}{suffix} and "
            f"{CREDENTIALS[1]}{suffix}, or {CREDENTIALS[2]}{suffix}, in the environment of the driver and the executors"
        )
    return variables


def run(command, variables, lock=None):
    """Returns what the program prints. Raises `HelpScoutError` unless its exit code is 0.

    Ends the program if the lock is lost.
    """
    # Files take any number of lines without a thread that reads them.
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as messages:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=messages,
                env=variables,
                preexec_fn=end_with_parent if sys.platform == "linux" else None,
            )
        except OSError as error:
            raise HelpScoutError(
                f"can't run {command[0]} on {socket.gethostname()}: {error.strerror}; install the program there, or "
                "set the option program to its path"
            ) from None
        try:
            if lock is not None:
                lock.on_loss(process.kill)
            code = process.wait()
        finally:
            process.kill()
            process.wait()
        if lock is not None and lock.lost:
            raise HelpScoutError("the driver stopped answering, so another task may fetch for this account now")
        for file in (output, messages):
            file.seek(0)
        if code != 0:
            raise HelpScoutError(failure(code, messages.read().decode("utf-8", "replace")))
        return output.read().decode("utf-8")


# Looked up before a fork, because little is safe between fork and exec.
_PRCTL = ctypes.CDLL(None).prctl if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1


def end_with_parent():
    """Makes the kernel end the program with the Python worker, which Spark kills without warning."""
    _PRCTL(_PR_SET_PDEATHSIG, signal.SIGTERM)


def failure(code, messages):
    """Returns what the program says about its failure: the last object of `--errors json`."""
    how = f"ended by signal {-code}" if code < 0 else f"exit code {code}"
    for line in reversed(messages.splitlines()):
        with contextlib.suppress(ValueError):
            error = json.loads(line)
            if isinstance(error, dict) and error.get("kind") != "warning" and error.get("message"):
                parts = [error["message"], error.get("advice")]
                return f"{'; '.join(part for part in parts if part)} (helpscout: {how})"
    return f"helpscout failed without a message ({how}): {messages.strip()[-500:]}"


# Rows


def scratch():
    """Returns a folder that the cluster removes, if the executor is killed, or else the default one."""
    for variable in ("SPARK_LOCAL_DIRS", "LOCAL_DIRS"):
        folder = os.environ.get(variable, "").split(",")[0]
        if os.path.isdir(folder):
            return folder
    return None


def batches(folder, schema):
    """Yields the rows of the Parquet files, with the columns of the schema in its order."""
    # The driver needs pyarrow only if Spark runs there.
    import pyarrow
    import pyarrow.parquet
    from pyspark.sql.pandas.types import to_arrow_schema

    expected = to_arrow_schema(schema, timezone="UTC")
    for path in sorted(folder.rglob("*.parquet")):
        with pyarrow.parquet.ParquetFile(path) as file:
            missing = [name for name in expected.names if name not in file.schema_arrow.names]
            if missing:
                raise HelpScoutError(f"the rows have no column {', '.join(missing)}; remove it from the schema")
            for batch in file.iter_batches(columns=expected.names):
                table = pyarrow.Table.from_batches([batch]).select(expected.names)
                yield from table.cast(expected).to_batches()


# One task of an account at a time


class AccountLocks:
    """A server in the driver: at most one task holds the lock of an account.

    Spark has no limit for tasks with something in common, and a lock on an executor's host would not
    bind other hosts. A task that waits occupies its core. The lock is free again when the connection of
    the task ends, as it does when an executor is killed, or after 30 seconds without a sign of life, as
    when its host is lost; the task has then stopped its program.
    """

    def __init__(self, host, port=0):
        self._locks = {}
        self._guard = threading.Lock()
        self._password = secrets.token_hex(16)
        service = self

        class Handler(socketserver.StreamRequestHandler):
            timeout = SILENCE

            def handle(self):
                with contextlib.suppress(OSError, ValueError):
                    service._serve(self.rfile, self.wfile)

        class Server(socketserver.ThreadingTCPServer):
            address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
            allow_reuse_address = True
            daemon_threads = True
            # All tasks of a cluster may connect at once; with 5, some would be refused.
            request_queue_size = 1024

        self._server = Server((host.strip("[]"), port), Handler)
        self.service = (host.strip("[]"), self._server.server_address[1], self._password)
        threading.Thread(target=self._server.serve_forever, name="helpscout-locks", daemon=True).start()

    def close(self):
        """Gives no locks any more. Tasks that have one, or wait for one, are not disturbed."""
        self._server.shutdown()
        self._server.server_close()

    def _serve(self, requests, answers):
        hello = json.loads(requests.readline(1000))
        if not hmac.compare_digest(str(hello["password"]), self._password):
            return
        with self._guard:
            lock = self._locks.setdefault(hello["account"], threading.Lock())
        held = False
        try:
            # The task sends a byte, and gets one that says whether it has the lock.
            while requests.read(1):
                held = held or lock.acquire(timeout=PATIENCE)
                answers.write(b"y" if held else b"n")
        finally:
            if held:
                lock.release()


class AccountLock:
    """Holds the lock of an account while a task calls the service."""

    def __init__(self, service, account_id):
        self.lost = False
        self._service = service
        self._account_id = account_id
        self._released = threading.Event()
        self._stop = None

    def on_loss(self, stop):
        """Calls this function as soon as another task may have the lock."""
        self._stop = stop
        if self.lost:
            stop()

    def __enter__(self):
        host, port, password = self._service
        try:
            self._connection = socket.create_connection((host, port), timeout=ANSWER)
            hello = {"password": password, "account": self._account_id}
            self._connection.sendall(json.dumps(hello).encode() + b"\n")
            while not self._is_mine():
                pass
        except OSError as error:
            raise HelpScoutError(f"the driver doesn't give the lock of the account at {host}:{port}: {error}") from None
        threading.Thread(target=self._beat, name="helpscout-lock", daemon=True).start()
        return self

    def __exit__(self, *_):
        self._released.set()
        self._connection.close()

    def _is_mine(self):
        self._connection.sendall(b".")
        answer = self._connection.recv(1)
        if not answer:
            raise ConnectionError("the connection was closed")
        return answer == b"y"

    def _beat(self):
        while not self._released.wait(BEAT):
            with contextlib.suppress(OSError):
                if self._is_mine():
                    continue
            if not self._released.is_set():
                self.lost = True
                if self._stop is not None:
                    self._stop()
            return

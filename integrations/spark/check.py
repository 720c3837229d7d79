"""Reads two accounts with Spark, kills an executor in mid-call, and compares the rows with the program's.

Run it with ../check.sh, which installs the packages. It starts two sandboxes and a Spark cluster of two
executors on this machine, prints what it sees, and fails if a row is missing, doubled or different, if
two programs call the same account at a time, or if a credential reaches a log.
"""

import contextlib
import math
import os
import pathlib
import signal
import socket
import sys
import tempfile
import threading
import time
import traceback

from program import APP_ID, NUMBERS, REPORT, SECRET, pulled, serving, summary

USERS = "447723,452118"
SINCE, UNTIL = "2019-05-01", "2019-06-01"
ACCOUNTS = {"acme": 2019, "globex": 7}
LATENCY_MS = 250

# Holds a lock of its own while it is the program, so that a second one of the same account is seen.
WRAPPER = """#!/bin/sh
case " $* " in *" --to=/"*)
    account=$(printf %s "$HELPSCOUT_BASE_URL" | tr -c 'a-z0-9' _)
    exec 9>>"{folder}/lock.$account"
    flock --nonblock 9 || {{ echo "$account" >>"{folder}/together"; }}
    echo "$account" >>"{folder}/started"
;; esac
exec "{program}" "$@"
"""


def main(program):
    locks_are_given_to_one_task_and_lost_with_the_driver()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        folder = pathlib.Path(folder)
        urls = {}
        for name, seed in ACCOUNTS.items():
            server = serving(program, "--seed", str(seed), "--latency", str(LATENCY_MS))
            urls[name] = stack.enter_context(server)
        set_environment(urls)
        wrapper = folder / "helpscout"
        wrapper.write_text(WRAPPER.format(folder=folder, program=program))
        wrapper.chmod(0o755)

        expected = figures([row for url in urls.values() for row in rows_of(program, url)])
        print(f"helpscout itself: {expected['rows']} rows of {len(urls)} accounts", flush=True)

        spark = stack.enter_context(cluster(folder))
        frame = read(spark, wrapper)
        print(f"{frame.rdd.getNumPartitions()} partitions: account x user x week")

        # A first reading shows the time without trouble.
        seconds, undisturbed = timed(lambda: aggregate(frame))
        same(expected, undisturbed)
        print(f"undisturbed: {undisturbed['rows']} rows in {seconds:.1f} s", flush=True)

        seconds, result = timed(lambda: while_killing_an_executor(spark, lambda: aggregate(frame)))
        same(expected, result)
        print(f"with an executor killed: {result['rows']} of {expected['rows']} rows in {seconds:.1f} s")
        print("the sums of all columns of numbers are those of helpscout itself")

        seconds, result = timed(lambda: aggregate(read(spark, wrapper, partitions="account")))
        same(expected, result)
        print(f"a partition for each account: {result['rows']} rows in {seconds:.1f} s")

        started = (folder / "started").read_text().split()
        assert not (folder / "together").exists(), (folder / "together").read_text()
        print(f"{len(started)} programs ran, never two of one account at a time")

        print(f"a refused account: {failure(spark, wrapper)}")
        spark.stop()
        no_secret_in(folder)


def set_environment(urls):
    # The executors inherit these variables, as this cluster is of this machine.
    for name in list(os.environ):
        if name.startswith("HELPSCOUT_"):
            del os.environ[name]
    for name, url in urls.items():
        os.environ[f"HELPSCOUT_BASE_URL_{name.upper()}"] = url
        os.environ[f"HELPSCOUT_APP_ID_{name.upper()}"] = APP_ID
        os.environ[f"HELPSCOUT_APP_SECRET_{name.upper()}"] = SECRET
    os.environ["HELPSCOUT_BASE_URL_REFUSED"] = next(iter(urls.values()))
    os.environ["HELPSCOUT_APP_ID_REFUSED"] = APP_ID
    os.environ["HELPSCOUT_APP_SECRET_REFUSED"] = "wrong-secret"
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"


def rows_of(program, url):
    """Returns the rows that the program prints of an account."""
    environment = {**os.environ, "HELPSCOUT_BASE_URL": url, "HELPSCOUT_APP_ID": APP_ID, "HELPSCOUT_APP_SECRET": SECRET}
    asked = [REPORT, f"--users={USERS}", f"--since={SINCE}", f"--until={UNTIL}", "--window=week"]
    return pulled(program, *asked, env=environment)


def figures(rows):
    return {"customers": sum(len(row["customers"] or []) for row in rows), **summary(rows)}


@contextlib.contextmanager
def cluster(folder):
    from pyspark.sql import SparkSession

    os.environ["SPARK_LOCAL_DIRS"] = str(folder / "local")
    spark = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.eventLog.enabled", "true")
        .config("spark.eventLog.dir", (folder / "events").as_uri())
        .config("spark.eventLog.compress", "false")
        .config("spark.executor.extraJavaOptions", f"-Dderby.system.home={folder}")
    )
    (folder / "events").mkdir()
    spark = spark.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    try:
        yield spark
    finally:
        spark.stop()


def read(spark, program, **options):
    import helpscout_spark

    if spark not in REGISTERED:
        REGISTERED.append(spark)
        helpscout_spark.register(spark)
    reader = spark.read.format("helpscout").option("report", REPORT).option("program", str(program))
    reader = reader.option("users", USERS).option("since", SINCE).option("until", UNTIL).option("window", "week")
    return reader.options(**{"accounts": ",".join(ACCOUNTS), **options}).load()


REGISTERED = []


def aggregate(frame):
    from pyspark.sql import functions

    sums = [functions.sum(name).alias(name) for name in NUMBERS]
    customers = functions.sum(functions.coalesce(functions.size("customers"), functions.lit(0))).alias("customers")
    return frame.agg(functions.count("*").alias("rows"), customers, *sums).first().asDict()


def same(expected, found):
    for name, value in expected.items():
        # A sum of doubles depends on their order.
        assert math.isclose(value, found[name], rel_tol=1e-9), f"{name}: expected {value}, found {found[name]}"


def while_killing_an_executor(spark, action):
    """Runs the action, and kills an executor as soon as a program of it is in mid-call."""
    results = []

    def run():
        try:
            results.append(action())
        except Exception:
            traceback.print_exc()

    application = spark.sparkContext.applicationId
    thread = threading.Thread(target=run)
    thread.start()
    executor, programs = busy_executor(application)
    os.kill(executor, signal.SIGKILL)
    print(f"killed executor {executor} with SIGKILL while {programs} called the service", flush=True)
    started = time.monotonic()
    while any(pathlib.Path(f"/proc/{program}").exists() for program in programs):
        assert time.monotonic() - started < 60, "the program of a killed executor still runs"
        time.sleep(0.05)
    print("its programs ended as well")
    thread.join()
    status = spark.sparkContext.statusTracker()
    infos = [
        status.getStageInfo(stage)
        for job in status.getJobIdsForGroup(None)
        for stage in status.getJobInfo(job).stageIds
    ]
    failed = sum(info.numFailedTasks for info in infos if info)
    assert failed > 0, "no task failed, so nothing was killed in mid-call"
    print(f"Spark repeated {failed} failed task(s)")
    return results[0]


def busy_executor(application):
    """Returns the process of an executor, and those of its programs that wait for an answer."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        processes = {}
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                arguments = (folder / "cmdline").read_bytes().split(b"\0")
                processes[int(folder.name)] = (parent, arguments)
        for process, (parent, arguments) in processes.items():
            if b"pull" not in arguments or b"--format=parquet" not in arguments or not connected(process):
                continue
            while parent in processes and b"--executor-id" not in processes[parent][1]:
                parent = processes[parent][0]
            if parent in processes and application.encode() in processes[parent][1]:
                return parent, [process]
        time.sleep(0.02)
    raise AssertionError("no executor was busy")


def connected(process):
    """Returns whether the process has a connection, such as one that waits for an answer."""
    descriptors = pathlib.Path(f"/proc/{process}/fd")
    with contextlib.suppress(OSError):
        sockets = {os.readlink(descriptor) for descriptor in descriptors.iterdir()}
        connections = pathlib.Path(f"/proc/{process}/net/tcp").read_text().splitlines()[1:]
        # The state of an established connection is 01.
        established = {f"socket:[{line.split()[9]}]" for line in connections if line.split()[3] == "01"}
        return bool(sockets & established)
    return False


def failure(spark, program):
    try:
        aggregate(read(spark, program, accounts="refused"))
    except Exception as error:
        lines = [line for line in str(error).splitlines() if "HelpScoutError" in line]
        assert lines and "exit code 3" in lines[-1], error
        return lines[-1].partition("HelpScoutError: ")[2]
    raise AssertionError("an account with wrong credentials was read")


def no_secret_in(folder):
    """Checks the event log with all plans, and what the executors of this run printed."""
    import pyspark

    work = pathlib.Path(pyspark.__file__).parent / "work"
    logs = [path for root in (folder / "events", work) for path in root.rglob("*") if path.is_file()]
    assert any(path.is_relative_to(folder) for path in logs), "there is no event log"
    for path in logs:
        content = path.read_bytes()
        for secret in (SECRET, "wrong-secret"):
            assert secret.encode() not in content, f"{path} has a secret"
    print(f"no secret in {len(logs)} logs")


def locks_are_given_to_one_task_and_lost_with_the_driver():
    import helpscout_spark

    locks = helpscout_spark.AccountLocks("127.0.0.1")
    together, most, guard = [], [], threading.Lock()

    def task(account):
        with helpscout_spark.AccountLock(locks.service, account):
            with guard:
                together.append(account)
                most.append(together.count(account))
            time.sleep(0.01)
            with guard:
                together.remove(account)

    tasks = [threading.Thread(target=task, args=[number % 2]) for number in range(20)]
    for thread in tasks:
        thread.start()
    for thread in tasks:
        thread.join()
    assert most == [1] * 20, most

    # A driver that gives the lock and is gone.
    with socket.create_server(("127.0.0.1", 0)) as driver:
        service = ("127.0.0.1", driver.getsockname()[1], "password")

        def give():
            connection, _ = driver.accept()
            with connection:
                received = b""
                while b"\n." not in received:
                    received += connection.recv(1000)
                connection.sendall(b"y")

        giver = threading.Thread(target=give)
        giver.start()
        helpscout_spark.BEAT = 0.01
        stopped = threading.Event()
        with helpscout_spark.AccountLock(service, 1) as lock:
            giver.join()
            lock.on_loss(stopped.set)
            assert stopped.wait(60), "a lost lock was not noticed"
            assert lock.lost
    print("locks: one task of an account at a time, and a lost lock stops the task", flush=True)


def timed(action):
    started = time.monotonic()
    result = action()
    return time.monotonic() - started, result


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]))

"""Loads pulls of a sandbox into databases, and compares their tables with the program's own rows.

Run it with ../check.sh, which installs the packages. PostgreSQL and MariaDB run in a temporary folder, as
the users of their packages if this is root, and have a socket there and no port.
"""

import contextlib
import glob
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

import chdb.session
import duckdb
import duckdb_extensions
from program import NUMBERS, REPORT, pulled, sandbox, summary

HERE = pathlib.Path(__file__).parent
ASKED = [REPORT, "--users=447723,452118", "--since=2019-05-01"]
COLUMNS = ", ".join(f'"{name}"' for name in [*NUMBERS, "windowStart", "customers"])
TABLE = "user_conversation_history"


def run(*command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def lines(output):
    return [json.loads(line) for line in output.splitlines()]


def postgresql(program, folder):
    os.environ.update(PGHOST=str(folder / "postgresql"), PGUSER="postgres", PGDATABASE="postgres")
    run("psql", "--quiet", input=run(program, "describe", REPORT, "--pull", "--schema=sql"))

    def load():
        run("psql", "--quiet", f"--file={HERE / 'postgresql.sql'}", cwd=folder)
        query = f"SET TimeZone = 'UTC'; SELECT row_to_json(row) FROM (SELECT {COLUMNS} FROM {TABLE}) AS row"
        return lines(run("psql", "--quiet", "--tuples-only", "--no-align", f"--command={query}"))

    return load


def sqlite(program, folder):
    utils = pathlib.Path(sys.executable).with_name("sqlite-utils")
    options = f"insert support.db {TABLE} - --nl --alter --truncate"
    command = f"find ndjson/{REPORT} -type f -exec cat {{}} + | {utils} {options}"

    def load():
        run("bash", "-o", "pipefail", "-c", command, cwd=folder)
        with contextlib.closing(sqlite3.connect(folder / "support.db")) as database:
            return read(database.execute(f"SELECT {COLUMNS} FROM {TABLE}"))

    return load


def clickhouse(program, folder):
    database = chdb.session.Session(str(folder / "clickhouse"))

    def load():
        os.chdir(folder)
        database.query((HERE / "clickhouse.sql").read_text())
        settings = "SETTINGS output_format_json_quote_64bit_integers = 0"
        return lines(str(database.query(f"SELECT {COLUMNS} FROM {TABLE} {settings}", "JSONEachRow")))

    return load


def mysql(program, folder):
    os.environ.update(MYSQL_UNIX_PORT=str(folder / "mysql/socket"), MYSQL_USER="root", MYSQL_DATABASE="support")
    os.environ.update(MYSQL_HOST="localhost")
    run("mysql", "--no-defaults", "--execute=CREATE DATABASE support CHARACTER SET utf8mb4")
    duckdb_extensions.import_extension("mysql_scanner")
    script = (HERE / "mysql.sql").read_text()
    # The package has the extension; a machine with a network gets it by this line.
    script = script.replace("INSTALL mysql;\n", "").replace("LOAD mysql;", "LOAD mysql_scanner;")

    def load():
        os.chdir(folder)
        with duckdb.connect() as engine:
            engine.sql("SET TimeZone = 'America/New_York'")
            engine.execute(script)
            return read(engine.sql(f"SELECT {COLUMNS} FROM support.{TABLE}"))

    return load


def read(cursor):
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row)) for row in cursor.fetchall()]


def figures(rows):
    """Returns the sums of the numbers, the nulls, the customers and the days."""
    found = summary(rows)
    found["nulls"] = sum(row[name] is None for row in rows for name in NUMBERS)
    found["days"] = sorted({str(row["windowStart"])[:19].replace("T", " ") for row in rows})
    lists = [row["customers"] for row in rows]
    lists = [json.loads(value) if isinstance(value, str) else value for value in lists]
    found["customers"] = sorted(str(customer["name"]) for customers in lists for customer in customers)
    return found


@contextlib.contextmanager
def serving(command, user, ready):
    """Starts a server, and waits until it answers."""
    process = subprocess.Popen(as_user(user, command), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while subprocess.run(ready, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode != 0:
            if process.poll() is not None:
                sys.exit(f"{command[0]} has ended with {process.returncode}")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


def as_user(user, command):
    return ["runuser", "-u", user, "--", *command] if os.getuid() == 0 else command


@contextlib.contextmanager
def servers(folder):
    """Runs PostgreSQL and MariaDB in the folder."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    programs = pathlib.Path(found[-1] if found else os.path.dirname(shutil.which("postgres") or ""))
    for name, user in ("postgresql", "postgres"), ("mysql", "mysql"):
        (folder / name).mkdir()
        if os.getuid() == 0:
            shutil.chown(folder / name, user)
    data, socket = folder / "postgresql", folder / "mysql/socket"
    initdb = [f"{programs}/initdb", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", f"{data}/data"]
    run(*as_user("postgres", initdb), stderr=subprocess.DEVNULL)
    install = ["mariadb-install-db", "--no-defaults", "--auth-root-authentication-method=normal"]
    install.append(f"--datadir={folder}/mysql/data")
    run(*as_user("mysql", install), stderr=subprocess.DEVNULL)
    postgres = [f"{programs}/postgres", "-D", f"{data}/data", "-k", str(data), "-c", "listen_addresses="]
    mariadb = [shutil.which("mariadbd") or "/usr/sbin/mariadbd", "--no-defaults", f"--datadir={folder}/mysql/data"]
    mariadb += [f"--socket={socket}", "--skip-networking", f"--pid-file={folder}/mysql/pid"]
    with serving(postgres, "postgres", ["pg_isready", f"--host={data}"]):
        with serving(mariadb, "mysql", ["mysqladmin", "--no-defaults", f"--socket={socket}", "ping"]):
            yield


def main(program, folder):
    folder.chmod(0o755)
    with sandbox(program), servers(folder):
        loads = {load.__name__: load(program, folder) for load in (postgresql, sqlite, clickhouse, mysql)}
        for until in "2019-05-13", "2019-05-20":
            for format, target in ("csv", "csv"), ("ndjson", "ndjson"), ("parquet", "pulled"):
                asked = [*ASKED, f"--until={until}", "--quiet"]
                run(program, "pull", *asked, f"--format={format}", f"--to={folder / target}")
            expected = figures(pulled(program, *ASKED, f"--until={until}"))
            for name, load in loads.items():
                found = figures(load())
                assert found == expected, f"{name}: expected {expected}, found {found}"
                print(f"{name}, before {until}: {found['rows']} rows, as helpscout prints them")


if __name__ == "__main__":
    path = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as temporary:
        main(path, pathlib.Path(temporary))

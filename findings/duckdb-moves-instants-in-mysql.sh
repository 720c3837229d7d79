#!/usr/bin/env bash
# DuckDB moves instants when it writes them to MySQL or MariaDB, by the offset of its own time zone.
#
# MySQL's TIMESTAMP is an instant: it converts text from the time zone of the connection. DuckDB's extension
# writes a TIMESTAMPTZ as text in the time zone of DuckDB, which is that of the machine unless it is set, and
# leaves the connection in the time zone of the server. So midnight in UTC, written in Berlin to a server in
# UTC, is 02:00 in UTC from then on, two hours late, without a warning. The same goes for the DATETIME of
# which `CREATE TABLE … AS` makes the columns, and which has no zone. The remedy is `SET TimeZone = 'UTC'` in
# DuckDB, with a server in UTC.
#
# Seen with DuckDB 1.5.5, whose extension for MySQL is the package duckdb-extension-mysql-scanner 1.5.5, and
# MariaDB 10.11.19 of Debian 12 (apt install mariadb-server), which runs in the temporary folder and has no
# port. Needs python3 with venv, and a package index. Fails if it behaves otherwise.
set -euo pipefail

folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || { kill "$server" && wait "$server" || true; }; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check --only-binary :all: \
    duckdb==1.5.5 duckdb-extensions==1.5.5 duckdb-extension-mysql-scanner==1.5.5

mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$folder/data" \
    --auth-root-authentication-method=normal >install.log 2>&1
program=$(command -v mariadbd || echo /usr/sbin/mariadbd)
TZ=UTC "$program" --no-defaults --user="$(id -un)" --datadir="$folder/data" \
    --socket="$folder/socket" --pid-file="$folder/pid" --skip-networking >server.log 2>&1 &
server=$!
until mysqladmin --no-defaults --socket=socket ping >/dev/null 2>&1; do
    kill -0 "$server" || { cat server.log >&2; exit 1; }
    sleep 0.2
done
mysql --no-defaults --socket=socket --execute='CREATE DATABASE support;
CREATE TABLE support.written (zone TEXT, fetched TIMESTAMP NULL)'

cat > write.py <<'PYTHON'
import duckdb
import duckdb_extensions

duckdb_extensions.import_extension("mysql_scanner")
for zone in "UTC", "Europe/Berlin":
    with duckdb.connect() as engine:
        engine.load_extension("mysql_scanner")
        engine.execute(f"SET TimeZone = '{zone}'")
        engine.execute("ATTACH 'host=localhost socket=socket user=root database=support' AS support (TYPE mysql)")
        engine.execute(f"INSERT INTO support.written SELECT '{zone}', TIMESTAMPTZ '2019-05-01 00:00:00+00'")
PYTHON
environment/bin/python write.py

expected='UTC 1556668800 2019-05-01 00:00:00
Europe/Berlin 1556676000 2019-05-01 02:00:00'

seen=$(mysql --no-defaults --socket=socket --skip-column-names --batch --execute="SET time_zone = '+00:00';
SELECT concat_ws(' ', zone, unix_timestamp(fetched), fetched) FROM support.written")
printf 'zone of DuckDB, then the instant as MariaDB has it\n%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
    printf 'DuckDB behaves otherwise now. Expected:\n%s\n' "$expected" >&2
    exit 1
fi

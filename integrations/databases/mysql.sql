-- Has DuckDB load the Parquet files of `helpscout pull` into a table of MySQL or MariaDB, all rows anew:
--
--     helpscout pull user-conversation-history --users all --since 2019-01-01 --again 14d --to pulled
--     duckdb < mysql.sql
--
-- The variables MYSQL_HOST, MYSQL_USER, MYSQL_PWD and MYSQL_DATABASE say where.

INSTALL mysql;
LOAD mysql;
ATTACH '' AS support (TYPE mysql);

-- DATETIME has no zone: DuckDB writes instants in its own, which is that of the machine by default.
SET TimeZone = 'UTC';

CREATE OR REPLACE TABLE support.user_conversation_history AS
-- MySQL has no lists.
SELECT * REPLACE (to_json(customers) AS customers)
FROM read_parquet('pulled/user-conversation-history/**/*.parquet', hive_partitioning = false);

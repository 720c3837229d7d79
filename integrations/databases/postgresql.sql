-- Loads the CSV files of `helpscout pull` into the table, all rows anew:
--
--     helpscout pull user-conversation-history --users all --since 2019-01-01 --again 14d --format csv --to csv
--     psql --file postgresql.sql
--
-- The first time, make the table: helpscout describe user-conversation-history --pull --schema sql | psql

\set ON_ERROR_STOP on

BEGIN;
TRUNCATE user_conversation_history;
-- Each file has a header. If one can't be read, psql stops, and the table is as it was.
\copy user_conversation_history FROM PROGRAM 'find csv/user-conversation-history -type f -exec tail -q -n +2 {} +' CSV
COMMIT;

-- Loads the Parquet files of `helpscout pull` into a table of ClickHouse or chDB, all rows anew:
--
--     helpscout pull user-conversation-history --users all --since 2019-01-01 --again 14d --to pulled

CREATE OR REPLACE TABLE user_conversation_history ENGINE = MergeTree ORDER BY tuple() AS
SELECT * FROM file('pulled/user-conversation-history/**/*.parquet', Parquet);

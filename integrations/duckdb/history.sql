-- Views of the conversation histories that `helpscout pull` keeps up to date, for DuckDB.
--
--     helpscout pull user-conversation-history --users all --since 2019-05-01 --to pulled
--     duckdb history.db < history.sql
--     duckdb history.db "SELECT * FROM conversations LIMIT 10"
--
-- The folder is that of `--to`. Views read the files each time, so they always show the last pull.

-- A row for each reply, as the service returns them.
CREATE OR REPLACE VIEW replies AS
SELECT *
FROM read_parquet('pulled/user-conversation-history/**/*.parquet', hive_partitioning = true);

-- A row for each conversation of a user in a window, merged as `helpscout history` does it. Response
-- and handle times depend on the window that was asked for, so windows are not merged.
CREATE OR REPLACE VIEW conversations AS
WITH people AS (
    -- Each customer once, in the order of their first appearance. A name that is missing in one row
    -- is taken from another.
    SELECT
        accountId, userId, windowStart, id,
        list({'id': customer, 'name': name} ORDER BY place) AS customers
    FROM (
        SELECT
            accountId, userId, windowStart, id,
            customer.id AS customer,
            arg_min(customer.name, [rowNumber, position]) FILTER (customer.name IS NOT NULL) AS name,
            min([rowNumber, position]) AS place
        FROM (
            SELECT
                accountId, userId, windowStart, id, rowNumber,
                unnest(customers) AS customer,
                generate_subscripts(customers, 1) AS position
            FROM replies
        )
        GROUP BY ALL
    )
    GROUP BY ALL
)
SELECT
    accountId,
    userId,
    windowStart,
    windowEnd,
    max(fetchedAt) AS fetchedAt,
    id,
    arg_min(number, rowNumber) AS number,
    arg_max(status, rowNumber) FILTER (status IS NOT NULL) AS status,
    any_value(people.customers) AS customers,
    count(*) AS replies,
    max(repliesSent) AS repliesSent,
    avg(responseTime) AS responseTime,
    min(firstResponseTime) AS firstResponseTime,
    max(resolveTime) AS resolveTime,
    avg(avgHandleTime) AS avgHandleTime
FROM replies
LEFT JOIN people USING (accountId, userId, windowStart, id)
GROUP BY accountId, userId, windowStart, windowEnd, id
ORDER BY accountId, userId, windowStart, min(rowNumber);

-- A row for each conversation of a user in a window, merged as `helpscout history` does it. Response
-- and handle times depend on the window that was asked for, so windows are not merged.
{{ config(materialized = 'table') }}

with people as (
    -- Each customer once, in the order of their first appearance. A name that is missing in one row
    -- is taken from another.
    select
        accountId, userId, windowStart, id,
        list({'id': customer, 'name': name} order by place) as customers
    from (
        select
            accountId, userId, windowStart, id,
            customer.id as customer,
            arg_min(customer.name, [rowNumber, position]) filter (customer.name is not null) as name,
            min([rowNumber, position]) as place
        from (
            select
                accountId, userId, windowStart, id, rowNumber,
                unnest(customers) as customer,
                generate_subscripts(customers, 1) as position
            from {{ ref('replies') }}
        )
        group by all
    )
    group by all
)

select
    accountId,
    userId,
    windowStart,
    windowEnd,
    max(fetchedAt) as fetchedAt,
    id,
    arg_min(number, rowNumber) as number,
    arg_max(status, rowNumber) filter (status is not null) as status,
    any_value(people.customers) as customers,
    count(*) as replies,
    max(repliesSent) as repliesSent,
    avg(responseTime) as responseTime,
    min(firstResponseTime) as firstResponseTime,
    max(resolveTime) as resolveTime,
    avg(avgHandleTime) as avgHandleTime
from {{ ref('replies') }}
left join people using (accountId, userId, windowStart, id)
group by accountId, userId, windowStart, windowEnd, id

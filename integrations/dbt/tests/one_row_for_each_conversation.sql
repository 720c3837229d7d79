-- Fails if a conversation has two rows in a window of a user.
select accountId, userId, windowStart, id
from {{ ref('conversations') }}
group by all
having count(*) > 1

-- A row for each reply, as the service returns them.
select *
from {{ source('helpscout', 'user_conversation_history') }}

import os

import helpscout
from helpscout.models.conversation_filter_status import ConversationFilterStatus

configuration = helpscout.Configuration(access_token=os.environ["TOKEN"])
client = helpscout.ApiClient(configuration)

page = helpscout.ReportsUserApi(client).user_conversation_history(
    user=447723,
    start="2019-05-02T12:00:00Z",
    end="2019-06-02T12:00:00Z",
    status=ConversationFilterStatus.Closed,
    mailboxes=[123, 567],
)
print("history", len(page.results), page.results[0].status)

users = helpscout.LookupsApi(client).list_users()
found = users.embedded.users if users.embedded else None
print("lookup", len(found or []), found[0].first_name if found else None)

me = helpscout.LookupsApi(client).get_me()
print("enum", me.role)

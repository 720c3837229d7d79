import os

from helpscout import AuthenticatedClient
from helpscout.api.lookups import get_me, list_users
from helpscout.api.reports_user import user_conversation_history
from helpscout.models.conversation_filter_status import ConversationFilterStatus
from helpscout.models.user import User
from helpscout.models.user_conversation_history_page import UserConversationHistoryPage
from helpscout.models.user_page import UserPage

client = AuthenticatedClient(base_url=os.environ["SERVER"], token=os.environ["TOKEN"])

page = user_conversation_history.sync(
    client=client,
    user=447723,
    start="2019-05-02T12:00:00Z",
    end="2019-06-02T12:00:00Z",
    status=ConversationFilterStatus.CLOSED,
    mailboxes=[123, 567],
)
if isinstance(page, UserConversationHistoryPage):
    print("history", len(page.results), page.results[0].status)
else:
    print("history", page)

users = list_users.sync(client=client)
if isinstance(users, UserPage) and users.field_embedded and users.field_embedded.users:
    found = users.field_embedded.users
    print("lookup", len(found), found[0].first_name)

me = get_me.sync(client=client)
if isinstance(me, User):
    print("enum", me.role)

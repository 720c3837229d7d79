import os
import urllib.parse
import urllib.request

from models import ConversationFilterStatus, User, UserConversationHistoryPage, UserPage


def get(path: str, **query: object) -> bytes:
    url = f"{os.environ['SERVER']}{path}?{urllib.parse.urlencode(query)}"
    headers = {"Authorization": f"Bearer {os.environ['TOKEN']}"}
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
        body: bytes = answer.read()
        return body


# The generator writes models only, so the request is written by hand.
page = UserConversationHistoryPage.model_validate_json(
    get(
        "/v2/reports/user/conversation-history",
        user=447723,
        start="2019-05-02T12:00:00Z",
        end="2019-06-02T12:00:00Z",
        status=ConversationFilterStatus.Closed.value,
        mailboxes="123,567",
    )
)
print("history", len(page.results), page.results[0].status)

users = UserPage.model_validate_json(get("/v2/users"))
found = users.field_embedded.users if users.field_embedded else None
print("lookup", len(found or []), found[0].firstName if found else None)

me = User.model_validate_json(get("/v2/users/me"))
print("enum", me.role)

import { defaults, getMe, listUsers, userConversationHistory } from "./client";

async function main(): Promise<void> {
  defaults.headers = { ...defaults.headers, Authorization: `Bearer ${process.env.TOKEN}` };

  const history = await userConversationHistory(
    447723,
    "2019-05-02T12:00:00Z",
    "2019-06-02T12:00:00Z",
    { status: "closed", mailboxes: [123, 567] },
  );
  if (history.status === 200) {
    console.log("history", history.data.results.length, history.data.results[0].status);
  } else {
    console.log("history", history.status);
  }

  const users = await listUsers();
  if (users.status === 200) {
    const found = users.data._embedded?.users ?? [];
    console.log("lookup", found.length, found[0].firstName);
  }

  const me = await getMe();
  if (me.status === 200) {
    const role: string | undefined = me.data.role;
    console.log("enum", role);
  }
}

main();

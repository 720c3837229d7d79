import { getMe, listUsers, userConversationHistory } from "./client";
import { client } from "./client/client.gen";

async function main(): Promise<void> {
  client.setConfig({ auth: () => process.env.TOKEN ?? "" });

  const { data: page } = await userConversationHistory({
    query: {
      user: 447723,
      start: "2019-05-02T12:00:00Z",
      end: "2019-06-02T12:00:00Z",
      status: "closed",
      mailboxes: [123, 567],
    },
    throwOnError: true,
  });
  console.log("history", page.results.length, page.results[0].status);

  const { data: users } = await listUsers({ throwOnError: true });
  const found = users._embedded?.users ?? [];
  console.log("lookup", found.length, found[0].firstName);

  const { data: me } = await getMe({ throwOnError: true });
  const role: string | undefined = me.role;
  console.log("enum", role);
}

main();

import { Configuration, ConversationFilterStatus, LookupsApi, ReportsUserApi } from "./client";

async function main(): Promise<void> {
  // The generator sends an OAuth token as it is, so the scheme has to be part of it.
  const configuration = new Configuration({ accessToken: `Bearer ${process.env.TOKEN}` });

  const page = await new ReportsUserApi(configuration).userConversationHistory({
    user: 447723,
    start: "2019-05-02T12:00:00Z",
    end: "2019-06-02T12:00:00Z",
    status: ConversationFilterStatus.Closed,
    mailboxes: [123, 567],
  });
  console.log("history", page.results.length, page.results[0].status);

  const users = await new LookupsApi(configuration).listUsers();
  const found = users.embedded?.users ?? [];
  console.log("lookup", found.length, found[0].firstName);

  const me = await new LookupsApi(configuration).getMe();
  const role: string | undefined = me.role;
  console.log("enum", role);
}

main();

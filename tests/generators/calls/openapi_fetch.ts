import createClient from "openapi-fetch";
import type { paths } from "./client";

async function main(): Promise<void> {
  const client = createClient<paths>({
    baseUrl: process.env.SERVER,
    headers: { Authorization: `Bearer ${process.env.TOKEN}` },
    // The types don't say how a list is written, and the default is one key for each value.
    querySerializer: { array: { style: "form", explode: false } },
  });

  const { data: page, response } = await client.GET("/v2/reports/user/conversation-history", {
    params: {
      query: {
        user: 447723,
        start: "2019-05-02T12:00:00Z",
        end: "2019-06-02T12:00:00Z",
        status: "closed",
        mailboxes: [123, 567],
      },
    },
  });
  if (page) {
    console.log("history", page.results.length, page.results[0].status);
  } else {
    console.log("history", response.status);
  }

  const { data: users } = await client.GET("/v2/users");
  const found = users?._embedded?.users ?? [];
  console.log("lookup", found.length, found[0].firstName);

  const { data: me } = await client.GET("/v2/users/me");
  const role: string | undefined = me?.role;
  console.log("enum", role);
}

main();

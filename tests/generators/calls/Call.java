import java.util.List;
import org.openapitools.client.ApiClient;
import org.openapitools.client.api.LookupsApi;
import org.openapitools.client.api.ReportsUserApi;
import org.openapitools.client.model.ConversationFilterStatus;

public class Call {
  public static void main(String[] arguments) throws Exception {
    ApiClient client = new ApiClient();
    String token = System.getenv("TOKEN");
    client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));

    var page =
        new ReportsUserApi(client)
            .userConversationHistory(
                447723L,
                "2019-05-02T12:00:00Z",
                "2019-06-02T12:00:00Z",
                null,
                null,
                ConversationFilterStatus.Closed,
                List.of(123L, 567L),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    System.out.println(
        "history " + page.getResults().size() + " " + page.getResults().get(0).getStatus());

    var users = new LookupsApi(client).listUsers(null, null, null).getEmbedded().getUsers();
    System.out.println("lookup " + users.size() + " " + users.get(0).getFirstName());

    System.out.println("enum " + new LookupsApi(client).getMe().getRole());
  }
}

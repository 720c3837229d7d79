use helpscout::apis::configuration::Configuration;
use helpscout::apis::{lookups_api, reports_user_api};
use helpscout::models::ConversationFilterStatus;

#[tokio::main]
async fn main() {
    let configuration = Configuration {
        oauth_access_token: std::env::var("TOKEN").ok(),
        ..Configuration::default()
    };
    let page = reports_user_api::user_conversation_history(
        &configuration,
        447723,
        "2019-05-02T12:00:00Z",
        "2019-06-02T12:00:00Z",
        None,
        None,
        Some(ConversationFilterStatus::Closed),
        Some(vec![123, 567]),
        None,
        None,
        None,
        None,
        None,
        None,
        None,
    );
    match page.await {
        Ok(page) => {
            let status = page.results[0].status.as_deref();
            println!("history {} {}", page.results.len(), status.unwrap_or_default());
        }
        Err(error) => println!("history {error}"),
    }
    match lookups_api::list_users(&configuration, None, None, None).await {
        Ok(page) => {
            let users = page._embedded.and_then(|embedded| embedded.users);
            let users = users.unwrap_or_default();
            println!("lookup {} {}", users.len(), users[0].first_name);
        }
        Err(error) => println!("lookup {error}"),
    }
    match lookups_api::get_me(&configuration).await {
        Ok(me) => println!("enum {}", me.role),
        Err(error) => println!("enum {error}"),
    }
}

use helpscout::types::{ConversationFilterStatus, MailboxId, User, UserId, UserPage};
use helpscout::{ByteStream, Client, Error, ResponseValue};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Reads a look-up. The client decodes `application/json` only, and look-ups are
/// `application/hal+json`.
async fn read<T: serde::de::DeserializeOwned>(
    answer: std::result::Result<ResponseValue<ByteStream>, Error<ByteStream>>,
) -> Result<T> {
    use futures::TryStreamExt;

    let chunks: Vec<_> = answer?.into_inner().into_inner().try_collect().await?;
    Ok(serde_json::from_slice(&chunks.concat())?)
}

#[tokio::main]
async fn main() -> Result<()> {
    let token = std::env::var("TOKEN")?;
    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert("authorization", format!("Bearer {token}").parse()?);
    let http = reqwest::Client::builder()
        .default_headers(headers)
        .build()?;
    let client = Client::new_with_client(&std::env::var("SERVER")?, http);

    let (start, end) = (
        "2019-05-02T12:00:00Z".parse()?,
        "2019-06-02T12:00:00Z".parse()?,
    );
    let mailboxes = vec![MailboxId(123), MailboxId(567)];
    let page = client.user_conversation_history(
        &end,
        None,
        Some(&mailboxes),
        None,
        None,
        None,
        None,
        None,
        None,
        &start,
        Some(ConversationFilterStatus::Closed),
        None,
        None,
        &UserId(447723),
    );
    match page.await {
        Ok(page) => {
            let status = page.results[0].status.as_deref();
            println!(
                "history {} {}",
                page.results.len(),
                status.unwrap_or_default()
            );
        }
        Err(error) => println!("history {error}"),
    }
    match read::<UserPage>(client.list_users(None, None, None).await).await {
        Ok(list) => {
            let users = list
                .embedded
                .map(|embedded| embedded.users)
                .unwrap_or_default();
            println!("lookup {} {}", users.len(), users[0].first_name);
        }
        Err(error) => println!("lookup {error}"),
    }
    match read::<User>(client.get_me().await).await {
        Ok(me) => println!("enum {}", me.role),
        Err(error) => println!("enum {error}"),
    }
    Ok(())
}

//! Runs a query that is saved as JSON, keeps the body as received, and saves the rows again.
#![allow(clippy::print_stdout)]

use helpscout_reports::prelude::*;
use helpscout_reports::{Request, serde_json};

/// A job as a configuration file has it, with the service's own names.
const JOB: &str = r#"{
    "user": 447723,
    "start": "2019-05-14T14:00:00Z",
    "end": "2019-05-14T14:30:00Z",
    "mailboxes": [123, 567],
    "sortField": "responseTime"
}"#;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    let query: UserConversationHistory = serde_json::from_str(JOB)?;

    // The page byte for byte, as the service sent it.
    let response = client.send_raw(&Request::of(&query)).await?;
    println!("{} bytes, status {}", response.len(), response.status());

    // The same text with types.
    let page = response.read::<UserConversationHistory>()?;
    println!(
        "{} rows on page {} of {}",
        page.results.len(),
        page.page,
        page.pages
    );

    // Rows are written with the names that the service uses, and read again.
    let saved = serde_json::to_string(&page.results)?;
    let rows: Vec<ConversationReply> = serde_json::from_str(&saved)?;
    assert_eq!(rows, page.results);
    println!("{}", serde_json::to_string_pretty(&rows[0])?);
    Ok(())
}

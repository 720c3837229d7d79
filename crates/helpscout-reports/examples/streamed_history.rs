//! Reads a long history row by row and prints the conversations that took longest to answer.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::cmp::Reverse;

use helpscout_reports::history::Collapse;
use helpscout_reports::prelude::*;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    let query = UserConversationHistory::new(
        UserId(447723),
        "2019-05-01T00:00:00Z".parse()?,
        "2019-05-31T23:59:59Z".parse()?,
    );

    let mut rows = client.rows(query);
    let mut history = Collapse::new();
    while let Some(row) = rows.next().await? {
        history.push(row);
        if rows.rows_read() % 500 == 0
            && let Some(position) = rows.position()
        {
            eprintln!("{} of {} replies", rows.rows_read(), position.count);
        }
    }

    println!(
        "{} replies on {} pages",
        rows.rows_read(),
        rows.pages_read()
    );
    if let Some(median) = history.summary().median_response_time {
        println!("Median response time: {median}");
    }
    let mut conversations: Vec<_> = history.into_conversations().collect();
    conversations.sort_by_key(|conversation| Reverse(conversation.response_time));
    for conversation in conversations.iter().take(5) {
        if let Some(time) = conversation.response_time {
            println!("#{}  {time}", conversation.number);
        }
    }
    Ok(())
}

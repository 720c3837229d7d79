//! Prints how fast each member of a team replied in one week: looks up the members, then reads
//! their histories at the same time.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use helpscout_reports::history::{self, Summary};
use helpscout_reports::prelude::*;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    let start = "2019-05-06T00:00:00Z".parse()?;
    let end = "2019-05-12T23:59:59Z".parse()?;

    let teams = client.all(ListTeams::new()).await?;
    let team = teams.first().ok_or("the account has no teams")?;
    let members = client.all(ListTeamMembers::new(team.id)).await?;
    println!("{}, {} members", team.name, members.len());

    let queries = members
        .iter()
        .map(|member| UserConversationHistory::new(member.id, start, end));
    let mut histories = client.all_of(queries);
    while let Some(answered) = histories.next().await {
        let name = &members[answered.index].first_name;
        match answered.result {
            Ok(rows) => {
                let summary = Summary::of(&history::collapse(rows));
                let median = summary.median_response_time.unwrap_or_default();
                println!("{name:10}{:>5} replies, median {median}", summary.replies);
            }
            // One member without a report does not stop the others.
            Err(error) => eprintln!("{name}: {error}"),
        }
    }
    Ok(())
}

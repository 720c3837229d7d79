//! Prints what each member of a team did in one week: looks up the members, then requests their
//! reports at the same time.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use helpscout_reports::{Client, ListTeamMembers, ListTeams, UserReport};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    let (start, end) = (
        "2019-05-06T00:00:00Z".parse()?,
        "2019-05-12T23:59:59Z".parse()?,
    );

    let teams = client.all(ListTeams::new()).await?;
    let team = teams.first().ok_or("the account has no teams")?;
    let members = client.all(ListTeamMembers::new(team.id)).await?;
    println!("{}, {} members", team.name, members.len());

    let queries = members
        .iter()
        .map(|member| UserReport::new(member.id, start, end));
    let mut reports = client.all_of(queries);
    while let Some(answered) = reports.next().await {
        let name = &members[answered.index].first_name;
        match answered.rows {
            // This report has no pages, so its answer is the only row.
            Ok(rows) => {
                let figures = rows.into_iter().find_map(|report| report.current);
                let figures = figures.unwrap_or_default();
                println!(
                    "{name:10}{:>6} replies{:>6} resolved",
                    figures.total_replies.unwrap_or(0),
                    figures.resolved.unwrap_or(0),
                );
            }
            Err(error) => eprintln!("{name}: {error}"),
        }
    }
    Ok(())
}

//! The users, teams and mailboxes that datasets are fetched for.

use std::collections::BTreeSet;

use helpscout_command::{Lookup, name_in};
use helpscout_reports::describe;

use super::asked::AskedUsers;
use super::dataset::MemberParameter;
use crate::message::Failure;
use crate::who::{Directory, Entry, unmatched};

pub(super) const USER: &str = "UserId";

/// Returns the IDs of the users that the options name, each once, in ascending order.
pub(super) async fn users(
    asked: &AskedUsers,
    directory: &mut Directory,
) -> Result<BTreeSet<i64>, Failure> {
    let mut ids = BTreeSet::new();
    if asked.everybody {
        insert(&mut ids, &directory.everybody().await?)?;
    }
    let named = asked.named.iter().map(|name| ("users", name));
    let teams = asked.teams.iter().map(|name| ("team", name));
    for (option, typed) in named.chain(teams) {
        match name_in(typed) {
            Some(name) => named_by(&mut ids, option, typed, name, directory).await?,
            None if option == "team" => members_of(&mut ids, typed, typed, directory).await?,
            None => {
                ids.insert(number(typed)?);
            }
        }
    }
    if ids.is_empty() {
        return Err(Failure::usage(
            "the account has no users, so there is nothing to pull",
        ));
    }
    Ok(ids)
}

/// Returns the IDs of all teams or mailboxes of the account, in ascending order.
pub(super) async fn all(
    member: &MemberParameter,
    directory: &mut Directory,
) -> Result<BTreeSet<i64>, Failure> {
    let mut ids = BTreeSet::new();
    insert(&mut ids, &directory.all(member.ty).await?)?;
    Ok(ids)
}

/// Adds the users that a name stands for: one user, or the members of a team.
async fn named_by(
    ids: &mut BTreeSet<i64>,
    option: &str,
    typed: &str,
    name: &str,
    directory: &mut Directory,
) -> Result<(), Failure> {
    let Some(lookup) = Lookup::of(describe::api(), USER) else {
        return Err(Failure::usage("this version can't look up users by name"));
    };
    match directory
        .find(&lookup, USER, name, name != typed, &[])
        .await?
    {
        Ok(entry) if entry.is_team => {
            let title = entry.title();
            members_of(ids, &entry.id, &title, directory).await
        }
        Ok(entry) if option == "team" => {
            let problem = format!("--team: {} is a user, not a team", entry.title());
            Err(Failure::usage(problem)
                .help("use --users, or list teams with: helpscout list teams"))
        }
        Ok(entry) => insert(ids, &[entry]),
        Err(reason) => {
            let noun = if option == "team" { "team" } else { "user" };
            let command = lookup.command(describe::api());
            Err(unmatched(noun, option, name, &reason, &command))
        }
    }
}

async fn members_of(
    ids: &mut BTreeSet<i64>,
    team: &str,
    title: &str,
    directory: &mut Directory,
) -> Result<(), Failure> {
    let members = directory.team_members(team).await?;
    if members.is_empty() {
        let problem = format!("--team: the team {title} has no members");
        return Err(Failure::usage(problem).help("list teams with: helpscout list teams"));
    }
    insert(ids, &members)
}

fn insert(ids: &mut BTreeSet<i64>, entries: &[Entry]) -> Result<(), Failure> {
    for entry in entries {
        ids.insert(number(&entry.id)?);
    }
    Ok(())
}

fn number(id: &str) -> Result<i64, Failure> {
    let number = id.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| Failure::usage(format!("{id} is not an ID: a whole number from 1 on")))
}

//! The users, teams and mailboxes that datasets are fetched for.

use std::collections::BTreeSet;

use helpscout_command::{Lookup, name_in};
use helpscout_reports::describe;

use super::asked::AskedUsers;
use super::dataset::MemberParameter;
use crate::message::Failure;
use crate::who::{Directory, Entry, Team, unmatched};

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
    for list in &asked.named {
        if let Some(lookup) = Lookup::of(describe::api(), USER)
            && let Some(entry) = directory.whole(&lookup, USER, "users", list, &[]).await?
        {
            insert_named(&mut ids, entry, directory).await?;
            continue;
        }
        for typed in list.items() {
            match name_in(typed) {
                Some(name) => named_by(&mut ids, typed, name, directory).await?,
                None => _ = ids.insert(number(typed)?),
            }
        }
    }
    for team in &asked.teams {
        insert(&mut ids, &Team::named(team, directory).await?.members)?;
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
        Ok(entry) => insert_named(ids, entry, directory).await,
        Err(reason) => {
            let command = lookup.command(describe::api());
            Err(unmatched("user", "users", name, &reason, &command))
        }
    }
}

async fn insert_named(
    ids: &mut BTreeSet<i64>,
    entry: Entry,
    directory: &mut Directory,
) -> Result<(), Failure> {
    if entry.is_team {
        return insert(ids, &Team::of(&entry, directory).await?.members);
    }
    insert(ids, &[entry])
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

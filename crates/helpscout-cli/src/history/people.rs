//! The users of a history, and its filters with names.

use std::collections::HashSet;

use helpscout_command::{Lookup, names};
use helpscout_description::{Operation, Type};
use helpscout_reports::describe;

use super::question::{Question, Wanted};
use super::result::UserRows;
use crate::message::Failure;
use crate::who::{Directory, Entry, Unmatched, unmatched};

const USER: &str = "UserId";

/// The users of a history.
pub(super) struct People {
    pub(super) users: Vec<UserRows>,
    /// What all of them together are called, such as the name of their team.
    pub(super) title: Option<String>,
}

/// Returns the users that the options name, each once, in their order.
pub(super) async fn of(
    question: &Question,
    wanted: &Wanted,
    directory: &mut Directory,
) -> Result<People, Failure> {
    let mut title = question.everybody.then(|| "All users".to_owned());
    let mut users: Vec<UserRows> = Vec::new();
    if question.has_users {
        let ids = wanted.request.query().get("user").unwrap_or_default();
        users.extend(ids.split(',').map(|id| UserRows {
            id: id.to_owned(),
            name: wanted.names.get(USER, id).map(str::to_owned),
            rows: Vec::new(),
        }));
    }
    for team in &question.teams {
        let (id, name) = team_of(team, directory).await?;
        let members = directory.team_members(&id).await?;
        if members.is_empty() {
            return Err(
                Failure::usage(format!("--team: the team {name} has no members"))
                    .help("list teams with: helpscout list teams"),
            );
        }
        users.extend(members.iter().map(user));
        if !question.has_users && question.teams.len() == 1 {
            title = Some(name);
        }
    }
    if question.everybody {
        users.extend(directory.everybody().await?.iter().map(user));
    }
    let mut seen = HashSet::new();
    users.retain(|user| seen.insert(user.id.clone()));
    if users.len() > 1 || question.names_users() {
        add_names(&mut users, directory).await;
    }
    Ok(People { users, title })
}

fn user(entry: &Entry) -> UserRows {
    UserRows {
        id: entry.id.clone(),
        name: Some(entry.title()),
        rows: Vec::new(),
    }
}

/// Returns the ID and the name of a team that is given as an ID or a name.
async fn team_of(team: &str, directory: &mut Directory) -> Result<(String, String), Failure> {
    let team = team.trim();
    if !team.is_empty() && team.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok((team.to_owned(), format!("Team {team}")));
    }
    let Some(lookup) = Lookup::of(describe::api(), USER) else {
        return Err(Failure::usage("this version can't look up teams by name"));
    };
    let command = "helpscout list teams";
    match directory.find(&lookup, USER, team, true, &[]).await? {
        Ok(entry) if entry.is_team => Ok((entry.id.clone(), entry.title())),
        Ok(entry) => {
            let problem = format!("--team: {} is a user, not a team", entry.title());
            Err(Failure::usage(problem).help(format!("use --user, or list teams with: {command}")))
        }
        Err(Unmatched::Unknown(mut near) | Unmatched::NoneOf(mut near)) => {
            // Users are looked up with their teams.
            near.retain(|entry| entry.is_team);
            let reason = if near.is_empty() {
                Unmatched::none_of(&directory.teams().await?)
            } else {
                Unmatched::Unknown(near)
            };
            Err(unmatched("team", "team", team, &reason, command))
        }
        Err(reason) => Err(unmatched("team", "team", team, &reason, command)),
    }
}

/// Adds the names of users that were given as IDs. A report does not fail for want of a name.
async fn add_names(users: &mut [UserRows], directory: &mut Directory) {
    let without = users.iter().filter(|user| user.name.is_none());
    let ids: Vec<String> = without.map(|user| user.id.clone()).collect();
    let Ok(entries) = directory.entries_of(USER, &ids).await else {
        return;
    };
    for entry in entries {
        for user in users.iter_mut().filter(|user| user.id == entry.id) {
            user.name = Some(entry.title());
        }
    }
}

/// Returns the filters of the request, with the names that were typed.
pub(super) fn filters(wanted: &Wanted, operation: &Operation) -> Vec<(String, String)> {
    let mut filters = Vec::new();
    for (parameter, option) in names::options(operation) {
        let is_filter = !["user", "start", "end", "page"].contains(&parameter.wire.as_str());
        let Some(value) = wanted.request.query().get(&parameter.wire) else {
            continue;
        };
        if !is_filter || parameter.wire.starts_with("previous") {
            continue;
        }
        let shown = match &parameter.ty {
            Type::Id(ty) => {
                let ids = value.split(',');
                let ids: Vec<String> = ids.map(|id| wanted.names.shown(ty, id)).collect();
                ids.join(", ")
            }
            _ => value.to_owned(),
        };
        let mut title = option.replace('-', " ");
        if let Some(first) = title.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        filters.push((title, shown));
    }
    filters
}

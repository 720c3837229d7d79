//! The users of a history, and its filters with names.

use std::collections::HashSet;

use helpscout_description::Operation;

use super::question::{Question, Wanted};
use super::result::UserRows;
use crate::about::{self, Sent};
use crate::message::Failure;
use crate::who::{Directory, Entry, Team};

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
        let team = Team::named(team, directory).await?;
        users.extend(team.members.iter().map(user));
        if !question.has_users && question.teams.len() == 1 {
            title = Some(titled(team, question, directory).await);
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

/// Returns the name of a team, also of one that was given as an ID if the result names those.
async fn titled(team: Team, question: &Question, directory: &mut Directory) -> String {
    let id = team.unnamed.filter(|_| question.has_names);
    let entries = match id {
        Some(id) => directory.named(USER, &[id]).await,
        None => Vec::new(),
    };
    let name = entries.first().map(Entry::title);
    name.unwrap_or(team.title)
}

fn user(entry: &Entry) -> UserRows {
    UserRows {
        id: entry.id.clone(),
        name: Some(entry.title()),
        rows: Vec::new(),
    }
}

/// Adds the names of users that were given as IDs.
async fn add_names(users: &mut [UserRows], directory: &mut Directory) {
    let without = users.iter().filter(|user| user.name.is_none());
    let ids: Vec<String> = without.map(|user| user.id.clone()).collect();
    for entry in directory.named(USER, &ids).await {
        for user in users.iter_mut().filter(|user| user.id == entry.id) {
            user.name = Some(entry.title());
        }
    }
}

/// Returns the filters of the request but the user, with the names that were typed.
pub(super) fn filters(wanted: &Wanted, operation: &Operation) -> Vec<(String, String)> {
    let filters = about::filters(operation, &wanted.request, &wanted.names);
    let filters = filters.into_iter().filter(|sent| sent.wire != "user");
    filters.map(Sent::fact).collect()
}

//! Teams, which an option names by ID or name.

use helpscout_command::{Lookup, name_in};
use helpscout_reports::describe;

use super::directory::Directory;
use super::entry::Entry;
use super::matching::Unmatched;
use super::names::unmatched;
use crate::message::Failure;

const USER: &str = "UserId";

/// The command that lists teams.
const COMMAND: &str = "helpscout list teams";

/// A team with its members.
pub(crate) struct Team {
    /// Its name, or a word with its ID if it was given as an ID.
    pub(crate) title: String,
    /// Its ID, if only that is known.
    pub(crate) unnamed: Option<String>,
    /// At least one.
    pub(crate) members: Vec<Entry>,
}

impl Team {
    /// Returns the team that the value of `--team` stands for.
    ///
    /// # Errors
    /// If a look-up fails, there is no such team, or nobody is in it.
    pub(crate) async fn named(typed: &str, directory: &mut Directory) -> Result<Self, Failure> {
        let typed = typed.trim();
        let Some(name) = name_in(typed) else {
            return Self::with_id(typed, directory).await;
        };
        let Some(lookup) = Lookup::of(describe::api(), USER) else {
            return Err(Failure::usage("this version can't look up teams by name"));
        };
        match directory.find(&lookup, USER, name, true, &[]).await? {
            Ok(entry) if entry.is_team => Self::of(&entry, directory).await,
            Ok(entry) => Err(no_team(&entry)),
            Err(Unmatched::Unknown(mut near) | Unmatched::NoneOf(mut near)) => {
                // Users are looked up with their teams.
                near.retain(|entry| entry.is_team);
                let reason = if near.is_empty() {
                    Unmatched::none_of(&directory.teams().await?)
                } else {
                    Unmatched::Unknown(near)
                };
                let failure = unmatched("team", "team", name, &reason, COMMAND);
                Err(if name.contains(',') {
                    failure.help("--team takes one team; repeat it for several")
                } else {
                    failure
                })
            }
            Err(reason) => Err(unmatched("team", "team", name, &reason, COMMAND)),
        }
    }

    /// Returns a team that a look-up has listed.
    pub(crate) async fn of(entry: &Entry, directory: &mut Directory) -> Result<Self, Failure> {
        Self::read(&entry.id, entry.title(), directory).await
    }

    async fn with_id(id: &str, directory: &mut Directory) -> Result<Self, Failure> {
        let failure = match Self::read(id, format!("Team {id}"), directory).await {
            Err(failure) if failure.status() == Some(404) => failure,
            read => {
                return read.map(|team| Self {
                    unnamed: Some(id.to_owned()),
                    ..team
                });
            }
        };
        // A list that can't be read tells nothing.
        let Ok(all) = directory.all(USER).await else {
            return Err(failure);
        };
        match all.iter().find(|entry| entry.id == id) {
            Some(entry) if entry.is_team => Err(failure),
            Some(entry) => Err(no_team(entry)),
            None => Err(failure.help(format!(
                "no team of this account has the ID {id}; list them with: {COMMAND}"
            ))),
        }
    }

    async fn read(id: &str, title: String, directory: &mut Directory) -> Result<Self, Failure> {
        let members = directory.team_members(id).await?;
        if members.is_empty() {
            let problem = format!("--team: {title} has no members");
            return Err(Failure::usage(problem).help(format!("list teams with: {COMMAND}")));
        }
        Ok(Self {
            title,
            unnamed: None,
            members,
        })
    }
}

fn no_team(entry: &Entry) -> Failure {
    let problem = format!("--team: {} is a user, not a team", entry.title());
    Failure::usage(problem).help(format!(
        "name the user with the option for users, or list teams with: {COMMAND}"
    ))
}

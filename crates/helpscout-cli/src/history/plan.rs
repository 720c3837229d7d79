//! What `helpscout history --dry-run` prints: the look-ups, and the report of each user.

use helpscout_command::{Lookup, name_in};
use helpscout_description::Operation;
use helpscout_reports::{Endpoint, ListTeamMembers, Query, Request, describe};

use super::dimension::By;
use super::needed::{self, Parts};
use super::question::Question;
use super::read::words;
use crate::dry_run::{Step, steps_with};
use crate::message::Failure;
use crate::request::{Asked, Planned, add_lookup, requests_of, word_of};
use crate::when::When;

const USER: &str = "UserId";

/// What stands for the IDs of several users that are not known yet.
const EACH: &str = "USER_ID";

/// What would be sent.
pub(super) struct Plan {
    pub(super) steps: Vec<Step>,
    /// How much it is with the requests that are sent several times, if there are such.
    pub(super) remark: Option<String>,
}

/// Returns what would be sent.
pub(super) fn plan(
    operation: &Operation,
    asked: &Asked,
    question: &Question,
) -> Result<Plan, Failure> {
    let mut planned = asked.planned()?;
    if question.has_names {
        asked.plan_names(&mut planned.lookups);
    }
    let mut users: Vec<String> = Vec::new();
    let list = lists_of(USER);
    if question.has_users {
        let named = planned.request.query().get("user").unwrap_or_default();
        users.extend(named.split(',').map(str::to_owned));
        let is_id = |user: &String| *user != word_of(USER);
        if users.iter().any(is_id) && (users.len() > 1 || question.names_users()) {
            for request in &list {
                let purpose = "The names of the users".to_owned();
                add_lookup(&mut planned.lookups, request.clone(), purpose);
            }
        }
    }
    for team in &question.teams {
        let team = team.trim();
        let id = match name_in(team) {
            None => {
                let is_title = !question.has_users && question.teams.len() == 1;
                for request in list.iter().filter(|_| is_title && question.has_names) {
                    let purpose = "The name of the team".to_owned();
                    add_lookup(&mut planned.lookups, request.clone(), purpose);
                }
                team.to_owned()
            }
            Some(name) => {
                let word = word_of("TeamId");
                for request in &list {
                    let purpose = format!("{word}: the ID of --team \"{name}\"");
                    add_lookup(&mut planned.lookups, request.clone(), purpose);
                }
                word
            }
        };
        let members = Request::new(ListTeamMembers::OPERATION, Query::new().with("id", id));
        let purpose = format!("{EACH}: the ID of each member of the team \"{team}\"");
        add_lookup(&mut planned.lookups, members, purpose);
        users.push(EACH.to_owned());
    }
    if question.everybody {
        for request in &list {
            let purpose = format!("{EACH}: the ID of each user of the account");
            add_lookup(&mut planned.lookups, request.clone(), purpose);
        }
        users.push(EACH.to_owned());
    }
    let are_known = question.teams.is_empty() && !question.everybody;
    let users = Users {
        ids: users,
        are_known,
    };
    let again = match asked.assumed_when()? {
        Some(when) => Again::of(operation, &planned, question, &users, &when)?,
        None => Again::default(),
    };
    for by in &again.looked_up {
        for request in by.id_type().iter().flat_map(|ty| lists_of(ty)) {
            let purpose = format!("Each {}, for which the report is sent again", by.name());
            add_lookup(&mut planned.lookups, request, purpose);
        }
    }
    Ok(Plan {
        steps: of_users(planned, &users, &again),
        remark: again.remark,
    })
}

/// The users to report on.
struct Users {
    ids: Vec<String>,
    /// Whether these are all, and none stands for several.
    are_known: bool,
}

/// The reports that are sent again for parts of themselves.
#[derive(Default)]
struct Again {
    /// For which parts, in sentences.
    about: Vec<String>,
    /// The same for the period itself, and not for the one that it is compared with.
    about_now: Option<String>,
    /// What is looked up for that.
    looked_up: Vec<By>,
    remark: Option<String>,
}

impl Again {
    /// Finds what the history is divided by, as when it is read.
    ///
    /// # Errors
    /// If it needs more requests than are allowed.
    fn of(
        operation: &Operation,
        planned: &Planned,
        question: &Question,
        users: &Users,
        when: &When,
    ) -> Result<Self, Failure> {
        let Some(period) = &when.period else {
            return Ok(Self::default());
        };
        let count = users.ids.len();
        let by = needed::dimensions(question, count, period);
        let mut again = Self::default();
        let mut divisions: Vec<Parts> = Vec::new();
        let mut are_known = users.are_known;
        for split in &by {
            let parts: Vec<By> = split.parts().filter(|by| *by != By::User).collect();
            let members = |by: &By| (*by, members(*by, planned, operation));
            let counted: Parts = parts.iter().map(members).collect();
            are_known &= !counted
                .iter()
                .any(|(by, members)| by.parameter().is_some() && members.is_none());
            divisions.push(counted);
            again
                .looked_up
                .extend(parts.iter().filter(|by| by.id_type().is_some()));
            let is_asked_for = question.by == Some(*split);
            again.about.extend(sentence(&parts, is_asked_for));
        }
        let periods = std::iter::once(period).chain(&when.compared);
        let mut needed = needed::requests(&divisions, count, periods);
        if are_known {
            needed::check(needed, question)?;
        }
        let heat = needed::for_heat_map(question, &by, count, period, needed);
        if let Some(heat) = heat {
            needed += heat;
            let few = if users.are_known {
                ""
            } else {
                "if there are few users, "
            };
            again.about_now = Some(format!(
                "For the heat map of the page, {few}sent again for the hours of the days with replies"
            ));
        }
        if !again.about.is_empty() || again.about_now.is_some() {
            again.remark = Some(if are_known {
                format!("With those that are sent again, up to {needed} reports are read.")
            } else {
                "Those that are sent again are counted once.".to_owned()
            });
        }
        Ok(again)
    }
}

/// Says for which parts a report is sent again, if for any.
fn sentence(parts: &[By], is_asked_for: bool) -> Option<String> {
    if parts.is_empty() {
        return None;
    }
    let names: Vec<&str> = parts.iter().copied().map(By::name).collect();
    let names = names.join(" and each ");
    let shown = if is_asked_for {
        ""
    } else {
        " that the page, the spreadsheet or the message shows"
    };
    Some(format!(
        "Sent again for each {names}{shown}, because no row says which it is in"
    ))
}

/// Returns the number of members of a part, unless it depends on the period, or on a look-up.
fn members(by: By, planned: &Planned, operation: &Operation) -> Option<u64> {
    let filter = planned.request.query().get(by.parameter()?);
    match (filter, by.id_type()) {
        (Some(values), Some(_)) => Some(values.split(',').count() as u64),
        (None, Some(_)) => None,
        (filter, None) => Some(words(by, filter, operation).len() as u64),
    }
}

/// Returns the requests that list what there is of a type.
fn lists_of(ty: &str) -> Vec<Request> {
    let lookup = Lookup::of(describe::api(), ty);
    lookup.iter().flat_map(requests_of).collect()
}

/// Returns the look-ups, and then the report of each user, for one period or two.
fn of_users(planned: Planned, users: &Users, again: &Again) -> Vec<Step> {
    steps_with(planned, |step, is_compared| {
        let of_user = |user: &String| {
            let query = step.request.query().clone().with("user", user);
            let mut about = step.about.clone();
            // The ID of a user who is named stands for that user.
            if user == EACH && !users.are_known {
                about.push(format!(
                    "Sent for each user, with the ID in place of {EACH}"
                ));
            }
            about.extend(again.about.iter().cloned());
            about.extend(again.about_now.clone().filter(|_| !is_compared));
            Step {
                request: Request::new(step.request.operation(), query),
                about,
            }
        };
        users.ids.iter().map(of_user).collect()
    })
}

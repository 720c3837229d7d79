//! What `helpscout history --dry-run` prints: the look-ups, and the report of each user.

use helpscout_command::{Lookup, name_in};
use helpscout_reports::{Endpoint, ListTeamMembers, Query, Request, describe};

use super::dimension::{By, Split};
use super::question::Question;
use crate::dry_run::{Step, steps_with};
use crate::message::Failure;
use crate::request::{Asked, Planned, add_lookup, requests_of, word_of};

const USER: &str = "UserId";

/// What stands for the IDs of several users that are not known yet.
const EACH: &str = "USER_ID";

/// Returns what would be sent.
pub(super) fn steps(asked: &Asked, question: &Question) -> Result<Vec<Step>, Failure> {
    let mut planned = asked.planned()?;
    let mut users: Vec<String> = Vec::new();
    if question.has_users {
        let named = planned.request.query().get("user").unwrap_or_default();
        users.extend(named.split(',').map(str::to_owned));
    }
    let list = Lookup::of(describe::api(), USER);
    let list: Vec<Request> = list.iter().flat_map(requests_of).collect();
    for team in &question.teams {
        let team = team.trim();
        let id = match name_in(team) {
            None => team.to_owned(),
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
    Ok(of_users(planned, &users, question))
}

/// Returns the look-ups, and then the report of each user, for one period or two.
fn of_users(planned: Planned, users: &[String], question: &Question) -> Vec<Step> {
    steps_with(planned, |step| {
        let of_user = |user: &String| {
            let query = step.request.query().clone().with("user", user);
            let mut about = step.about.clone();
            if user == EACH {
                about.push(format!(
                    "Sent for each user, with the ID in place of {EACH}"
                ));
            }
            let by = question.by.into_iter().flat_map(Split::parts);
            let by: Vec<&str> = by.filter(|by| *by != By::User).map(By::name).collect();
            if !by.is_empty() {
                let by = by.join(" and each ");
                about.push(format!(
                    "Sent again for each {by}, because no row says which it is in"
                ));
            }
            Step {
                request: Request::new(step.request.operation(), query),
                about,
            }
        };
        users.iter().map(of_user).collect()
    })
}

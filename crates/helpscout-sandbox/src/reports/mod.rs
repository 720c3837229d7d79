//! Reports whose figures are computed from the desk.
//!
//! The description doesn't say how figures are calculated, so each family of reports has a module
//! that does. [`crate::interpret`] makes up the answer of a report without such a module, and of a
//! report whose description lacks something that the computation needs.

mod busy_times;
mod channels;
mod company;
mod computed;
mod conversation_history;
mod conversations;
mod distribution;
mod docs;
mod drilldown;
mod example;
mod lookups;
mod mean;
mod period;
mod productivity;
mod ratings;
mod rows;
mod scope;
mod series;
#[cfg(test)]
mod tests;
mod user;

use helpscout_description::{Api, Operation, Parameter};

use crate::{desk::Desk, interpret::Arguments, volume::Volume};
pub(crate) use computed::Computed;

/// The start of the paths of the service whose figures are computed.
const BASE_PATH: &str = "/v2/";

/// Computes the answer if the figures of this operation can be computed. Only then is the desk
/// built.
pub(crate) fn compute<'a>(
    desk: impl FnOnce() -> &'a Desk,
    operation: &Operation,
    arguments: &Arguments,
    volume: Volume,
) -> Option<Computed> {
    if !is_of_service(operation) {
        return None;
    }
    let id = operation.id.as_str();
    match (report(id), paged(id)) {
        (Some(report), _) => report(desk(), arguments),
        (None, Some(report)) => report(desk(), operation, arguments, volume),
        (None, None) => lookup(desk, operation, arguments),
    }
}

/// Returns values for a parameter that find something in the desk, or `None` if any will do.
pub(crate) fn example(
    api: &Api,
    operation: &Operation,
    parameter: &Parameter,
) -> Option<Vec<String>> {
    if is_of_service(operation) {
        example::values(api, operation, parameter)
    } else {
        None
    }
}

/// Returns whether an operation is one of the service. Another service may have one of the same name.
fn is_of_service(operation: &Operation) -> bool {
    operation.path.starts_with(BASE_PATH)
}

/// Returns true if the report with this ID is computed.
pub(crate) fn is_computed(id: &str) -> bool {
    report(id).is_some() || paged(id).is_some()
}

/// Computes one page of a report.
type Paged = fn(&Desk, &Operation, &Arguments, Volume) -> Option<Computed>;

fn paged(id: &str) -> Option<Paged> {
    Some(match id {
        "company_drilldown" => drilldown::by_range,
        "conversations_drilldown" => drilldown::touched,
        "conversations_fields_drilldown" => drilldown::by_field,
        "conversations_new_drilldown" => drilldown::created,
        "user_conversation_history" => conversation_history::compute,
        "user_drilldown" => drilldown::touched,
        "happiness_ratings" | "user_ratings" => ratings::rows,
        _ => return None,
    })
}

fn lookup<'a>(
    desk: impl FnOnce() -> &'a Desk,
    operation: &Operation,
    arguments: &Arguments,
) -> Option<Computed> {
    match operation.id.as_str() {
        "list_users" => lookups::users(desk(), operation, arguments),
        "get_me" => lookups::me(desk()),
        "get_user" => lookups::one_user(arguments),
        "list_teams" => lookups::teams(desk(), operation, arguments),
        "list_team_members" => lookups::members(desk(), operation, arguments),
        "list_mailboxes" => lookups::mailboxes(operation, arguments),
        "get_mailbox" => lookups::one_mailbox(arguments),
        "list_mailbox_folders" => lookups::folders(desk(), operation, arguments),
        "list_tags" => lookups::tags(desk(), operation, arguments),
        _ => None,
    }
}

/// Computes a report without pages.
type Report = fn(&Desk, &Arguments) -> Option<Computed>;

fn report(id: &str) -> Option<Report> {
    Some(match id {
        "company" => company::overall,
        "company_customers_helped" => company::customers_helped,
        "conversations" => conversations::overall,
        "conversations_volume_by_channel" => conversations::volume_by_channel,
        "conversations_busy_times" => conversations::busy_times,
        "conversations_new" => conversations::new,
        "conversations_received_messages" => conversations::received_messages,
        "docs" => docs::overall,
        "happiness" | "user_happiness" => ratings::happiness,
        "productivity" => productivity::overall,
        "productivity_first_response_time" => productivity::first_response_time,
        "productivity_replies_sent" => productivity::replies,
        "productivity_resolution_time" => productivity::resolution_time,
        "productivity_resolved" => productivity::resolved,
        "productivity_response_time" => productivity::response_time,
        "user" => user::overall,
        "user_customers_helped" => user::customers_helped,
        "user_replies" => user::replies,
        "user_resolutions" => user::resolutions,
        "user_chat" => channels::user_chat,
        "chat" => channels::chat,
        "email" => channels::email,
        "phone" => channels::phone,
        _ => return None,
    })
}

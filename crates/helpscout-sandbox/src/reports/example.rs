//! Examples of parameters that find something in the desk.

use helpscout_description::{Api, Operation, Parameter, Type};

use crate::desk::{
    attributes::{SAVED_REPLIES, WORKFLOWS},
    company::{CLOSED, FOLDERS, MAILBOXES, TAGS, TEAMS, USERS},
    docs::SITES,
};

/// Returns as many values for a parameter as its documented example has, or `None` if any will do.
/// They are the most frequent ones, so that calls with all of them still find something.
pub(super) fn values(
    api: &Api,
    operation: &Operation,
    parameter: &Parameter,
) -> Option<Vec<String>> {
    let values = match &parameter.ty {
        Type::Id(name) if name == "SiteId" && api.is_hex(name) => texts(SITES, |site| site.id),
        Type::Id(name) if !api.is_text_id(name) => of_id(name)?,
        _ => match (operation.id.as_str(), parameter.wire.as_str()) {
            ("list_users", "email") => texts(USERS, |user| user.email()),
            ("conversations_fields_drilldown", "fieldid") => of_field(operation)?,
            _ => return None,
        },
    };
    let count = parameter.example.len();
    Some(values.into_iter().take(count).collect())
}

/// Returns the IDs of a type, the most frequent ones first.
fn of_id(name: &str) -> Option<Vec<String>> {
    Some(match name {
        "UserId" => texts(USERS, |user| user.id),
        "TeamId" => texts(TEAMS, |team| team.id),
        "MailboxId" => texts(MAILBOXES, |mailbox| mailbox.id),
        "TagId" => texts(TAGS, |tag| tag.id),
        // Most conversations are closed.
        "FolderId" => {
            let of_mailboxes = MAILBOXES.iter().flat_map(|mailbox| {
                let mut folders = FOLDERS.iter();
                folders.find(|folder| folder.mailbox == mailbox.id && folder.name == CLOSED)
            });
            of_mailboxes.map(|folder| folder.id.to_string()).collect()
        }
        _ => return None,
    })
}

/// Returns the IDs of what conversations have in common by the example of `field`.
fn of_field(operation: &Operation) -> Option<Vec<String>> {
    Some(
        match operation.parameter("field")?.example.first()?.as_str() {
            "tagid" => texts(TAGS, |tag| tag.id),
            "replyid" => texts(SAVED_REPLIES, |reply| reply.id),
            "workflowid" => texts(WORKFLOWS, |workflow| workflow.id),
            _ => return None,
        },
    )
}

fn texts<T, Text: ToString>(things: &[T], text: impl Fn(&T) -> Text) -> Vec<String> {
    things.iter().map(|thing| text(thing).to_string()).collect()
}

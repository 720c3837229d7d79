//! Drilldowns: the conversations that a report counts, one row for each.
//!
//! They use the same measures as the reports, so they list exactly what is counted there.

use helpscout_description::Operation;
use serde_json::{Value, json};

use super::{
    computed::Computed,
    conversations::UNTAGGED,
    distribution::{FIRST_RESPONSE_TIME, HANDLE_TIME, REPLIES_TO_RESOLVE, RESPONSE_TIME, Range},
    period::Period,
    rows,
    scope::{Measures, Scope},
};
use crate::{
    desk::{Conversation, Desk, Tag, User},
    interpret::{Arguments, PageWindow, print_instant},
    volume::Volume,
};

/// Lists the conversations of the interval; for a user, those with a reply of that user.
pub(super) fn touched(
    desk: &Desk,
    operation: &Operation,
    arguments: &Arguments,
    volume: Volume,
) -> Option<Computed> {
    list(desk, operation, arguments, volume, |measures| {
        measures.touched
    })
}

/// Lists the conversations that were created in the interval.
pub(super) fn created(
    desk: &Desk,
    operation: &Operation,
    arguments: &Arguments,
    volume: Volume,
) -> Option<Computed> {
    list(desk, operation, arguments, volume, |measures| {
        measures.created
    })
}

/// Lists the conversations with a given tag, saved reply, workflow or customer.
pub(super) fn by_field(
    desk: &Desk,
    operation: &Operation,
    arguments: &Arguments,
    volume: Volume,
) -> Option<Computed> {
    let field = arguments.text("field")?;
    let id = arguments.integer("fieldid")?;
    let has = |conversation: &Conversation| match field {
        "tagid" if id == UNTAGGED => conversation.tags.is_empty(),
        "tagid" => conversation.tags.contains(&id),
        "replyid" => conversation.saved_replies().contains(&id),
        "workflowid" => conversation.workflows().contains(&id),
        "customerid" => conversation
            .customers
            .iter()
            .any(|customer| customer.id == id),
        _ => false,
    };
    list(desk, operation, arguments, volume, |measures| {
        measures.touched && has(measures.conversation)
    })
}

/// Lists the conversations behind a figure of the company; without a range, those with replies.
pub(super) fn by_range(
    desk: &Desk,
    operation: &Operation,
    arguments: &Arguments,
    volume: Volume,
) -> Option<Computed> {
    let part = arguments.integer("rangeId");
    let within = |range: &Range, measures: &Measures<'_>| {
        let found = range.part(measures);
        found.is_some() && part.is_none_or(|part| found == Some(part))
    };
    let range = arguments.text("range");
    list(desk, operation, arguments, volume, |measures| match range {
        Some("replies") => within(&REPLIES_TO_RESOLVE, measures),
        Some("firstReplyResolved") => measures.resolved_on_first_reply(),
        Some("resolved") => measures.resolved(),
        Some("responseTime") => within(&RESPONSE_TIME, measures),
        Some("firstResponseTime") => within(&FIRST_RESPONSE_TIME, measures),
        Some("handleTime") => within(&HANDLE_TIME, measures),
        _ => !measures.replies.is_empty(),
    })
}

/// Lists the wanted conversations, newest first.
fn list(
    desk: &Desk,
    operation: &Operation,
    arguments: &Arguments,
    volume: Volume,
    wants: impl Fn(&Measures<'_>) -> bool,
) -> Option<Computed> {
    let pages = operation.pages.as_ref()?;
    let period = Period::new(Scope::new(desk, arguments)?);
    let measures = period.measures.iter().rev();
    let found: Vec<&Conversation> = measures
        .filter(|measures| wants(measures))
        .map(|measures| measures.conversation)
        .collect();
    Some(rows::page(
        found,
        |conversation| (conversation.created, conversation.id),
        volume,
        PageWindow::of_call(pages, arguments),
        |conversation, copy| row(conversation, copy),
    ))
}

fn row(conversation: &Conversation, copy: i64) -> Value {
    let customer = conversation.customers.first();
    let assignee = conversation.assignee();
    let waiting = conversation.waiting_since();
    let tag = |id: &i64| {
        let tag = Tag::of(*id);
        json!({
            "id": id,
            "name": tag.map(|tag| tag.name),
            "color": tag.map(|tag| tag.color()),
        })
    };
    json!({
        "id": conversation.id + copy * rows::ID_SPAN,
        "number": conversation.number + copy * rows::NUMBER_SPAN,
        "type": conversation.channel.wire(),
        "mailboxid": conversation.mailbox,
        "attachments": conversation.has_attachments(),
        "subject": conversation.subject(),
        "status": conversation.status.wire(),
        "threadCount": conversation.threads.len(),
        "preview": conversation.preview(),
        "customerName": customer.and_then(|customer| customer.name()),
        "customerEmail": customer.map(|customer| customer.email()),
        "customerIds": conversation.customers.iter().map(|customer| customer.id).collect::<Vec<_>>(),
        "modifiedAt": print_instant(conversation.modified()),
        "assignedid": assignee.unwrap_or(NOBODY),
        "assignedName": assignee.and_then(User::name_of),
        "waitingSince": waiting.map(print_instant),
        "waitingSinceType": waiting.map(|_| CUSTOMER_WAITS),
        "tags": conversation.tags.iter().map(tag).collect::<Vec<_>>(),
    })
}

const NOBODY: i64 = 0;
/// The only code in the documented examples.
const CUSTOMER_WAITS: i64 = 2;

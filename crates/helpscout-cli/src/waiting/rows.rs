//! The rows of the waiting list and their columns.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use helpscout_description::{Field, Object, Type, Unit};
use helpscout_reports::jiff::Timestamp;
use helpscout_reports::wire::decodable;
use helpscout_reports::{ConversationStatus, DrilldownConversation, describe};
use serde::Serialize;

use crate::format::definitions::{AnswerType, Definitions};
use crate::message::{Failure, excerpt};
use crate::select::derived_field;

/// Where people read a conversation.
const CONVERSATION: &str = "https://secure.helpscout.net/conversation";

/// A conversation in which a customer waits.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Waiting {
    /// In seconds.
    pub(super) waits_for: f64,
    customer_name: Option<String>,
    customer_email: Option<String>,
    subject: Option<String>,
    pub(super) mailbox_name: Option<String>,
    pub(super) mailbox_id: Option<i64>,
    assigned_name: Option<String>,
    assigned_id: Option<i64>,
    waiting_since: String,
    status: Option<String>,
    number: i64,
    id: i64,
    link: String,
}

impl Waiting {
    /// Reads a row of the report. Returns `None` if no customer waits. `number` is the position of the
    /// row in the report, counted from 1, and `reference` the time until which a customer waits.
    ///
    /// # Errors
    /// Fails if the row is not what the description says.
    pub(super) fn of(
        row: &str,
        number: usize,
        reference: Timestamp,
    ) -> Result<Option<Self>, Failure> {
        let row: DrilldownConversation =
            serde_json::from_str(&decodable(row)).map_err(|error| {
                Failure::undocumented(format!(
                    "row {number} of the report is not a conversation as documented: {error}; it \
                     starts with: {}",
                    excerpt(row)
                ))
                .help("run helpscout report conversations-drilldown to see the rows as received")
            })?;
        // A pending conversation waits for the customer.
        let is_active = matches!(row.status, None | Some(ConversationStatus::Active));
        let Some(since) = row.waiting_since.filter(|_| is_active) else {
            return Ok(None);
        };
        let waits = reference.duration_since(since).as_secs();
        // Someone who began to wait after the end of the interval does not wait yet.
        if waits < 0 {
            return Ok(None);
        }
        #[allow(clippy::cast_precision_loss, reason = "no wait is that long")]
        let waits_for = waits as f64;
        Ok(Some(Self {
            waits_for,
            customer_name: row.customer_name,
            customer_email: row.customer_email,
            subject: row.subject,
            mailbox_name: None,
            mailbox_id: row.mailbox_id.map(|id| id.0),
            assigned_name: row.assigned_name,
            assigned_id: row.assigned_id.map(|id| id.0),
            waiting_since: since.to_string(),
            status: row.status.map(|status| status.to_string()),
            number: row.number,
            id: row.id.0,
            link: format!("{CONVERSATION}/{}/{}", row.id, row.number),
        }))
    }
}

/// The customers who wait in a mailbox.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ByMailbox {
    mailbox_name: Option<String>,
    mailbox_id: Option<i64>,
    waiting: usize,
    /// In seconds.
    waits_for: f64,
}

impl ByMailbox {
    /// Returns a row for each mailbox in which a customer waits.
    pub(super) fn of(waiting: &[Waiting]) -> Vec<Self> {
        let mut mailboxes: BTreeMap<Option<i64>, Self> = BTreeMap::new();
        for row in waiting {
            let mailbox = mailboxes.entry(row.mailbox_id).or_insert_with(|| Self {
                mailbox_name: row.mailbox_name.clone(),
                mailbox_id: row.mailbox_id,
                waiting: 0,
                waits_for: 0.0,
            });
            mailbox.waiting += 1;
            mailbox.waits_for = mailbox.waits_for.max(row.waits_for);
        }
        mailboxes.into_values().collect()
    }
}

static WAITING: LazyLock<Object> = LazyLock::new(|| {
    let id = |key, ty: &str| derived_field(key, Type::Id(ty.to_owned()));
    let text = |key| derived_field(key, Type::Text);
    let important = [
        "waitsFor",
        "customerName",
        "subject",
        "mailboxName",
        "assignedName",
        "number",
        "waitingSince",
    ];
    object(
        vec![
            waits_for(),
            text("customerName"),
            text("customerEmail"),
            text("subject"),
            text("mailboxName"),
            id("mailboxId", "MailboxId"),
            text("assignedName"),
            id("assignedId", "UserId"),
            derived_field("waitingSince", Type::Instant),
            derived_field("status", Type::Enum("ConversationStatus".to_owned())),
            derived_field("number", Type::Integer),
            id("id", "ConversationId"),
            text("link"),
        ],
        &important,
    )
});

static MAILBOXES: LazyLock<Object> = LazyLock::new(|| {
    object(
        vec![
            derived_field("mailboxName", Type::Text),
            derived_field("mailboxId", Type::Id("MailboxId".to_owned())),
            derived_field("waiting", Type::Integer),
            waits_for(),
        ],
        &["mailboxName", "waiting", "waitsFor"],
    )
});

/// Returns the type of the rows of the waiting list.
pub(super) fn waiting_rows() -> AnswerType {
    rows(&WAITING)
}

/// Returns the type of the rows of mailboxes.
pub(super) fn mailbox_rows() -> AnswerType {
    rows(&MAILBOXES)
}

fn rows(object: &'static Object) -> AnswerType {
    AnswerType {
        definitions: Definitions::of(describe::api()),
        object,
        // Texts are those of the report, under the same keys.
        row: describe::api().object("DrilldownConversation"),
        columns: &object.fields,
        important: &object.important,
        rest: None,
        is_list: true,
        is_chosen: false,
    }
}

fn waits_for() -> Field {
    Field {
        unit: Some(Unit::Seconds),
        ..derived_field("waitsFor", Type::Number)
    }
}

fn object(fields: Vec<Field>, important: &[&str]) -> Object {
    Object {
        name: "Waiting".to_owned(),
        doc: String::new(),
        fields,
        important: important.iter().map(|key| (*key).to_owned()).collect(),
        rest: None,
        operation: None,
        file: String::new(),
    }
}

//! Attributes of conversations: saved replies, workflows and custom fields.

use super::{
    model::{Author, Conversation, Status},
    random::{Random, mix},
};

/// A prepared text that users send as a reply.
pub(crate) struct SavedReply {
    pub(crate) id: i64,
    pub(crate) name: &'static str,
    pub(crate) mailbox: i64,
    share: u64,
}

/// An automatic workflow.
pub(crate) struct Workflow {
    pub(crate) id: i64,
    pub(crate) name: &'static str,
    /// In how many of 1000 conversations it runs.
    permille: u64,
}

/// A custom field of the conversations in a mailbox.
pub(crate) struct CustomField {
    pub(crate) id: i64,
    pub(crate) name: &'static str,
    pub(crate) mailbox: i64,
    pub(crate) values: &'static [FieldValue],
    /// In how many of 1000 conversations it is left empty.
    empty: u64,
}

/// A value of a custom field.
pub(crate) struct FieldValue {
    pub(crate) id: i64,
    pub(crate) name: &'static str,
    share: u64,
}

pub(crate) const SAVED_REPLIES: &[SavedReply] = &[
    saved_reply(7101, "Where is my parcel", 85, 40),
    saved_reply(7102, "How to reset a password", 85, 25),
    saved_reply(7204, "Returning an item", 123, 45),
    saved_reply(7205, "Delivery times", 123, 30),
    saved_reply(7310, "Copy of an invoice", 567, 50),
    saved_reply(7311, "Refund is on its way", 567, 35),
    saved_reply(7402, "Terms for partners", 1204, 30),
];

pub(crate) const WORKFLOWS: &[Workflow] = &[
    workflow(3301, "Greet new customers", 210),
    workflow(3302, "Mark invoices", 90),
    workflow(3307, "Escalate after two days", 55),
    workflow(3311, "Ask for a rating", 320),
];

pub(crate) const CUSTOM_FIELDS: &[CustomField] = &[
    CustomField {
        id: 61,
        name: "Kind of account",
        mailbox: 85,
        values: &[
            value(611, "Free", 55),
            value(612, "Paying", 38),
            value(613, "Partner", 7),
        ],
        empty: 140,
    },
    CustomField {
        id: 72,
        name: "Carrier",
        mailbox: 123,
        values: &[
            value(721, "Post", 60),
            value(722, "Courier", 30),
            value(723, "Collected", 10),
        ],
        empty: 260,
    },
];

impl Conversation {
    /// Returns the saved replies that were used in it, each once, in ascending order of IDs.
    pub(crate) fn saved_replies(&self) -> Vec<i64> {
        let here: Vec<&SavedReply> = SAVED_REPLIES
            .iter()
            .filter(|reply| reply.mailbox == self.mailbox)
            .collect();
        let mut used = Vec::new();
        for thread in &self.threads {
            let mut random = Random::new(mix(SAVED, thread.id.unsigned_abs()));
            if thread.author != Author::Customer && !here.is_empty() && random.chance(140) {
                used.push(random.weighted(&here, |reply| reply.share).id);
            }
        }
        used.sort_unstable();
        used.dedup();
        used
    }

    /// Returns the workflows that ran on it, in ascending order of IDs.
    pub(crate) fn workflows(&self) -> Vec<i64> {
        if self.status == Status::Spam {
            return Vec::new();
        }
        let mut random = Random::new(mix(RUNS, self.id.unsigned_abs()));
        WORKFLOWS
            .iter()
            .filter(|workflow| random.chance(workflow.permille))
            .map(|workflow| workflow.id)
            .collect()
    }

    /// Returns the ID of its value for a custom field, if it has one.
    pub(crate) fn field_value(&self, field: &CustomField) -> Option<i64> {
        let salt = mix(FIELDS, field.id.unsigned_abs());
        let mut random = Random::new(mix(salt, self.id.unsigned_abs()));
        if self.mailbox != field.mailbox || random.chance(field.empty) {
            return None;
        }
        Some(random.weighted(field.values, |value| value.share).id)
    }
}

const SAVED: u64 = 31;
const RUNS: u64 = 32;
const FIELDS: u64 = 33;

const fn saved_reply(id: i64, name: &'static str, mailbox: i64, share: u64) -> SavedReply {
    SavedReply {
        id,
        name,
        mailbox,
        share,
    }
}

const fn workflow(id: i64, name: &'static str, permille: u64) -> Workflow {
    Workflow { id, name, permille }
}

const fn value(id: i64, name: &'static str, share: u64) -> FieldValue {
    FieldValue { id, name, share }
}

//! The rows of a history, and what is calculated from them.

use helpscout_reports::history::{self, CollapsedConversation, Summary};
use helpscout_reports::{ConversationCustomer, ConversationReply, ConversationStatus, Seconds};
use serde_json::value::RawValue;

use crate::message::{Failure, excerpt};

/// The replies of one user: as received, collapsed to conversations, and summarized.
#[derive(Debug)]
pub(super) struct History {
    pub(super) received: Vec<Box<RawValue>>,
    pub(super) replies: Vec<ConversationReply>,
    pub(super) conversations: Vec<CollapsedConversation>,
    pub(super) summary: Summary,
}

/// What a row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowKind {
    Conversations,
    Replies,
}

impl History {
    /// Reads the rows of the report.
    pub(super) fn of(received: Vec<Box<RawValue>>) -> Result<Self, Failure> {
        let replies = received.iter().enumerate().map(|(index, row)| {
            serde_json::from_str(row.get()).map_err(|error| unreadable(index + 1, row, &error))
        });
        let replies: Vec<ConversationReply> = replies.collect::<Result<_, _>>()?;
        let conversations = history::collapse(replies.iter().cloned());
        let summary = Summary::of(&conversations);
        Ok(Self {
            received,
            replies,
            conversations,
            summary,
        })
    }

    /// Returns the rows of a kind.
    pub(super) fn rows(&self, kind: RowKind) -> Vec<HistoryRow<'_>> {
        match kind {
            RowKind::Replies => self.replies.iter().map(HistoryRow::from).collect(),
            RowKind::Conversations => self.conversations.iter().map(HistoryRow::from).collect(),
        }
    }
}

fn unreadable(number: usize, row: &RawValue, error: &serde_json::Error) -> Failure {
    Failure::undocumented(format!(
        "row {number} of the report is not a reply as documented: {error}; it starts with: {}",
        excerpt(row.get())
    ))
    .help("run helpscout report user-conversation-history to see the rows as received")
}

/// A conversation or a reply.
pub(super) struct HistoryRow<'a> {
    pub(super) number: i64,
    pub(super) id: i64,
    pub(super) status: Option<&'a ConversationStatus>,
    pub(super) customers: &'a [ConversationCustomer],
    /// The number of the user's replies.
    pub(super) replies: usize,
    pub(super) replies_sent: Option<i64>,
    pub(super) first_response_time: Option<Seconds>,
    pub(super) response_time: Option<Seconds>,
    pub(super) resolve_time: Option<Seconds>,
    pub(super) avg_handle_time: Option<Seconds>,
}

impl<'a> From<&'a CollapsedConversation> for HistoryRow<'a> {
    fn from(conversation: &'a CollapsedConversation) -> Self {
        Self {
            number: conversation.number,
            id: conversation.id.0,
            status: conversation.status.as_ref(),
            customers: &conversation.customers,
            replies: conversation.replies,
            replies_sent: conversation.replies_sent,
            first_response_time: conversation.first_response_time,
            response_time: conversation.response_time,
            resolve_time: conversation.resolve_time,
            avg_handle_time: conversation.avg_handle_time,
        }
    }
}

impl<'a> From<&'a ConversationReply> for HistoryRow<'a> {
    fn from(reply: &'a ConversationReply) -> Self {
        Self {
            number: reply.number,
            id: reply.id.0,
            status: reply.status.as_ref(),
            customers: &reply.customers,
            replies: 1,
            replies_sent: reply.replies_sent,
            first_response_time: reply.first_response_time,
            response_time: reply.response_time,
            resolve_time: reply.resolve_time,
            avg_handle_time: reply.avg_handle_time,
        }
    }
}

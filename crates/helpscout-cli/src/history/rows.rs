//! The rows of a history.

use helpscout_reports::history::CollapsedConversation;
use helpscout_reports::wire::decodable;
use helpscout_reports::{ConversationCustomer, ConversationReply, ConversationStatus, Seconds};

use crate::message::{Failure, excerpt};

/// Reads a row of the report. `number` is its position in the report, counted from 1.
pub(super) fn reply(row: &str, number: usize) -> Result<ConversationReply, Failure> {
    serde_json::from_str(&decodable(row)).map_err(|error| {
        Failure::undocumented(format!(
            "row {number} of the report is not a reply as documented: {error}; it starts with: {}",
            excerpt(row)
        ))
        .help("run helpscout report user-conversation-history to see the rows as received")
    })
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

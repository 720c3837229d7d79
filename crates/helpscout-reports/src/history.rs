//! Collapses a conversation history into one row for each conversation.
//!
//! The report has a row for every reply that the user sent, so it repeats a conversation, and its
//! rows may be on different pages. [`collapse`] merges the rows of each conversation, and
//! [`Summary`] has the key figures.

use std::collections::HashMap;

use helpscout_runtime::wire::plumbing::with_every_key;

use crate::{ConversationCustomer, ConversationId, ConversationReply, ConversationStatus, Seconds};

/// A conversation of a user's history, merged from all of its rows.
///
/// In JSON, a value that no row has is `null`, and so is a name that is not known.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct CollapsedConversation {
    /// The ID of the conversation.
    pub id: ConversationId,
    /// The number of the conversation as people see it, from the first row. The service sends the same
    /// number in each.
    pub number: i64,
    /// The state of the conversation, from the last row that has one.
    pub status: Option<ConversationStatus>,
    /// The customers of all rows, each once, in the order of their first appearance. A name that is
    /// missing in one row is taken from another. Of several names, the first counts.
    pub customers: Vec<ConversationCustomer>,
    /// The number of merged rows, which is the number of replies that this user sent.
    pub replies: usize,
    /// The number of replies of all users: the largest value of any row, because the number only
    /// grows.
    pub replies_sent: Option<i64>,
    /// How long the customer waited for this user's responses: the mean of the rows that have a
    /// value.
    pub response_time: Option<Seconds>,
    /// How long the user's first response took: the smallest value of any row.
    pub first_response_time: Option<Seconds>,
    /// How long it took to resolve the conversation: the largest value of any row, because a
    /// reopened conversation is resolved later.
    pub resolve_time: Option<Seconds>,
    /// How long the user had the conversation open before a reply: the mean of the rows that have a
    /// value.
    pub avg_handle_time: Option<Seconds>,
}
helpscout_runtime::record!(CollapsedConversation {
    0 id: required value = "id",
    1 number: required integer = "number",
    2 status: nullable value = "status",
    3 customers: required list = "customers",
    4 replies: required value = "replies",
    5 replies_sent: nullable integer = "repliesSent",
    6 response_time: nullable value = "responseTime",
    7 first_response_time: nullable value = "firstResponseTime",
    8 resolve_time: nullable value = "resolveTime",
    9 avg_handle_time: nullable value = "avgHandleTime",
});

/// Merges rows into one for each conversation, in the order of their first appearance.
///
/// The fields of [`CollapsedConversation`] document how each value is merged. The order of the rows
/// decides `status`, the order of `customers`, and what else is taken from the first row that has it. The
/// mean of values that differ is rounded, so that its last digit may depend on their order, too.
///
/// ```
/// use helpscout_reports::{ConversationId, ConversationReply, Seconds, history};
///
/// let reply = ConversationReply::new(222002, ConversationId(4845671933));
/// let first = reply.clone().response_time(Seconds(60.0));
/// let second = reply.response_time(Seconds(120.0));
///
/// let conversations = history::collapse([first, second]);
/// assert_eq!(conversations.len(), 1);
/// assert_eq!(conversations[0].replies, 2);
/// assert_eq!(conversations[0].response_time, Some(Seconds(90.0)));
/// ```
pub fn collapse(rows: impl IntoIterator<Item = ConversationReply>) -> Vec<CollapsedConversation> {
    let mut history = Collapse::new();
    history.extend(rows);
    history.into_conversations().collect()
}

/// Merges rows one by one, like [`collapse`]. The rows themselves are not kept.
///
/// ```
/// use helpscout_reports::ConversationReply;
/// use helpscout_reports::history::Collapse;
///
/// let mut history = Collapse::new();
/// history.push(ConversationReply::default());
/// history.push(ConversationReply::default());
/// assert_eq!(history.summary().replies, 2);
/// assert_eq!(history.into_conversations().count(), 1);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Collapse {
    /// The place of each conversation in `conversations`.
    places: HashMap<ConversationId, usize>,
    conversations: Vec<Merged>,
}

impl Collapse {
    /// Creates an empty history.
    pub fn new() -> Self {
        Self::default()
    }

    /// Merges the next row.
    pub fn push(&mut self, row: ConversationReply) {
        let next = self.conversations.len();
        let place = *self.places.entry(row.id).or_insert(next);
        match self.conversations.get_mut(place) {
            Some(conversation) => conversation.add(row),
            None => self.conversations.push(Merged::of(row)),
        }
    }

    /// Returns whether there are no rows so far.
    pub fn is_empty(&self) -> bool {
        self.conversations.is_empty()
    }

    /// Returns the summary of the rows so far.
    pub fn summary(&self) -> Summary {
        let times = self.conversations.iter();
        let times = times.filter_map(|conversation| conversation.response_time.get());
        let replies = self
            .conversations
            .iter()
            .map(|conversation| conversation.replies);
        Summary::over(replies.sum(), self.conversations.len(), times.collect())
    }

    /// Returns the conversations, in the order of their first appearance.
    pub fn into_conversations(self) -> impl ExactSizeIterator<Item = CollapsedConversation> {
        self.conversations
            .into_iter()
            .map(CollapsedConversation::from)
    }
}

impl Extend<ConversationReply> for Collapse {
    fn extend<Rows: IntoIterator<Item = ConversationReply>>(&mut self, rows: Rows) {
        for row in rows {
            self.push(row);
        }
    }
}

/// The rows of a conversation so far.
#[derive(Clone, Debug)]
struct Merged {
    id: ConversationId,
    number: i64,
    status: Option<ConversationStatus>,
    customers: Vec<ConversationCustomer>,
    replies: usize,
    replies_sent: Option<i64>,
    response_time: Mean,
    first_response_time: Option<f64>,
    resolve_time: Option<f64>,
    avg_handle_time: Mean,
}

impl Merged {
    fn of(row: ConversationReply) -> Self {
        let mut merged = Self {
            id: row.id,
            number: row.number,
            status: None,
            customers: Vec::new(),
            replies: 0,
            replies_sent: None,
            response_time: Mean::default(),
            first_response_time: None,
            resolve_time: None,
            avg_handle_time: Mean::default(),
        };
        merged.add(row);
        merged
    }

    fn add(&mut self, row: ConversationReply) {
        self.replies += 1;
        self.status = row.status.or(self.status.take());
        self.replies_sent = self.replies_sent.max(row.replies_sent);
        self.response_time.add(row.response_time);
        self.avg_handle_time.add(row.avg_handle_time);
        let first = row.first_response_time.map(|seconds| seconds.0);
        self.first_response_time = either(self.first_response_time, first, f64::min);
        let resolve = row.resolve_time.map(|seconds| seconds.0);
        self.resolve_time = either(self.resolve_time, resolve, f64::max);
        if self.customers.is_empty() {
            self.customers.reserve_exact(row.customers.len());
        }
        for customer in row.customers {
            let mut known = self.customers.iter_mut();
            match known.find(|known| known.id == customer.id) {
                Some(known) if known.name.is_none() => known.name = customer.name,
                Some(_) => {}
                None => self.customers.push(customer),
            }
        }
    }
}

impl From<Merged> for CollapsedConversation {
    fn from(merged: Merged) -> Self {
        Self {
            id: merged.id,
            number: merged.number,
            status: merged.status,
            customers: merged.customers.into_iter().map(with_every_key).collect(),
            replies: merged.replies,
            replies_sent: merged.replies_sent,
            response_time: merged.response_time.get().map(Seconds),
            first_response_time: merged.first_response_time.map(Seconds),
            resolve_time: merged.resolve_time.map(Seconds),
            avg_handle_time: merged.avg_handle_time.get().map(Seconds),
        }
    }
}

/// Returns what is chosen from two values, or the one there is.
fn either(a: Option<f64>, b: Option<f64>, choose: fn(f64, f64) -> f64) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(choose(a, b)),
        (a, b) => a.or(b),
    }
}

/// A mean. It is exact if all values are the same, which is what the service sends.
#[derive(Clone, Copy, Debug, Default)]
struct Mean {
    count: u32,
    sum: f64,
    /// The value that all values have in common.
    common: Option<f64>,
}

impl Mean {
    fn add(&mut self, value: Option<Seconds>) {
        let Some(Seconds(value)) = value else {
            return;
        };
        self.common = match self.count {
            0 => Some(value),
            _ => self.common.filter(|common| *common == value),
        };
        self.count += 1;
        self.sum += value;
    }

    fn get(self) -> Option<f64> {
        match self.count {
            0 => None,
            count => Some(self.common.unwrap_or(self.sum / f64::from(count))),
        }
    }
}

/// The key figures of a user's history.
///
/// ```
/// use helpscout_reports::{ConversationId, ConversationReply, Seconds, history};
///
/// let replies = [60, 120, 600].into_iter().zip(1..).map(|(seconds, number)| {
///     let reply = ConversationReply::new(number, ConversationId(number));
///     reply.response_time(Seconds::from_secs(seconds))
/// });
/// let summary = history::Summary::of(&history::collapse(replies));
/// assert_eq!(summary.conversations, 3);
/// assert_eq!(summary.median_response_time, Some(Seconds(120.0)));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Summary {
    /// The number of replies that the user sent.
    pub replies: usize,
    /// The number of conversations that the user replied to.
    pub conversations: usize,
    /// The number of conversations that have a response time. The two percentiles are over these.
    pub response_times: usize,
    /// The median response time: half of these conversations have at most this response time.
    pub median_response_time: Option<Seconds>,
    /// The 90th percentile: nine in ten of these conversations have at most this response time.
    pub p90_response_time: Option<Seconds>,
}
helpscout_runtime::record!(Summary {
    0 replies: required value = "replies",
    1 conversations: required value = "conversations",
    2 response_times: required value = "responseTimes",
    3 median_response_time: nullable value = "medianResponseTime",
    4 p90_response_time: nullable value = "p90ResponseTime",
});

impl Summary {
    /// Computes the summary of a collapsed history.
    ///
    /// Percentiles are interpolated linearly between the two nearest values, like `PERCENTILE.INC`
    /// in spreadsheets.
    pub fn of(conversations: &[CollapsedConversation]) -> Self {
        let times = conversations.iter();
        let times = times.filter_map(|conversation| conversation.response_time);
        let replies = conversations
            .iter()
            .map(|conversation| conversation.replies);
        let times = times.map(|seconds| seconds.0).collect();
        Self::over(replies.sum(), conversations.len(), times)
    }

    fn over(replies: usize, conversations: usize, mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        Self {
            replies,
            conversations,
            response_times: times.len(),
            median_response_time: percentile(&times, 0.5),
            p90_response_time: percentile(&times, 0.9),
        }
    }
}

/// Returns a percentile of sorted values.
fn percentile(sorted: &[f64], share: f64) -> Option<Seconds> {
    let last = sorted.len().checked_sub(1)?;
    let place = share * last as f64;
    let (below, above) = (
        sorted[place.floor() as usize],
        sorted[place.ceil() as usize],
    );
    Some(Seconds(below + (above - below) * place.fract()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CustomerId;

    fn row(id: i64) -> ConversationReply {
        ConversationReply::new(id * 10, ConversationId(id))
    }

    fn customer(id: i64, name: Option<&str>) -> ConversationCustomer {
        let mut customer = ConversationCustomer::new(CustomerId(id));
        customer.name = name.map(str::to_owned);
        customer
    }

    #[test]
    fn nothing_collapses_to_nothing() {
        assert_eq!(collapse([]), []);
        let summary = Summary::of(&[]);
        assert_eq!((summary.replies, summary.median_response_time), (0, None));
    }

    #[test]
    fn conversations_keep_the_order_of_their_first_row_wherever_their_rows_lie() {
        let conversations = collapse([row(2), row(1), row(2), row(3), row(2)]);
        let seen: Vec<_> = conversations
            .iter()
            .map(|conversation| (conversation.id.0, conversation.number, conversation.replies))
            .collect();
        assert_eq!(seen, [(2, 20, 3), (1, 10, 1), (3, 30, 1)]);
    }

    #[test]
    fn each_column_follows_its_rule() {
        let mut a = row(1);
        a.replies_sent = Some(3);
        a.response_time = Some(Seconds(10.0));
        a.first_response_time = Some(Seconds(7.0));
        a.resolve_time = Some(Seconds(100.0));
        a.avg_handle_time = Some(Seconds(5.0));
        a.status = Some(ConversationStatus::Active);
        let mut b = row(1);
        b.replies_sent = Some(4);
        b.response_time = Some(Seconds(21.0));
        b.first_response_time = Some(Seconds(9.0));
        b.resolve_time = Some(Seconds(90.0));
        b.status = Some(ConversationStatus::Closed);
        let c = row(1);

        let merged = collapse([a, b, c]).remove(0);
        assert_eq!(merged.replies, 3);
        assert_eq!(merged.replies_sent, Some(4));
        assert_eq!(merged.response_time, Some(Seconds(15.5)));
        assert_eq!(merged.first_response_time, Some(Seconds(7.0)));
        assert_eq!(merged.resolve_time, Some(Seconds(100.0)));
        assert_eq!(merged.avg_handle_time, Some(Seconds(5.0)));
        assert_eq!(merged.status, Some(ConversationStatus::Closed));
    }

    #[test]
    fn a_mean_of_equal_values_is_that_value_exactly() {
        let mut reply = row(1);
        reply.response_time = Some(Seconds(0.1));
        let merged = collapse(vec![reply; 3]).remove(0);
        assert_eq!(merged.response_time, Some(Seconds(0.1)));
    }

    #[test]
    fn customers_are_named_once_with_the_name_any_row_knows() {
        let mut a = row(1);
        a.customers = vec![customer(1, None), customer(2, Some("Bo"))];
        let mut b = row(1);
        b.customers = vec![
            customer(2, None),
            customer(1, Some("Al")),
            customer(3, None),
        ];
        let merged = collapse([a, b]).remove(0);
        let expected = [
            customer(1, Some("Al")),
            customer(2, Some("Bo")),
            customer(3, None),
        ];
        assert_eq!(merged.customers, expected);
    }

    #[test]
    fn a_customer_without_a_name_is_written_with_null() -> Result<(), serde_json::Error> {
        let mut reply = row(1);
        reply.customers = vec![customer(1, None), customer(2, Some("Bo"))];
        let written = serde_json::to_value(collapse([reply]))?;
        let expected = r#"[{"id":1,"name":null},{"id":2,"name":"Bo"}]"#;
        assert_eq!(written[0]["customers"].to_string(), expected);
        Ok(())
    }

    #[test]
    fn percentiles_are_taken_over_conversations_that_have_a_response_time() {
        let with = |id, seconds| {
            let mut reply = row(id);
            reply.response_time = Some(Seconds(seconds));
            reply
        };
        let rows = [
            with(1, 10.0),
            with(1, 10.0),
            with(2, 20.0),
            with(3, 40.0),
            row(4),
        ];
        let summary = Summary::of(&collapse(rows));
        assert_eq!((summary.replies, summary.conversations), (5, 4));
        assert_eq!(summary.response_times, 3);
        assert_eq!(summary.median_response_time, Some(Seconds(20.0)));
        assert_eq!(summary.p90_response_time, Some(Seconds(36.0)));
    }
}

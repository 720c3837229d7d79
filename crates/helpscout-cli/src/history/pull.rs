//! Reads the reports that a history is calculated from.

use std::collections::VecDeque;

use helpscout_reports::history::{Collapse, CollapsedConversation};
use helpscout_reports::{Client, ConversationId, ConversationReply, Request, Seconds, WalkEvent};
use tokio::task::JoinHandle;

use super::rows::reply;
use crate::fetch::{Extent, Pages};
use crate::message::Failure;
use crate::progress::Progress;
use crate::trace;

/// The number of reports that are read at the same time. The client limits its calls by itself.
const AT_A_TIME: usize = 8;

/// The conversations of one user.
pub(super) struct Conversations {
    pub(super) rows: Vec<CollapsedConversation>,
    /// The number of rows of the report, one for each reply.
    pub(super) replies: usize,
    pub(super) extent: Extent,
}

/// Reads a report and merges its rows.
pub(super) async fn conversations(
    client: &Client,
    request: Request,
    progress: &Progress,
) -> Result<Conversations, Failure> {
    let mut pages = Pages::of(client, request, progress);
    let history = pages.fold(Collapse::new, |history, row, number| {
        history.push(reply(row.get(), number)?);
        Ok(())
    });
    let history = history.await?;
    Ok(Conversations {
        rows: history.into_conversations().collect(),
        replies: pages.rows(),
        extent: pages.extent(),
    })
}

/// What groups need of a reply. Of 100,000 replies, this is a few megabytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reply {
    pub(super) id: i64,
    /// The times in the order of the columns; not a number where one is missing.
    times: [f64; 4],
}

impl Reply {
    fn of(row: &ConversationReply) -> Self {
        let times = [
            row.first_response_time,
            row.response_time,
            row.resolve_time,
            row.avg_handle_time,
        ];
        Self {
            id: row.id.0,
            times: times.map(|time| time.map_or(f64::NAN, |seconds| seconds.0)),
        }
    }
}

/// The row that the figures of groups are calculated from: without its number and its customers.
impl From<Reply> for ConversationReply {
    fn from(reply: Reply) -> Self {
        let times = reply
            .times
            .map(|time| (!time.is_nan()).then_some(Seconds(time)));
        let mut row = Self::new(0, ConversationId(reply.id));
        [
            row.first_response_time,
            row.response_time,
            row.resolve_time,
            row.avg_handle_time,
        ] = times;
        row
    }
}

/// Reads reports one after the other, several at the same time, and passes on the replies of each in
/// the order of the requests.
pub(super) async fn each(
    client: &Client,
    requests: impl Iterator<Item = Request>,
    mut take: impl FnMut(usize, Vec<Reply>),
) -> Result<(), Failure> {
    let mut requests = requests.fuse();
    let mut tasks: VecDeque<Task> = VecDeque::new();
    let mut at = 0;
    loop {
        while tasks.len() < AT_A_TIME
            && let Some(request) = requests.next()
        {
            let read = replies(client.clone(), request);
            tasks.push_back(Task(tokio::spawn(read)));
        }
        let Some(mut task) = tasks.pop_front() else {
            return Ok(());
        };
        let ended = |_| Failure::not_done("a task ended without a result");
        let replies = (&mut task.0).await.map_err(ended)??;
        take(at, replies);
        at += 1;
    }
}

/// A task that ends when it is dropped.
struct Task(JoinHandle<Result<Vec<Reply>, Failure>>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn replies(client: Client, request: Request) -> Result<Vec<Reply>, Failure> {
    trace::request(&client, &request);
    let mut walk = client.raw_walk(request);
    let mut replies = Vec::new();
    while let Some(event) = walk.next().await? {
        match event {
            WalkEvent::Page(page) => {
                for row in page.rows {
                    let row = reply(row.get(), replies.len() + 1)?;
                    replies.push(Reply::of(&row));
                }
            }
            WalkEvent::Restart(_) => replies.clear(),
            // The client knows no other events.
            _ => {}
        }
    }
    Ok(replies)
}

//! Several queries at once, such as one for each user of an account.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::stream::{FusedStream, Stream};
use sync_wrapper::SyncWrapper;

use crate::call::Caller;
use crate::decode;
use crate::error::Error;
use crate::operation::{Endpoint, How, Paged};
use crate::pages;
use crate::request::Request;
use crate::response::Response;
use crate::task::Task;

/// The answers to several queries, from [`Client::all_of`](crate::Client::all_of) and
/// [`Client::send_each`](crate::Client::send_each).
///
/// [`next`](Self::next) returns one answer after the other, in the order of the queries or, after
/// [`unordered`](Self::unordered), as they arrive. It is also a
/// [`Stream`](https://docs.rs/futures-core). Unlike a stream of rows it does not end with an error: a
/// query that fails is an [`Answered`] with an error, and the others go on. An error such as
/// [`Error::is_unauthorized`](crate::Error::is_unauthorized) concerns all of them, so a program can
/// stop there. [`try_collect`](Self::try_collect) is for a program that needs every answer.
///
/// The queries are taken from their iterator one by one, and none before the stream is read. At most
/// [`queries_in_flight`](Self::queries_in_flight) of them are being answered, or have an answer that
/// was not returned yet, so no more reports than that are in memory, however many queries there are.
/// All of them share the rate limit, the retry budget and the
/// [calls in flight](crate::ClientBuilder::calls_in_flight) of the client. Dropping the stream stops
/// its requests.
///
/// ```no_run
/// # use helpscout_runtime::{Client, Paged};
/// # async fn example<Q: Paged + Send + 'static>(client: Client, queries: Vec<Q>) {
/// let mut answers = client.all_of(queries);
/// while let Some(answered) = answers.next().await {
///     match answered.result {
///         Ok(rows) => println!("query {}: {} rows", answered.index, rows.len()),
///         Err(error) => eprintln!("{error}"),
///     }
/// }
/// # }
/// ```
#[must_use = "a stream does nothing unless it is read"]
pub struct AllOf<'a, Q, T> {
    caller: Caller,
    /// `None` after the last query.
    queries: Option<Queries<'a, Q>>,
    /// How many queries the iterator has left, as far as it says.
    left: (usize, Option<usize>),
    request_of: fn(&Q) -> Request,
    answer: fn(Caller, Request) -> Task<T>,
    /// The number of queries that were taken from the iterator.
    taken: usize,
    /// The queries whose answers were not returned yet, in order.
    running: VecDeque<Running<Q, T>>,
    most_running: usize,
    is_ordered: bool,
}

/// The answer to one of several queries.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Answered<Q, T> {
    /// The index of the query, which is 0 for the first. It leads to what the program knows about
    /// the query, such as the user that it is about.
    pub index: usize,
    /// The query.
    pub query: Q,
    /// The answer, or why there is none. The error names the query; see
    /// [`Error::query_index`](crate::Error::query_index).
    pub result: Result<T, Error>,
}

/// The iterator is only used by who has the stream for itself, so threads may share what else it has.
type Queries<'a, Q> = SyncWrapper<Box<dyn Iterator<Item = Q> + Send + 'a>>;

struct Running<Q, T> {
    index: usize,
    query: Q,
    task: Task<T>,
}

// These two are functions, because a closure would have the bounds of the iterator as well, and
// finding out that its future is `Send` would take a build of this crate a fifth of its time.

/// Reads the whole report of a query.
fn report<Q: Paged + 'static>(caller: Caller, request: Request) -> Task<Vec<Q::Row>> {
    Task::start(request.place(), async move {
        let pages = pages::collect(&caller, request, pages::read_rows::<Q>).await?;
        Ok(pages.into_iter().flatten().collect())
    })
}

/// Makes the call of a query.
fn call<Q: Endpoint + 'static>(caller: Caller, request: Request) -> Task<Response<Q::Response>> {
    Task::start(request.place(), async move {
        decode::typed(caller.call_in_task(&request).await?, &request)
    })
}

impl<'a, Q: Paged + 'static> AllOf<'a, Q, Vec<Q::Row>> {
    /// Reads the whole report of each query.
    pub(crate) fn reports(
        caller: Caller,
        queries: impl Iterator<Item = Q> + Send + 'a,
    ) -> AllOf<'a, Q, Vec<Q::Row>> {
        AllOf::new(caller, queries, report::<Q>)
    }
}

impl<'a, Q: Endpoint + 'static> AllOf<'a, Q, Response<Q::Response>> {
    /// Makes one call for each query.
    pub(crate) fn calls(
        caller: Caller,
        queries: impl Iterator<Item = Q> + Send + 'a,
    ) -> AllOf<'a, Q, Response<Q::Response>> {
        AllOf::new(caller, queries, call::<Q>)
    }
}

impl<'a, Q: Endpoint, T> AllOf<'a, Q, T> {
    fn new(
        caller: Caller,
        queries: impl Iterator<Item = Q> + Send + 'a,
        answer: fn(Caller, Request) -> Task<T>,
    ) -> Self {
        Self {
            left: queries.size_hint(),
            queries: Some(SyncWrapper::new(Box::new(queries))),
            request_of: Request::of,
            answer,
            taken: 0,
            running: VecDeque::new(),
            most_running: caller.service.calls_in_flight,
            is_ordered: true,
            caller,
        }
    }
}

impl<Q, T> AllOf<'_, Q, T> {
    /// Returns the answers as they arrive, in place of the order of the queries. So one slow report
    /// does not hold up the answers after it.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Paged};
    /// # async fn example<Q: Paged + Send + 'static>(client: Client, queries: Vec<Q>) {
    /// let mut answers = client.all_of(queries).unordered();
    /// while let Some(answered) = answers.next().await {
    ///     println!("query {} is done", answered.index);
    /// }
    /// # }
    /// ```
    pub fn unordered(mut self) -> Self {
        self.is_ordered = false;
        self
    }

    /// Sets how many queries are being answered, or have an answer that was not returned yet, at the
    /// same time. The default is the number of
    /// [calls in flight](crate::ClientBuilder::calls_in_flight) of the client. 0 counts as 1.
    ///
    /// A lower number needs less memory, because each answer is a whole report. A higher number is of
    /// use only if the answers are [in order](Self::unordered) and some take much longer than
    /// others: the client never makes more calls at once than it may, and the time that a call waits
    /// for its turn counts towards its [`deadline`](crate::ClientBuilder::deadline).
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Error, Paged};
    /// # async fn example<Q: Paged + Send + 'static>(client: Client, queries: Vec<Q>) -> Result<(), Error> {
    /// // Each report is large, so there are at most two in memory.
    /// let mut answers = client.all_of(queries).queries_in_flight(2);
    /// while let Some(answered) = answers.next().await {
    ///     println!("{} rows", answered.result?.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn queries_in_flight(mut self, queries: usize) -> Self {
        self.most_running = queries.max(1);
        self
    }

    /// Returns the next answer, or `None` after the last one.
    ///
    /// It returns an option and not a result, because a query that fails is an answer, too. No
    /// answer is lost if the future is dropped.
    pub async fn next(&mut self) -> Option<Answered<Q, T>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Returns all answers in the order of the queries, or the first error that arrives, which stops
    /// the other queries.
    ///
    /// The error names the query by its index and its parameters; see
    /// [`Error::query_index`](crate::Error::query_index).
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Error, Paged};
    /// # async fn example<Q: Paged + Clone + Send + Sync + 'static>(client: Client, queries: &[Q]) -> Result<(), Error> {
    /// let reports = client.all_of(queries.iter().cloned()).try_collect().await?;
    /// for (query, rows) in queries.iter().zip(reports) {
    ///     println!("{:?}: {} rows", query.query(), rows.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`Client::all`](crate::Client::all) or
    /// [`Client::send`](crate::Client::send) for any of the queries.
    pub async fn try_collect(self) -> Result<Vec<T>, Error> {
        let mut answers = self.unordered();
        let mut results = Vec::new();
        while let Some(answered) = answers.next().await {
            results.push((answered.index, answered.result?));
        }
        results.sort_unstable_by_key(|(index, _)| *index);
        Ok(results.into_iter().map(|(_, result)| result).collect())
    }

    /// Returns the next query with this error, without making a call. For a program that must not
    /// wait.
    #[cfg(feature = "blocking")]
    pub(crate) fn refuse(&mut self, error: Error) -> Option<Answered<Q, T>> {
        if let Some(Running { index, query, .. }) = self.running.pop_front() {
            return Some(self.answered(index, query, Err(error)));
        }
        let (index, query) = self.take()?;
        Some(self.answered(index, query, Err(error)))
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Answered<Q, T>>> {
        self.start_more();
        let candidates = if self.is_ordered {
            1
        } else {
            self.running.len()
        };
        let mut candidates = self.running.iter_mut().take(candidates).enumerate();
        let ready = candidates.find_map(|(position, running)| {
            match Pin::new(&mut running.task).poll(context) {
                Poll::Ready(result) => Some((position, result)),
                Poll::Pending => None,
            }
        });
        match ready {
            Some((position, result)) => {
                let ended = self.running.remove(position);
                Poll::Ready(ended.map(|ended| self.answered(ended.index, ended.query, result)))
            }
            None if self.running.is_empty() => Poll::Ready(None),
            None => Poll::Pending,
        }
    }

    /// Starts as many queries as may be in flight. Each is a task of its own, which makes progress
    /// while the program is busy with an earlier answer.
    fn start_more(&mut self) {
        while self.running.len() < self.most_running {
            let Some((index, query)) = self.take() else {
                return;
            };
            let task = (self.answer)(self.caller.clone(), (self.request_of)(&query));
            self.running.push_back(Running { index, query, task });
        }
    }

    fn take(&mut self) -> Option<(usize, Q)> {
        let queries = self.queries.as_mut()?.get_mut();
        let Some(query) = queries.next() else {
            self.queries = None;
            return None;
        };
        self.left = queries.size_hint();
        let index = self.taken;
        self.taken += 1;
        Some((index, query))
    }

    fn answered(&self, index: usize, query: Q, result: Result<T, Error>) -> Answered<Q, T> {
        let result = result.map_err(|error| {
            let request = (self.request_of)(&query);
            let parameters: Vec<String> = request
                .query()
                .iter()
                // The value of a header may be secret.
                .filter(|(name, _)| request.operation().how(name) != Some(How::Header))
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            let mut parameters = parameters.join(", ");
            self.caller.service.http.secrets.hide_in(&mut parameters);
            error.of_query(index, request.operation(), parameters)
        });
        Answered {
            index,
            query,
            result,
        }
    }
}

// No item is pinned in a stream.
impl<Q, T> Unpin for AllOf<'_, Q, T> {}

impl<Q, T> Stream for AllOf<'_, Q, T> {
    type Item = Answered<Q, T>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let (least, most) = match &self.queries {
            Some(_) => self.left,
            None => (0, Some(0)),
        };
        let running = self.running.len();
        let most = most.and_then(|most| most.checked_add(running));
        (least.saturating_add(running), most)
    }
}

impl<Q, T> FusedStream for AllOf<'_, Q, T> {
    fn is_terminated(&self) -> bool {
        self.queries.is_none() && self.running.is_empty()
    }
}

impl<Q, T> fmt::Debug for AllOf<'_, Q, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AllOf")
            .field("queries_in_flight", &self.running.len())
            .field("queries_answered", &(self.taken - self.running.len()))
            .finish_non_exhaustive()
    }
}

//! Tests every fault, on every kind of page and on the token request, with one call at a time and
//! with many.

use std::fmt;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use helpscout_reports::{ConversationReply, Endpoint, Error, UserConversationHistory};
use helpscout_sandbox::{Calls, Fault, Faults};

use crate::report::{IN_FLIGHT, Report, Walk, client, patient, query};

/// How many calls a temporary fault affects.
const PASSES_AFTER: u32 = 2;
/// The attempts for each call: one more than a temporary fault affects.
const ATTEMPTS: u32 = PASSES_AFTER + 1;
/// The time limit for attempts that get no answer. It is longer than any page takes on a busy
/// machine.
const TIMEOUT: Duration = Duration::from_secs(2);
/// How many reports are read at once. Each of them spends some of its time waiting.
const WALKS_AT_ONCE: usize = 12;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    First,
    Middle,
    Last,
    Token,
}

const PLACES: [Place; 4] = [Place::First, Place::Middle, Place::Last, Place::Token];

#[derive(Clone, Copy, Debug)]
struct Cell {
    fault: Fault,
    place: Place,
    in_flight: usize,
}

/// The result of reading a report.
struct Outcome {
    cell: Cell,
    /// The word shown in the matrix.
    verdict: String,
    /// Why the result is wrong, if it is.
    complaint: Option<String>,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_that_passes_costs_no_row_and_one_that_is_no_such_is_an_error() {
    let report = Report::read().await;
    check("passes", report, async |cell: Cell| {
        let sandbox = patient()
            .faults(cell.faults(report, PASSES_AFTER))
            .start()
            .await
            .unwrap();
        let client = cell.client(&sandbox, ATTEMPTS);
        let rows = client.all(query()).await;
        cell.judge_passing(report, rows, &sandbox.calls())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_that_stays_is_an_error_that_names_the_call_after_all_rows_before_it() {
    let report = Report::read().await;
    check("stays", report, async |cell: Cell| {
        let sandbox = patient()
            .faults(cell.faults(report, u32::MAX))
            .start()
            .await
            .unwrap();
        let client = cell.client(&sandbox, 2);
        let walk = Walk::with(&client).await;
        cell.judge_staying(report, &walk)
    })
    .await;
}

/// Reads the report for every cell, prints the matrix, and fails if a cell is wrong.
async fn check(title: &str, report: &Report, walk: impl AsyncFn(Cell) -> Judgement) {
    let judge = async |cell| {
        let (verdict, complaint) = match walk(cell).await {
            Ok(verdict) => (verdict, None),
            Err(complaint) => ("WRONG".to_owned(), Some(complaint)),
        };
        Outcome {
            cell,
            verdict,
            complaint,
        }
    };
    // Cells whose service is silent only wait, so all of them run at once. They run separately from
    // the others, whose work could make an answer look late.
    let (silent, loud): (Vec<Cell>, Vec<Cell>) = cells().partition(|cell| cell.is_silent());
    let mut outcomes = Vec::new();
    for (cells, at_once) in [(silent, usize::MAX), (loud, WALKS_AT_ONCE)] {
        let judged = stream::iter(cells).map(&judge).buffer_unordered(at_once);
        outcomes.extend(judged.collect::<Vec<Outcome>>().await);
    }
    println!("{}", Matrix(title, report.pages.len(), &outcomes));
    let complaints: Vec<&str> = outcomes
        .iter()
        .filter_map(|outcome| outcome.complaint.as_deref())
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    assert_eq!(outcomes.len(), Fault::ALL.len() * 12);
}

fn cells() -> impl Iterator<Item = Cell> {
    Fault::ALL.iter().flat_map(|fault| {
        PLACES.iter().flat_map(|place| {
            IN_FLIGHT.iter().map(|in_flight| Cell {
                fault: *fault,
                place: *place,
                in_flight: *in_flight,
            })
        })
    })
}

/// The word for the matrix, or a complaint.
type Judgement = Result<String, String>;

impl Cell {
    fn faults(self, report: &Report, times: u32) -> Faults {
        let faults = Faults::new().retry_after(0).stall(20 * TIMEOUT);
        match self.place {
            Place::Token => faults.token_first(times, self.fault),
            _ => faults.at(self.page(report), times, self.fault),
        }
    }

    fn client(
        self,
        sandbox: &helpscout_sandbox::Sandbox,
        attempts: u32,
    ) -> helpscout_reports::Client {
        let mut builder = client(sandbox, self.in_flight).max_attempts(attempts);
        if self.is_silent() {
            builder = builder.timeout(TIMEOUT);
        }
        builder.build().unwrap()
    }

    fn is_silent(self) -> bool {
        matches!(self.fault, Fault::Stalled | Fault::StalledBody)
    }

    /// Returns the page whose call fails.
    fn page(self, report: &Report) -> i64 {
        let last = report.pages.len() as i64;
        match self.place {
            Place::First | Place::Token => 1,
            Place::Middle => last / 2,
            Place::Last => last,
        }
    }

    /// Returns whether the client retries. A page that is not JSON arrived in full, so it is not
    /// requested again, and a 501 states a permanent fault.
    fn is_repeated(self) -> bool {
        !matches!(self.fault, Fault::Html | Fault::NotImplemented)
    }

    fn judge_passing(
        self,
        report: &Report,
        rows: Result<Vec<ConversationReply>, Error>,
        calls: &Calls,
    ) -> Judgement {
        match rows {
            Ok(rows) => {
                self.expect(self.is_repeated(), "success despite a permanent fault")?;
                self.expect(rows == report.rows(), "success with other rows")?;
                let met = calls.faults().get(&self.fault).copied();
                self.expect(
                    met == Some(PASSES_AFTER.into()),
                    &format!("the fault was met {met:?} times"),
                )?;
                self.expect(calls.tokens() <= 3, "too many token requests")?;
                Ok("rows".to_owned())
            }
            Err(error) => {
                self.expect(!self.is_repeated(), &error.to_string())?;
                self.judge_error(report, &error, 1)
            }
        }
    }

    fn judge_staying(self, report: &Report, walk: &Walk) -> Judgement {
        let Some(error) = &walk.error else {
            return Err(format!("{self:?}: {} rows with success", walk.rows.len()));
        };
        self.expect(
            walk.rows == report.rows_before(self.page(report)),
            &format!("{} rows before {error}", walk.rows.len()),
        )?;
        self.judge_error(report, error, if self.is_repeated() { 2 } else { 1 })
    }

    fn judge_error(self, report: &Report, error: &Error, attempts: u32) -> Judgement {
        let page = self.page(report);
        let text = error.to_string();
        let is_named = error.operation() == Some(UserConversationHistory::OPERATION.id)
            && error.page() == Some(page)
            && text.starts_with(&format!("user_conversation_history, page {page}: "))
            && text.contains("could not get an access token") == (self.place == Place::Token);
        self.expect(is_named, &format!("names another call: {text}"))?;
        self.expect(
            error.attempts() == attempts,
            &format!("{} attempts: {text}", error.attempts()),
        )?;
        self.expect(
            error.is_transient() == self.is_repeated(),
            &format!("{}: {text}", error.kind()),
        )?;
        let (answers, word) = self.answers(error);
        self.expect(answers, &format!("its methods say something else: {text}"))?;
        Ok(word)
    }

    /// Returns whether the methods of the error say what happened, and a word for it.
    fn answers(self, error: &Error) -> (bool, String) {
        let status = error.status().map(|status| status.as_u16());
        let kinds = [
            (error.is_rate_limited(), "rate limit"),
            (error.is_interrupted(), "cut"),
            (error.is_timeout(), "timeout"),
            (error.is_decode(), "not JSON"),
            (error.is_connect(), "connect"),
            (error.is_unauthorized(), "token"),
            (error.is_plan_refusal(), "plan"),
            (error.is_invalid_query(), "query"),
            (error.is_inconsistent(), "walk"),
        ];
        let said: Vec<&str> = kinds
            .iter()
            .filter_map(|(is, kind)| is.then_some(*kind))
            .collect();
        let (kind, expected) = match self.fault {
            Fault::RateLimited
            | Fault::RateLimitedSeconds
            | Fault::RateLimitedFraction
            | Fault::RateLimitedDate
            | Fault::RateLimitedSilent => (Some("rate limit"), Some(429)),
            Fault::RequestTimeout => (None, Some(408)),
            Fault::ServerError => (None, Some(500)),
            Fault::NotImplemented => (None, Some(501)),
            Fault::BadGateway => (None, Some(502)),
            Fault::Unavailable => (None, Some(503)),
            Fault::GatewayTimeout => (None, Some(504)),
            Fault::OriginTimeout => (None, Some(522)),
            Fault::Html => (Some("not JSON"), Some(200)),
            // The head of the response came.
            Fault::Truncated | Fault::Empty | Fault::Cut => (Some("cut"), Some(200)),
            Fault::StalledBody => (Some("timeout"), Some(200)),
            Fault::Dropped => (Some("cut"), None),
            Fault::Stalled => (Some("timeout"), None),
            other => panic!("{other} has no row in this matrix"),
        };
        let word = match (kind, status) {
            (Some(kind), _) => kind.to_owned(),
            (None, status) => status.map_or_else(|| "?".to_owned(), |status| status.to_string()),
        };
        (said == Vec::from_iter(kind) && status == expected, word)
    }

    fn expect(self, holds: bool, otherwise: &str) -> Result<(), String> {
        if holds {
            Ok(())
        } else {
            Err(format!("{self:?}: {otherwise}"))
        }
    }
}

/// The title, the number of pages, and the cells.
struct Matrix<'a>(&'a str, usize, &'a [Outcome]);

impl fmt::Display for Matrix<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(title, pages, outcomes) = self;
        writeln!(
            f,
            "A fault that {title}, in a report of {pages} pages, with {IN_FLIGHT:?} in flight"
        )?;
        write!(f, "{:14}", "")?;
        for place in PLACES {
            write!(f, "{:34}", format!("{place:?}").to_lowercase())?;
        }
        writeln!(f)?;
        for fault in Fault::ALL {
            write!(f, "{fault:14}")?;
            for place in PLACES {
                let verdict = |in_flight| {
                    let cell = outcomes.iter().find(|outcome| {
                        let cell = outcome.cell;
                        (cell.fault, cell.place, cell.in_flight) == (*fault, place, in_flight)
                    });
                    cell.map_or("missing", |outcome| outcome.verdict.as_str())
                };
                write!(f, "{:34}", IN_FLIGHT.map(verdict).join(" "))?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

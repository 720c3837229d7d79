//! What the service says: whether it answers, who asks, which plan the account has, how many calls are
//! left, and what time it is.

use std::time::Duration;

use helpscout_command::IntervalParameters;
use helpscout_description::Group;
use helpscout_reports::jiff::{SignedDuration, Timestamp};
use helpscout_reports::reqwest::Url;
use helpscout_reports::{
    CallOptions, Client, Error, ErrorKind, Query, RateLimit, Request, Response, describe,
};
use serde_json::Value;

use super::line::{End, Line};
use super::network;
use crate::account;
use crate::exit::Exit;
use crate::message::{counted, shortened};

/// The longest time for a call with its attempts.
const LONGEST: Duration = Duration::from_secs(20);

/// A clock that is further off than this makes periods such as `today` wrong.
const TOLERANCE: SignedDuration = SignedDuration::from_secs(60);

/// What depends on an answer of the service.
const ASKED: [&str; 6] = ["token", "user", "account", "plan", "rate limit", "clock"];

/// Runs the checks. Without credentials, they end when the service has answered.
pub(super) async fn check(client: &Client, has_credentials: bool) -> Vec<Line> {
    let client = client.with(CallOptions::new().max_attempts(2).deadline(LONGEST));
    let me = account::request();
    let mut lines = vec![network::proxy(&client)];
    let url = match client.http_request(&me) {
        Ok(request) => request.url().clone(),
        Err(error) => {
            lines.push(Line::of_error("service", &error));
            return lines;
        }
    };
    let connection = network::connection(&client, &url).await;
    let is_reached = !connection.is_failed("connection");
    lines.push(connection);
    if !is_reached {
        lines.extend(skipped(
            &["certificate", "service"],
            "there is no connection",
        ));
        lines.extend(skipped(&ASKED, "the service was not asked"));
        return lines;
    }
    match client.send_raw(&me).await {
        Ok(answer) => lines.extend(answered(&client, &url, &answer).await),
        Err(error) => {
            if error.kind() == ErrorKind::Proxy {
                lines.retain(|line| line.check != "proxy");
            }
            lines.extend(unanswered(&url, &error, has_credentials));
        }
    }
    lines
}

/// Returns the lines after the service has said who asks.
async fn answered(client: &Client, url: &Url, answer: &Response<String>) -> Vec<Line> {
    let mut lines = vec![
        certificate(url),
        Line::ok("service", format!("it answers with {}", answer.status())),
        Line::ok("token", "accepted"),
    ];
    match account::read(answer.value()) {
        Ok(me) => lines.extend([user(&me), account_line(&me)]),
        Err(_) => {
            let message = "the answer is not JSON, so another server may have answered";
            let end = End {
                exit: Exit::Undocumented,
                kind: ErrorKind::Decode.as_str(),
            };
            let line = Line::failed("user", end, message);
            lines.push(line.next("check the base URL"));
        }
    }
    let (plan, rate) = plan(client).await;
    lines.push(plan);
    lines.push(rate_limit(rate.or_else(|| answer.rate_limit())));
    lines.push(clock(answer));
    lines
}

/// Returns the lines after the first call has failed.
fn unanswered(url: &Url, error: &Error, has_credentials: bool) -> Vec<Line> {
    let rest = |reason: &str, from: usize| skipped(&ASKED[from..], reason);
    match error.kind() {
        ErrorKind::Certificate => {
            let mut lines = vec![Line::of_error("certificate", error)];
            lines.extend(skipped(&["service"], "its certificate is not trusted"));
            lines.extend(rest("the service was not asked", 0));
            lines
        }
        ErrorKind::Proxy => {
            let mut lines = vec![Line::of_error("proxy", error)];
            lines.extend(skipped(&["certificate", "service"], "the proxy refuses"));
            lines.extend(rest("the service was not asked", 0));
            lines
        }
        ErrorKind::Unauthorized if !has_credentials => {
            let mut lines = vec![
                certificate(url),
                Line::ok("service", "it answers, and asks for credentials"),
            ];
            lines.extend(rest("there are no credentials", 0));
            lines
        }
        ErrorKind::Unauthorized | ErrorKind::Forbidden | ErrorKind::PlanRefused => {
            let mut lines = vec![
                certificate(url),
                Line::ok("service", "it answers"),
                Line::of_error("token", error),
            ];
            lines.extend(rest("the token is not accepted", 1));
            lines
        }
        _ => {
            let mut lines = vec![Line::of_error("service", error)];
            lines.extend(rest("the service did not answer as documented", 0));
            lines
        }
    }
}

fn skipped(checks: &[&'static str], reason: &str) -> Vec<Line> {
    let lines = checks.iter();
    lines.map(|check| Line::skipped(check, reason)).collect()
}

fn certificate(url: &Url) -> Line {
    if url.scheme() == "https" {
        return Line::ok("certificate", "trusted by this system");
    }
    Line::ok(
        "certificate",
        "none, because the service is on this machine",
    )
}

fn user(me: &Value) -> Line {
    let text = |key: &str| me.get(key).and_then(Value::as_str).map(str::trim);
    let names = [text("firstName"), text("lastName")];
    let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let name = if name.trim().is_empty() {
        "a user without a name".to_owned()
    } else {
        shortened(name.trim())
    };
    let role = text("role").filter(|role| !role.is_empty());
    let role = role.map(|role| format!(", {}", shortened(role)));
    let zone = text("timezone").filter(|zone| !zone.is_empty());
    let zone = zone.map(|zone| format!(", in {}", shortened(zone)));
    Line::ok(
        "user",
        format!(
            "{name}{}{}",
            role.unwrap_or_default(),
            zone.unwrap_or_default()
        ),
    )
}

fn account_line(me: &Value) -> Line {
    match account::id(me) {
        Some(id) => Line::ok("account", id.to_string()),
        None => Line::warning("account", "the service does not say which it is"),
    }
}

/// Checks that the account has reports, with one of a single hour. Returns the rate limit after that.
async fn plan(client: &Client) -> (Line, Option<RateLimit>) {
    let Some(request) = short_report() else {
        return (
            Line::skipped("plan", "no report has only an interval"),
            None,
        );
    };
    let plans = describe::api().operation(request.operation().id);
    let plans = plans.map_or(&[][..], |operation| &operation.plans);
    match client.send_raw(&request).await {
        Ok(answer) => (Line::ok("plan", "reports are allowed"), answer.rate_limit()),
        Err(error) => {
            let line = Line::of_error("plan", &error);
            if error.kind() == ErrorKind::PlanRefused && error.advice().is_none() {
                let plans = plans.join(" or ");
                return (line.next(format!("reports need the plan {plans}")), None);
            }
            (line, None)
        }
    }
}

/// Returns the request of the first report that needs nothing but an interval, for an hour.
fn short_report() -> Option<Request> {
    let api = describe::api();
    let mut reports = api.operations.iter();
    reports.find_map(|report| {
        let interval = IntervalParameters::of(report)?;
        let mut required = report.parameters.iter().filter(|known| known.required);
        let is_short = report.group() == Group::Reports
            && report.only_reads()
            && required.all(|parameter| interval.has(parameter))
            && !report.path.contains('{');
        let operation = describe::operation(report).filter(|_| is_short)?;
        let end = Timestamp::from_second(Timestamp::now().as_second() - 3600).ok()?;
        let start = end.checked_sub(SignedDuration::from_hours(1)).ok()?;
        let query = Query::new()
            .with(&interval.from.wire, start.to_string())
            .with(&interval.to.wire, end.to_string());
        let request = Request::new(operation, query);
        request.validate().is_ok().then_some(request)
    })
}

fn rate_limit(rate: Option<RateLimit>) -> Line {
    let Some(RateLimit {
        limit, remaining, ..
    }) = rate
    else {
        return Line::skipped(
            "rate limit",
            "the service does not say how many calls are left",
        );
    };
    let message = format!(
        "{remaining} of {} are left in this minute",
        counted(limit, "call")
    );
    if remaining < limit / 10 {
        return Line::warning("rate limit", message)
            .next("wait a minute, or run fewer apps of the account at the same time");
    }
    Line::ok("rate limit", message)
}

/// Compares the clock of this machine with that of the service.
fn clock(answer: &Response<String>) -> Line {
    let now = Timestamp::now();
    let Some(date) = account::time_of(answer) else {
        return Line::skipped("clock", "the service does not say what time it is");
    };
    let ahead = now.duration_since(date);
    if ahead.abs() <= TOLERANCE {
        return Line::ok("clock", "within a minute of that of the service");
    }
    let direction = if ahead.is_negative() {
        "behind"
    } else {
        "ahead of"
    };
    let seconds = helpscout_reports::Seconds(ahead.abs().as_secs_f64().round());
    let message = format!("{seconds} {direction} that of the service");
    Line::warning("clock", message).next(
        "set the clock of this machine; until then, give the start and the end of reports instead of \
         words such as today",
    )
}

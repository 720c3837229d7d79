//! `--verbose`: what the client does, line by line on stderr.
//!
//! In: the events of the client, and the requests of the commands. Out: lines with the time since the
//! start, the operation, the page and the attempt. Secrets are hidden as in all messages.

use std::fmt::{self, Write};
use std::sync::OnceLock;
use std::time::Instant;

use helpscout_reports::{Client, Request};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

use crate::message;

/// The module whose events are told. Those of HTTP and TLS libraries would contain headers.
const CLIENT: &str = "helpscout_runtime";

/// When the trace started, if it is on.
static START: OnceLock<Instant> = OnceLock::new();

/// Turns the trace on for the rest of the process.
pub(crate) fn start() {
    if START.set(Instant::now()).is_err() {
        return;
    }
    let subscriber = tracing_subscriber::registry().with(Lines);
    // Nothing else in this program sets one.
    let _ = tracing::subscriber::set_global_default(subscriber);
}

/// Returns whether the trace is on.
pub(crate) fn is_on() -> bool {
    START.get().is_some()
}

/// Tells the URL of a request that is about to be sent, with its parameters.
pub(crate) fn request(client: &Client, request: &Request) {
    if !is_on() {
        return;
    }
    if let Ok(http) = client.http_request(request) {
        let operation = request.operation().id;
        tell(&format!("{operation}: {} {}", http.method(), http.url()));
    }
}

fn tell(text: &str) {
    let Some(start) = START.get() else {
        return;
    };
    let seconds = start.elapsed().as_secs_f64();
    message::trace(format!("[{seconds:8.3} s] {text}"));
}

/// Writes each event of the client as a line.
struct Lines;

/// The fields of a span or an event as text.
#[derive(Default)]
struct Fields {
    message: String,
    others: Vec<(&'static str, String)>,
}

impl<S: Subscriber + for<'span> LookupSpan<'span>> Layer<S> for Lines {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.target().starts_with(CLIENT)
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let mut places = Vec::new();
        for span in context
            .event_scope(event)
            .into_iter()
            .flat_map(|scope| scope.from_root())
        {
            if let Some(of_span) = span.extensions().get::<Fields>() {
                places.extend(of_span.places(span.name()));
            }
        }
        let mut line = places.join(", ");
        if !line.is_empty() {
            line.push_str(": ");
        }
        line.push_str(&fields.message);
        // The spans have said it.
        let is_said = |name: &str| !places.is_empty() && matches!(name, "operation" | "page");
        for (name, value) in fields.others.iter().filter(|(name, _)| !is_said(name)) {
            let _ = write!(line, ", {name} {value}");
        }
        tell(&line);
    }
}

impl Fields {
    /// Names what a span is about: the operation as it is, and anything else with its name.
    fn places(&self, span: &str) -> impl Iterator<Item = String> {
        self.others.iter().map(move |(name, value)| match *name {
            "operation" => value.clone(),
            "number" => format!("{span} {value}"),
            name => format!("{name} {value}"),
        })
    }

    fn add(&mut self, field: &Field, value: String) {
        match field.name() {
            "message" => self.message = value,
            name => self.others.push((name, value)),
        }
    }
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.add(field, format!("{value:?}"));
    }
}

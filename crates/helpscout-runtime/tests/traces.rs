//! What is logged about calls. This test has its own process, because a subscriber is global.
#![allow(clippy::unwrap_used, dead_code, missing_docs, unreachable_pub)]

#[path = "http/history.rs"]
mod history;
#[path = "http/service.rs"]
mod service;

use std::sync::{Arc, Mutex};

use tracing::span;

use crate::history::history;
use crate::service::{Reply, Service};

/// Records every field of every span and event.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl tracing::field::Visit for Log {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
        self.0
            .lock()
            .unwrap()
            .push_str(&format!(" {field}={value:?}"));
    }
}

impl tracing::Subscriber for Log {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        metadata.target().starts_with("helpscout_runtime")
    }

    fn new_span(&self, attributes: &span::Attributes<'_>) -> span::Id {
        self.0
            .lock()
            .unwrap()
            .push_str(&format!("\n{}:", attributes.metadata().name()));
        attributes.record(&mut self.clone());
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        self.0.lock().unwrap().push_str("\nevent:");
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

#[tokio::test(start_paused = true)]
async fn secrets_are_in_no_trace_no_error_and_no_debug_text() {
    let log = Log::default();
    tracing::subscriber::set_global_default(log.clone()).unwrap();
    // The service repeats what it received.
    let service = Service::start_with_tokens(
        |seen| match seen.before {
            0 => Reply::token("hush-token", 7200),
            _ => Reply::new(
                400,
                format!(r#"{{"error":"{}"}}"#, seen.form["client_secret"]),
            ),
        },
        |seen| match seen.before {
            0 => Reply::new(503, ""),
            1 => Reply::new(
                403,
                format!(
                    r#"{{"message":"not with {}"}}"#,
                    seen.token.as_ref().unwrap()
                ),
            ),
            _ => Reply::new(401, ""),
        },
    )
    .await;
    let builder = service.builder().client_credentials("app", "hush-secret");
    let mut texts = format!("{builder:?}");
    let client = builder.build().unwrap();
    texts += &format!("{client:?}");
    for _ in 0..2 {
        let error = client.send(&history()).await.unwrap_err();
        texts += &format!("\n{error}\n{error:?}\n{:?}", error.body());
    }
    let logged = log.0.lock().unwrap().clone();

    assert!(
        texts.contains("not with [hidden]") && texts.contains("[hidden]"),
        "{texts}"
    );
    assert!(
        logged.contains("helpscout: operation=\"user_history\""),
        "{logged}"
    );
    assert!(logged.contains("attempt: number=2"), "{logged}");
    assert!(
        logged.contains("status=503") && logged.contains("reason=the service responded with 503"),
        "{logged}"
    );
    assert!(!texts.contains("hush"), "{texts}");
    assert!(
        !logged.contains("hush") && !logged.contains("447723"),
        "{logged}"
    );
}

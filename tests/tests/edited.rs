//! A contributor's edit of the spec ends green: after one more field and one more value, the
//! generated client, the sandbox and the command line work without a touched line of Rust.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;

use helpscout_description::Api;
use helpscout_runtime::{Client, Endpoint};
use helpscout_sandbox::Sandbox;
use serde_json::Value;

mod models;
mod edited {
    include!(concat!(env!("OUT_DIR"), "/edited.rs"));
}
use edited::client::*;
use models::{Differences, differences};

include!(concat!(env!("OUT_DIR"), "/operations.rs"));

fn api() -> Api {
    let reading = helpscout_spec::read(Path::new(edited::SPEC));
    assert_eq!(reading.findings.render(false), "");
    reading.api.unwrap()
}

#[test]
fn every_documented_example_goes_through_the_edited_models_without_loss() {
    let mut models: BTreeMap<&str, Differences> = BTreeMap::new();
    macro_rules! add {
        ($query:ident) => {
            models.insert($query::OPERATION.id, differences::<$query> as Differences);
        };
    }
    each_operation!(add);
    for operation in &api().operations {
        for example in &operation.examples {
            let found = models[operation.id.as_str()](&example.body);
            assert!(found.is_empty(), "{}:\n{}", example.file, found.join("\n"));
        }
    }
}

#[test]
fn a_field_that_the_example_lacks_is_not_written() {
    let api = api();
    let operation = api.operation("user_conversation_history").unwrap();
    let body = &operation.examples[0].body;
    let page: UserConversationHistoryPage = serde_json::from_str(body).unwrap();
    assert!(page.results.iter().all(|row| row.added_by_test.is_none()));
    let before: Value = serde_json::from_str(body).unwrap();
    assert_eq!(serde_json::to_value(&page).unwrap(), before);
}

#[tokio::test]
async fn the_sandbox_answers_with_what_was_added() {
    let api = api();
    let mut renamed = api.clone();
    let mut operations = renamed.operations.iter_mut();
    let history = operations.find(|operation| operation.id == "user_conversation_history");
    // Nothing is computed for an operation that the sandbox does not know by name.
    history.unwrap().id = "unknown".to_owned();
    for api in [api, renamed] {
        let is_made_up = api.operation("unknown").is_some();
        let sandbox = Sandbox::builder().spec(api).start().await.unwrap();
        let client = Client::builder()
            .base_url(sandbox.base_url())
            .client_credentials(sandbox.app_id(), sandbox.app_secret())
            .build()
            .unwrap();
        let instant = |text: &str| text.parse().unwrap();
        let query = UserConversationHistory::new(
            UserId(447723),
            instant("2019-05-02T12:00:00Z"),
            instant("2019-06-02T12:00:00Z"),
        );
        let page = client.send(&query).await.unwrap().into_value();
        assert!(!page.results.is_empty());
        if is_made_up {
            let mut rows = page.results.iter();
            let added = Some(ConversationStatus::AddedByTest);
            assert!(rows.any(|row| row.status == added));
            let mut rows = page.results.iter();
            assert!(rows.any(|row| row.added_by_test.is_some()));
        }
    }
}

#[test]
fn the_command_line_offers_what_was_added() {
    let (command, help) = helpscout_command::help(&api(), "user_conversation_history").unwrap();
    assert_eq!(command, "helpscout report user-conversation-history --help");
    assert!(help.contains("added-by-test"), "{help}");
}

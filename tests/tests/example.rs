//! Reads the documented example with the generated types and writes it back.
#![allow(clippy::unwrap_used)]

use helpscout_reports::{
    ConversationHistorySortField, ConversationId, ConversationReply, CustomerId, Seconds,
    UserConversationHistoryPage,
};
use serde_json::{Value, json};

const EXAMPLE: &str = include_str!("../../spec/reports/user/conversation-history.json");

#[test]
fn the_documented_example_goes_through_the_models_and_back() {
    let page: UserConversationHistoryPage = serde_json::from_str(EXAMPLE).unwrap();
    let before: Value = serde_json::from_str(EXAMPLE).unwrap();
    assert_eq!(serde_json::to_value(&page).unwrap(), before);

    assert_eq!((page.page, page.pages, page.count), (1, 20, 2303));
    let row = &page.results[1];
    assert_eq!(row.id, ConversationId(4845671933));
    assert_eq!(row.response_time, Some(Seconds(8307.0)));
    assert_eq!(row.customers[0].id, CustomerId(137966680));
    assert_eq!(row.status, None);
}

#[test]
fn a_row_needs_its_identity_and_nothing_else() {
    let row: ConversationReply = serde_json::from_value(json!({ "id": 1, "number": 2 })).unwrap();
    assert_eq!(
        (row.id, row.number, row.response_time),
        (ConversationId(1), 2, None)
    );
    let null = json!({
        "id": 1, "number": 2, "responseTime": null, "firstResponseTime": null, "resolveTime": null,
        "repliesSent": null, "avgHandleTime": null, "customers": null
    });
    assert_eq!(
        serde_json::from_value::<ConversationReply>(null).unwrap(),
        row
    );
    for key in ["id", "number"] {
        let mut without = json!({ "id": 1, "number": 2 });
        without.as_object_mut().unwrap().remove(key);
        let error = serde_json::from_value::<ConversationReply>(without).unwrap_err();
        assert!(error.to_string().contains(key), "{error}");
    }
}

#[test]
fn the_garbled_value_of_the_page_is_never_sent() {
    assert_eq!(
        ConversationHistorySortField::ResponseTime.to_string(),
        "responseTime"
    );
    let garbled = ConversationHistorySortField::from("responseTviewByDescriptionime");
    assert!(matches!(garbled, ConversationHistorySortField::Other(_)));
}

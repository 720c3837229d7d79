//! Passes any body to everything that reads bodies. The result is a value or a typed error, never a
//! panic, and all readers agree on what a page is.
#![no_main]

use helpscout_reports::{
    ConversationReply, Endpoint, Operation, Paging, RawPage, UserConversationHistory,
    UserConversationHistoryPage, compare,
};
use libfuzzer_sys::fuzz_target;

/// A list whose paging and rows are nested deeper than those of a report.
const NESTED: &Operation = &Operation {
    id: "nested",
    path: "/v2/nested",
    docs: "https://docs.example.com/nested",
    pages: Some(Paging::new(
        "page",
        "page.number",
        "page.totalPages",
        "page.totalElements",
        "_embedded.results",
    )),
    ..Operation::DEFAULT
};

fuzz_target!(|bytes: &[u8]| {
    let Ok(body) = std::str::from_utf8(bytes) else {
        return;
    };
    let raw = RawPage::parse(UserConversationHistory::OPERATION, body);
    // The text of an error contains parts of the body, so writing it must not panic, either.
    match RawPage::parse(NESTED, body) {
        Ok(page) => assert!(page.rows.iter().all(|row| body.contains(row.get()))),
        Err(error) => assert!(error.is_decode() && !format!("{error}{error:?}").is_empty()),
    }
    match serde_json::from_str::<UserConversationHistoryPage>(body) {
        Ok(page) => agree(body, page, raw),
        Err(_) => {
            if let Err(error) = compare::<UserConversationHistory>(body) {
                assert!(error.is_decode() && !format!("{error}{error:?}").is_empty());
            } else {
                panic!("compared with a model that can't be read");
            }
        }
    }
});

fn agree(
    body: &str,
    page: UserConversationHistoryPage,
    raw: Result<RawPage, helpscout_reports::Error>,
) {
    let raw = raw.expect("what the model reads is a page");
    let position = raw.position;
    assert_eq!(
        (position.page, position.pages, position.count),
        (page.page, page.pages, page.count)
    );
    assert_eq!(raw.rows.len(), page.results.len());
    for (raw, row) in raw.rows.iter().zip(&page.results) {
        assert!(body.contains(raw.get()));
        let again: ConversationReply = serde_json::from_str(raw.get()).expect("a row by itself");
        assert_eq!(&again, row);
    }
    let written = serde_json::to_string(&page).expect("a page can be written");
    let again: UserConversationHistoryPage =
        serde_json::from_str(&written).expect("what was written can be read");
    // Fractions of seconds are not compared: the fast parser may differ in the last bit.
    assert_eq!(again.results.len(), page.results.len());
    for (again, row) in again.results.iter().zip(&page.results) {
        assert_eq!(
            (again.id, again.number, &again.status, &again.customers),
            (row.id, row.number, &row.status, &row.customers)
        );
    }
    for difference in compare::<UserConversationHistory>(body)
        .into_iter()
        .flatten()
    {
        assert!(!difference.to_string().is_empty());
    }
}

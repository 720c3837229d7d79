//! Example bodies that do not conform to the response.

use helpscout_spec::Sources;

use crate::{BODY, REPORT, also, cases, good, told_at, with};

fn without_body() -> Sources {
    good().iter().filter(|(path, _)| *path != BODY).collect()
}

cases! {
    an_example_file_that_does_not_exist: ["S090"], without_body();
    an_example_file_with_a_slip_in_its_name: ["S090"], with(REPORT, "[replies.json]", "[reply.json]");
    an_example_that_is_no_json: ["S091"], with(BODY, "\"total\": 4,", "\"total\": 4;");
    an_example_that_is_no_utf_8: ["S091"], good().with(BODY, b"{ \"page\": \"\xff\" }".to_vec());
    an_example_nested_too_deep: ["S091"], good().with(BODY, "[".repeat(100_000));
    an_example_with_a_key_of_another_name: ["S092"], with(BODY, "\"channel\": \"email\"", "\"chanel\": \"email\"");
    an_example_with_a_key_in_every_row_that_is_not_described: ["S092"], also(with(BODY, "\"sentAt\": null,", "\"note\": 1, \"sentAt\": null,"), BODY, "\"id\": 12, \"sentAt\": \"", "\"id\": 12, \"note\": 2, \"sentAt\": \"");
    an_example_that_lacks_a_key: ["S093"], with(BODY, ", \"count\": 3", "");
    an_example_with_a_null: ["S094"], with(BODY, "\"total\": 4", "\"total\": null");
    an_example_with_a_text_for_a_number: ["S095"], with(BODY, "\"total\": 4", "\"total\": \"four\"");
    an_example_with_a_fraction_for_a_whole_number: ["S095"], with(BODY, "\"total\": 4", "\"total\": 4.5");
    an_example_with_a_value_for_a_list: ["S095"], good().with(BODY, "{ \"page\": { \"number\": 1, \"total\": 4, \"count\": 3 }, \"rows\": {} }");
    an_example_with_a_date_for_an_instant: ["S095"], with(BODY, "2019-05-03T08:00:00Z", "2019-05-03");
    an_example_that_is_a_list: ["S095"], good().with(BODY, "[]");
    an_example_with_an_unknown_value: ["S096"], with(BODY, "\"channel\": \"email\"", "\"channel\": \"phone\"");
    a_field_that_is_in_no_example: ["S097"], with(REPORT, "object: Totals, optional: true,", "object: Totals, optional: true, source: example,");
    a_json_file_nobody_lists: ["S098"], good().with("reports/desk/old.json", "{}");
}

#[test]
fn an_id_between_quotes_is_written_as_numbers_are() {
    let typed = with(
        REPORT,
        "type: MailboxId, doc: The mailbox it was",
        "type: MailboxId, written_as: text, doc: The mailbox it was",
    );
    let body = |id: &str| {
        let first = also(
            typed.clone(),
            BODY,
            "\"id\": 12, \"channel\"",
            &format!("\"id\": \"{id}\", \"channel\""),
        );
        also(
            first,
            BODY,
            "\"id\": 12, \"sentAt\"",
            "\"id\": \"12\", \"sentAt\"",
        )
    };
    told_at(&body("107"), &[]).unwrap();
    for wrong in ["0107", "+107", "-0", " 107"] {
        let line = format!("\"id\": \"{wrong}\"");
        told_at(&body(wrong), &[("S095", &line)]).unwrap();
    }
}

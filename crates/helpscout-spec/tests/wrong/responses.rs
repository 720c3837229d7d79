//! Paths of response fields that contradict each other.

use helpscout_spec::Sources;

use crate::{BODY, REPORT, also, cases, with};

/// The keys of the response itself.
const RESPONSE_FIELDS: &str = "  doc: One page of replies.\n  fields:\n    - { path: page, object: PageNumbers, doc: Which page this is. }\n    - { path: page.number, type: integer, doc: The number of this page. }\n    - { path: page.total, type: integer, doc: The number of pages. }\n    - { path: page.count, type: integer, doc: The number of rows on all pages. }\n    - { path: totals, object: Totals, optional: true, doc: The sums of all rows. }\n    - { path: 'rows[]', object: Reply, doc: One reply. }\n    - { path: 'rows[].id', type: MailboxId, doc: The mailbox it was written in. }\n    - { path: 'rows[].channel', type: Channel, optional: true, doc: The way it was sent. }\n    - path: rows[].sentAt\n      type: instant\n      nullable: true\n      doc: When it was sent.\n    - path: rows[].customer.name\n      type: text\n      source: example\n      doc: The customer's name.\n";

/// Returns the good folder with more optional fields of the answer.
fn fields(text: &str) -> Sources {
    with(
        REPORT,
        "    - { path: totals,",
        &format!("{text}    - {{ path: totals,"),
    )
}

#[test]
fn maps_of_lists_and_objects_and_keys_in_quotes_are_good() {
    let sources = fields(
        "    - { path: slas, object: Slas, optional: true, doc: By name. }
    - { path: 'slas.*.cycles[]', type: number, unit: milliseconds, nullable_items: true, doc: The cycles. }
    - { path: 'slas.*.\"at 1. stop\"', type: epoch_milliseconds, doc: When it stopped. }
    - { path: tags, object: Tags, optional: true, doc: By name. }
    - { path: 'tags.*[]', type: text, doc: The tags. }
    - { path: share, type: number, optional: true, written_as: text, doc: The share. }
    - { path: day, type: date, optional: true, doc: The day. }
    - { path: wait, type: integer, unit: minutes, optional: true, doc: The wait. }
",
    );
    let sources = also(
        sources,
        BODY,
        "\"rows\":",
        "\"slas\": { \"a.b\": { \"cycles\": [1.5, null], \"at 1. stop\": 1556798400000 } },
        \"tags\": { \"x\": [\"y\"] }, \"share\": \"0.50\", \"day\": \"2019-05-02\", \"wait\": 3, \"rows\":",
    );
    let reading = helpscout_spec::read_sources(&sources);
    assert_eq!(reading.findings.render(false), "");
    let api = reading.api.unwrap();
    let entry = api.object("Slas").unwrap().rest.as_ref().unwrap();
    let entry = api.object_of(&entry.ty).unwrap();
    assert_eq!(entry.name, "DeskRepliesSlasEntry");
    let keys: Vec<_> = entry
        .fields
        .iter()
        .map(|field| (&*field.wire, &*field.rust))
        .collect();
    assert_eq!(keys, [("cycles", "cycles"), ("at 1. stop", "at_1_stop")]);
    assert!(api.object("Tags").unwrap().rest.as_ref().unwrap().list);
}

cases! {
    one_or_many_of_a_single_key: ["S132"], fields("    - { path: names, type: text, optional: true, one_or_many: true, doc: Names. }\n");
    one_or_many_of_a_list: ["S132"], fields("    - { path: names, object: Names, optional: true, doc: Names. }\n    - { path: 'names.*[]', type: text, one_or_many: true, doc: Names. }\n");
    one_or_many_of_anything: ["S132"], fields("    - { path: names, object: Names, optional: true, doc: Names. }\n    - { path: 'names.*', type: any, one_or_many: true, doc: Names. }\n");
    null_in_what_is_no_list: ["S129"], fields("    - { path: names, object: Names, optional: true, doc: Names. }\n    - { path: 'names.*', type: text, nullable_items: true, doc: Names. }\n");
    a_list_of_numbers_written_as_text: ["S058"], fields("    - { path: 'shares[]', type: number, written_as: text, optional: true, doc: Shares. }\n");
    a_list_of_lists: ["S120"], fields("    - { path: 'shares[][]', type: number, optional: true, doc: Shares. }\n");
    a_list_of_lists_at_the_top: ["S120"], with(REPORT, RESPONSE_FIELDS, "  doc: It.\n  fields:\n    - { path: '[][]', type: number, doc: It. }\n");
    a_key_that_is_not_ascii: ["S036"], fields("    - { path: größe, type: number, optional: true, doc: Shares. }\n");
    a_quoted_star: ["S120"], fields("    - { path: '\"*\"', type: number, optional: true, doc: Shares. }\n");
    a_key_in_quotes_without_letters: ["S041"], fields("    - { path: '\"1.\"', type: number, optional: true, doc: Shares. }\n");
    an_object_in_quotes_without_letters: ["S041"], fields("    - { path: '\"%\".number', type: number, doc: Shares. }\n");
    a_key_with_quotes_and_without: ["S040"], fields("    - { path: '\"total\"', type: number, optional: true, doc: A total. }\n    - { path: total, type: number, optional: true, doc: A total. }\n");
    an_example_with_null_in_a_list: ["S095"], also(fields("    - { path: 'shares[]', type: number, doc: Shares. }\n"), BODY, "\"rows\":", "\"shares\": [0.5, null], \"rows\":");
    an_example_with_milliseconds_for_seconds: ["S095"], also(fields("    - { path: since, type: epoch_seconds, doc: When. }\n"), BODY, "\"rows\":", "\"since\": 1556798400000, \"rows\":");
    an_example_with_a_key_that_needs_quotes: ["S095"], also(fields("    - { path: '\"first reply\".days', type: integer, doc: Days. }\n"), BODY, "\"rows\":", "\"first reply\": { \"days\": \"1\" }, \"rows\":");
    a_path_with_too_many_keys: ["S024"], with(REPORT, "path: rows[].sentAt", &format!("path: {}end", "a.".repeat(1_000)));
    a_path_that_descends_into_a_scalar: ["S080"], with(REPORT, "path: rows[].customer.name", "path: rows[].id.name");
    a_path_that_descends_into_a_list_of_scalars: ["S080"], with(REPORT, "'rows[]', object: Reply", "'rows[]', type: text");
    a_list_that_is_no_list_elsewhere: ["S081"], with(REPORT, "path: rows[].sentAt", "path: rows.sentAt");
    an_object_that_is_a_list_elsewhere: ["S081"], with(REPORT, "path: page.count", "path: 'page[].count'");
    an_answer_that_is_a_list_in_some_paths: ["S081"], with(REPORT, "path: rows[].sentAt", "path: '[].rows[].sentAt'");
    an_alias_that_is_a_key: ["S083", "S083"], with(REPORT, "    - path: rows[].sentAt\n", "    - path: rows[].sentAt\n      aliases: [id, sent, sent]\n");
    an_id_that_is_text_and_written_as_text: ["S058"], also(fields("    - { path: key, type: KeyId, written_as: text, optional: true, doc: A key. }\n"), crate::API, "ids:\n", "ids:\n  - { name: KeyId, form: text, doc: A key. }\n");
    a_text_that_is_written_as_text: ["S058"], with(REPORT, "    - path: rows[].customer.name\n", "    - path: rows[].customer.name\n      written_as: text\n");
    a_shared_response_that_gets_fields: ["S082"], with(REPORT, "  object: DeskRepliesPage", "  object: Totals");
    a_response_nobody_describes: ["S053"], with(REPORT, RESPONSE_FIELDS, "");
    an_important_key_that_is_unknown: ["S131"], with(REPORT, "  doc: One page of replies.\n", "  doc: One page of replies.\n  important: [totls]\n");
    an_important_key_that_is_listed_twice: ["S131"], with(REPORT, "  doc: One page of replies.\n", "  doc: One page of replies.\n  important: [rows, page, rows]\n");
    important_keys_of_a_value: ["S131"], with(REPORT, "    - path: rows[].sentAt\n", "    - path: rows[].sentAt\n      important: [day]\n");
    an_important_key_of_a_row_that_is_unknown: ["S131"], with(REPORT, "'rows[]', object: Reply,", "'rows[]', object: Reply, important: [chanel],");
    a_shared_object_that_gets_fields: ["S082"], with(REPORT, "    - path: rows[].sentAt", "    - { path: totals.count, type: integer, doc: More. }\n    - path: rows[].sentAt");
}

#[test]
fn important_fields_come_first() {
    let sources = with(
        REPORT,
        "'rows[]', object: Reply,",
        "'rows[]', object: Reply, important: [sentAt, channel],",
    );
    let reading = helpscout_spec::read_sources(&sources);
    assert_eq!(reading.findings.render(false), "");
    let api = reading.api.unwrap();
    let keys: Vec<_> = api.object("Reply").unwrap().by_importance().collect();
    let keys: Vec<_> = keys.iter().map(|field| field.wire.as_str()).collect();
    assert_eq!(keys, ["sentAt", "channel", "id", "customer"]);
}

//! Paths of response fields that contradict each other.

use crate::{REPORT, cases, with};

/// The keys of the response itself.
const RESPONSE_FIELDS: &str = "  doc: One page of replies.\n  fields:\n    - { path: page, object: PageNumbers, doc: Which page this is. }\n    - { path: page.number, type: integer, doc: The number of this page. }\n    - { path: page.total, type: integer, doc: The number of pages. }\n    - { path: page.count, type: integer, doc: The number of rows on all pages. }\n    - { path: totals, object: Totals, optional: true, doc: The sums of all rows. }\n    - { path: 'rows[]', object: Reply, doc: One reply. }\n    - { path: 'rows[].id', type: MailboxId, doc: The mailbox it was written in. }\n    - { path: 'rows[].channel', type: Channel, optional: true, doc: The way it was sent. }\n    - path: rows[].sentAt\n      type: instant\n      nullable: true\n      doc: When it was sent.\n    - path: rows[].customer.name\n      type: text\n      source: example\n      doc: The customer's name.\n";

cases! {
    a_path_with_too_many_keys: ["S024"], with(REPORT, "path: rows[].sentAt", &format!("path: {}end", "a.".repeat(1_000)));
    a_path_that_descends_into_a_scalar: ["S080"], with(REPORT, "path: rows[].customer.name", "path: rows[].id.name");
    a_path_that_descends_into_a_list_of_scalars: ["S080"], with(REPORT, "'rows[]', object: Reply", "'rows[]', type: text");
    a_list_that_is_no_list_elsewhere: ["S081"], with(REPORT, "path: rows[].sentAt", "path: rows.sentAt");
    an_object_that_is_a_list_elsewhere: ["S081"], with(REPORT, "path: page.count", "path: 'page[].count'");
    an_answer_that_is_a_list_in_some_paths: ["S081"], with(REPORT, "path: rows[].sentAt", "path: '[].rows[].sentAt'");
    an_alias_that_is_a_key: ["S083", "S083"], with(REPORT, "    - path: rows[].sentAt\n", "    - path: rows[].sentAt\n      aliases: [id, sent, sent]\n");
    a_text_that_is_written_as_text: ["S058"], with(REPORT, "    - path: rows[].customer.name\n", "    - path: rows[].customer.name\n      written_as: text\n");
    a_shared_response_that_gets_fields: ["S082"], with(REPORT, "  object: DeskRepliesPage", "  object: Totals");
    a_response_nobody_describes: ["S053"], with(REPORT, RESPONSE_FIELDS, "");
    a_shared_object_that_gets_fields: ["S082"], with(REPORT, "    - path: rows[].sentAt", "    - { path: totals.count, type: integer, doc: More. }\n    - path: rows[].sentAt");
}

//! Paths of response fields that contradict each other.

use crate::{REPORT, cases, with};

cases! {
    a_path_with_too_many_keys: ["S024"], with(REPORT, "path: rows[].sentAt", &format!("path: {}end", "a.".repeat(1_000)));
    a_path_that_descends_into_a_scalar: ["S080"], with(REPORT, "path: rows[].customer.name", "path: rows[].id.name");
    a_path_that_descends_into_a_list_of_scalars: ["S080"], with(REPORT, "'rows[]', object: Reply", "'rows[]', type: text");
    a_list_that_is_no_list_elsewhere: ["S081"], with(REPORT, "path: rows[].sentAt", "path: rows.sentAt");
    an_object_that_is_a_list_elsewhere: ["S081"], with(REPORT, "path: page.count", "path: 'page[].count'");
    a_shared_object_that_gets_fields: ["S082"], with(REPORT, "    - path: rows[].sentAt", "    - { path: totals.count, type: integer, doc: More. }\n    - path: rows[].sentAt");
}

//! Parameters, the rules between them, and paging.

use crate::{API, REPORT, also, cases, good, with};

const PAGES: &str =
    "{ parameter: page, current: page.number, total: page.total, count: page.count, rows: rows }";

/// Returns the paging with a field that identifies rows.
fn identified_by(field: &str) -> String {
    PAGES.replace("rows: rows", &format!("rows: rows, identity: {field}"))
}

cases! {
    a_group_used_twice: ["S060"], with(REPORT, "  - use: interval\n", "  - use: interval\n  - use: interval\n");
    a_default_that_is_no_boolean: ["S061"], with(REPORT, "default: false", "default: 'no'");
    a_default_that_is_no_value_of_the_enum: ["S061"], with(REPORT, "    example: number\n", "    example: number\n    default: sendAt\n");
    a_default_in_the_spelling_that_was_corrected: ["S061"], with(REPORT, "    example: number\n", "    example: number\n    default: sent At\n");
    an_example_that_is_no_number: ["S062"], with(REPORT, "example: 7", "example: seven");
    an_example_in_a_spelling_of_other_languages: ["S062"], with(REPORT, "example: 7", "example: 1_000");
    an_example_with_another_radix: ["S062"], with(REPORT, "example: 7", "example: 0x10");
    an_example_that_is_too_large_for_an_id: ["S062"], with(REPORT, "example: 7", "example: 99999999999999999999");
    an_example_of_a_text_id_that_is_empty: ["S034"], also(with(API, "ids:\n", "ids:\n  - { name: KeyId, form: text, doc: A key. }\n"), REPORT, "    type: boolean\n    default: false\n    example: true\n", "    type: KeyId\n    example: ''\n");
    an_example_of_an_id_of_another_form: ["S062"], with(API, "name: UserId,", "name: UserId, example: cus_4QnBkw,");
    an_example_of_an_id_with_several_values: ["S032"], with(API, "name: UserId,", "name: UserId, example: [7, 8],");
    an_id_of_a_form_that_does_not_exist: ["S033"], with(API, "name: UserId,", "name: UserId, form: uuid,");
    an_example_that_is_no_value_of_the_enum: ["S062"], with(REPORT, "[email, chat]", "[email, chatt]");
    an_example_that_is_no_instant: ["S062"], with(API, "example: '2019-05-02T12:00:00Z'", "example: 2019-05-02");
    an_example_on_a_day_that_does_not_exist: ["S062"], with(API, "example: '2019-05-02T12:00:00Z'", "example: '2019-02-29T12:00:00Z'");
    an_example_with_several_values_for_one: ["S062"], with(REPORT, "example: 7", "example: [7, 8]");
    an_example_that_joins_its_values: ["S062"], with(REPORT, "[email, chat]", "'email,chat'");
    a_required_parameter_with_a_default: ["S063"], with(REPORT, "    required: true\n", "    required: true\n    default: 7\n");
    a_correction_that_changes_nothing: ["S064"], with(REPORT, "documented: sent At", "documented: sentAt");
    a_correction_of_another_value: ["S064"], with(REPORT, "documented: sent At", "documented: number");
    a_correction_of_another_parameter: ["S064"], with(REPORT, "    example: 2\n", "    example: 2\n    correction: { documented: user, because: It is. }\n");
    a_rule_about_an_unknown_parameter: ["S070"], with(API, "from: start", "from: strat");
    a_rule_about_unknown_parameters_together: ["S070"], with(REPORT, "pages: {", "rules: [{ together: [user, mailbox] }]\n\npages: {");
    an_interval_of_numbers: ["S071"], with(REPORT, "pages: {", "rules: [{ interval: { from: user, to: end } }]\n\npages: {");
    an_interval_of_one_parameter: ["S072"], with(API, "to: end }", "to: start }");
    a_rule_that_names_a_parameter_twice: ["S072"], with(REPORT, "pages: {", "rules: [{ together: [user, user] }]\n\npages: {");
    a_rule_that_the_group_has_already: ["S072"], with(REPORT, "pages: {", "rules: [{ interval: { from: start, to: end } }]\n\npages: {");
    a_rule_that_needs_an_unknown_parameter: ["S070"], with(REPORT, "pages: {", "rules: [{ requires: { parameter: sortField, other: sort } }]\n\npages: {");
    a_parameter_that_needs_itself: ["S072"], with(REPORT, "pages: {", "rules: [{ requires: { parameter: page, other: page } }]\n\npages: {");
    a_path_with_an_unknown_parameter: ["S065"], with(REPORT, "GET /v2/reports/desk/replies", "GET /v2/reports/{usr}/replies");
    a_path_with_an_optional_parameter: ["S065"], with(REPORT, "GET /v2/reports/desk/replies", "GET /v2/reports/{page}/replies");
    a_path_that_names_a_parameter_twice: ["S065"], with(REPORT, "GET /v2/reports/desk/replies", "GET /v2/reports/{user}/replies/{user}");
    limits_that_exclude_everything: ["S111", "S066"], with(REPORT, "    type: integer\n    example: 2\n", "    type: integer\n    minimum: 5\n    maximum: 1\n");
    a_limit_of_an_enum: ["S066"], with(REPORT, "    type: ReplySort\n", "    type: ReplySort\n    maximum: 3\n");
    an_example_beyond_its_limit: ["S062"], with(REPORT, "    example: 2\n", "    example: 2\n    maximum: 1\n");
    a_parameter_of_any_type: ["S054"], with(REPORT, "    type: ReplySort\n", "    type: any\n");
    a_list_joined_by_what_a_value_of_its_enum_contains: ["S054"], also(with(API, "    - { value: chat, doc: By chat. }\n", "    - { value: chat, doc: By chat. }\n      - { value: 'sms|mms', rust: Message, doc: By phone. }\n"), REPORT, "list: comma", "list: pipe");
    a_page_size_that_is_no_number: ["S073"], with(REPORT, "parameter: page,", "parameter: page, size: sortField,");
    paging_by_an_unknown_parameter: ["S073"], with(REPORT, "parameter: page,", "parameter: pages,");
    paging_by_a_parameter_that_is_no_number: ["S073"], with(REPORT, "parameter: page,", "parameter: sortField,");
    a_paging_field_that_does_not_exist: ["S074"], with(REPORT, "total: page.total,", "total: page.totals,");
    a_paging_path_with_brackets: ["S074"], with(REPORT, "rows: rows }", "rows: 'rows[]' }");
    a_paging_path_through_a_list: ["S120"], with(REPORT, "total: page.total,", "total: rows.id,");
    a_paging_path_through_a_list_with_brackets: ["S120"], with(REPORT, "total: page.total,", "total: 'rows[].id',");
    a_type_of_a_parameter_that_is_not_known: ["S050"], with(REPORT, "    type: boolean\n", "    type: what\n");
    a_paging_field_that_is_no_number: ["S075"], also(good(), REPORT, "path: page.total, type: integer", "path: page.total, type: text").with(crate::BODY, "{ \"page\": { \"number\": 1, \"total\": \"4\", \"count\": 3 }, \"rows\": [{ \"id\": 12, \"sentAt\": null, \"customer\": { \"name\": \"Ada\" } }] }");
    a_paging_field_that_may_be_missing: ["S075"], with(REPORT, "path: page.total, type: integer", "path: page.total, optional: true, type: integer");
    paging_rows_that_are_no_list: ["S075"], with(REPORT, PAGES, &PAGES.replace("rows: rows", "rows: page"));
    an_identity_that_does_not_exist: ["S076"], with(REPORT, PAGES, &identified_by("idd"));
    an_identity_below_a_field_without_fields: ["S076"], with(REPORT, PAGES, &identified_by("id.value"));
    an_identity_from_the_root: ["S076"], with(REPORT, PAGES, &identified_by("rows.id"));
    an_identity_with_brackets: ["S076"], with(REPORT, PAGES, &identified_by("'id[]'"));
    an_identity_that_is_an_object: ["S076"], with(REPORT, PAGES, &identified_by("customer"));
    an_identity_that_is_an_instant: ["S076"], with(REPORT, PAGES, &identified_by("sentAt"));
    an_identity_that_is_no_text: ["S032"], with(REPORT, PAGES, &identified_by("[id]"));
    an_identity_of_rows_that_are_no_objects: ["S076"], also(with(REPORT, PAGES, &identified_by("id").replace("rows: rows", "rows: labels")), REPORT, "    - { path: totals,", "    - { path: 'labels[]', type: text, optional: true, doc: The labels. }\n    - { path: totals,");
    an_identity_of_rows_that_do_not_exist: ["S074"], with(REPORT, PAGES, &identified_by("id").replace("rows: rows", "rows: row"));
}

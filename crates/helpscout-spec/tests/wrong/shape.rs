//! YAML that does not have the shape of the language.

use crate::{API, REPORT, cases, good, told_at, with};

cases! {
    a_service_with_a_token_and_a_password: ["S035"], with(API, "  plans:\n", "  basic: {}\n  token: { path: /token, lifetime: 60 }\n  plans:\n");
    a_service_that_states_user_name_and_password: ["S035"], with(API, "  plans:\n", "  basic: { user: any, password: X }\n  plans:\n");
    a_user_name_with_a_colon: ["S036"], with(API, "  plans:\n", "  basic: { user: 'any:' }\n  plans:\n");
    a_user_name_with_a_password: ["S036"], with(API, "  plans:\n", "  basic: { user: 'any:X' }\n  plans:\n");
    a_user_name_in_the_words_of_others: ["S030"], with(API, "  plans:\n", "  basic: { username: any }\n  plans:\n");
    a_password_without_a_value: ["S032"], with(API, "  plans:\n", "  basic: { password: }\n  plans:\n");
    an_unknown_key_that_is_nearly_a_known_one: ["S030"], with(REPORT, "summary:", "sumary:");
    an_unknown_key_like_no_known_one: ["S030"], with(REPORT, "summary:", "colour: red\nsummary:");
    an_unknown_key_of_an_entry: ["S030"], with(REPORT, "    example: 2\n", "    exmaple: 2\n");
    a_required_key_misspelled: ["S030"], with(REPORT, "request: GET", "requests: GET");
    a_text_torn_by_a_comma: ["S030"], with(API, "doc: A mailbox.", "doc: A mailbox, or inbox.");
    a_missing_key: ["S031"], with(REPORT, "request: GET /v2/reports/desk/replies\n", "");
    a_parameter_without_type: ["S031"], with(REPORT, "    type: integer\n    example: 2", "    example: 2");
    a_parameter_that_is_nothing: ["S031"], with(REPORT, "  - use: interval\n", "  - doc: The interval.\n");
    a_field_without_type: ["S031"], with(REPORT, "path: page.total, type: integer", "path: page.total");
    an_operation_that_says_only_its_name: ["S031", "S031", "S031"], good().with(REPORT, "operation: desk_replies\n");
    a_list_where_a_map_is_expected: ["S032"], good().with(REPORT, "- operation: desk_replies\n");
    a_text_where_a_map_is_expected: ["S032"], good().with(REPORT, "desk_replies\n");
    a_text_where_a_list_is_expected: ["S032"], with(REPORT, "plans: [large]", "plans: large");
    a_map_where_a_text_is_expected: ["S032"], with(REPORT, "summary: The replies of a user.", "summary: { short: The replies of a user. }");
    a_number_where_a_text_is_expected: ["S032"], with(API, "value: email", "value: 1");
    a_yes_where_true_is_expected: ["S032"], with(REPORT, "required: true", "required: yes");
    a_key_without_value: ["S032"], with(REPORT, "summary: The replies of a user.", "summary:");
    a_word_that_is_not_allowed: ["S033"], with(REPORT, "list: comma", "list: commas");
    a_unit_that_does_not_exist: ["S033"], with(API, "unit: seconds", "unit: hours");
    an_enum_without_values: ["S034"], with(API, "    values:\n      - { value: email, doc: By email. }\n      - { value: chat, doc: By chat. }\n", "    values: []\n");
    an_empty_text: ["S034"], with(REPORT, "summary: The replies of a user.", "summary: ''");
    a_rule_about_one_parameter: ["S034"], with(API, "- interval: { from: start, to: end }", "- together: [start]");
    a_group_with_a_key_beside: ["S035"], with(REPORT, "  - use: interval\n", "  - use: interval\n    doc: The interval.\n");
    a_field_with_type_and_object: ["S035"], with(REPORT, "path: page.total, type: integer", "path: page.total, type: integer, object: Total");
    a_rule_of_two_kinds: ["S035"], with(API, "- interval: { from: start, to: end }", "- interval: { from: start, to: end }\n        together: [start, end]");
    an_operation_name_in_camel_case: ["S036"], with(REPORT, "operation: desk_replies", "operation: deskReplies");
    a_request_without_a_method: ["S036"], with(REPORT, "request: GET ", "request: ");
    a_request_with_a_closing_slash: ["S120"], with(REPORT, "/v2/reports/desk/replies\n", "/v2/reports/desk/replies/\n");
    a_page_without_https: ["S036"], with(REPORT, "docs: https:", "docs: http:");
    a_base_url_whose_port_is_too_large: ["S036"], with(API, "https://api.example.com", "https://api.example.com:99999");
    a_title_without_a_name_for_variables: ["S031"], with(API, "title: Desk API", "title: 9lives");
    a_base_url_with_a_path: ["S036"], with(API, "https://api.example.com", "https://api.example.com/v2");
    a_path_with_an_index: ["S036"], with(REPORT, "'rows[].id'", "'rows[0].id'");
    an_example_outside_of_the_folder: ["S036"], with(REPORT, "[replies.json]", "[../../../replies.json]");
    an_enum_value_with_a_comma: ["S120"], with(REPORT, "value: sentAt", "value: 'sentAt,number'");
    a_type_name_in_snake_case: ["S036"], with(REPORT, "object: DeskRepliesPage", "object: desk_replies_page");
    a_number_out_of_range: ["S037"], with(API, "calls_per_minute: 400", "calls_per_minute: 0");
    a_number_only_yaml_calls_a_number: ["S037"], with(API, "calls_per_minute: 400", "calls_per_minute: 0x190");
}

#[test]
fn the_title_of_a_service_needs_no_name_for_variables_beside_one_that_is_given() {
    let titled = |title: &str| with(API, "title: Desk API", title);
    told_at(&titled("title: 日本"), &[("S031", "title: 日本")]).unwrap();
    told_at(&titled("title: 日本\n  environment: NIHON"), &[]).unwrap();
}

//! Descriptions that could be improved.

use crate::{API, REPORT, cases, more, with};

cases! {
    a_parameter_without_doc: ["S110"], with(REPORT, "    doc: The user the report is about.\n", "");
    an_enum_value_without_doc: ["S110"], with(REPORT, "{ value: number, doc: The number of the conversation. }", "{ value: number }");
    an_id_without_doc: ["S110"], with(API, "{ name: UserId, doc: A user. }", "{ name: UserId }");
    an_operation_without_summary: ["S110"], with(REPORT, "summary: The replies of a user.\n", "");
    a_parameter_without_example: ["S111"], with(REPORT, "    example: 2\n", "");
    a_time_without_unit: ["S112"], with(API, "type: number, unit: seconds", "type: number");
    an_enum_that_equals_a_shared_one: ["S115", "S113"], with(API, "parameter_groups:", "  - name: Sort\n    doc: A sort.\n    values: [{ value: sentAt, doc: A. }, { value: number, doc: B. }]\n\nparameter_groups:");
    an_operation_without_example: ["S098", "S114"], with(REPORT, "examples: [replies.json]\n", "");
    an_id_nobody_uses: ["S115"], with(API, "  - { name: UserId,", "  - { name: TagId, doc: A tag. }\n  - { name: UserId,");
    a_group_nobody_uses: ["S115"], with(REPORT, "  - use: interval\n", "");
    an_enum_of_an_operation_it_does_not_use: ["S115"], more(REPORT, "  - name: Spare\n    doc: Spare.\n    values: [{ value: a, doc: A. }]\n");
    a_note_of_what_is_left_to_do: ["S116"], with(REPORT, "    example: 2\n", "    example: 2\n    todo: Find out the page size.\n");
    a_note_that_says_what_is_left_to_do: ["S116"], with(REPORT, "notes:\n", "notes:\n  - 'todo: Find out the order.'\n");
}

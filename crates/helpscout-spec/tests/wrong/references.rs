//! Names that are not declared.

use helpscout_spec::Sources;

use crate::{API, REPORT, also, cases, good, with};

/// Returns a folder whose second operation uses an enum of the first.
fn with_a_borrowed_enum() -> Sources {
    let text = "operation: desk_other\nrequest: GET /v2/reports/desk/other\n\
                docs: https://example.com/docs/other\nsummary: Other replies.\nresponse:\n  \
                object: OtherPage\n  doc: Other replies.\n  \
                fields: [{ path: sort, type: ReplySort, doc: The order. }]\nexamples: [other.json]\n";
    good()
        .with("reports/desk/other.yaml", text)
        .with("reports/desk/other.json", "{ \"sort\": \"number\" }")
}

cases! {
    an_unknown_type_that_is_nearly_a_known_one: ["S050"], with(REPORT, "type: UserId", "type: UserID");
    an_unknown_type_like_no_known_one: ["S050"], with(REPORT, "type: UserId", "type: Colour");
    a_type_of_another_language: ["S050"], with(REPORT, "type: text", "type: string");
    a_date_type_of_another_language: ["S050"], with(REPORT, "type: instant", "type: date-time");
    an_enum_of_another_operation: ["S050"], with_a_borrowed_enum();
    an_object_where_a_type_is_expected: ["S054"], with(REPORT, "type: UserId", "type: Totals");
    an_unknown_object_type_in_the_response: ["S050"], with(REPORT, "totals, object: Totals", "totals, type: Totals");
    an_unknown_group: ["S051"], with(REPORT, "use: interval", "use: intervall");
    an_unknown_plan: ["S052"], with(REPORT, "plans: [large]", "plans: [larg]");
    an_unknown_object: ["S053"], with(REPORT, "object: Totals", "object: Total");
    an_object_without_fields: ["S053"], with(REPORT, "totals, object: Totals", "totals, object: Sums");
    a_unit_on_a_text: ["S055"], with(REPORT, "      type: text\n", "      type: text\n      unit: seconds\n");
    an_object_that_contains_itself: ["S056"], with(API, "      - { path: replies,", "      - { path: inner, object: Totals, optional: true, doc: More. }\n      - { path: replies,");
    two_objects_that_contain_each_other: ["S056"], also(
        with(API, "      - { path: replies,", "      - { path: other, object: Sums, optional: true, doc: More. }\n      - { path: replies,"),
        API, "objects:\n", "objects:\n  - name: Sums\n    doc: Sums.\n    fields: [{ path: totals, object: Totals, optional: true, doc: More. }]\n");
}

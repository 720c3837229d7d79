//! Names that are declared twice, impossible in Rust, or collide.

use helpscout_spec::{Code, Sources, read_sources};

use crate::{API, REPORT, also, cases, good, more, told_at, with};

const OTHER: &str = "reports/desk/other.yaml";

/// Returns the good folder with a second operation that has the same request.
fn with_other(operation: &str, request: &str, object: &str) -> Sources {
    let text = format!(
        "operation: {operation}\nrequest: {request}\ndocs: https://example.com/docs/other\n\
         summary: Other replies.\nresponse:\n  object: {object}\n  doc: Other replies.\n  \
         fields: [{{ path: count, type: integer, doc: The number. }}]\nexamples: [other.json]\n"
    );
    good()
        .with(OTHER, text)
        .with("reports/desk/other.json", "{ \"count\": 1 }")
}

fn value(text: &str) -> Sources {
    with(
        REPORT,
        "      - value: sentAt\n",
        &format!("      - {{ {text}, doc: A value. }}\n      - value: sentAt\n"),
    )
}

fn parameter(text: &str) -> Sources {
    with(
        REPORT,
        "  - use: interval\n",
        &format!("  - use: interval\n  - {{ {text}, type: integer, example: 1, doc: It. }}\n"),
    )
}

fn field(text: &str) -> Sources {
    let doc = "      doc: The customer's name.\n";
    with(
        REPORT,
        doc,
        &format!("{doc}    - {{ {text}, type: text, optional: true, doc: It. }}\n"),
    )
}

cases! {
    a_numeric_enum_with_words: ["S057", "S057"], with(API, "    doc: The way a message came in.\n", "    doc: The way a message came in.\n    numeric: true\n");
    a_parameter_declared_twice: ["S040"], parameter("name: page");
    a_parameter_that_its_group_has_already: ["S040"], parameter("name: start");
    an_enum_value_declared_twice: ["S040"], value("value: number");
    a_field_declared_twice: ["S040"], field("path: page.total");
    an_enum_declared_twice: ["S040"], more(REPORT, "  - name: ReplySort\n    doc: Again.\n    values: [{ value: a, doc: A. }]\n");
    an_id_declared_twice: ["S040"], with(API, "  - { name: MailboxId,", "  - { name: UserId, doc: A user. }\n  - { name: MailboxId,");
    an_object_declared_twice: ["S040"], with(REPORT, "object: PageNumbers", "object: Reply");
    a_plan_declared_twice: ["S040"], with(API, "name: small", "name: large");
    a_plan_listed_twice: ["S040"], with(REPORT, "plans: [large]", "plans: [large, large]");
    a_group_declared_twice: ["S040"], with(API, "objects:\n", "  - name: interval\n    parameters: [{ name: at, type: instant, example: '2019-05-02T12:00:00Z', doc: At. }]\n\nobjects:\n");
    an_example_listed_twice: ["S040"], with(REPORT, "[replies.json]", "[replies.json, replies.json]");
    an_operation_declared_twice: ["S040"], with_other("desk_replies", "GET /v2/reports/desk/other", "OtherPage");
    a_request_described_twice: ["S040"], with_other("desk_other", "GET /v2/reports/desk/replies", "OtherPage");
    a_parameter_named_like_a_keyword: ["S041"], parameter("name: type");
    an_enum_value_that_is_a_number: ["S041"], value("value: '30'");
    a_field_without_letters: ["S041"], field("path: 'rows[].$'");
    a_keyword_given_as_rust_name: ["S042"], parameter("name: kind, rust: match");
    a_keyword_given_as_variant: ["S042"], value("value: self, rust: Self");
    an_operation_named_like_a_keyword: ["S042"], with(REPORT, "operation: desk_replies", "operation: match");
    an_operation_named_like_a_module_of_the_client: ["S042"], with(REPORT, "operation: desk_replies", "operation: wire");
    an_operation_named_like_a_device: ["S042"], with(REPORT, "operation: desk_replies", "operation: com1");
    an_operation_with_a_name_too_long_for_a_file: ["S042"], with(REPORT, "operation: desk_replies", &format!("operation: {}", "a".repeat(129)));
    a_rust_name_that_is_almost_a_keyword: ["S036"], parameter("name: kind, rust: match_");
    an_operation_that_is_almost_a_keyword: ["S036"], with(REPORT, "operation: desk_replies", "operation: mod_");
    a_variant_that_is_almost_a_reserved_one: ["S036"], value("value: '?', rust: other");
    two_parameters_with_one_setter: ["S043"], parameter("name: office_hours");
    two_values_with_one_variant: ["S043"], value("value: Number");
    two_fields_with_one_name: ["S043"], field("path: 'rows[].sent_at'");
    a_given_name_that_collides: ["S043"], parameter("name: pageNumber, rust: page");
    an_enum_named_like_a_type_of_the_client: ["S044"], also(with(REPORT, "name: ReplySort", "name: Query"), REPORT, "type: ReplySort", "type: Query");
    an_object_named_like_an_id: ["S044"], with(REPORT, "object: PageNumbers", "object: UserId");
    an_object_named_like_its_operation: ["S044"], with(REPORT, "object: DeskRepliesPage", "object: DeskReplies");
    an_object_named_like_that_of_another_operation: ["S040"], with_other("desk_other", "GET /v2/reports/desk/other", "DeskRepliesPage");
    an_enum_variant_called_other: ["S045"], value("value: other");
    a_parameter_called_query: ["S046"], parameter("name: query");
    a_rust_name_that_would_be_derived: ["S047"], parameter("name: pageSize, rust: page_size");
    a_query_type_that_would_be_derived: ["S047"], with(REPORT, "operation: desk_replies", "rust: DeskReplies\noperation: desk_replies");
}

#[test]
fn a_given_name_that_collides_is_shown_where_it_is_given() {
    let field = with(
        REPORT,
        "      nullable: true\n      doc: When it was sent.\n",
        "      nullable: true\n      rust: id\n      doc: When it was sent.\n",
    );
    told_at(&field, &[("S043", "rust: id")]).unwrap();
    let variant = with(
        REPORT,
        "      - value: sentAt\n",
        "      - value: sentAt\n        rust: Number\n",
    );
    told_at(&variant, &[("S043", "rust: Number")]).unwrap();
}

#[test]
fn a_suggested_name_is_never_one_that_is_refused() {
    for sources in [
        parameter("name: kind, rust: match_"),
        parameter("name: kind, rust: Query"),
        with(REPORT, "operation: desk_replies", "operation: mod_"),
        with(REPORT, "operation: desk_replies", "operation: Com1"),
        value("value: '?', rust: other"),
        with(REPORT, "object: PageNumbers", "object: page"),
    ] {
        let findings = read_sources(&sources).findings;
        let finding = findings
            .iter()
            .find(|finding| finding.code == Code::Pattern);
        let finding = finding.unwrap_or_else(|| panic!("{}", findings.render(false)));
        let help = finding.help.as_deref().unwrap();
        assert!(!help.contains("did you mean"), "{help}");
        assert_eq!(finding.fix, None);
    }
}

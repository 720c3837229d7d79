//! Text that is not YAML, and YAML that the language does not allow.

use helpscout_spec::Sources;

use crate::{API, REPORT, cases, good, more, with};

fn nested(open: &str, close: &str, depth: usize) -> Sources {
    let text = format!("operation: {}{}", open.repeat(depth), close.repeat(depth));
    good().with(REPORT, text)
}

/// Nine levels of ten aliases each, which would expand to a billion values.
fn aliases_of_aliases() -> Sources {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..=9 {
        let inner = format!("*a{}, ", level - 1).repeat(10);
        text.push_str(&format!("a{level}: &a{level} [{inner}]\n"));
    }
    good().with(REPORT, text)
}

cases! {
    a_colon_inside_a_text: ["S020"], with(REPORT, "doc: One page of replies.", "doc: One page: replies.");
    a_quote_that_is_not_closed: ["S020"], with(REPORT, "'rows[]'", "'rows[]");
    a_quote_that_is_never_closed: ["S020"], good().with(REPORT, "operation: 'desk_replies\n");
    a_quote_inside_quotes: ["S020"], with(REPORT, "doc: The customer's name.", "doc: 'The customer's name.'");
    a_brace_that_is_not_closed: ["S020"], with(API, "doc: A mailbox. }", "doc: A mailbox.");
    a_bracket_that_is_not_closed: ["S020"], with(REPORT, "[replies.json]", "[replies.json");
    a_brace_at_the_end_of_the_file: ["S020"], good().with(REPORT, "operation: { a: b");
    a_text_that_starts_with_a_backtick: ["S020"], with(REPORT, "doc: One page of replies.", "doc: `page` of replies.");
    a_text_that_starts_with_a_star: ["S022"], with(REPORT, "doc: One page of replies.", "doc: *One* page of replies.");
    a_line_without_colon: ["S020"], with(REPORT, "summary: The replies", "summary The replies");
    an_entry_indented_by_chance: ["S020"], with(REPORT, "    type: integer\n    example: 2", "    type: integer\n   example: 2");
    an_unknown_escape: ["S020"], with(REPORT, "doc: One page of replies.", "doc: \"One \\page of replies.\"");
    an_escaped_pair_of_json: ["S020"], with(REPORT, "doc: One page of replies.", "doc: \"One page of replies \\ud83d\\ude42.\"");
    an_escape_with_a_sign: ["S020"], with(REPORT, "doc: One page of replies.", "doc: \"One page\\u+20b of replies.\"");
    half_a_pair_of_json: ["S020"], with(REPORT, "doc: One page of replies.", "doc: \"One page \\ud83d of \\ude42 replies.\"");
    a_second_document: ["S021"], more(REPORT, "---\noperation: other\n");
    an_anchor_and_its_alias: ["S022"], with(REPORT, "plans: [large]\nnotes:\n  - The order of the rows is not documented.", "plans: &p [large]\nnotes: *p");
    aliases_that_grow_without_end: ["S022"], aliases_of_aliases();
    a_tag: ["S023"], with(REPORT, "operation: desk_replies", "operation: !!str desk_replies");
    lists_nested_too_deep: ["S024"], nested("[", "]", 40);
    lists_nested_a_hundred_thousand_deep: ["S024"], nested("[", "]", 100_000);
    maps_nested_too_deep: ["S024"], nested("{ a: ", "}", 40);
    a_list_as_a_key: ["S025"], with(REPORT, "plans: [large]", "[large]: plans");
    a_key_given_twice: ["S026"], with(REPORT, "plans: [large]", "plans: [large]\nplans: [small]");
    a_key_of_an_entry_given_twice: ["S026"], with(REPORT, "    required: true\n", "    required: true\n    type: text\n");
}

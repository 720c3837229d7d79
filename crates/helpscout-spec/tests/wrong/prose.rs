//! Descriptions that rustdoc would misread.

use crate::{REPORT, cases, with};

cases! {
    an_escaped_control_character: ["S100"], with(REPORT, "doc: One page of replies.", "doc: \"One page \\a of replies.\"");
    an_escaped_character_that_turns_text_around: ["S100"], with(REPORT, "doc: One page of replies.", "doc: \"One page \\u202e of replies.\"");
    a_summary_of_two_lines: ["S101"], with(REPORT, "summary: The replies of a user.", "summary: |\n  The replies\n  of a user.");
    a_backtick_without_partner: ["S102"], with(REPORT, "doc: One page of replies.", "doc: One `page of replies.");
    a_run_of_backticks: ["S102"], with(REPORT, "doc: One page of replies.", "doc: One `page` of ``replies`.");
    a_fence: ["S102"], with(REPORT, "doc: One page of replies.", "doc: \"One page.\\n```\\nlet page;\"");
    a_url_in_angle_brackets: ["S103"], with(REPORT, "doc: One page of replies.", "doc: One page, see <https://example.com/page>.");
    a_link_that_runs_a_script: ["S104"], with(REPORT, "doc: One page of replies.", "doc: \"One [page](javascript:alert(1)) of replies.\"");
    a_tag_without_an_end: ["S105"], with(REPORT, "doc: One page of replies.", "doc: One <img src=x of replies.");
    an_escaped_variation_selector_in_a_value: ["S100"], with(REPORT, "      - value: sentAt\n", "      - { value: \"a\\uFE0F\", rust: A, doc: A value. }\n      - value: sentAt\n");
    an_escaped_tag_in_a_default: ["S100"], with(REPORT, "default: false", "default: \"false\\U000E0041\"");
    a_bare_url: ["S103"], with(REPORT, "doc: One page of replies.", "doc: One page, see https://example.com/page.");
    a_link_to_nothing: ["S104"], with(REPORT, "doc: One page of replies.", "doc: One page of [replies] here.");
    a_tag_of_html: ["S105"], with(REPORT, "doc: One page of replies.", "doc: One <b>page</b> of replies.");
    a_note_with_a_path: ["S104"], with(REPORT, "The order of the rows", "The order of rows[number] rows");
}

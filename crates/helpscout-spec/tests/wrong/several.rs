//! Several mistakes at once, and mistakes that must not cause others.

use helpscout_spec::Sources;

use crate::{API, REPORT, also, cases, good, with};

/// Returns a folder with mistakes in both files: one of shape, the other of meaning.
fn mistakes_everywhere() -> Sources {
    let sources = with(API, "objects:\n", "object:\n");
    also(sources, REPORT, "default: false", "default: 'no'")
}

fn mistakes_in_one_file() -> Sources {
    let sources = with(REPORT, "type: UserId", "type: UserID");
    let sources = also(sources, REPORT, "plans: [large]", "plans: [huge]");
    let sources = also(sources, REPORT, "default: false", "default: 'no'");
    let sources = also(sources, REPORT, "value: sentAt", "value: other");
    also(sources, REPORT, "rows: rows }", "rows: row }")
}

/// Returns a folder with an unknown key and mistakes next to it and below it.
fn mistakes_around_a_misspelled_key() -> Sources {
    let sources = with(REPORT, "type: UserId", "type: UserID");
    let sources = also(sources, REPORT, "parameters:\n", "parametres:\n");
    also(sources, REPORT, "plans: [large]", "plans: [huge]")
}

/// Returns three hundred operations that all lack the same three keys.
fn mistakes_without_end() -> Sources {
    let mut sources = good();
    for number in 0..300 {
        sources.add(format!("reports/x{number:03}.yaml"), "operation: x\n");
    }
    sources
}

cases! {
    a_broken_api_file_makes_no_unknown_types: ["S020"], with(API, "title: Desk API", "title: Desk: API");
    a_misspelled_section_makes_no_unknown_types: ["S030"], with(API, "enums:\n", "enum:\n");
    a_broken_report_makes_no_unused_ids: ["S020"], with(REPORT, "summary: The", "summary: The: ");
    an_unknown_group_makes_no_unknown_rules: ["S051"], also(with(REPORT, "use: interval", "use: intervals"), REPORT, "pages: {", "rules: [{ together: [start, user] }]\n\npages: {");
    an_unknown_field_type_makes_no_unknown_paging: ["S050"], with(REPORT, "path: page.total, type: integer", "path: page.total, type: intger");
    mistakes_in_both_files: ["S030", "S061"], mistakes_everywhere();
    five_mistakes_in_one_file: ["S052", "S050", "S061", "S074", "S045"], mistakes_in_one_file();
    more_findings_than_are_kept: [["S031"; 200].as_slice(), &["S199"]].concat(), mistakes_without_end();
    a_misspelled_key_hides_nothing: ["S052", "S030", "S050"], mistakes_around_a_misspelled_key();
    windows_line_ends_shift_no_place: ["S050"], windows_line_ends();
    a_huge_text_is_shown_in_part: ["S030"], with(REPORT, "summary:", &format!("remark: {}\nsummary:", "a word ".repeat(20_000)));
    a_mistake_far_inside_a_long_line: ["S062"], with(REPORT, "[email, chat]", &format!("[{}mail]", "email, ".repeat(1_000)));
    characters_are_counted_and_not_bytes: ["S050"], with(REPORT, "'rows[].id', type: MailboxId,", "'rows[].id', doc: 'Größe und Straße, 信箱', type: MailboxID }\n    # {");
}

fn windows_line_ends() -> Sources {
    let sources = with(REPORT, "type: UserId", "type: UserID");
    let with_returns = sources.iter().map(|(path, bytes)| {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        (path.to_owned(), text.replace('\n', "\r\n"))
    });
    with_returns.collect()
}

//! Files that can't be read as text.

use helpscout_spec::Sources;

use crate::{API, REPORT, cases, good, more, with};

fn without_api_file() -> Sources {
    good().iter().filter(|(path, _)| *path != API).collect()
}

cases! {
    a_folder_without_api_file: ["S004"], without_api_file();
    an_empty_folder: ["S004"], Sources::new();
    a_yaml_file_in_the_wrong_folder: ["S002"], good().with("report/other.yaml", "operation: other");
    a_spec_file_ending_in_yml: ["S002"], good().with("reports/other.yml", "operation: other");
    a_file_that_is_too_large: ["S003"], more(REPORT, &"# more\n".repeat(50_000));
    a_file_in_latin_1: ["S010"], good().with(REPORT, b"operation: caf\xe9\n".to_vec());
    a_file_in_utf_16: ["S010"], good().with(REPORT, b"\xff\xfeo\0p\0".to_vec());
    a_byte_order_mark: ["S011"], with(REPORT, "operation: desk_replies", "\u{feff}operation: desk_replies");
    a_nul_byte: ["S012"], with(REPORT, "One reply.", "One\0reply.");
    a_carriage_return_alone: ["S012"], with(REPORT, "One reply.", "One\rreply.");
    text_that_runs_backwards: ["S012"], with(REPORT, "One reply.", "One \u{202e}reply.");
    a_joiner_between_letters: ["S012"], with(REPORT, "One reply.", "One re\u{200c}ply.");
    a_joiner_of_an_emoji: ["S012"], with(REPORT, "One reply.", "One 👩\u{200d}💻.");
    an_emoji_of_a_key: ["S012"], with(REPORT, "One reply.", "One 1\u{fe0f}\u{20e3}.");
    a_variation_selector_in_a_comment: ["S012"], more(REPORT, "# a\u{fe0f}\n");
    an_invisible_letter_in_a_name: ["S012"], with(REPORT, "operation: desk_replies", "operation: desk_\u{3164}replies");
    an_invisible_character_in_an_example: ["S096", "S012"], with(crate::BODY, "\"email\"", "\"em\u{61c}ail\"");
    a_file_that_windows_has_no_name_for: ["S002"], good().with("reports/desk/aux.json", "{}");
    a_terminal_escape: ["S012"], with(REPORT, "One reply.", "\u{1b}[31mOne reply.");
    tabs_as_indentation: ["S013"], with(REPORT, "  object: DeskRepliesPage\n  doc", "\tobject: DeskRepliesPage\n\tdoc");
    an_empty_file: ["S014"], good().with(REPORT, "");
    a_file_with_comments_only: ["S014"], good().with(REPORT, "# operation: x\n\n  # nothing\n");
    a_file_with_a_document_start_only: ["S014"], good().with(REPORT, "---\n");
}

//! Texts that a spreadsheet can't hold as they are.

use std::io::Read;

use zip::ZipArchive;

use super::*;

#[test]
fn control_characters_are_replaced_and_long_texts_cut() {
    let long = "é".repeat(40_000);
    let digest = one_column(Kind::Text, vec![text("a\u{0}\u{1b}[2J"), text(&long)]);
    let mut book = book(&digest);
    let cells = cells(&mut book, "Rows");
    assert_eq!(cells[1][0], "a\u{fffd}\u{fffd}[2J");
    assert_eq!(cells[2][0], format!("{}…", "é".repeat(32_766)));
    let summary = texts(&mut book, "Summary").join("\n");
    assert!(summary.contains("Rows: 1 text was cut"), "{summary}");
    assert!(summary.contains("Rows: 1 text had control"), "{summary}");
}

#[test]
fn a_line_break_of_windows_is_one_line_break_and_nothing_to_tell() {
    let digest = one_column(Kind::Text, vec![text("Hello,\r\n\r\nthank you")]);
    let mut book = book(&digest);
    assert_eq!(cells(&mut book, "Rows")[1][0], "Hello,\n\nthank you");
    let summary = texts(&mut book, "Summary").join("\n");
    assert!(!summary.contains("control characters"), "{summary}");
}

#[test]
fn no_part_of_the_file_has_characters_that_xml_lacks() {
    let strange = "\u{1}\u{fffe}\u{1b}";
    let mut digest = one_column(Kind::Link, vec![link("#1", "https://example.com/\u{ffff}")]);
    digest.title = format!("Title {strange}");
    digest.period = format!("Period {strange}");
    let mut archive = ZipArchive::new(Cursor::new(written(&digest))).unwrap();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut xml = String::new();
        part.read_to_string(&mut xml).unwrap();
        assert_eq!(text::clean(&xml), xml, "{}", part.name().unwrap());
    }
}

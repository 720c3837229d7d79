//! Links, and how many of them a sheet has.

use super::*;

#[test]
fn links_are_https_and_as_many_as_a_sheet_can_hold() {
    let long = format!("https://example.com/{}", "a".repeat(3_000));
    let links = vec![
        link("#1", "https://example.com/1"),
        link("#2", "javascript:alert(1)"),
        link("#3", "http://example.com"),
        link("#4", "internal:'Summary'!A1"),
        link("#5", &long),
        link("#6", "https://example.com/6"),
        link("#7", "https://example.com/7"),
    ];
    let limits = Limits {
        links: 2,
        ..Limits::default()
    };
    let mut book = within(&one_column(Kind::Link, links), limits);
    let rows = cells(&mut book, "Rows");
    let shown: Vec<&str> = rows.iter().skip(1).map(|row| row[0].as_str()).collect();
    assert_eq!(shown, ["#1", "#2", "#3", "#4", "#5", "#6", "#7"]);
    assert_eq!(book.hyperlinks_by_sheet_name("Rows").unwrap().len(), 2);
    let summary = texts(&mut book, "Summary").join("\n");
    assert!(summary.contains("Rows: 5 links are only text"), "{summary}");
}

#[test]
fn a_link_of_a_number_is_a_number() {
    let links = vec![
        number_link(222_153, "https://example.com/1"),
        number_link(222_154, "javascript:alert(1)"),
        number_link(222_155, "https://example.com/3"),
        number_link(222_156, "https://example.com/4"),
        number_link(1_000_000_000_000_000, "https://example.com/5"),
        Value::Id(222_158),
    ];
    // The fourth is the last that the library writes, and the third the last with room for a link.
    let limits = Limits {
        links: 2,
        head: 5,
        ..Limits::default()
    };
    let mut book = within(&one_column(Kind::Link, links), limits);
    let range: Range<Data> = book.worksheet_range("Rows").unwrap();
    let cells: Vec<Data> = range.rows().skip(1).map(|row| row[0].clone()).collect();
    let number = |number: f64| Data::Float(number);
    assert_eq!(
        cells,
        [
            number(222_153.0),
            number(222_154.0),
            number(222_155.0),
            number(222_156.0),
            Data::String("#1000000000000000".to_owned()),
            number(222_158.0),
        ]
    );
    let links = book.hyperlinks_by_sheet_name("Rows").unwrap();
    let links: Vec<String> = links.into_iter().filter_map(|link| link.target).collect();
    assert_eq!(links, ["https://example.com/1", "https://example.com/3"]);
    let summary = texts(&mut book, "Summary").join("\n");
    let said = "Rows: 3 links are only text or numbers";
    assert!(summary.contains(said), "{summary}");
}

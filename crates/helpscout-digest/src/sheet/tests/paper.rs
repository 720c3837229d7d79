//! What a sheet is like on paper.

use super::*;

/// Returns a part of the file.
fn part(xlsx: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(xlsx)).unwrap();
    let mut text = String::new();
    let mut part = archive.by_name(name).unwrap();
    std::io::Read::read_to_string(&mut part, &mut text).unwrap();
    text
}

/// Returns how a sheet is set up, by its number.
fn set_up(xlsx: &[u8], number: usize) -> String {
    let sheet = part(xlsx, &format!("xl/worksheets/sheet{number}.xml"));
    let start = sheet.split("<pageSetup ").nth(1).unwrap();
    start.split("/>").next().unwrap().to_owned()
}

#[test]
fn the_values_of_charts_are_on_pages_of_one_width() {
    // The last sheet.
    let set_up = set_up(&written(&full()), 4);
    assert!(set_up.contains("orientation=\"landscape\""), "{set_up}");
    assert!(set_up.contains("fitToHeight=\"0\""), "{set_up}");
}

#[test]
fn many_columns_are_on_several_pages_that_repeat_the_first() {
    let wide = |columns: usize| {
        let titles = (0..columns).map(|at| format!("Median of the time {at}"));
        let titles = titles.map(|title| Column::new(title, Kind::Duration));
        let row = vec![Value::Duration(60.0); columns];
        let mut digest = Digest::new("Title");
        let table = Table::new("rows", "Rows", titles.collect(), vec![row]);
        digest.blocks.push(Block::Table(table));
        written(&digest)
    };
    let (few, many) = (wide(2), wide(20));
    assert!(
        !set_up(&few, 2).contains("fitToWidth"),
        "one page is the default"
    );
    assert!(
        set_up(&many, 2).contains("fitToWidth=\""),
        "{}",
        set_up(&many, 2)
    );
    let names = |xlsx: &[u8]| part(xlsx, "xl/workbook.xml");
    assert!(
        names(&many).contains("Rows!$A:$A,Rows!$1:$1"),
        "{}",
        names(&many)
    );
    assert!(!names(&few).contains("$A:$A"), "{}", names(&few));
}

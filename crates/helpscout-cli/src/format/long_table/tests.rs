use proptest::prelude::*;

use super::*;
use crate::format::table;

fn headings() -> Vec<Heading> {
    vec![
        Heading::number("ID"),
        Heading::text("A subject"),
        Heading::word("Status").dispensable(1),
        Heading::text("Preview of a text"),
        Heading::text("Customers").dispensable(2),
    ]
}

/// Draws rows one by one, and at once.
fn drawn(rows: &[Vec<String>], look: Look) -> [(String, Vec<String>); 2] {
    let mut long = LongTable::new(headings(), look);
    for row in rows {
        long.push(row).unwrap();
    }
    let mut out = Vec::new();
    let left_out = long.finish(&[0, 1, 2, 3, 4], headings(), &mut out).unwrap();
    let at_once = table::render(&headings(), rows.to_vec(), look);
    [
        (String::from_utf8(out).unwrap(), left_out),
        (at_once.text, at_once.left_out),
    ]
}

fn look(width: Option<u16>) -> Look {
    Look {
        width,
        color: false,
        ..Look::default()
    }
}

/// Returns rows with cells of different lengths, the longest of them late.
fn rows(count: usize) -> Vec<Vec<String>> {
    let words = |row: usize, salt: usize| {
        let words =
            (0..(row * salt) % 7 + 1).map(|word| "wordé".repeat((row + word * salt) % 4 + 1));
        words.collect::<Vec<_>>().join(" ")
    };
    let row = |row: usize| {
        vec![
            (row * row).to_string(),
            words(row, 3),
            ["open", "closed", "–"][row % 3].to_owned(),
            words(row, 5),
            words(row, 2),
        ]
    };
    (0..count).map(row).collect()
}

#[test]
fn a_table_in_parts_looks_like_one_at_once() {
    for count in [0, 1, ROWS_AT_A_TIME, 2 * ROWS_AT_A_TIME + 1] {
        let rows = rows(count);
        for width in [None, Some(400), Some(120), Some(90), Some(60), Some(20)] {
            let [long, at_once] = drawn(&rows, look(width));
            assert!(long == at_once, "{count} rows, {width:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn any_table_in_parts_looks_like_one_at_once(
        cells in prop::collection::vec("[ a-fé漢\u{1f600}]{0,40}", 5..60),
        width in 5..140_u16,
        color in any::<bool>(),
    ) {
        let rows: Vec<Vec<String>> = cells.chunks_exact(5).map(<[String]>::to_vec).collect();
        // Many copies of some rows, so that there are several parts.
        let rows: Vec<Vec<String>> = rows.iter().cycle().take(ROWS_AT_A_TIME + 7).cloned().collect();
        let [long, at_once] = drawn(&rows, Look { width: Some(width), color, ..Look::default() });
        prop_assert_eq!(long, at_once);
    }
}

#[test]
fn blanks_at_the_end_of_a_wrapped_line_count_for_its_width() {
    let cells = [
        ["", "", "", "", ""],
        [
            "aa 😀😀 漢é漢aaé 😀a 😀aaaaé漢😀😀a😀aéaé😀😀😀aé漢漢",
            "éé漢é é漢aa😀 a😀é漢 😀😀  漢aé 漢😀😀😀a漢漢é",
            "漢😀漢 😀a漢漢😀éé漢aéaé😀 é😀漢aa ",
            "",
            "",
        ],
        [
            "",
            "漢ééaa😀😀 漢😀漢 éé   a😀😀éaé",
            "",
            "漢😀漢漢漢é漢 a漢éa😀é漢é",
            "漢漢 aé😀aaé 😀漢aa漢😀😀",
        ],
    ];
    let rows = cells.map(|row| row.map(str::to_owned).to_vec());
    let [long, at_once] = drawn(&rows, look(Some(128)));
    assert_eq!(long, at_once);
    assert_eq!(table::longest_line("two     words here", 8), 7);
}

//! Days by their names.

use super::*;

#[test]
fn the_name_of_a_day_is_a_date_beside_text() {
    let day = |text: &str, date| Value::Day {
        text: text.to_owned(),
        date,
    };
    let days = vec![
        day("Mon 13 May", date(2019, 5, 13)),
        text("(Mon 6 May)"),
        day("Mon 1 Jan", date(1900, 1, 1)),
    ];
    let mut book = book(&one_column(Kind::Word, days));
    let rows = cells(&mut book, "Rows");
    assert_eq!(
        rows[1..],
        [["time 43598.000000000"], ["(Mon 6 May)"], ["Mon 1 Jan"]]
    );
}

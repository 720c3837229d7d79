//! Days by their names.

use super::*;

#[test]
fn the_name_of_a_day_is_a_date_beside_text() {
    let day = |text: &str, date| Value::Place {
        text: text.to_owned(),
        order: 0,
        date,
    };
    let days = vec![
        day("Mon 13 May", Some(date(2019, 5, 13))),
        day("(Mon 6 May)", None),
        day("Mon 1 Jan", Some(date(1900, 1, 1))),
    ];
    let mut book = book(&one_column(Kind::Word, days));
    let rows = cells(&mut book, "Rows");
    assert_eq!(
        rows[1..],
        [["time 43598.000000000"], ["(Mon 6 May)"], ["Mon 1 Jan"]]
    );
}

//! One value as people read it in a table.

use helpscout_reports::Seconds;
use helpscout_reports::describe::{Column, Kind, Unit};
use serde_json::value::RawValue;

use super::compact::compact;
use super::row::{self, Row};
use super::table::{Heading, NOTHING};
use crate::message::printable;

/// The headings of described columns: `responseTime` is `Response time`. Where there is no room
/// for all, ids go first, then columns from the end.
pub(crate) fn headings(columns: &[Column]) -> Vec<Heading> {
    let heading = |(at, column): (usize, &Column)| {
        let is_id = column.kind == Kind::Id && !column.list;
        let order = if is_id && at > 0 {
            at + columns.len()
        } else {
            at
        };
        heading(column).dispensable(order)
    };
    columns.iter().enumerate().map(heading).collect()
}

fn heading(column: &Column) -> Heading {
    let title = title(&column.name);
    match column.kind {
        _ if column.list => Heading::text(title),
        Kind::Integer | Kind::Number | Kind::Id => Heading::number(title),
        Kind::Boolean | Kind::Instant | Kind::Enum => Heading::word(title),
        _ => Heading::text(title),
    }
}

/// A JSON key as words.
pub(crate) fn title(key: &str) -> String {
    let mut words = String::with_capacity(key.len() + 4);
    let mut before = ' ';
    for char in key.chars() {
        if char.is_uppercase() && before.is_lowercase() {
            words.push(' ');
        }
        match char {
            '_' | '-' => words.push(' '),
            _ if words.is_empty() => words.extend(char.to_uppercase()),
            _ => words.extend(char.to_lowercase()),
        }
        before = char;
    }
    if words == "Id" {
        "ID".to_owned()
    } else {
        words
    }
}

/// A value as people read it: times in words, customers by name, nothing as a dash.
pub(crate) fn human(value: Option<&RawValue>, unit: Option<Unit>) -> String {
    let shown = match value.map(RawValue::get) {
        None | Some("null") => return NOTHING.to_owned(),
        Some(_) => value.map(|value| shown(value, unit)).unwrap_or_default(),
    };
    if shown.trim().is_empty() {
        NOTHING.to_owned()
    } else {
        printable(&shown)
    }
}

fn shown(value: &RawValue, unit: Option<Unit>) -> String {
    let json = value.get();
    match json.as_bytes().first() {
        Some(b'[') => list(value, unit),
        Some(b'{') => Row::of(value).map_or_else(|_| compact(json), |row| object(&row, json)),
        Some(b'"') => quantity(&row::plain(value), unit),
        _ => quantity(json, unit),
    }
}

fn list(value: &RawValue, unit: Option<Unit>) -> String {
    match serde_json::from_str::<Vec<&RawValue>>(value.get()) {
        Ok(items) => {
            let items: Vec<String> = items.iter().map(|item| shown(item, unit)).collect();
            items.join(", ")
        }
        Err(_) => compact(value.get()),
    }
}

/// An object by its name, or by its id if it has no name.
fn object(fields: &Row<'_>, json: &str) -> String {
    let named = |key| {
        fields
            .get(key)
            .map(row::plain)
            .filter(|text| !text.is_empty())
    };
    named("name")
        .or_else(|| named("id").map(|id| format!("#{id}")))
        .unwrap_or_else(|| compact(json))
}

fn quantity(text: &str, unit: Option<Unit>) -> String {
    match (unit, text.parse::<f64>()) {
        (Some(Unit::Seconds), Ok(seconds)) => Seconds(seconds).to_string(),
        (Some(Unit::Percent), Ok(_)) => format!("{text} %"),
        (Some(Unit::Days), Ok(_)) => format!("{text} d"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn human(json: &str, unit: Option<Unit>) -> String {
        let value = RawValue::from_string(json.to_owned()).unwrap();
        super::human(Some(&value), unit)
    }

    #[test]
    fn keys_become_words() {
        let titles = ["responseTime", "id", "avgHandleTime", "view_by", "number"].map(title);
        assert_eq!(
            titles,
            [
                "Response time",
                "ID",
                "Avg handle time",
                "View by",
                "Number"
            ]
        );
    }

    #[test]
    fn quantities_show_their_unit() {
        assert_eq!(human("1878", Some(Unit::Seconds)), "31m 18s");
        assert_eq!(human("\"1878.0\"", Some(Unit::Seconds)), "31m 18s");
        assert_eq!(human("12.50", Some(Unit::Percent)), "12.50 %");
        assert_eq!(human("3", Some(Unit::Days)), "3 d");
        assert_eq!(human("12.50", None), "12.50");
    }

    #[test]
    fn nothing_is_a_dash() {
        for json in ["null", "[]", "\"\"", "\" \""] {
            assert_eq!(human(json, None), NOTHING);
        }
        assert_eq!(super::human(None, None), NOTHING);
    }

    #[test]
    fn objects_go_by_their_name_or_else_their_id() {
        let customers = r#"[{"id": 1, "name": "Zoë"}, {"id": 2, "name": null}, {"x": [1, 2]}]"#;
        assert_eq!(human(customers, None), r##"Zoë, #2, {"x":[1,2]}"##);
    }

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        assert_eq!(human(r#"[{"name": "\u001b[2J"}]"#, None), "\u{fffd}[2J");
    }
}

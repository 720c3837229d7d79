//! The names of a row's keys in NDJSON and in messages, where no two columns have the same name.
//!
//! The columns of origin and those that readers take from paths keep their names. A documented field
//! with such a name has a number, by the schema. A key that is not documented gets a number here, so
//! that no reader takes one value for the other.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use helpscout_arrow::{Column, Schema};

use crate::format::json_text::{members, unescaped};

/// The names of the keys of a table's rows.
pub(super) struct RowNames<'t> {
    columns: &'t [Column],
    /// The names of all columns, in lowercase, as some readers ignore case.
    taken: HashSet<String>,
    /// Keys that the description does not know and that have another name, with that name.
    pub(super) renamed: BTreeMap<String, String>,
}

impl<'t> RowNames<'t> {
    pub(super) fn new(schema: &'t Schema) -> Self {
        let names = schema.reserved().into_iter().map(str::to_lowercase);
        Self {
            columns: schema.row_columns(),
            taken: names.collect(),
            renamed: BTreeMap::new(),
        }
    }

    /// Returns the row with other names for keys whose names are taken, if it has some.
    pub(super) fn renamed(&mut self, row: &str) -> Option<String> {
        let mut hint = 0;
        let mut is_renamed = |key: &str| match position(self.columns, key, hint) {
            Some(at) => {
                hint = at + 1;
                self.columns
                    .get(at)
                    .is_some_and(|column| column.name != column.key)
            }
            None => self.taken.contains(&unescaped(key).to_lowercase()),
        };
        if !members(row)?.any(|(key, _)| is_renamed(key)) {
            return None;
        }
        let keys = members(row)?.map(|(key, _)| unescaped(key).to_lowercase());
        let mut names: HashSet<String> = keys.chain(self.taken.iter().cloned()).collect();
        let mut new: BTreeMap<String, String> = BTreeMap::new();
        let mut text = String::with_capacity(row.len() + 8);
        for (key, value) in members(row)? {
            let start = if text.is_empty() { '{' } else { ',' };
            let column = position(self.columns, key, 0).and_then(|at| self.columns.get(at));
            let plain = unescaped(key);
            let name = match column {
                Some(column) if column.name != column.key => column.name.as_str(),
                None if self.taken.contains(&plain.to_lowercase()) => {
                    // A key that comes twice has the same name both times.
                    new.entry(plain.clone().into_owned())
                        .or_insert_with_key(|plain| {
                            let numbers =
                                (2_u64..).map(|number| (number, format!("{plain}_{number}")));
                            let mut free =
                                numbers.filter(|(_, name)| names.insert(name.to_lowercase()));
                            let number = free.next().map_or(2, |(number, _)| number);
                            format!("{key}_{number}")
                        });
                    new.get(plain.as_ref()).map_or(key, String::as_str)
                }
                _ => key,
            };
            let _ = write!(text, "{start}\"{name}\":{value}");
        }
        text.push('}');
        self.renamed.append(&mut new);
        Some(text)
    }
}

/// Returns the described column of a key, which is given as in JSON text. `hint` is where to look
/// first.
pub(super) fn position(columns: &[Column], key: &str, hint: usize) -> Option<usize> {
    if columns.get(hint).is_some_and(|column| column.key == key) {
        return Some(hint);
    }
    let key = unescaped(key);
    let known =
        |column: &Column| column.key == key || column.aliases.iter().any(|alias| *alias == key);
    columns.iter().position(known)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use helpscout_arrow::OriginColumns;
    use helpscout_description::Tables;
    use helpscout_reports::describe;

    use super::*;

    fn schema() -> Schema {
        let api = describe::api();
        let history = api.operation("user_conversation_history").unwrap();
        let origin = OriginColumns {
            member: Some("user".to_owned()),
            window: true,
        };
        Schema::of(api, &Tables::of(api, history).list[0], Some(&origin))
    }

    #[test]
    fn a_key_with_the_name_of_a_column_gets_the_first_number_that_is_free() {
        let schema = schema();
        for (row, expected) in [
            (
                r#"{"id":1,"accountId":2,"fetchedAt":null}"#,
                r#"{"id":1,"accountId_2":2,"fetchedAt_2":null}"#,
            ),
            // Columns of paths, and names that differ by case alone.
            (
                r#"{"user":1, "Window":{"a": 1},"ROWNUMBER":3,"ID":4}"#,
                r#"{"user_2":1,"Window_2":{"a": 1},"ROWNUMBER_2":3,"ID_2":4}"#,
            ),
            (
                r#"{"userId":1,"userid":2,"userId_2":3}"#,
                r#"{"userId_3":1,"userid_4":2,"userId_2":3}"#,
            ),
            (
                r#"{"\u0075serId":1,"userId":2}"#,
                r#"{"\u0075serId_2":1,"\u0075serId_2":2}"#,
            ),
        ] {
            let renamed = RowNames::new(&schema).renamed(row);
            assert_eq!(renamed.as_deref(), Some(expected), "{row}");
        }
    }

    #[test]
    fn all_other_rows_stay_as_they_are() {
        let schema = schema();
        let mut names = RowNames::new(&schema);
        for row in [
            "{}",
            r#"{"id":1,"number":2,"mood":"calm","otherFields":3}"#,
            r#"{"mood":1,"Mood":2}"#,
        ] {
            assert_eq!(names.renamed(row), None, "{row}");
        }
        assert!(names.renamed.is_empty());
    }
}

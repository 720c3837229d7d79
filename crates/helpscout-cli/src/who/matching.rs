//! Finds what a name stands for.
//!
//! A whole name counts before a first or last name, and a name as it is written before one in
//! another case or with other accents. Nothing is guessed: if a name stands for several entries, it
//! stands for none.

use icu_normalizer::DecomposingNormalizerBorrowed;

use super::entry::Entry;

/// The most entries that a message lists.
const MOST: usize = 10;

/// How much a name must be like a typed one to be suggested, from 0 to 1.
const LIKENESS: f64 = 0.75;

/// Why a name stands for no entry.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unmatched {
    /// It stands for several. Those that a message lists, and the number of all.
    Ambiguous(Vec<Entry>, usize),
    /// It stands for none. The entries with the most similar names, the nearest first.
    Unknown(Vec<Entry>),
    /// It stands for none, and is like none of these, which are all.
    NoneOf(Vec<Entry>),
}

impl Unmatched {
    /// Says that a name is like none of these entries, as far as they are few enough to list.
    pub(crate) fn none_of(entries: &[Entry]) -> Self {
        if entries.is_empty() || entries.len() > MOST {
            Self::Unknown(Vec::new())
        } else {
            Self::NoneOf(entries.to_vec())
        }
    }
}

/// Returns the entry that a name stands for.
pub(super) fn find<'e>(entries: &'e [Entry], typed: &str) -> Result<&'e Entry, Unmatched> {
    let wanted = folded(typed);
    let part = |entry: &Entry| entry.parts.iter().any(|part| folded(part) == wanted);
    if let Some(found) = find_whole(entries, typed).or_else(|| only(entries, &part)) {
        return found;
    }
    let near = nearest(entries, &wanted);
    Err(if near.is_empty() {
        Unmatched::none_of(entries)
    } else {
        Unmatched::Unknown(near)
    })
}

/// Returns the entry whose whole name this is, also with the last name first, or `None` if there is none.
pub(super) fn find_whole<'e>(
    entries: &'e [Entry],
    typed: &str,
) -> Option<Result<&'e Entry, Unmatched>> {
    let (plain, wanted) = (typed.trim(), folded(typed));
    let exact = |entry: &Entry| entry.full_names().any(|name| name == plain);
    let whole = |entry: &Entry| entry.full_names().any(|name| folded(&name) == wanted);
    let turned = |entry: &Entry| match entry.parts.as_slice() {
        [first, last] => folded(&format!("{last}, {first}")) == wanted,
        _ => false,
    };
    let ways: [&dyn Fn(&Entry) -> bool; 3] = [&exact, &whole, &turned];
    ways.into_iter().find_map(|way| only(entries, way))
}

/// Returns the only one of the entries that are meant.
fn only<'e>(
    entries: &'e [Entry],
    is_meant: &dyn Fn(&Entry) -> bool,
) -> Option<Result<&'e Entry, Unmatched>> {
    let found: Vec<&Entry> = entries.iter().filter(|entry| is_meant(entry)).collect();
    match found.as_slice() {
        [] => None,
        [only] => Some(Ok(only)),
        several => {
            let listed = several.iter().take(MOST).map(|entry| (*entry).clone());
            Some(Err(Unmatched::Ambiguous(listed.collect(), several.len())))
        }
    }
}

/// Returns the entries with the most similar names, the nearest first.
fn nearest(entries: &[Entry], wanted: &str) -> Vec<Entry> {
    if wanted.is_empty() {
        return Vec::new();
    }
    let likeness = |name: &str| {
        let name = folded(name);
        let likeness = strsim::jaro_winkler(wanted, &name);
        // The start of a name is an abbreviation.
        if name.starts_with(wanted) {
            likeness.max(0.9)
        } else {
            likeness
        }
    };
    let mut near: Vec<(f64, &Entry)> = entries
        .iter()
        .map(|entry| {
            let names = entry.full_names().chain(entry.parts.iter().cloned());
            let best = names.map(|name| likeness(&name)).fold(0.0, f64::max);
            (best, entry)
        })
        .filter(|(likeness, _)| *likeness > LIKENESS)
        .collect();
    near.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let near = near.into_iter().take(3);
    near.map(|(_, entry)| entry.clone()).collect()
}

/// Returns a name as it is compared: in lower case, without accents, with single spaces.
pub(crate) fn folded(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let lower = words.join(" ").to_lowercase();
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize(&lower);
    let mut folded = String::with_capacity(decomposed.len());
    for char in decomposed.chars() {
        match char {
            '\u{300}'..='\u{36f}' => {}
            // Letters that Unicode does not take apart.
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            '’' | 'ʼ' => folded.push('\''),
            char => folded.push(char),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use serde_json::value::RawValue;

    use super::*;
    use crate::format::json_object::JsonObject;

    fn user(id: i64, first: &str, last: &str) -> Entry {
        let row = json!({"firstName": first, "lastName": last, "type": "user",
            "email": format!("{id}@example.com"), "mention": format!("m{id}")});
        let row = RawValue::from_string(row.to_string()).expect("it is JSON");
        let row = JsonObject::of(&row).expect("it is an object");
        Entry::of_row(id.to_string(), &row, None)
    }

    fn found(entries: &[Entry], typed: &str) -> Result<String, String> {
        match find(entries, typed) {
            Ok(entry) => Ok(entry.id.clone()),
            Err(Unmatched::Ambiguous(entries, number)) => {
                let ids: Vec<String> = entries.into_iter().map(|entry| entry.id).collect();
                Err(format!("{number}: {}", ids.join(" ")))
            }
            Err(Unmatched::Unknown(near)) => {
                let names: Vec<String> = near.iter().map(Entry::title).collect();
                Err(format!("none; near {}", names.join(", ")))
            }
            Err(Unmatched::NoneOf(all)) => {
                let names: Vec<String> = all.iter().map(Entry::title).collect();
                Err(format!("none of {}", names.join(", ")))
            }
        }
    }

    #[test]
    fn case_accents_and_spaces_do_not_matter() {
        let users = [user(1, "Tomás", "Herrera"), user(2, "Søren", "Łukasz")];
        for typed in [
            "Tomás Herrera",
            "tomas  herrera",
            " TOMA\u{301}S HERRERA ",
            "tomas",
            "Herrera",
            "1@EXAMPLE.com",
            "@m1",
            "M1",
        ] {
            assert_eq!(found(&users, typed), Ok("1".to_owned()), "{typed}");
        }
        assert_eq!(found(&users, "soren lukasz"), Ok("2".to_owned()));
    }

    #[test]
    fn a_whole_name_counts_before_a_part_and_several_matches_are_none() {
        let users = [
            user(1, "Sam", "Whitfield"),
            user(2, "Sam", "Jones"),
            user(3, "Jones", ""),
            user(4, "JONES", ""),
            user(5, "Zoe", "Lee"),
            user(6, "Zoé", "Lee"),
            user(7, "Ana", "Ruiz"),
            user(8, "Ana", "Ruiz"),
        ];
        assert_eq!(found(&users, "Sam"), Err("2: 1 2".to_owned()));
        assert_eq!(found(&users, "Jones"), Ok("3".to_owned()));
        assert_eq!(found(&users, "jones"), Err("2: 3 4".to_owned()));
        assert_eq!(found(&users, "Zoé Lee"), Ok("6".to_owned()));
        assert_eq!(found(&users, "zoe lee"), Err("2: 5 6".to_owned()));
        assert_eq!(found(&users, "ana ruiz"), Err("2: 7 8".to_owned()));
    }

    #[test]
    fn an_unknown_name_gets_the_nearest_ones() {
        let users = [
            user(1, "Marta", "Lindqvist"),
            user(2, "Devon", "Okafor"),
            user(3, "Martin", "Lind"),
        ];
        assert_eq!(
            found(&users, "Marta Lindkvist"),
            Err("none; near Marta Lindqvist, Martin Lind".to_owned())
        );
        assert_eq!(
            found(&users, "Dev"),
            Err("none; near Devon Okafor".to_owned())
        );
        assert_eq!(
            found(&users, "Xq"),
            Err("none of Marta Lindqvist, Devon Okafor, Martin Lind".to_owned())
        );
        let many: Vec<Entry> = (1..=11).map(|id| user(id, "Ana", "Ruiz")).collect();
        assert_eq!(found(&many, "Xq"), Err("none; near ".to_owned()));
        assert_eq!(found(&[], "Xq"), Err("none; near ".to_owned()));
    }
}

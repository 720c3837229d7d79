//! Small mistakes in a correct text.

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;

#[derive(Clone, Debug)]
pub(crate) enum Slip {
    Delete(Index, usize),
    Insert(Index, String),
    Repeat(Index, Index),
    Swap(Index, Index),
}

/// Generates a mistake that may insert one of these pieces or any character.
pub(crate) fn slip(pieces: &'static [&'static str]) -> impl Strategy<Value = Slip> {
    let piece = prop_oneof![
        8 => prop::sample::select(pieces).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop_oneof![
        (any::<Index>(), 1..40_usize).prop_map(|(at, length)| Slip::Delete(at, length)),
        (any::<Index>(), piece).prop_map(|(at, text)| Slip::Insert(at, text)),
        (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Slip::Repeat(from, to)),
        (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Slip::Swap(from, to)),
    ]
}

/// Returns the text with the mistakes made one after the other.
pub(crate) fn with(text: &str, slips: &[Slip]) -> String {
    slips
        .iter()
        .fold(text.to_owned(), |text, slip| one(&text, slip))
}

fn one(text: &str, slip: &Slip) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    if chars.is_empty() {
        return text.to_owned();
    }
    match slip {
        Slip::Delete(at, length) => {
            let at = at.index(chars.len());
            let rest = chars.iter().skip(at + length);
            chars[..at].iter().chain(rest).collect()
        }
        Slip::Insert(at, new) => {
            let (start, end) = chars.split_at(at.index(chars.len()));
            let start = start.iter().copied().chain(new.chars());
            start.chain(end.iter().copied()).collect()
        }
        Slip::Repeat(from, to) => {
            lines.insert(to.index(lines.len()), lines[from.index(lines.len())]);
            lines.concat()
        }
        Slip::Swap(from, to) => {
            let (from, to) = (from.index(lines.len()), to.index(lines.len()));
            lines.swap(from, to);
            lines.concat()
        }
    }
}

/// Returns the number of cases of each test, which are the same in each run. `PROPTEST_CASES` asks for
/// another number, and for cases that no run had before.
pub(crate) fn config() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok();
    let asked = asked.and_then(|asked| asked.parse().ok());
    ProptestConfig {
        failure_persistence: None,
        rng_seed: match asked {
            Some(_) => RngSeed::Random,
            None => RngSeed::Fixed(14),
        },
        ..ProptestConfig::with_cases(asked.unwrap_or(300))
    }
}

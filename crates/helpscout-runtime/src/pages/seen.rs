//! The rows that a walk has seen, in little memory.
//!
//! For a report of a million rows it must say whether a row came before, and on which page. Whether
//! it came is in a set that takes few bits for each row. On which page is needed only if it came, so
//! that is in a log that is searched then: the IDs of each page in ascending order, as differences
//! of few bytes.

mod numbers;

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

use self::numbers::Numbers;
use crate::identity::{Form, Identity};

/// The identities of all rows so far.
#[derive(Default)]
pub(super) struct Seen {
    numbers: Numbers,
    /// The hashes of identities that are not numbers.
    texts: HashSet<u64>,
    hasher: RandomState,
    log: Log,
}

/// A row that came before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Repeat {
    pub(super) identity: Identity,
    /// The first page that has it. It is the page just added if it is there twice.
    pub(super) first: i64,
}

impl Seen {
    /// Adds the rows of the next page. Pages are numbered from 1. Returns each of its identities
    /// that is not new, in their order.
    pub(super) fn add(&mut self, page: &[Identity]) -> Vec<Repeat> {
        let mut keys = Vec::with_capacity(page.len());
        let mut repeated = Vec::new();
        for identity in page {
            let key = self.key(identity);
            let is_new = match identity.0 {
                Form::Number(_) => self.numbers.insert(key),
                Form::Text(_) => self.texts.insert(key),
            };
            if !is_new {
                repeated.push((key, identity));
            }
            keys.push(key);
        }
        self.log.add_page(keys);
        if repeated.is_empty() {
            return Vec::new();
        }
        let mut first = self
            .log
            .first_pages(repeated.iter().map(|(key, _)| *key).collect());
        repeated
            .into_iter()
            .filter_map(|(key, identity)| {
                // An identity that is there three times is returned once.
                let first = first.remove(&key)?;
                Some(Repeat {
                    identity: identity.clone(),
                    first,
                })
            })
            .collect()
    }

    fn key(&self, identity: &Identity) -> u64 {
        match &identity.0 {
            Form::Number(number) => number.cast_unsigned(),
            Form::Text(text) => self.hasher.hash_one(text),
        }
    }
}

/// The keys of all pages. It grows by chunks, so that it never needs twice its size.
///
/// A page is the number of its keys, followed by the difference of each key to the one before.
#[derive(Default)]
struct Log {
    chunks: Vec<Vec<u8>>,
}

/// The size of a chunk in bytes.
const CHUNK: usize = 16 << 10;

impl Log {
    fn add_page(&mut self, mut keys: Vec<u64>) {
        keys.sort_unstable();
        keys.dedup();
        self.write(keys.len() as u64);
        let mut before = 0;
        for key in keys {
            self.write(key - before);
            before = key;
        }
    }

    /// Returns the first page of each key.
    fn first_pages(&self, mut wanted: HashSet<u64>) -> HashMap<u64, i64> {
        let mut found = HashMap::new();
        let mut bytes = self.chunks.iter().flatten().copied();
        let mut page = 0;
        while let (false, Some(keys)) = (wanted.is_empty(), read(&mut bytes)) {
            page += 1;
            let mut key = 0;
            for _ in 0..keys {
                let Some(difference) = read(&mut bytes) else {
                    return found;
                };
                key += difference;
                if wanted.remove(&key) {
                    found.insert(key, page);
                }
            }
        }
        found
    }

    /// Appends a number, seven bits at a time.
    fn write(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.push(number as u8);
    }

    fn push(&mut self, byte: u8) {
        match self.chunks.last_mut() {
            Some(chunk) if chunk.len() < CHUNK => chunk.push(byte),
            _ => {
                let mut chunk = Vec::with_capacity(CHUNK);
                chunk.push(byte);
                self.chunks.push(chunk);
            }
        }
    }
}

/// Reads a number that [`Log::write`] wrote, or `None` at the end.
fn read(bytes: &mut impl Iterator<Item = u8>) -> Option<u64> {
    let mut number = 0;
    let mut shift = 0;
    loop {
        let byte = bytes.next()?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn identities() -> impl Strategy<Value = Vec<Vec<Identity>>> {
        let identity = prop_oneof![
            4 => (0_i64..40).prop_map(Identity::from),
            2 => (4_845_671_000_i64..4_845_671_040).prop_map(Identity::from),
            1 => any::<i64>().prop_map(Identity::from),
            1 => prop_oneof![Just(i64::MIN), Just(i64::MAX), Just(-1)].prop_map(Identity::from),
            2 => "[ab]{0,3}".prop_map(|text| Identity::from(text.as_str())),
        ];
        prop::collection::vec(prop::collection::vec(identity, 0..12), 0..12)
    }

    /// The same in a simple way.
    fn expected(pages: &[Vec<Identity>]) -> Vec<Vec<Repeat>> {
        let mut first: HashMap<&Identity, i64> = HashMap::new();
        let repeats = pages.iter().zip(1..).map(|(page, number)| {
            let mut repeats: Vec<Repeat> = Vec::new();
            for identity in page {
                let page = *first.entry(identity).or_insert(number);
                let count = page_count(pages, number, identity);
                let is_repeated = page < number || count > 1;
                if is_repeated && !repeats.iter().any(|repeat| repeat.identity == *identity) {
                    repeats.push(Repeat {
                        identity: identity.clone(),
                        first: page,
                    });
                }
            }
            repeats
        });
        repeats.collect()
    }

    fn page_count(pages: &[Vec<Identity>], number: i64, identity: &Identity) -> usize {
        let page = &pages[usize::try_from(number).map_or(0, |number| number - 1)];
        page.iter().filter(|other| *other == identity).count()
    }

    fn sorted(mut repeats: Vec<Repeat>) -> Vec<Repeat> {
        repeats.sort_by_key(|repeat| repeat.identity.to_string());
        repeats
    }

    proptest! {
        #[test]
        fn exactly_the_rows_that_came_before_are_found_with_their_pages(pages in identities()) {
            let mut seen = Seen::default();
            for (page, expected) in pages.iter().zip(expected(&pages)) {
                prop_assert_eq!(sorted(seen.add(page)), sorted(expected));
            }
        }

        #[test]
        fn every_number_is_read_as_written(numbers in prop::collection::vec(any::<u64>(), 0..50)) {
            let mut log = Log::default();
            for number in &numbers {
                log.write(*number);
            }
            let mut bytes = log.chunks.iter().flatten().copied();
            let read: Vec<u64> = std::iter::from_fn(|| read(&mut bytes)).collect();
            prop_assert_eq!(read, numbers);
        }
    }

    #[test]
    fn a_million_rows_take_less_than_two_megabytes() {
        let mut seen = Seen::default();
        for page in 0..20_000 {
            let first = 4_845_671_933 + page * 50;
            let page: Vec<Identity> = (first..first + 50).map(Identity::from).collect();
            assert_eq!(seen.add(&page), []);
        }
        assert_eq!(seen.numbers.len(), 1_000_000);
        let log = seen.log.chunks.len() * (CHUNK + size_of::<Vec<u8>>());
        let total = log + seen.numbers.size();
        assert!(total < 1_500_000, "{total} bytes");

        let identity = Identity::from(4_845_671_933 + 777_777);
        let found = seen.add(std::slice::from_ref(&identity));
        let first = 15_556;
        assert_eq!(found, [Repeat { identity, first }]);
    }
}

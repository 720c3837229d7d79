//! Sets of the fields of an object.

/// The number of fields in one word.
const BITS: usize = u64::BITS as usize;

/// A set of field numbers, one bit for each field.
///
/// The size depends on the number of fields, so that an object of up to 64 fields needs only one
/// word. It is stated, because a build would calculate it anew for each object.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldSet<const WORDS: usize = 1>([u64; WORDS]);

impl<const WORDS: usize> FieldSet<WORDS> {
    /// Creates an empty set.
    pub(super) const fn new() -> Self {
        Self([0; WORDS])
    }

    /// Creates the set of all fields.
    pub(super) const fn full() -> Self {
        Self([u64::MAX; WORDS])
    }

    /// Fails if a field has no place in a set of this many words. In a constant, it does not compile.
    pub(super) const fn assert_place_for(fields: usize) {
        assert!(
            fields <= WORDS * BITS,
            "a field has no place in the set; state the `words` of this `record!`"
        );
    }

    /// Adds a field and returns whether it was not in the set before.
    pub(super) const fn insert(&mut self, number: u16) -> bool {
        let (word, bit) = position(number);
        let is_new = self.0[word] & bit == 0;
        self.0[word] |= bit;
        is_new
    }

    /// Returns the bits of the fields from `64 * place` on.
    pub(super) fn word(&self, place: usize) -> u64 {
        self.0.get(place).copied().unwrap_or_default()
    }

    pub(super) fn contains(&self, number: u16) -> bool {
        is_in(&self.0, number)
    }
}

/// Returns whether a field is in the set that consists of these words.
pub(super) fn is_in(words: &[u64], number: u16) -> bool {
    let (word, bit) = position(number);
    words.get(word).is_some_and(|word| word & bit != 0)
}

const fn position(number: u16) -> (usize, u64) {
    (number as usize / BITS, 1 << (number as usize % BITS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "state the `words` of this `record!`")]
    fn a_field_without_a_place_in_the_set_is_refused() {
        FieldSet::<1>::assert_place_for(65);
    }

    #[test]
    fn each_word_of_a_set_has_64_places() {
        FieldSet::<0>::assert_place_for(0);
        FieldSet::<1>::assert_place_for(64);
        FieldSet::<2>::assert_place_for(128);
    }

    #[test]
    fn a_field_is_new_once_in_whichever_word_it_is() {
        let mut set = FieldSet::<2>::new();
        for number in [0, 63, 64, 127] {
            assert!(!set.contains(number));
            assert!(set.insert(number));
            assert!(!set.insert(number));
            assert!(set.contains(number));
        }
        assert!(!set.contains(1) && !set.contains(65));
    }
}

//! Which keys of an object came, so that it is written as it was read.

use std::fmt;

use super::field_set::FieldSet;

/// The number of fields in one word.
const BITS: usize = u64::BITS as usize;

/// The keys that an object had when it was read.
///
/// An object keeps them so that it is written as it came: a field without a value is `null` if its
/// key came, and left out otherwise. An object that was not read has none.
///
/// Two objects with the same values are equal, whether `null` came or nothing. So all values of this
/// type are equal.
///
/// `WORDS` is the number of fields divided by 64, rounded up.
#[derive(Clone, Copy)]
pub struct Received<const WORDS: usize = 1>([u64; WORDS]);

impl<const WORDS: usize> Received<WORDS> {
    #[doc(hidden)]
    pub fn of<const ALL: usize>(keys: &FieldSet<ALL>) -> Self {
        Self(std::array::from_fn(|place| keys.half(place)))
    }

    #[doc(hidden)]
    pub fn words(&self) -> &[u64] {
        &self.0
    }
}

#[doc(hidden)]
pub fn is_received(words: &[u64], field: u16) -> bool {
    let field = usize::from(field);
    let word = words.get(field / BITS);
    word.is_some_and(|word| word >> (field % BITS) & 1 == 1)
}

impl<const WORDS: usize> Default for Received<WORDS> {
    fn default() -> Self {
        Self([0; WORDS])
    }
}

impl<const WORDS: usize> PartialEq for Received<WORDS> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<const WORDS: usize> Eq for Received<WORDS> {}

impl<const WORDS: usize> fmt::Debug for Received<WORDS> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

//! A set of whole numbers in little memory, because the IDs of a report are close to each other.

use std::collections::HashMap;

/// The numbers, in groups that share all but the last 16 bits.
#[derive(Default)]
pub(super) struct Numbers {
    groups: HashMap<u64, Group>,
}

/// The last 16 bits of the numbers of a group.
enum Group {
    /// In ascending order, and at most [`MOST`], which take as much memory as all in a bitmap.
    Few(Vec<u16>),
    /// One bit for each.
    Many(Box<[u64; WORDS]>),
}

const MOST: usize = 4096;
const WORDS: usize = 1024;

impl Numbers {
    /// Adds a number, and returns whether it is new.
    pub(super) fn insert(&mut self, number: u64) -> bool {
        let group = self.groups.entry(number >> 16);
        group
            .or_insert_with(|| Group::Few(Vec::new()))
            .insert(number as u16)
    }
}

impl Group {
    fn insert(&mut self, number: u16) -> bool {
        match self {
            Self::Few(numbers) => {
                let Err(place) = numbers.binary_search(&number) else {
                    return false;
                };
                if numbers.len() < MOST {
                    numbers.insert(place, number);
                    return true;
                }
                let mut bits = Box::new([0; WORDS]);
                for number in numbers {
                    set(&mut bits, *number);
                }
                set(&mut bits, number);
                *self = Self::Many(bits);
                true
            }
            Self::Many(bits) => set(bits, number),
        }
    }
}

/// Sets the bit of a number, and returns whether it was not set.
fn set(bits: &mut [u64; WORDS], number: u16) -> bool {
    let word = &mut bits[usize::from(number >> 6)];
    let bit = 1 << (number & 63);
    let is_new = *word & bit == 0;
    *word |= bit;
    is_new
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    impl Numbers {
        /// Returns how many there are.
        pub(in super::super) fn len(&self) -> usize {
            let groups = self.groups.values();
            let lengths = groups.map(|group| match group {
                Group::Few(numbers) => numbers.len(),
                Group::Many(bits) => bits.iter().map(|word| word.count_ones() as usize).sum(),
            });
            lengths.sum()
        }

        /// Returns the size of what is allocated, in bytes.
        pub(in super::super) fn size(&self) -> usize {
            let groups = self.groups.values();
            let sizes = groups.map(|group| match group {
                Group::Few(numbers) => numbers.capacity() * size_of::<u16>(),
                Group::Many(bits) => size_of_val(&**bits),
            });
            self.groups.capacity() * size_of::<(u64, Group)>() + sizes.sum::<usize>()
        }
    }

    proptest! {
        #[test]
        fn a_number_is_new_once(numbers in prop::collection::vec(
            prop_oneof![0_u64..70, 65_500_u64..65_600, any::<u64>()], 0..200)
        ) {
            let (mut set, mut expected) = (Numbers::default(), HashSet::new());
            for number in numbers {
                prop_assert_eq!(set.insert(number), expected.insert(number));
            }
            prop_assert_eq!(set.len(), expected.len());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8))]

        /// In any order, before and after the numbers of a group are kept as bits.
        #[test]
        fn a_full_group_forgets_none(step in (0_u64..30_000).prop_map(|half| 2 * half + 1)) {
            let mut set = Numbers::default();
            let number = |n: u64| (7 << 16) + n * step % (1 << 16);
            for n in 0..10_000 {
                prop_assert!(set.insert(number(n)));
                prop_assert!(!set.insert(number(n / 2)));
            }
            prop_assert_eq!(set.len(), 10_000);
            for n in 0..1 << 16 {
                prop_assert_eq!(set.insert(number(n)), n >= 10_000);
            }
        }
    }
}

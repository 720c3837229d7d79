//! Order, arithmetic and conversions of durations.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};
use std::time::{Duration, TryFromFloatSecsError};

use super::{Milliseconds, Minutes, Seconds};

/// Implements what a unit can do with numbers, and its conversions. The unit is a number of seconds
/// (`scaled by 60.0`), or a second is a number of the unit (`divided by 1000.0`).
macro_rules! arithmetic {
    ($name:ident scaled by $factor:literal) => {
        arithmetic!(
            $name,
            |number: f64| number * $factor,
            |seconds: f64| seconds / $factor
        );
    };
    ($name:ident divided by $factor:literal) => {
        arithmetic!(
            $name,
            |number: f64| number / $factor,
            |seconds: f64| seconds * $factor
        );
    };
    ($name:ident, $in_seconds:expr, $of_seconds:expr) => {
        /// The order is total: -0.0 equals 0.0, and NaN, which JSON can't contain, is the largest
        /// value.
        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                match self.0.partial_cmp(&other.0) {
                    Some(ordering) => ordering,
                    None => self.0.is_nan().cmp(&other.0.is_nan()),
                }
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.cmp(other).is_eq()
            }
        }

        impl Eq for $name {}

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                let number = match self.0 {
                    0.0 => 0.0,
                    number if number.is_nan() => f64::NAN,
                    number => number,
                };
                number.to_bits().hash(state);
            }
        }

        impl From<Duration> for $name {
            /// Converts a duration, rounded to the nearest number that an `f64` can represent.
            fn from(duration: Duration) -> Self {
                Self($of_seconds(duration.as_secs_f64()))
            }
        }

        impl From<f64> for $name {
            fn from(number: f64) -> Self {
                Self(number)
            }
        }

        impl From<$name> for f64 {
            fn from(duration: $name) -> Self {
                duration.0
            }
        }

        impl TryFrom<$name> for Duration {
            type Error = TryFromFloatSecsError;

            /// Converts the value, rounded to the nearest nanosecond.
            ///
            /// # Errors
            /// Returns an error if the value is negative, not finite or too large.
            fn try_from(duration: $name) -> Result<Self, Self::Error> {
                Self::try_from_secs_f64($in_seconds(duration.0))
            }
        }

        impl Add for $name {
            type Output = Self;

            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }

        impl Sub for $name {
            type Output = Self;

            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }

        impl SubAssign for $name {
            fn sub_assign(&mut self, other: Self) {
                self.0 -= other.0;
            }
        }

        impl Neg for $name {
            type Output = Self;

            fn neg(self) -> Self {
                Self(-self.0)
            }
        }

        impl Mul<f64> for $name {
            type Output = Self;

            fn mul(self, factor: f64) -> Self {
                Self(self.0 * factor)
            }
        }

        impl Div<f64> for $name {
            type Output = Self;

            /// Divides the duration, for example by a number of conversations. Dividing by zero has no
            /// finite result, which prints as `unknown`.
            fn div(self, divisor: f64) -> Self {
                Self(self.0 / divisor)
            }
        }

        impl Div for $name {
            type Output = f64;

            /// Returns the ratio of two durations.
            fn div(self, divisor: Self) -> f64 {
                self.0 / divisor.0
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(values: I) -> Self {
                values.fold(Self(0.0), Add::add)
            }
        }

        impl<'a> Sum<&'a $name> for $name {
            fn sum<I: Iterator<Item = &'a Self>>(values: I) -> Self {
                values.copied().sum()
            }
        }
    };
}
arithmetic!(Seconds scaled by 1.0);
arithmetic!(Minutes scaled by 60.0);
arithmetic!(Milliseconds divided by 1000.0);

impl From<Minutes> for Seconds {
    fn from(minutes: Minutes) -> Self {
        Self(minutes.0 * 60.0)
    }
}

impl From<Seconds> for Minutes {
    fn from(seconds: Seconds) -> Self {
        Self(seconds.0 / 60.0)
    }
}

impl From<Milliseconds> for Seconds {
    fn from(milliseconds: Milliseconds) -> Self {
        Self(milliseconds.0 / 1000.0)
    }
}

impl From<Seconds> for Milliseconds {
    fn from(seconds: Seconds) -> Self {
        Self(seconds.0 * 1000.0)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_slowest_row_and_the_mean_need_no_detours() {
        let rows = [Some(Seconds(12.5)), None, Some(Seconds(279.0))];
        assert_eq!(
            rows.iter().max_by_key(|row| **row),
            Some(&Some(Seconds(279.0)))
        );
        let times: Vec<Seconds> = rows.into_iter().flatten().collect();
        let total: Seconds = times.iter().sum();
        assert_eq!(total, Seconds(291.5));
        assert_eq!(total / times.len() as f64, Seconds(145.75));
        assert_eq!(
            times.iter().copied().sum::<Seconds>() / Seconds(2.0),
            145.75
        );
        assert_eq!(-(times[0] - times[1]) * 2.0, Seconds(533.0));
    }

    #[test]
    fn durations_convert_both_ways() {
        let duration = Duration::from_millis(1500);
        assert_eq!(Seconds::from(duration), Seconds(1.5));
        assert_eq!(Duration::try_from(Seconds(1.5)), Ok(duration));
        for wrong in [-1.0, f64::NAN, f64::INFINITY, 1e30] {
            assert!(Duration::try_from(Seconds(wrong)).is_err(), "{wrong}");
        }
        assert_eq!(Minutes::from(duration), Minutes(0.025));
        assert_eq!(Duration::try_from(Minutes(0.025)), Ok(duration));
        assert_eq!(Milliseconds::from(duration), Milliseconds(1500.0));
        assert_eq!(Duration::try_from(Milliseconds(1500.0)), Ok(duration));
        assert!(Duration::try_from(Milliseconds(-1.0)).is_err());
    }

    #[test]
    fn every_unit_can_be_compared_with_every_other_in_seconds() {
        assert_eq!(Seconds::from(Minutes(1.5)), Seconds(90.0));
        assert_eq!(Minutes::from(Seconds(90.0)), Minutes(1.5));
        assert_eq!(Seconds::from(Milliseconds(90_500.0)), Seconds(90.5));
        assert_eq!(Milliseconds::from(Seconds(90.5)), Milliseconds(90_500.0));
        let total: Minutes = [Minutes(1.5), Minutes(2.0)].iter().sum();
        assert_eq!(f64::from(total / 2.0), 1.75);
    }

    #[test]
    fn equal_values_hash_alike() {
        let mut set = HashSet::from([Seconds(0.0), Seconds(f64::NAN)]);
        assert!(!set.insert(Seconds(-0.0)));
        assert!(!set.insert(Seconds(-f64::NAN)));
        assert!(set.insert(Seconds(1.0)));
    }

    proptest! {
        #[test]
        fn the_order_is_total_and_that_of_numbers(
            a in proptest::num::f64::ANY, b in proptest::num::f64::ANY, c in proptest::num::f64::ANY,
        ) {
            let [x, y, z] = [a, b, c].map(Seconds);
            if let Some(ordering) = a.partial_cmp(&b) {
                prop_assert_eq!(x.cmp(&y), ordering);
            }
            prop_assert_eq!(x.cmp(&y), y.cmp(&x).reverse());
            prop_assert_eq!(x == y, x.cmp(&y).is_eq());
            prop_assert!(x.cmp(&x).is_eq());
            if x <= y && y <= z {
                prop_assert!(x <= z);
            }
        }
    }
}

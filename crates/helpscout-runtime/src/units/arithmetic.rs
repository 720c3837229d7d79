//! Order, arithmetic and conversions of durations.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};
use std::time::{Duration, TryFromFloatSecsError};

use super::{Milliseconds, Minutes, Seconds};

/// Implements what a unit can do with numbers, and its conversions. The unit is a number of nanoseconds.
macro_rules! arithmetic {
    ($name:ident of $nanoseconds:literal) => {
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
                Self(quotient(duration.as_nanos(), $nanoseconds))
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
                let number = duration.0;
                match product(number, $nanoseconds) {
                    Some(duration) => Ok(duration),
                    // The error is of the standard library, and only it can make one.
                    None if number < 0.0 => Self::try_from_secs_f64(number),
                    None => Self::try_from_secs_f64(f64::INFINITY),
                }
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

        impl MulAssign<f64> for $name {
            fn mul_assign(&mut self, factor: f64) {
                self.0 *= factor;
            }
        }

        impl DivAssign<f64> for $name {
            fn div_assign(&mut self, divisor: f64) {
                self.0 /= divisor;
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
arithmetic!(Seconds of 1_000_000_000);
arithmetic!(Minutes of 60_000_000_000);
arithmetic!(Milliseconds of 1_000_000);

/// Divides nanoseconds. The quotient is rounded once, so that whole numbers stay whole.
fn quotient(nanoseconds: u128, divisor: u128) -> f64 {
    if nanoseconds == 0 {
        return 0.0;
    }
    // As many digits as there is room for are more than an `f64` has.
    let shift = nanoseconds.leading_zeros();
    let shifted = nanoseconds << shift;
    // The last digit says whether something is left, which decides where half of a digit goes.
    let is_inexact = !shifted.is_multiple_of(divisor);
    let digits = (shifted / divisor) | u128::from(is_inexact);
    digits as f64 / (1_u128 << shift) as f64
}

/// Multiplies a number of the unit with its nanoseconds and rounds once, halves to even. Returns
/// `None` if the number is negative or not finite, or the duration is too long.
fn product(number: f64, nanoseconds: u128) -> Option<Duration> {
    const DIGITS: i32 = f64::MANTISSA_DIGITS as i32 - 1;
    if !(0.0..=f64::MAX).contains(&number) {
        return None;
    }
    let bits = number.abs().to_bits();
    let (exponent, fraction) = ((bits >> DIGITS) as i32, bits & ((1 << DIGITS) - 1));
    if exponent == 0 {
        return Some(Duration::ZERO);
    }
    // The number is `digits` times two to the power of `shift`.
    let digits = u128::from(fraction | 1 << DIGITS) * nanoseconds;
    let shift = exponent - (f64::MAX_EXP - 1) - DIGITS;
    let rounded = if shift >= 0 {
        // The product has at most 89 digits, so that none gets lost.
        digits << u32::try_from(shift).ok().filter(|shift| *shift < 38)?
    } else if shift < -90 {
        0
    } else {
        let half = 1_u128 << (-shift - 1);
        let whole = digits >> -shift;
        let rest = digits & ((half << 1) - 1);
        whole + u128::from(rest > half || (rest == half && whole % 2 == 1))
    };
    let seconds = u64::try_from(rounded / 1_000_000_000).ok()?;
    Some(Duration::new(seconds, (rounded % 1_000_000_000) as u32))
}

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
        let mut mean = total;
        mean *= 2.0;
        mean /= 4.0;
        assert_eq!(mean, Seconds(145.75));
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
    fn a_whole_number_of_a_unit_stays_whole() {
        for number in 0..100_000_u32 {
            let duration = Duration::from_millis(number.into());
            let exact = f64::from(number);
            assert_eq!(f64::from(Milliseconds::from(duration)), exact);
            // A quotient of whole numbers is rounded once.
            assert_eq!(f64::from(Seconds::from(duration)), exact / 1000.0);
            assert_eq!(f64::from(Minutes::from(duration)), exact / 60_000.0);
            assert_eq!(Duration::try_from(Milliseconds(exact)), Ok(duration));
        }
    }

    #[test]
    fn durations_are_rounded_once_in_both_directions_whatever_their_size() {
        // Three centuries, which an f64 of seconds can't count in milliseconds.
        let duration = Duration::from_millis(9_467_085_600_123);
        assert_eq!(Milliseconds::from(duration).0, 9_467_085_600_123.0);
        assert_eq!(
            Duration::try_from(Milliseconds(9_467_085_600_123.0)),
            Ok(duration)
        );
        assert_eq!(Milliseconds::from(Duration::MAX).0, 2_f64.powi(64) * 1000.0);
        assert_eq!(Minutes::from(Duration::MAX).0, 2_f64.powi(64) / 60.0);
        for too_long in [2_f64.powi(64) * 1000.0, f64::MAX, f64::INFINITY] {
            assert!(
                Duration::try_from(Milliseconds(too_long)).is_err(),
                "{too_long}"
            );
        }
        // Half of the way between two numbers goes to the even one, and more of it to the next.
        for (nanoseconds, seconds) in [(0, 0), (1, 2)] {
            let duration = Duration::new((1 << 53) + 1, nanoseconds);
            let whole = ((1_u64 << 53) + seconds) as f64;
            assert_eq!(Seconds::from(duration).0, whole);
        }
        // Half a nanosecond goes to the even one.
        for (milliseconds, nanoseconds) in [
            (2_f64.powi(-7), 7812),
            (3.0 * 2_f64.powi(-7), 23_438),
            (1e-7, 0),
            (f64::MIN_POSITIVE, 0),
            (f64::from_bits(1), 0),
            (-0.0, 0),
        ] {
            let duration = Duration::from_nanos(nanoseconds);
            assert_eq!(Duration::try_from(Milliseconds(milliseconds)), Ok(duration));
        }
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
        fn seconds_convert_as_those_of_the_standard_library(bits in any::<u64>(), exponent in -40..70) {
            // Most numbers are far from any duration, so the exponent of another one is near.
            let near = f64::from_bits(bits >> 12 | 1_f64.to_bits()) * 2_f64.powi(exponent);
            for number in [f64::from_bits(bits), near, -near] {
                let expected = Duration::try_from_secs_f64(number);
                prop_assert_eq!(Duration::try_from(Seconds(number)), expected);
            }
        }

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

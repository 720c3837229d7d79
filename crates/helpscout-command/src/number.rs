//! Parses the whole numbers of options.

use std::ops::{Bound, RangeBounds};

/// Returns a parser for the value of an option that is a whole number in this range.
///
/// ```
/// use helpscout_command::whole_number;
///
/// let attempts = whole_number::<u32>(1..=100);
/// assert_eq!(attempts("8"), Ok(8));
/// assert_eq!(attempts("many"), Err("write a whole number from 1 to 100".to_owned()));
/// let rows = whole_number::<u64>(1..);
/// assert_eq!(rows("0"), Err("write a whole number of at least 1".to_owned()));
/// ```
pub fn whole_number<T: TryFrom<u64>>(
    range: impl RangeBounds<u64> + Clone,
) -> impl Fn(&str) -> Result<T, String> + Clone {
    move |typed| {
        let typed = typed.trim();
        let number = typed.parse::<u64>().ok();
        let number = number.filter(|number| range.contains(number));
        let number = number.and_then(|number| T::try_from(number).ok());
        number.ok_or_else(|| {
            let least = bound(range.start_bound(), 1).unwrap_or(0);
            match bound(range.end_bound(), -1) {
                Some(most) => format!("write a whole number from {least} to {most}"),
                // Only what stores it has a limit, which nobody needs to know.
                None if is_above(typed, least) => "the number is too large".to_owned(),
                None if least == 0 => "write a whole number, such as 20".to_owned(),
                None => format!("write a whole number of at least {least}"),
            }
        })
    }
}

/// Returns the last number within a bound, which is `step` from one that is excluded.
fn bound(bound: Bound<&u64>, step: i64) -> Option<u64> {
    match bound {
        Bound::Included(number) => Some(*number),
        Bound::Excluded(number) => number.checked_add_signed(step),
        Bound::Unbounded => None,
    }
}

/// Returns whether a text is a whole number above this one, however large.
fn is_above(typed: &str, least: u64) -> bool {
    let digits = typed.strip_prefix('+').unwrap_or(typed);
    let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    is_number && typed.parse::<u64>().map_or(true, |number| number > least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_outside_of_the_range_is_refused_with_the_limits_of_the_option() {
        let calls = whole_number::<u32>(1..);
        assert_eq!(calls(" 400 "), Ok(400));
        for typed in ["", "0", "-1", "2.5", "5k"] {
            let expected = "write a whole number of at least 1";
            assert_eq!(calls(typed), Err(expected.to_owned()), "{typed}");
        }
        for typed in ["4294967296", "+99999999999999999999"] {
            let expected = "the number is too large";
            assert_eq!(calls(typed), Err(expected.to_owned()), "{typed}");
        }
        for typed in ["0", "101", "99999999999999999999"] {
            let expected = "write a whole number from 1 to 100";
            assert_eq!(whole_number::<u32>(1..101)(typed), Err(expected.to_owned()));
        }
        assert_eq!(
            whole_number::<u64>(0..)("x"),
            Err("write a whole number, such as 20".to_owned())
        );
    }
}

//! Parses the whole numbers of options.

use std::ops::RangeInclusive;

/// Returns a parser for the value of an option that is a whole number in this range. The largest
/// `u64` stands for no upper limit.
///
/// ```
/// use helpscout_command::whole_number;
///
/// let attempts = whole_number::<u32>(1..=100);
/// assert_eq!(attempts("8"), Ok(8));
/// assert_eq!(attempts("many"), Err("write a whole number from 1 to 100".to_owned()));
/// let rows = whole_number::<u64>(1..=u64::MAX);
/// assert_eq!(rows("0"), Err("write a whole number of at least 1".to_owned()));
/// ```
pub fn whole_number<T: TryFrom<u64>>(
    range: RangeInclusive<u64>,
) -> impl Fn(&str) -> Result<T, String> + Clone {
    move |typed| {
        let number = typed.trim().parse::<u64>().ok();
        let number = number.filter(|number| range.contains(number));
        let number = number.and_then(|number| T::try_from(number).ok());
        number.ok_or_else(|| match (range.start(), range.end()) {
            (0, &u64::MAX) => "write a whole number, such as 20".to_owned(),
            (least, &u64::MAX) => format!("write a whole number of at least {least}"),
            (least, most) => format!("write a whole number from {least} to {most}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_outside_of_the_range_or_of_its_type_is_refused_alike() {
        let calls = whole_number::<u32>(1..=u64::from(u32::MAX));
        assert_eq!(calls(" 400 "), Ok(400));
        for typed in [
            "",
            "0",
            "-1",
            "2.5",
            "5k",
            "4294967296",
            "99999999999999999999",
        ] {
            let expected = "write a whole number from 1 to 4294967295";
            assert_eq!(calls(typed), Err(expected.to_owned()), "{typed}");
        }
        assert_eq!(
            whole_number::<u64>(0..=u64::MAX)("x"),
            Err("write a whole number, such as 20".to_owned())
        );
    }
}

//! The text of JSON numbers, so that the type of a column does not depend on its values.
//!
//! Readers of CSV and NDJSON guess the type of a column from its first rows. A whole number that
//! stands for a quantity is therefore written with a fraction, and an integer never is.

/// Returns whether the text is a number as JSON writes it.
pub(crate) fn is_number(text: &str) -> bool {
    let Some((integer, fraction, exponent)) = parts(text) else {
        return false;
    };
    let digits = integer.strip_prefix('-').unwrap_or(integer);
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let has_leading_zero = digits.len() > 1 && digits.starts_with('0');
    is_digits(digits)
        && !has_leading_zero
        && fraction.is_none_or(is_digits)
        && exponent
            .is_none_or(|exponent| is_digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

/// Appends a number with a fraction: `28` becomes `28.0`, and `1e2` becomes `1.0e2`.
pub(crate) fn append_with_fraction(number: &str, out: &mut String) {
    match number.find(['.', 'e', 'E']) {
        None => {
            out.push_str(number);
            out.push_str(".0");
        }
        Some(at) if number[at..].starts_with('.') => out.push_str(number),
        Some(at) => {
            out.push_str(&number[..at]);
            out.push_str(".0");
            out.push_str(&number[at..]);
        }
    }
}

/// Appends an integer without a fraction and an exponent: `28.0` becomes `28`, and `1e2` becomes
/// `100`. A number that is not an integer, or that has more digits than any integer type, is
/// appended as it is.
pub(crate) fn append_integer(number: &str, out: &mut String) {
    if number.bytes().all(|byte| byte.is_ascii_digit()) || !append_whole(number, out) {
        out.push_str(number);
    }
}

/// The digits of the largest integer of 64 bits.
const MOST_DIGITS: usize = 19;

/// Appends the number if it is an integer. Returns whether it was.
fn append_whole(number: &str, out: &mut String) -> bool {
    let Some((integer, fraction, exponent)) = parts(number) else {
        return false;
    };
    let fraction = fraction.unwrap_or("").trim_end_matches('0');
    let is_negative = integer.starts_with('-');
    let digits = integer.trim_start_matches('-').trim_start_matches('0');
    if digits.is_empty() && fraction.is_empty() {
        out.push('0');
        return true;
    }
    let whole = match exponent {
        None if fraction.is_empty() => digits.to_owned(),
        None => return false,
        Some(exponent) => match shifted(digits, fraction, exponent) {
            Some(whole) => whole,
            None => return false,
        },
    };
    if is_negative {
        out.push('-');
    }
    out.push_str(&whole);
    true
}

/// Returns the digits of `digits.fraction × 10^exponent` if that is an integer of 64 bits.
fn shifted(digits: &str, fraction: &str, exponent: &str) -> Option<String> {
    let exponent: i64 = exponent.parse().ok()?;
    let all = format!("{digits}{fraction}");
    let point = i64::try_from(digits.len()).ok()?.checked_add(exponent)?;
    let point = usize::try_from(point).ok()?;
    let significant = all.trim_end_matches('0').len();
    if significant > point {
        return None;
    }
    let whole: String = all
        .chars()
        .chain(std::iter::repeat('0'))
        .take(point.min(MOST_DIGITS + all.len()))
        .collect();
    let whole = whole.trim_start_matches('0');
    (whole.len() <= MOST_DIGITS && !whole.is_empty()).then(|| whole.to_owned())
}

/// Returns the integer part, the fraction without its point, and the exponent without its `e`.
fn parts(number: &str) -> Option<(&str, Option<&str>, Option<&str>)> {
    let (mantissa, exponent) = match number.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (number, None),
    };
    let (integer, fraction) = match mantissa.split_once('.') {
        Some((integer, fraction)) => (integer, Some(fraction)),
        None => (mantissa, None),
    };
    (!integer.is_empty()).then_some((integer, fraction, exponent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_a_fraction() {
        let cases = [
            ("28", "28.0"),
            ("-0", "-0.0"),
            ("1e2", "1.0e2"),
            ("-1E+2", "-1.0E+2"),
            ("12.50", "12.50"),
            ("1.5e3", "1.5e3"),
            ("99999999999999999999", "99999999999999999999.0"),
        ];
        for (number, expected) in cases {
            let mut out = String::new();
            append_with_fraction(number, &mut out);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn an_integer_has_none() {
        let cases = [
            ("28", "28"),
            ("28.0", "28"),
            ("28.00", "28"),
            ("-28.0", "-28"),
            ("-0", "0"),
            ("-0.0", "0"),
            ("0e9999999999999999999", "0"),
            ("1e2", "100"),
            ("1.5E+1", "15"),
            ("1200e-2", "12"),
            ("0.05e2", "5"),
            ("28.5", "28.5"),
            ("125e-2", "125e-2"),
            ("1e300", "1e300"),
            ("1e-300", "1e-300"),
            ("1e99999999999999999999", "1e99999999999999999999"),
            ("99999999999999999999.0", "99999999999999999999"),
            ("9007199254740993", "9007199254740993"),
        ];
        for (number, expected) in cases {
            let mut out = String::new();
            append_integer(number, &mut out);
            assert_eq!(out, expected, "{number}");
        }
    }

    #[test]
    fn numbers_are_told_from_other_texts() {
        for text in ["0", "-0", "12", "1.5", "1e5", "1.0E-7"] {
            assert!(is_number(text), "{text}");
        }
        for text in [
            "", "-", "01", "1.", ".5", "+1", "1e", "1e+", " 1", "0x1", "NaN", "1-2", "--1",
        ] {
            assert!(!is_number(text), "{text}");
        }
    }
}

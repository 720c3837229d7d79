//! Parses a size in bytes, such as `500M`.

/// The units, each 1024 times the one before.
const UNITS: &str = "KMGT";

/// Returns the number of bytes. The units are powers of 1024, and their case does not matter.
pub(crate) fn parse(typed: &str) -> Result<u64, String> {
    let typed = typed.trim();
    let unit = typed.chars().last().map(|last| last.to_ascii_uppercase());
    let power = unit.and_then(|unit| UNITS.find(unit));
    let (digits, factor) = match power {
        Some(power) => (&typed[..typed.len() - 1], 1 << (10 * (power + 1))),
        None => (typed, 1),
    };
    let wrong = "expected a number of bytes above 0, such as 1000000, 500M or 4G";
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong.to_owned());
    }
    let bytes = digits.parse::<u64>().map_err(|_| wrong.to_owned())?;
    match bytes.checked_mul(factor) {
        Some(bytes) if bytes > 0 => Ok(bytes),
        _ => Err(wrong.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_a_number_of_bytes_or_of_a_unit() {
        for (typed, bytes) in [
            ("1", 1),
            ("1000000", 1_000_000),
            ("2k", 2_048),
            ("500M", 500 << 20),
            (" 4G ", 4 << 30),
            ("1T", 1 << 40),
        ] {
            assert_eq!(parse(typed), Ok(bytes), "{typed}");
        }
        for typed in [
            "",
            "0",
            "0G",
            "G",
            "-1",
            "+1",
            "1.5G",
            "1GB",
            "1 G",
            "\u{e9}",
            "99999999999T",
        ] {
            assert!(parse(typed).is_err(), "{typed}");
        }
    }
}

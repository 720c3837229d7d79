//! Durations as people write them: `90m`, `1h30m`, `2d`.

/// Returns the seconds of a duration: numbers, each followed by one of the letters `w`, `d`, `h`, `m`
/// and `s`, or a number alone, which is seconds. Returns `None` for anything else.
pub(crate) fn seconds(text: &str) -> Option<f64> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<f64>() {
        return is_plain(text).then_some(seconds);
    }
    let mut seconds = 0.0;
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|char: char| !char.is_ascii_digit() && char != '.')?;
        let (number, after) = rest.split_at(end);
        let number: f64 = number.parse().ok()?;
        let letter = after.chars().next()?;
        seconds += number
            * match letter {
                'w' => 604_800.0,
                'd' => 86_400.0,
                'h' => 3_600.0,
                'm' => 60.0,
                's' => 1.0,
                _ => return None,
            };
        rest = after[letter.len_utf8()..].trim_start();
    }
    (!text.is_empty() && seconds.is_finite()).then_some(seconds)
}

/// Returns whether a number is written with digits: `1e3` and `inf` are numbers, but no one means them.
fn is_plain(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        let cases = [
            ("90", Some(90.0)),
            ("90s", Some(90.0)),
            ("1h30m", Some(5_400.0)),
            ("1h 30m", Some(5_400.0)),
            ("1.5h", Some(5_400.0)),
            ("2d", Some(172_800.0)),
            ("1w", Some(604_800.0)),
            ("", None),
            ("h", None),
            ("1x", None),
            ("1h30", None),
            ("inf", None),
            ("1e3", None),
            ("1é", None),
        ];
        for (text, expected) in cases {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }
}

//! The layout of JSON text.

/// Breaks JSON into lines, with two spaces of indentation for each level.
///
/// Only the whitespace between tokens changes. Parsing and printing the text would round numbers,
/// and the result would depend on the features of `serde_json`.
pub(crate) fn in_lines(json: &str) -> String {
    let mut lines = String::with_capacity(json.len() * 2);
    let mut depth = 0_usize;
    let (mut in_text, mut escaped, mut opened) = (false, false, false);
    for char in json.chars() {
        if in_text {
            lines.push(char);
            in_text = escaped || char != '"';
            escaped = char == '\\' && !escaped;
            continue;
        }
        if char.is_ascii_whitespace() {
            continue;
        }
        let closes = matches!(char, '}' | ']');
        if closes {
            depth = depth.saturating_sub(1);
        }
        if opened != closes {
            new_line(&mut lines, depth);
        }
        lines.push(char);
        opened = matches!(char, '{' | '[');
        match char {
            '{' | '[' => depth += 1,
            ',' => new_line(&mut lines, depth),
            ':' => lines.push(' '),
            '"' => in_text = true,
            _ => {}
        }
    }
    lines.push('\n');
    lines
}

fn new_line(lines: &mut String, depth: usize) {
    lines.push('\n');
    lines.extend(std::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_laid_out_like_serde_json_does_it() {
        let value = serde_json::json!({
            "empty": [{}, []],
            "text": "a {b}, [c]: \"d\" \\",
            "nested": { "list": [1, [2, true], null], "key\\": {} },
        });
        let expected = format!("{value:#}\n");
        assert_eq!(in_lines(&value.to_string()), expected);
        assert_eq!(in_lines(&expected), expected);
    }

    #[test]
    fn numbers_stay_as_they_are_written() {
        assert_eq!(
            in_lines("[0.41333333333333333,\n 1e2, -92.20125786163523]"),
            "[\n  0.41333333333333333,\n  1e2,\n  -92.20125786163523\n]\n"
        );
    }
}

//! JSON text, laid out for people.

/// Breaks JSON into lines, indented by two blanks a level, the last one closed.
///
/// Only blanks between tokens change. Reading and printing would not do: a number comes out of it
/// rounded, and differently with other features of `serde_json`.
pub(crate) fn in_lines(json: &str) -> String {
    let mut lines = String::with_capacity(json.len() * 2);
    let mut depth = 0_usize;
    let (mut in_text, mut escaped, mut opened) = (false, false, false);
    for c in json.chars() {
        if in_text {
            lines.push(c);
            in_text = escaped || c != '"';
            escaped = c == '\\' && !escaped;
            continue;
        }
        if c.is_ascii_whitespace() {
            continue;
        }
        let closes = matches!(c, '}' | ']');
        if closes {
            depth = depth.saturating_sub(1);
        }
        if opened != closes {
            new_line(&mut lines, depth);
        }
        lines.push(c);
        opened = matches!(c, '{' | '[');
        match c {
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
    fn json_is_laid_out_as_serde_does_it() {
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

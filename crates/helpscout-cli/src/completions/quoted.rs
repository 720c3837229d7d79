//! Words as they are typed in a shell.

use std::ffi::{OsStr, OsString};

/// Returns what a word stands for: without its quotes and backslashes. The last quote may be open.
pub(super) fn read(word: &OsStr) -> OsString {
    let Some(word) = word.to_str() else {
        return word.to_owned();
    };
    let mut read = String::with_capacity(word.len());
    let mut quote = None;
    let mut chars = word.chars().peekable();
    while let Some(char) = chars.next() {
        match (quote, char) {
            (None, '"' | '\'') => quote = Some(char),
            (Some(open), close) if open == close => quote = None,
            (None, '\\') => read.extend(chars.next()),
            // Only these are escaped between double quotes.
            (Some('"'), '\\') => {
                let escaped = chars.next_if(|char| matches!(char, '"' | '\\' | '$' | '`'));
                read.push(escaped.unwrap_or('\\'));
            }
            _ => read.push(char),
        }
    }
    read.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_read_as_a_shell_reads_it() {
        for (typed, meant) in [
            ("", ""),
            ("--user=Mar", "--user=Mar"),
            (r"Marta\ Lindqvist,Han", "Marta Lindqvist,Han"),
            ("\"447723,Mar", "447723,Mar"),
            ("\"Marta Lindqvist\",Han", "Marta Lindqvist,Han"),
            ("'\"Sam, Comma\",Mar", "\"Sam, Comma\",Mar"),
            (r#""a\"b\c"#, r#"a"b\c"#),
            (r"O\'Brien", "O'Brien"),
            ("\"O'B", "O'B"),
            (r"Zoë\", "Zoë"),
        ] {
            assert_eq!(read(OsStr::new(typed)), meant, "{typed}");
        }
    }
}

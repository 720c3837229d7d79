//! Text that a sheet can hold.

use std::borrow::Cow;

/// Returns a text without the characters that XML can't have, each replaced by U+FFFD. A line break of
/// Windows becomes one of a spreadsheet.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if text.contains(is_illegal) {
        Cow::Owned(with_line_feeds(text).replace(is_illegal, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Returns whether [`clean`] replaces characters of a text by U+FFFD.
pub(super) fn is_replaced(text: &str) -> bool {
    text.contains(is_illegal) && with_line_feeds(text).contains(is_illegal)
}

fn with_line_feeds(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn is_illegal(char: char) -> bool {
    matches!(char, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}' | '\u{fffe}' | '\u{ffff}')
}

/// Returns the start of a text with at most that many UTF-16 code units.
pub(super) fn within(text: &str, units: usize) -> &str {
    // No text has more code units than bytes.
    if text.len() <= units {
        return text;
    }
    let mut taken = 0;
    let end = text.char_indices().find(|(_, char)| {
        taken += char.len_utf16();
        taken > units
    });
    end.map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_xml_lacks_are_replaced() {
        assert_eq!(clean("a\tb\nc"), "a\tb\nc");
        assert_eq!(clean("a\r\nb\u{1b}[2J\u{0}"), "a\nb\u{fffd}[2J\u{fffd}");
    }

    #[test]
    fn a_text_is_cut_between_characters() {
        assert_eq!(within("äbc", 3), "äbc");
        assert_eq!(within("a😀b", 2), "a");
        assert_eq!(within("a😀b", 3), "a😀");
    }
}

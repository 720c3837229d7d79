//! Text that is safe to print, whoever wrote it.

use unicode_width::UnicodeWidthStr;

/// Returns a line of text without characters that would control a terminal. For all text that
/// may come from outside.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .map(|char| if is_control(char) { '\u{fffd}' } else { char })
        .collect()
}

/// Returns whether it is a control character or changes the direction of the text.
pub(crate) fn is_control(char: char) -> bool {
    char.is_control() || matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns the first characters of a text, for messages.
pub(crate) fn excerpt(text: &str) -> String {
    cut(text, 200)
}

/// Returns the first characters of a name, for messages.
pub(crate) fn shortened(name: &str) -> String {
    cut(name, 100)
}

/// Returns the first characters of a name in quotes, for messages.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", shortened(name))
}

fn cut(text: &str, longest: usize) -> String {
    let mut start: String = text.chars().take(longest).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    printable(&start)
}

/// Returns the lines of a paragraph that has this many columns. Words are not divided.
pub(crate) fn wrapped(paragraph: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in paragraph.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Returns a number with its noun, in the plural unless it is 1.
pub(crate) fn counted(number: impl ToString, noun: &str) -> String {
    let number = number.to_string();
    let plural = if number == "1" { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::{printable, wrapped};

    #[test]
    fn text_from_outside_cannot_control_the_terminal() {
        assert_eq!(
            printable("Zoë \u{1b}[31m\u{7}\u{202e}x"),
            "Zoë \u{fffd}[31m\u{fffd}\u{fffd}x"
        );
    }
    #[test]
    fn lines_end_between_words() {
        let lines = wrapped("one two three  four", 9);
        assert_eq!(lines, ["one two", "three", "four"]);
        // What is too long for a line has one of its own.
        assert_eq!(wrapped("a longest b", 4), ["a", "longest", "b"]);
        assert_eq!(wrapped("日本 語", 5), ["日本", "語"]);
    }
}

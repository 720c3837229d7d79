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

/// Returns a line as lines that have this many columns and the same indentation. Words are not divided,
/// nor is a command that can be typed.
pub(crate) fn wrapped(line: &str, columns: usize) -> Vec<String> {
    let words = line.trim_start();
    let indent = &line[..line.len() - words.len()];
    let prose = match words.find(COMMAND) {
        Some(at) => at + 1,
        None => words.len(),
    };
    let (prose, command) = words.split_at(prose);
    let words = prose
        .split(' ')
        .chain((!command.is_empty()).then(|| command.trim_start()));
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut() {
            // Several blanks in a row lead to words without letters.
            Some(line) if word.is_empty() || width(line) + 1 + width(word) <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(format!("{indent}{word}")),
        }
    }
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

/// Returns a line of clap as lines that have this many columns. What follows a label, such as `error: `
/// or `  tip: `, stays beside it.
pub(crate) fn hanging(line: &str, columns: usize) -> Vec<String> {
    let words = line.trim_start();
    let indent = line.len() - words.len();
    let label = words.split(' ').next().unwrap_or_default();
    let lead = if words.starts_with('[') {
        indent + 1
    } else if is_label(label) {
        indent + label.len() + 1
    } else {
        indent
    };
    let (lead, rest) = line.split_at(lead.min(line.len()));
    // What belongs to the line before is indented already.
    let hang = if lead.trim().is_empty() && (1..=4).contains(&indent) {
        indent + 2
    } else {
        width(lead)
    };
    let parts = wrapped(rest, columns.saturating_sub(hang).max(NARROWEST));
    let lines = parts.iter().enumerate().map(|(at, part)| match at {
        0 => format!("{lead}{part}"),
        _ => format!("{}{part}", " ".repeat(hang)),
    });
    lines.collect()
}

/// Returns whether a word, perhaps with a style, ends with a colon.
fn is_label(word: &str) -> bool {
    let plain = word.split(START_OF_STYLE).enumerate();
    let plain = plain.map(|(at, part)| match part.split_once('m') {
        Some((_, text)) if at > 0 => text,
        _ => part,
    });
    plain.collect::<String>().ends_with(':')
}

/// The fewest columns of text beside a label.
pub(crate) const NARROWEST: usize = 24;

/// Returns how many columns a text has, without the sequences that style it.
fn width(text: &str) -> usize {
    let mut parts = text.split(START_OF_STYLE);
    let first = parts.next().map_or(0, UnicodeWidthStr::width);
    let others = parts.map(|part| part.split_once('m').map_or(0, |(_, text)| text.width()));
    first + others.sum::<usize>()
}

/// How a sequence starts that styles text.
const START_OF_STYLE: &str = "\u{1b}[";

/// How a command starts that ends a sentence.
const COMMAND: &str = ": helpscout ";

/// Returns a number with its noun, in the plural unless it is 1.
pub(crate) fn counted(number: impl ToString, noun: &str) -> String {
    let number = number.to_string();
    let plural = if number == "1" { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::{hanging, printable, wrapped};

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

    #[test]
    fn what_follows_a_label_stays_beside_it() {
        let styled =
            "\u{1b}[1m\u{1b}[31merror:\u{1b}[0m one two three four five \u{1b}[33m'six'\u{1b}[0m";
        assert_eq!(
            hanging(styled, 31),
            [
                "\u{1b}[1m\u{1b}[31merror:\u{1b}[0m one two three four five",
                "       \u{1b}[33m'six'\u{1b}[0m"
            ]
        );
        assert_eq!(
            hanging("  tip: some similar subcommands exist", 32),
            ["  tip: some similar subcommands", "       exist"]
        );
        assert_eq!(
            hanging("  [possible values: table, json, csv]", 28),
            ["  [possible values: table,", "   json, csv]"]
        );
        assert_eq!(
            hanging("  --user <ID|NAME>, --team <ID> or --everybody", 40),
            ["  --user <ID|NAME>, --team <ID> or", "    --everybody"]
        );
        assert_eq!(hanging("", 40), [""]);
    }

    #[test]
    fn lines_that_fit_and_commands_stay_as_they_are() {
        assert_eq!(wrapped("  a   b", 7), ["  a   b"]);
        assert_eq!(wrapped("  one two", 6), ["  one", "  two"]);
        assert_eq!(wrapped("", 5), [""]);
        assert_eq!(
            wrapped("go on with: helpscout pull --to 'a b'", 10),
            ["go on", "with:", "helpscout pull --to 'a b'"]
        );
    }
}

//! Text from outside in messages: shortened, on one line, and without control characters.

/// The largest number of characters of outside text that a message quotes.
const LONGEST: usize = 60;

/// The largest number of characters of a sentence that a message quotes.
const LONGEST_SENTENCE: usize = 200;

/// Returns the text in backticks, shortened and escaped.
pub fn quoted(text: &str) -> String {
    format!("`{}`", bare(text))
}

/// Returns the text without backticks, shortened and escaped.
pub fn bare(text: &str) -> String {
    cut(text, LONGEST)
}

/// Returns a sentence of the spec's author, shortened less than other texts, and escaped.
pub fn sentence(text: &str) -> String {
    cut(text, LONGEST_SENTENCE)
}

fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}...", escaped(&text[..end])),
        None => escaped(text),
    }
}

/// Returns the whole text on one line, with control and invisible characters escaped.
pub fn escaped(text: &str) -> String {
    let mut shown = String::new();
    for char in text.chars() {
        match char {
            char if char.is_control() || is_invisible(char) => {
                shown.extend(char.escape_unicode());
            }
            char => shown.push(char),
        }
    }
    shown
}

/// Returns whether a character is invisible or changes the order of others.
pub fn is_invisible(char: char) -> bool {
    matches!(char,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Returns the words in backticks as a list, with `last` before the last one: `a, b and c`.
pub fn listed(words: &[impl AsRef<str>], last: &str) -> String {
    let quoted: Vec<String> = words.iter().map(|word| quoted(word.as_ref())).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((end, start)) => format!("{} {last} {end}", start.join(", ")),
    }
}

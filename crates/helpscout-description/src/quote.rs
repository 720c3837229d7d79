//! Foreign text inside messages: short, on one line, without anything a terminal would obey.

/// The most characters of foreign text that a message repeats.
const LONGEST: usize = 60;

/// The most characters of a sentence of the spec's author that a message repeats.
const LONGEST_SENTENCE: usize = 200;

/// The text in backticks.
pub fn quoted(text: &str) -> String {
    format!("`{}`", bare(text))
}

/// The text without backticks.
pub fn bare(text: &str) -> String {
    cut(text, LONGEST)
}

/// A sentence of the spec's author, without backticks around it.
pub fn sentence(text: &str) -> String {
    cut(text, LONGEST_SENTENCE)
}

fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}...", escaped(&text[..end])),
        None => escaped(text),
    }
}

/// The whole text, on one line and with everything in it to be seen.
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

/// Characters that are not seen or that change the order of others.
pub fn is_invisible(char: char) -> bool {
    matches!(char,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// `a`, `b and c`, `a, b and c`.
pub fn listed(words: &[impl AsRef<str>], last: &str) -> String {
    let quoted: Vec<String> = words.iter().map(|word| quoted(word.as_ref())).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((end, start)) => format!("{} {last} {end}", start.join(", ")),
    }
}

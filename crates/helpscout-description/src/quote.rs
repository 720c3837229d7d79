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
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let mut shown = String::new();
    for (at, char) in text.char_indices() {
        match char {
            char if joins_letters(text, at) => shown.push(char),
            char if char.is_control() || is_invisible(char) => {
                shown.extend(char.escape_unicode());
            }
            char => shown.push(char),
        }
    }
    shown
}

/// Returns whether a character is invisible or changes the order of others. Control characters and
/// ordinary spaces don't count.
///
/// These are the characters that Unicode calls default ignorable (zero-width characters, joiners,
/// fillers, variation selectors and tags), all that format text without being seen (such as those
/// for text from right to left), the separators of lines and paragraphs, and a few that fonts draw
/// as nothing.
///
/// # Examples
///
/// ```
/// use helpscout_description::quote::is_invisible;
///
/// assert!(is_invisible('\u{202e}'));
/// assert!(is_invisible('\u{fe0f}'));
/// assert!(!is_invisible('a') && !is_invisible(' ') && !is_invisible('\n'));
/// ```
pub fn is_invisible(char: char) -> bool {
    // Nearly all text has only characters before these.
    char >= '\u{ad}'
        && matches!(char,
        // The soft hyphen, the combining grapheme joiner, the Arabic letter mark.
        '\u{ad}' | '\u{34f}' | '\u{61c}'
        // Fillers of Hangul and vowels of Khmer.
        | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}'
        // Selectors and separators of Mongolian.
        | '\u{180b}'..='\u{180f}'
        // Zero-width characters, marks and embeddings of a direction, separators, operators.
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        // The empty pattern of Braille.
        | '\u{2800}'
        // Variation selectors, the byte order mark, annotations, the object replacement character.
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{fffc}'
        // Fillers and controls of other scripts, of shorthand and of music.
        | '\u{13430}'..='\u{1343f}' | '\u{16fe4}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d159}' | '\u{1d173}'..='\u{1d17a}'
        // Tags and more variation selectors.
        | '\u{e0000}'..='\u{e0fff}')
}

/// Returns whether the character at a place is a joiner between two letters of a script whose words
/// are spelled with joiners, such as Persian or Sinhala. It is invisible, but not without effect: the
/// word would be another one without it.
///
/// # Examples
///
/// ```
/// use helpscout_description::quote::joins_letters;
///
/// assert!(joins_letters("می\u{200c}خواهم", "می".len()));
/// assert!(!joins_letters("re\u{200c}port", 2));
/// ```
pub fn joins_letters(text: &str, at: usize) -> bool {
    let is_joined = |char: char| {
        matches!(char,
            // Arabic, Syriac and what is related to them.
            '\u{620}'..='\u{6d5}' | '\u{6e5}'..='\u{8c9}' | '\u{fb50}'..='\u{fdcf}' | '\u{fe70}'..='\u{fefc}'
            // The scripts of India, of Tibet and of Southeast Asia, with their marks.
            | '\u{900}'..='\u{109f}' | '\u{1780}'..='\u{17d3}' | '\u{1b00}'..='\u{1b4b}')
            && !is_invisible(char)
    };
    let Some((before, rest)) = text.split_at_checked(at) else {
        return false;
    };
    let mut rest = rest.chars();
    matches!(rest.next(), Some('\u{200c}' | '\u{200d}'))
        && before.chars().next_back().is_some_and(is_joined)
        && rest.next().is_some_and(is_joined)
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

#[cfg(test)]
mod tests {
    use super::{escaped, is_invisible};

    #[test]
    fn invisible_characters_are_escaped_and_visible_ones_are_not() {
        for char in [
            '\u{ad}',
            '\u{34f}',
            '\u{61c}',
            '\u{115f}',
            '\u{1160}',
            '\u{17b4}',
            '\u{180b}',
            '\u{180e}',
            '\u{200b}',
            '\u{200f}',
            '\u{2028}',
            '\u{202a}',
            '\u{202e}',
            '\u{2060}',
            '\u{2066}',
            '\u{206f}',
            '\u{2800}',
            '\u{3164}',
            '\u{fe00}',
            '\u{fe0f}',
            '\u{feff}',
            '\u{ffa0}',
            '\u{fff9}',
            '\u{fffb}',
            '\u{1d173}',
            '\u{e0001}',
            '\u{e007f}',
            '\u{e0100}',
            '\u{e01ef}',
        ] {
            assert!(is_invisible(char), "{:x}", u32::from(char));
            let shown = escaped(&char.to_string());
            assert_eq!(shown, format!("\\u{{{:x}}}", u32::from(char)));
        }
        let visible = "aé信\u{1f600} \u{a0}\u{300}\u{600}\u{e000}\u{fffd}";
        assert_eq!(escaped(visible), visible);
        assert_eq!(escaped("\u{0}\u{7f}\u{9b}\n"), "\\u{0}\\u{7f}\\u{9b}\\u{a}");
    }
}

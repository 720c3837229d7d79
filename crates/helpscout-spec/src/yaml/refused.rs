//! What is no YAML of the spec language: findings about keys that come twice, and about characters.

use std::ops::Range;

use helpscout_description::quote::{is_invisible, joins_letters, quoted};

use crate::code::Code;
use crate::finding::Finding;
use crate::text::Text;

/// A key that a map has already.
pub(super) struct Repeated {
    pub(super) key: String,
    pub(super) span: Range<usize>,
    pub(super) first: Range<usize>,
}

pub(super) fn duplicate_key(text: &Text, repeated: &Repeated) -> Finding {
    let message = format!("the key {} is given twice", quoted(&repeated.key));
    Finding::new(
        Code::DuplicateKey,
        text.place(repeated.span.clone()),
        message,
    )
    .label("given again")
    .second(text.place(repeated.first.clone()), "first given here")
    .help("remove one of them")
}

/// Creates the finding for keys of one list entry that are those of another, given the first of them.
pub(super) fn another_entry(text: &Text, first: &Repeated, is_complete: bool) -> Finding {
    let message = format!(
        "several keys of this entry are given twice, from {} on",
        quoted(&first.key)
    );
    let help = if is_complete {
        "if another entry starts here, write `- ` before its first key"
    } else {
        "if these are the keys of another entry, start it with `- ` and the keys that are missing here"
    };
    Finding::new(Code::DuplicateKey, text.place(first.span.clone()), message)
        .label("given again")
        .second(text.place(first.first.clone()), "first given here")
        .help(help)
}

/// Creates the finding for a file whose keys start again, given the first of them.
pub(super) fn another_file(text: &Text, first: &Repeated) -> Finding {
    let message = "the keys of the file are given twice, as if two files were joined";
    Finding::new(Code::DuplicateKey, text.place(first.span.clone()), message)
        .label("given again")
        .second(text.place(first.first.clone()), "first given here")
        .help("describe one operation in each file: move what starts here to a file of its own")
}

/// Returns whether a character must not be in any text. The file may have it as an escape only;
/// otherwise, the file has been refused already.
pub(super) fn is_refused(text: &str, at: usize, char: char) -> bool {
    (char.is_control() && char != '\n') || (is_invisible(char) && !joins_letters(text, at))
}

pub(super) fn invisible(text: &Text, span: Range<usize>, char: char) -> Finding {
    let code = format!("U+{:04X}", u32::from(char));
    let escape = letter(char).map(|letter| format!("\\{letter}"));
    let source = text.as_str().get(span.clone()).unwrap_or_default();
    if let Some(escape) = escape
        && let Some(at) = source.find(&escape)
    {
        // A path such as `C:\temp` is not meant to have a tab.
        let span = span.start + at..span.start + at + escape.len();
        let message =
            format!("between double quotes, `{escape}` is the invisible character {code}");
        return Finding::new(Code::ControlInProse, text.place(span), message).help(
            "write `\\\\` for a backslash, or use single quotes, in which it has no special meaning",
        );
    }
    let message = format!("the text contains the invisible character {code}");
    Finding::new(Code::ControlInProse, text.place(span), message).help("remove the character")
}

/// Returns the letter that stands for a character after a backslash.
fn letter(char: char) -> Option<char> {
    Some(match char {
        '\0' => '0',
        '\u{7}' => 'a',
        '\u{8}' => 'b',
        '\t' => 't',
        '\u{b}' => 'v',
        '\u{c}' => 'f',
        '\r' => 'r',
        '\u{1b}' => 'e',
        _ => return None,
    })
}

pub(super) fn key_kind(text: &Text, span: Range<usize>) -> Finding {
    let message = "the key is not text";
    Finding::new(Code::KeyKind, text.place(span), message).help(
        "put quotes around a text that starts with `{` or `[`; YAML reads it as a map or list",
    )
}

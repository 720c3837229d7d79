//! Explains the errors of the YAML parser and says what to do about them.

/// An error of the parser, explained.
pub(crate) struct Complaint {
    /// What is wrong.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: &'static str,
}

/// A part of the parser's message, what it means, and what to do about it.
const KNOWN: &[(&str, &str, &str)] = &[
    (
        "mapping values are not allowed",
        "a colon stands where no key can be",
        "put quotes around a text that contains a colon followed by a space; otherwise check the \
         indentation",
    ),
    (
        "illegal placement of ':' indicator",
        "a colon stands where no key can be",
        "close the bracket or brace above, or put quotes around a text with a colon",
    ),
    (
        "simple key expect ':'",
        "the line before this one has no colon",
        "write `key: value`; indent the next lines of a text more than its key",
    ),
    (
        "simple key expected",
        "a key is expected here",
        "write `key: value`, indented like the keys around it",
    ),
    (
        "unexpected character",
        "a text can't start with this character",
        "put quotes around the text",
    ),
    (
        "only valid inside a block",
        "a list entry can't start here",
        "close the brace, bracket or quote above, or check the indentation",
    ),
    (
        "trailing content after double-quoted scalar",
        "text follows a closing quote",
        "close the quote above; inside single quotes, write `''` for a quote",
    ),
    (
        "found unexpected end of stream",
        "the file ends inside a quoted text",
        "close the quote",
    ),
    (
        "found unexpected document indicator",
        "the document ends inside a quoted text",
        "close the quote",
    ),
    (
        "did not find expected ',' or '}'",
        "a comma or `}` is expected here",
        "close the brace, or put quotes around a text with special characters",
    ),
    (
        "expected ',' or ']'",
        "a comma or `]` is expected here",
        "close the bracket, or put quotes around a text with special characters",
    ),
    (
        "unexpected eof",
        "the file ends inside a brace or bracket",
        "close the brace or bracket",
    ),
    (
        "did not find expected key",
        "the line is indented differently from those around it",
        "indent it like the keys above it",
    ),
    (
        "did not find expected '-' indicator",
        "the line is indented differently from those around it",
        "indent it like the keys above it, or start a list entry with `- `",
    ),
    (
        "block sequence entries are not allowed",
        "a list can't start here",
        "start the list on a line of its own, indented more than its key",
    ),
    (
        "invalid indentation",
        "the line is not indented enough",
        "indent it more than the key it belongs to",
    ),
    (
        "unknown escape character",
        "the escape after the backslash is unknown",
        "use single quotes, in which a backslash has no special meaning",
    ),
    (
        "misplaced bracket",
        "this bracket or brace closes one that was not opened",
        "remove it, or put quotes around the text",
    ),
];

/// Explains a message of the YAML parser.
pub(crate) fn explain(info: &str) -> Complaint {
    match KNOWN.iter().find(|(part, ..)| info.contains(part)) {
        Some((_, message, help)) => Complaint {
            message: (*message).to_owned(),
            help,
        },
        None => Complaint {
            message: format!(
                "this is not YAML: {}",
                helpscout_description::quote::bare(info)
            ),
            help: "look for a quote or brace that is not closed, or put quotes around the text",
        },
    }
}

//! What the YAML parser complains about, in words that say what to do.

/// A complaint of the parser, as people need it told.
pub(crate) struct Complaint {
    /// What is wrong.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: &'static str,
}

/// A part of the parser's message, what it means, and what to do.
const KNOWN: &[(&str, &str, &str)] = &[
    (
        "mapping values are not allowed",
        "a colon stands where no key can be",
        "put quotes around a text that contains a colon and a blank; otherwise look at the \
         indentation",
    ),
    (
        "illegal placement of ':' indicator",
        "a colon stands where no key can be",
        "is a bracket or brace above not closed?",
    ),
    (
        "simple key expect ':'",
        "the line before this one has no colon",
        "write `key: value`; a text that goes on in the next line is indented more than its key",
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
        "is a brace, bracket or quote above not closed?",
    ),
    (
        "trailing content after double-quoted scalar",
        "text follows a closing quote",
        "is a quote above not closed, or one inside the text? `''` stands for a quote between \
         quotes",
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
        "close it",
    ),
    (
        "did not find expected key",
        "the line is indented unlike those around it",
        "indent it like the keys above it",
    ),
    (
        "did not find expected '-' indicator",
        "the line is indented unlike those around it",
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
        "use single quotes, between which a backslash is itself",
    ),
    (
        "misplaced bracket",
        "a bracket or brace is closed that was not opened",
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
            help: "look for an unclosed quote or brace, or put quotes around the text",
        },
    }
}

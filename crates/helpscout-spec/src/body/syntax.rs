//! Explains why a text is not JSON, and says what to do about it.

use std::ops::Range;

use super::scan::{self, Before};

/// Why a text is not JSON.
pub(crate) struct Fault {
    /// What is wrong, as the rest of a sentence.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: String,
    /// The bytes at fault.
    pub(crate) span: Range<usize>,
    /// The bytes to replace, and by what, if that is certain.
    pub(crate) fix: Option<(Range<usize>, String)>,
}

impl Fault {
    fn new(span: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
            span,
            fix: None,
        }
    }

    fn fix_if(self, is_certain: bool, span: Range<usize>, new: impl Into<String>) -> Self {
        if is_certain {
            self.fix(span, new)
        } else {
            self
        }
    }

    fn fix(mut self, span: Range<usize>, replacement: impl Into<String>) -> Self {
        self.fix = Some((span, replacement.into()));
        self
    }
}

/// Explains an error of serde_json about a text.
pub(crate) fn explain(text: &str, error: &serde_json::Error) -> Fault {
    let at = offset(text, error.line(), error.column());
    let reason = error.to_string();
    let is = |known: &str| reason.starts_with(known);
    let before = scan::up_to(text, at);
    if text.trim().is_empty() {
        return Fault::new(
            0..0,
            "the file is empty",
            "copy the example body of the page into it",
        );
    }
    if is("EOF") {
        return cut_off(text, &scan::up_to(text, text.len()));
    }
    if is("control character") {
        return in_string(text, at, before.string.unwrap_or(at));
    }
    if is("trailing comma") {
        let comma = before.token;
        return Fault::new(
            comma.clone(),
            "nothing follows the comma",
            "remove the comma",
        )
        .fix(comma, "");
    }
    if is("recursion limit") {
        let help = "copy the body as the page shows it";
        return Fault::new(at..at + 1, "it is nested more than 128 levels deep", help);
    }
    if [
        "invalid escape",
        "invalid unicode",
        "lone",
        "unexpected end of hex",
    ]
    .iter()
    .any(|known| is(known))
    {
        return escape(text, at, is("lone") || is("unexpected end of hex"));
    }
    if is("invalid number") || is("number out of range") {
        return number(text, at);
    }
    if let Some(fault) = foreign(text, at, &before) {
        return fault;
    }
    if is("expected `,`") {
        return no_comma(text, at, &before);
    }
    if is("expected `:`") {
        return no_colon(text, at, &before);
    }
    if is("trailing characters") {
        let help = "remove what follows the body; an example is one object or one array";
        return Fault::new(scan::word_at(text, at), "text follows its end", help);
    }
    if is("key must be") {
        let word = scan::word_at(text, at);
        return Fault::new(
            word,
            "a key is expected here",
            "write a key in double quotes",
        );
    }
    no_value(text, at)
}

/// Returns the byte that an error is about. Columns count bytes, and the line end before a line is
/// its column 0.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let lines = text.split_inclusive('\n').take(line.saturating_sub(1));
    let start: usize = lines.map(str::len).sum();
    let mut at = (start + column).saturating_sub(1).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Explains a text that ends too early: the fault is where something was opened.
fn cut_off(text: &str, before: &Before) -> Fault {
    if let Some(quote) = before.string {
        return in_string(text, text.len(), quote);
    }
    let forgotten = scan::unclosed(text);
    let Some(open) = forgotten.or(before.open.last().copied()) else {
        let end = text.trim_end().len();
        return Fault::new(end..end, "a value is missing", "complete the body");
    };
    let (name, close) = if text[open..].starts_with('{') {
        ("brace", '}')
    } else {
        ("bracket", ']')
    };
    let message = format!("the {name} is not closed");
    let fault = Fault::new(open..open + 1, message, format!("close it with `{close}`"));
    let end = before.token.end;
    let is_complete = !matches!(&text[before.token.clone()], "," | ":" | "{" | "[");
    if before.open == [open] && is_complete {
        return fault.fix(end..end, format!("\n{close}"));
    }
    fault
}

/// Explains a string that contains a line end or another control character.
fn in_string(text: &str, at: usize, quote: usize) -> Fault {
    let rest = &text[at..];
    if rest.starts_with('\t') {
        let help = "write a tab inside of a string as `\\t`";
        return Fault::new(at..at + 1, "a string contains a tab", help).fix(at..at + 1, "\\t");
    }
    let line = text[quote..].lines().next().unwrap_or_default();
    let end = quote + line.trim_end().len();
    if at < text.len() && at != quote + line.len() && !rest.starts_with(['\n', '\r']) {
        let help = "remove the control character, or write it as an escape such as `\\n`";
        return Fault::new(at..at + 1, "a string contains a control character", help);
    }
    Fault::new(
        quote..end,
        "the quote is not closed",
        "close it with `\"`; write a line end inside of a string as `\\n`",
    )
}

fn escape(text: &str, at: usize, is_half: bool) -> Fault {
    let start = text[..at].rfind('\\').unwrap_or(at);
    let span = start..at.max(start + 1);
    if is_half {
        let message = "the escape is one half of a character";
        let help = "write both halves, as in `\\ud83d\\ude00`, or the character itself";
        return Fault::new(span, message, help);
    }
    let message = "the escape is unknown";
    let help = "write a backslash as `\\\\`, and other characters as they are or as `\\u0041`";
    let fault = Fault::new(span.clone(), message, help);
    if text[start..].starts_with("\\'") {
        return fault.fix(start..start + 2, "'");
    }
    fault
}

fn number(text: &str, at: usize) -> Fault {
    let span = scan::word_at(text, at);
    let word = &text[span.clone()];
    let digits = word.trim_start_matches('0');
    let is_zeros = digits.len() < word.len() && word.bytes().all(|byte| byte.is_ascii_digit());
    let message = format!(
        "`{}` is not a number",
        helpscout_description::quote::bare(word)
    );
    if is_zeros {
        let help = "remove the zeros at the start, or put quotes around a text of digits";
        return Fault::new(span, message, help);
    }
    let help = "write the number as in `-1`, `12.5` or `1e3`, or put quotes around a text";
    Fault::new(span, message, help)
}

/// Explains what other languages allow: comments, ellipses, single quotes, words.
fn foreign(text: &str, at: usize, before: &Before) -> Option<Fault> {
    let rest = &text[at..];
    let line = rest.lines().next().unwrap_or_default().len();
    let token = &text[before.token.clone()];
    if let Some(space) = rest.chars().next().filter(|char| is_other_space(*char)) {
        let message = format!("U+{:04X} is not a space for JSON", u32::from(space));
        let span = at..at + space.len_utf8();
        return Some(Fault::new(span.clone(), message, "write an ordinary space").fix(span, " "));
    }
    if rest.starts_with("```") || rest.starts_with("~~~") {
        let message = "the fence of a code block is around it";
        let help = "remove the lines that start with the fence";
        return Some(Fault::new(at..at + line, message, help));
    }
    // Where a value is expected, it may be one without quotes.
    let is_comment = token != ":";
    if rest.starts_with("//") || rest.starts_with('#') {
        let span = at..at + line;
        let message = "it contains a comment";
        let fault = Fault::new(span.clone(), message, "remove the comment");
        return Some(fault.fix_if(is_comment, span, ""));
    }
    if rest.starts_with("/*") {
        let end = rest.find("*/").map_or(line, |end| end + 2);
        let message = "it contains a comment";
        let fault = Fault::new(at..at + line.min(end), message, "remove the comment");
        return Some(fault.fix_if(rest.contains("*/"), at..at + end, ""));
    }
    let word = scan::word_at(text, at);
    let said = &text[word.clone()];
    if said.starts_with("..") || said == "\u{2026}" {
        let message = "`...` stands for values that the page omits";
        let help = "remove `...`";
        return Some(Fault::new(word.clone(), message, help).fix(word, ""));
    }
    if rest.starts_with(['\'', '\u{2018}', '\u{201c}', '\u{201d}', '\u{201e}']) {
        return Some(other_quote(text, at));
    }
    if rest.starts_with('<') {
        let message = "it looks like HTML or XML";
        return Some(Fault::new(
            at..at + 1,
            message,
            "copy the JSON body of the answer instead",
        ));
    }
    if rest.starts_with("HTTP/") {
        let message = "it starts with the headers of the answer";
        return Some(Fault::new(
            at..at + line,
            message,
            "remove the headers and keep the body",
        ));
    }
    if token.starts_with('"') && at == before.token.end && is_identifier(said) {
        let message = "text follows a closing quote";
        let help = "write a quote inside of a string as `\\\"`";
        return Some(Fault::new(word, message, help));
    }
    let is_key = text[word.end..].trim_start().starts_with(':');
    if is_key && is_identifier(said) {
        let message = format!("the key `{said}` has no quotes");
        let help = format!("write `\"{said}\"`");
        let is_place = matches!(token, "{" | ",");
        let fault = Fault::new(word.clone(), message, help);
        return Some(fault.fix_if(is_place, word, format!("\"{said}\"")));
    }
    let value = match said {
        "None" | "Null" | "NULL" | "nil" | "undefined" | "NaN" | "nan" => "null",
        "True" | "TRUE" => "true",
        "False" | "FALSE" => "false",
        _ => return is_text(said, before).then(|| unquoted(text, word.clone())),
    };
    let message = format!("`{said}` is not a value of JSON");
    let help = format!("write `{value}`");
    // What is not a number, or not there, is not the same as null.
    let is_certain =
        matches!(token, "" | ":" | "," | "[") && !matches!(said, "undefined" | "NaN" | "nan");
    Some(Fault::new(word.clone(), message, help).fix_if(is_certain, word, value))
}

fn is_identifier(word: &str) -> bool {
    let is_start = |char: char| char.is_ascii_alphabetic() || char == '_' || char == '$';
    word.starts_with(is_start)
}

/// Returns whether a word stands where a value can stand, and is none of those that JSON has.
fn is_text(word: &str, before: &Before) -> bool {
    let follows_value = before.open.is_empty() && !before.token.is_empty();
    is_identifier(word) && !matches!(word, "true" | "false" | "null") && !follows_value
}

fn unquoted(text: &str, word: Range<usize>) -> Fault {
    let said = helpscout_description::quote::bare(&text[word.clone()]);
    let message = format!("the text `{said}` has no quotes");
    Fault::new(word, message, "put double quotes around the whole text")
}

/// Explains a string in quotes that JSON does not have.
fn other_quote(text: &str, at: usize) -> Fault {
    let line = text[at..].lines().next().unwrap_or_default();
    let mut chars = line.char_indices().skip(1);
    let end = chars.find(|(_, char)| matches!(char, '\'' | '\u{2019}' | '\u{201c}' | '\u{201d}'));
    let message = "JSON has only double quotes";
    let help = "write `\"` in place of the other quotes";
    let Some((end, close)) = end else {
        let first = line.chars().next().map_or(0, char::len_utf8);
        return Fault::new(at..at + first, message, help);
    };
    let span = at..at + end + close.len_utf8();
    let first = line.chars().next().map_or(0, char::len_utf8);
    let inner = &line[first..end];
    let fault = Fault::new(span.clone(), message, help);
    // An apostrophe looks like the quote that closes.
    let rest = line[end + close.len_utf8()..].trim_start();
    let is_whole = rest.is_empty() || rest.starts_with([',', ':', '}', ']']);
    let is_certain = is_whole && !inner.contains(['"', '\\']);
    fault.fix_if(is_certain, span, format!("\"{inner}\""))
}

fn no_comma(text: &str, at: usize, before: &Before) -> Fault {
    let end = before.token.end;
    let found = text[at..].chars().next();
    match found {
        Some(close @ ('}' | ']')) => {
            let open = scan::unclosed(text).or(before.open.last().copied());
            let open = open.unwrap_or(at);
            let expected = if text[open..].starts_with('{') {
                '}'
            } else {
                ']'
            };
            let message = format!("what is opened here is closed by `{close}`");
            Fault::new(
                open..open + 1,
                message,
                format!("close it with `{expected}`"),
            )
        }
        Some(';') => {
            let message = "a comma is expected here";
            Fault::new(at..at + 1, message, "write `,` in place of `;`").fix(at..at + 1, ",")
        }
        Some(':') => {
            let message = "a comma is expected here";
            Fault::new(
                at..at + 1,
                message,
                "write `,`, or remove the colon and what follows it",
            )
        }
        _ => {
            let fault = Fault::new(
                before.token.clone(),
                "no comma follows",
                "write `,` after it",
            );
            fault.fix_if(starts_next(text, at, before), end..end, ",")
        }
    }
}

/// Returns whether the next key of an object or value of an array starts at a byte, rather than the
/// rest of a string with quotes inside.
fn starts_next(text: &str, at: usize, before: &Before) -> bool {
    let rest = &text[at..];
    let is_object = before
        .open
        .last()
        .is_some_and(|open| text[*open..].starts_with('{'));
    if is_object {
        return scan::string(rest).is_some_and(|end| rest[end..].trim_start().starts_with(':'));
    }
    let is_apart = at > before.token.end;
    let is_value = rest.starts_with(['{', '[', '"', '-'])
        || rest.starts_with(|char: char| char.is_ascii_digit())
        || ["true", "false", "null"]
            .iter()
            .any(|word| rest.starts_with(word));
    is_apart && is_value
}

fn is_other_space(char: char) -> bool {
    char.is_whitespace() && !char.is_ascii_whitespace()
}

fn no_colon(text: &str, at: usize, before: &Before) -> Fault {
    let end = before.token.end;
    let rest = &text[at..];
    if rest.starts_with('=') {
        let length = if rest.starts_with("=>") { 2 } else { 1 };
        let message = "a colon is expected here";
        let help = "write `:` between a key and its value";
        return Fault::new(at..at + length, message, help).fix(at..at + length, ":");
    }
    let message = "no colon follows the key";
    let help = "write `:` and a value after it";
    let fault = Fault::new(before.token.clone(), message, help);
    if rest.starts_with(['"', '{', '[', '-'])
        || rest.starts_with(|char: char| char.is_ascii_alphanumeric())
    {
        // A string that a colon follows is the next key.
        let is_key =
            scan::string(rest).is_some_and(|end| rest[end..].trim_start().starts_with(':'));
        return fault.fix_if(!is_key, end..end, ":");
    }
    fault
}

fn no_value(text: &str, at: usize) -> Fault {
    let word = scan::word_at(text, at);
    let rest = &text[at..];
    if rest.starts_with(',') {
        let message = "a value is missing before the comma";
        return Fault::new(word, message, "write a value, or remove the comma");
    }
    if rest.starts_with(['}', ']']) {
        let help = "write a value, for instance `null`";
        return Fault::new(word, "a value is missing here", help);
    }
    if text[word.clone()].starts_with(['+', '.', '-']) {
        return number(text, at);
    }
    let message = "a value is expected here";
    let help = "write a text in double quotes, a number, `true`, `false`, `null`, `{` or `[`";
    Fault::new(word, message, help)
}

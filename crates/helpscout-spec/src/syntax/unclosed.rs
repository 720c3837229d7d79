//! Braces, brackets and quotes that are not closed. A parser notices them only where the text that
//! follows makes no sense, which may be many lines below.

use super::complaint::Complaint;
use super::lines::Line;
use crate::text::Text;

/// Returns what is open although it has to be closed. `line` is the one in which the parser stopped.
///
/// The lines of a value are indented more than its key, so a value that is still open on a line that
/// is not was to be closed before.
pub(super) fn find(text: &Text, line: usize) -> Option<Complaint> {
    let mut scanner = Scanner {
        text,
        open: Vec::new(),
        quote: None,
        parent: 0,
        block: None,
        end: 0,
    };
    for index in 0..text.line_count() {
        if index > line && !scanner.is_open() {
            return None;
        }
        let Some(line) = Line::of(text, index) else {
            continue;
        };
        if scanner.block.is_some_and(|parent| line.indent > parent) {
            continue;
        }
        scanner.block = None;
        if scanner.is_open() && line.indent <= scanner.parent && !scanner.is_closed_by(line) {
            break;
        }
        if !scanner.is_open() {
            scanner.parent = line.parent_column();
        }
        if let Some((open, close)) = scanner.line(line) {
            return Some(mismatch(text, open, close, &scanner.open, line.end()));
        }
        scanner.end = line.end();
    }
    scanner.unclosed()
}

struct Scanner<'t> {
    text: &'t Text,
    /// The bytes of braces and brackets that are open.
    open: Vec<usize>,
    /// The byte of the quote that is open.
    quote: Option<usize>,
    /// The column that the lines of the open value must exceed.
    parent: usize,
    /// The column that the lines of a block of text must exceed.
    block: Option<usize>,
    /// The end of the last line.
    end: usize,
}

impl Scanner<'_> {
    fn is_open(&self) -> bool {
        self.quote.is_some() || !self.open.is_empty()
    }

    fn is_closed_by(&self, line: Line<'_>) -> bool {
        self.quote.is_none() && line.content.starts_with(['}', ']'])
    }

    /// Reads a line. Returns a brace or bracket, and the one of the other kind that follows it.
    fn line(&mut self, line: Line<'_>) -> Option<(usize, usize)> {
        let bytes = line.content.as_bytes();
        let mut is_start = true;
        let mut at = 0;
        while let Some(byte) = bytes.get(at).copied() {
            let next = bytes.get(at + 1).copied();
            let place = line.content_start() + at;
            at += 1;
            if let Some(quote) = self.quote {
                at += self.in_quotes(quote, byte, next);
                is_start = false;
                continue;
            }
            let is_flow = !self.open.is_empty();
            let ends_word = next.is_none_or(|byte| byte == b' ');
            match byte {
                b' ' => {}
                b'#' if at == 1 || bytes[at - 2] == b' ' => return None,
                b'\'' | b'"' if is_start => self.quote = Some(place),
                b'{' | b'[' if is_start || is_flow => {
                    self.open.push(place);
                    is_start = true;
                }
                b'}' | b']' if is_flow => {
                    let open = self.open.last().copied()?;
                    if closer(self.text.as_str().as_bytes()[open]) != byte {
                        return Some((open, place));
                    }
                    self.open.pop();
                    is_start = false;
                }
                b'|' | b'>' if is_start && !is_flow => {
                    self.block = Some(line.parent_column());
                    return None;
                }
                b',' if is_flow => is_start = true,
                b':' if ends_word => is_start = true,
                b'-' if ends_word && is_start && !is_flow => {}
                _ => is_start = false,
            }
        }
        None
    }

    /// Reads a byte between quotes, and returns how many more bytes belong to it.
    fn in_quotes(&mut self, quote: usize, byte: u8, next: Option<u8>) -> usize {
        let kind = self.text.as_str().as_bytes()[quote];
        match (kind, byte, next) {
            (b'\'', b'\'', Some(b'\'')) | (b'"', b'\\', Some(_)) => 1,
            (kind, byte, _) => {
                if kind == byte {
                    self.quote = None;
                }
                0
            }
        }
    }

    fn unclosed(&self) -> Option<Complaint> {
        let at = self.quote.or(self.open.last().copied())?;
        let byte = self.text.as_str().as_bytes()[at];
        if self.quote.is_none() && self.text.as_str().as_bytes().get(at + 1) == Some(&byte) {
            let opener = char::from(byte);
            let message = format!("`{opener}` is written twice, but closed only once");
            let help = format!("remove one `{opener}`");
            return Some(Complaint::new(at..at + 2, message, help).fix_if(
                self.open.len() == 1,
                at..at + 1,
                "",
            ));
        }
        let (name, close) = match byte {
            b'{' => ("brace", " }"),
            b'[' => ("bracket", "]"),
            b'\'' => ("quote", "'"),
            _ => ("quote", "\""),
        };
        let closer = close.trim_start();
        if let Some(sign) = self.closed_in_comment(at, closer) {
            let message = format!("the {name} is not closed, since `#` starts a comment");
            let help = format!(
                "put quotes around the text that contains `#`, or the comment after `{closer}`"
            );
            return Some(Complaint::new(sign..sign + 1, message, help));
        }
        let message = format!("the {name} is not closed");
        let help = format!("close it with `{closer}`");
        let complaint = Complaint::new(at..at + 1, message, help);
        // Where a quote inside of braces is to be closed, nobody can tell.
        let is_last = self.quote.is_none() == (self.open.len() == 1);
        let is_certain = is_last && self.open.len() <= 1 && !self.has_comment(at);
        Some(complaint.fix_if(is_certain, self.end..self.end, close))
    }

    /// Returns the number sign of the comment that contains the brace or bracket which closes what is
    /// open, in the line in which it was opened.
    fn closed_in_comment(&self, at: usize, closer: &str) -> Option<usize> {
        let line = self.text.line_of(at);
        let end = Line::of(self.text, line)?.end();
        let rest = &self.text.as_str()[at..end];
        let sign = rest.find(" #")? + 1;
        let is_closed = self.quote.is_none() && rest[sign..].trim_end().ends_with(closer);
        is_closed.then_some(at + sign)
    }

    /// Returns whether the last line may have a comment, before which the value is to be closed.
    fn has_comment(&self, at: usize) -> bool {
        self.text.as_str()[at..self.end].contains(" #")
    }
}

/// Explains a brace or bracket that is closed by the other kind. `open` are those that are open, and
/// `end` is where the line ends.
fn mismatch(text: &Text, at: usize, close: usize, open: &[usize], end: usize) -> Complaint {
    let bytes = text.as_str().as_bytes();
    let found = char::from(bytes[close]);
    let expected = char::from(closer(bytes[at]));
    let rest = &text.as_str()[close + 1..end];
    if rest.contains(expected) {
        // What is open is closed later, so that this one closes nothing.
        let opener = if found == ']' { '[' } else { '{' };
        let message = format!("`{found}` closes what was not opened");
        let help = format!("write `{opener}` where it is to start, or remove `{found}`");
        return Complaint::new(close..close + 1, message, help);
    }
    let message = format!("what is opened here is closed by `{found}`");
    let help = format!("close it with `{expected}`");
    let complaint = Complaint::new(at..at + 1, message, help);
    let is_last = rest.trim().is_empty() || rest.trim_start().starts_with('#');
    complaint.fix_if(
        open.len() == 1 && is_last,
        close..close + 1,
        expected.to_string(),
    )
}

fn closer(open: u8) -> u8 {
    if open == b'{' { b'}' } else { b']' }
}

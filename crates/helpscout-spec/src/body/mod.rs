//! An example body: its JSON value, and the places of its parts.

mod scan;
mod syntax;
mod tree;

use std::ops::Range;

use helpscout_description::Step;
use helpscout_description::quote::quoted;
use serde_json::Value;

use crate::code::Code;
use crate::finding::{Finding, Place};
use crate::findings::Sink;
use crate::text::{LARGEST, Text, byte_order_mark, invisible_in_json, place_of_byte};

pub(crate) use syntax::explain;

/// The body of an answer as a page shows it.
pub(crate) struct Body {
    pub(crate) value: Value,
    text: Text,
}

impl Body {
    /// Reads a body; reports one that is not JSON, and the keys that it has twice. `listed` is the
    /// place where an operation lists the file.
    pub(crate) fn read(file: &str, bytes: &[u8], listed: &Place, sink: &mut Sink) -> Option<Self> {
        let mark = "\u{feff}".as_bytes();
        let (bytes, has_mark) = match bytes.strip_prefix(mark) {
            Some(rest) => (rest, true),
            None => (bytes, false),
        };
        let text = match text(file, bytes) {
            Ok(text) => text,
            Err(finding) => {
                sink.add((*finding).second(listed.clone(), "listed here"));
                return None;
            }
        };
        if has_mark {
            sink.add(byte_order_mark(&text));
        }
        let value = match serde_json::from_str(text.as_str()) {
            Ok(value) => value,
            Err(error) => {
                let finding = not_json(&text, &error);
                sink.add(finding.second(listed.clone(), "listed here"));
                return None;
            }
        };
        if let Some(finding) = invisible_in_json(&text) {
            sink.add(finding);
        }
        for repeated in tree::repeated(text.as_str(), &value) {
            sink.add_with(Code::DuplicateKey, || key_twice(&text, repeated));
        }
        Some(Self { value, text })
    }

    /// Returns the text with line feeds as line ends. Git for Windows may check the file out with
    /// CRLF, and the description is the same everywhere.
    pub(crate) fn normalized(&self) -> String {
        self.text.as_str().replace("\r\n", "\n")
    }

    /// Returns the place of a value: a whole scalar, or the bracket that opens an array or object.
    pub(crate) fn place(&self, steps: &[Step]) -> Place {
        self.text
            .place(self.mark(tree::value(self.as_str(), steps)))
    }

    /// Returns the place of the last key of a path.
    pub(crate) fn key_place(&self, steps: &[Step]) -> Place {
        match tree::key(self.as_str(), steps) {
            Some(key) => self.text.place(key),
            None => self.place(steps),
        }
    }

    fn as_str(&self) -> &str {
        self.text.as_str()
    }

    fn mark(&self, span: Range<usize>) -> Range<usize> {
        let is_open = self.as_str()[span.clone()].starts_with(['{', '[']);
        if is_open {
            span.start..span.start + 1
        } else {
            span
        }
    }
}

fn text(file: &str, bytes: &[u8]) -> Result<Text, Box<Finding>> {
    let not_json = |place: Place, reason: String| {
        let message = format!("{} is not JSON: {reason}", quoted(file));
        Finding::new(Code::ExampleJson, place, message)
    };
    if bytes.len() > LARGEST {
        let reason = format!("it has more than {LARGEST} bytes");
        let help = "shorten the body, for instance to three rows";
        return Err(not_json(Place::file(file), reason).help(help).into());
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Text::new(file, text.to_owned())),
        Err(error) => {
            let place = place_of_byte(file, bytes, error.valid_up_to());
            let reason = "it is not UTF-8".to_owned();
            Err(not_json(place, reason)
                .help("save the file as UTF-8")
                .into())
        }
    }
}

fn not_json(text: &Text, error: &serde_json::Error) -> Finding {
    let fault = explain(text.as_str(), error);
    let message = format!("{} is not JSON: {}", quoted(text.file()), fault.message);
    Finding::new(Code::ExampleJson, text.place(fault.span), message)
        .help(fault.help)
        .maybe_fix(fault.fix.map(|(span, new)| text.fix(span, new)))
}

fn key_twice(text: &Text, repeated: tree::Repeated) -> Finding {
    let message = format!("the key {} is given twice", quoted(&repeated.key));
    Finding::new(Code::DuplicateKey, text.place(repeated.again), message)
        .label("given again")
        .second(text.place(repeated.first), "first given here")
        .help("remove one of them; programs read only the last one")
}

//! A spec file that has the right shape: its raw types, and the places of its parts.

use std::borrow::Cow;

use helpscout_description::quote::bare;
use serde::de::DeserializeOwned;

use crate::code::Code;
use crate::finding::Finding;
use crate::findings::Sink;
use crate::position::At;
use crate::raw::{ApiFile, OperationFile};
use crate::schema::SCHEMA;
use crate::shape::{self, Misspelled, Shape};
use crate::text::Text;
use crate::yaml::{self, Node};

/// The files of a folder that could be read.
#[derive(Debug)]
pub(crate) struct Documents {
    pub(crate) api: Option<Document<ApiFile>>,
    /// Ordered by path.
    pub(crate) operations: Vec<Document<OperationFile>>,
    /// Whether all files could be read.
    pub(crate) is_complete: bool,
}

/// One spec file.
#[derive(Debug)]
pub(crate) struct Document<T> {
    pub(crate) raw: T,
    text: Text,
    tree: Node,
}

/// The raw type of a kind of file.
pub(crate) trait SpecFile: DeserializeOwned {
    /// The name of the type in the schema.
    const DEFINITION: &'static str;
}

impl SpecFile for ApiFile {
    const DEFINITION: &'static str = "ApiFile";
}

impl SpecFile for OperationFile {
    const DEFINITION: &'static str = "OperationFile";
}

impl<T: SpecFile> Document<T> {
    /// Reads a file. If it returns `None`, it has reported at least one error.
    pub(crate) fn read(file: &str, bytes: &[u8], sink: &mut Sink) -> Option<Self> {
        let text = Text::of_bytes(file, bytes, sink)?;
        let mut tree = yaml::read(&text, sink)?;
        let schema = &SCHEMA["$defs"][T::DEFINITION];
        let (shape, misspelled) = shape::check(&text, &mut tree, schema, sink);
        if shape == Shape::Broken {
            return None;
        }
        match serde_yaml::from_str(&respelled(&text, misspelled)) {
            Ok(raw) => Some(Self { raw, text, tree }),
            Err(error) => {
                sink.add(refused(&text, At::new(&text, &tree), &error));
                None
            }
        }
    }

    pub(crate) fn at(&self) -> At<'_> {
        At::new(&self.text, &self.tree)
    }

    pub(crate) fn file(&self) -> &str {
        self.text.file()
    }
}

/// Returns the text with its misspelled keys corrected.
fn respelled(text: &Text, mut misspelled: Vec<Misspelled>) -> Cow<'_, str> {
    if misspelled.is_empty() {
        return Cow::Borrowed(text.as_str());
    }
    misspelled.sort_by_key(|key| key.span.start);
    let mut respelled = String::with_capacity(text.as_str().len());
    let mut done = 0;
    for key in misspelled {
        respelled.push_str(&text.as_str()[done..key.span.start]);
        respelled.push_str(key.meant);
        done = key.span.end;
    }
    respelled.push_str(&text.as_str()[done..]);
    Cow::Owned(respelled)
}

/// Creates the finding for a file with the right shape whose raw types still can't be read.
fn refused(text: &Text, at: At<'_>, error: &serde_yaml::Error) -> Finding {
    let place = match error.location() {
        Some(location) => text.place(location.index()..location.index()),
        None => at.place(),
    };
    let message = format!("the file can't be read: {}", bare(&error.to_string()));
    Finding::new(Code::Refused, place, message)
        .help("write the value differently, for instance with or without quotes")
}

//! A spec file that has the right shape: its raw types, and the places of everything in it.

use crate::code::Code;
use crate::finding::Finding;
use crate::findings::Sink;
use crate::position::At;
use crate::quote::bare;
use crate::raw::{ApiFile, OperationFile};
use crate::schema::SCHEMA;
use crate::shape::{self, Shape};
use crate::text::Text;
use crate::tree::{self, Node};
use serde::de::DeserializeOwned;

/// All files of a folder that could be read.
#[derive(Debug)]
pub(crate) struct Documents {
    pub(crate) api: Option<Document<ApiFile>>,
    /// Ordered by path.
    pub(crate) operations: Vec<Document<OperationFile>>,
    /// Whether no file is missing because of its mistakes.
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
    /// Its name in the schema.
    const DEFINITION: &'static str;
}

impl SpecFile for ApiFile {
    const DEFINITION: &'static str = "ApiFile";
}

impl SpecFile for OperationFile {
    const DEFINITION: &'static str = "OperationFile";
}

impl<T: SpecFile> Document<T> {
    /// Reads a file. Without a document there is at least one error among the findings.
    pub(crate) fn read(file: &str, bytes: &[u8], sink: &mut Sink) -> Option<Self> {
        let text = Text::of_bytes(file, bytes, sink)?;
        let tree = tree::read(&text, sink)?;
        let at = At::new(&text, &tree);
        if shape::check(at, &SCHEMA["$defs"][T::DEFINITION], sink) == Shape::Broken {
            return None;
        }
        match serde_yaml::from_str(text.as_str()) {
            Ok(raw) => Some(Self { raw, text, tree }),
            Err(error) => {
                sink.add(refused(&text, at, &error));
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

/// The file looked right, and still the raw types could not be read from it.
fn refused(text: &Text, at: At<'_>, error: &serde_yaml::Error) -> Finding {
    let place = match error.location() {
        Some(location) => text.place(location.index()..location.index()),
        None => at.place(),
    };
    let message = format!("the file can't be read: {}", bare(&error.to_string()));
    Finding::new(Code::Refused, place, message)
        .help("write the value in another way, with or without quotes for instance")
}

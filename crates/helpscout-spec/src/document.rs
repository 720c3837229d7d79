//! A spec file that has the right shape: its raw types, and the places of its parts.

use helpscout_description::quote::quoted;
use serde::de::DeserializeOwned;

use crate::code::Code;
use crate::finding::Finding;
use crate::findings::Sink;
use crate::position::At;
use crate::raw::{ApiFile, OperationFile};
use crate::schema::SCHEMA;
use crate::shape::{self, Shape};
use crate::text::Text;
use crate::values;
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
        if shape::check(&text, &mut tree, schema, sink) == Shape::Broken {
            return None;
        }
        match T::deserialize(values::Reader::new(&tree)) {
            Ok(raw) => Some(Self { raw, text, tree }),
            Err(error) => {
                sink.add(refused(&text, &error));
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

/// Creates the finding for a file with the right shape whose raw types still can't be read.
fn refused(text: &Text, error: &values::Error) -> Finding {
    let span = error.span();
    let value = text.as_str().get(span.clone()).unwrap_or_default();
    let message = format!("{} can't be used here", quoted(value));
    let help = if value
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-')
    {
        format!("write a whole number between {} and {}", i64::MIN, i64::MAX)
    } else {
        "write decimal digits, or put quotes around a text".to_owned()
    };
    Finding::new(Code::Refused, text.place(span), message).help(help)
}

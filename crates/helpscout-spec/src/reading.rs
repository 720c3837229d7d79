//! From a folder to a checked description, or to findings.

use std::path::Path;

use helpscout_description::Api;

use crate::check::{self, Places};
use crate::code::Code;
use crate::document::{Document, Documents};
use crate::finding::{Finding, Place};
use crate::findings::{Findings, Sink};
use crate::folder::{self, Role, Sources};
use crate::raw;
use crate::verify;

/// What came of reading a spec folder.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The description; there exactly if no finding is an error.
    pub api: Option<Api>,
    /// Everything there is to say about the folder.
    pub findings: Findings,
    places: Places,
}

impl Reading {
    /// Compares an answer of the service with the description of an operation. Every finding is
    /// at the place of the spec that the answer contradicts.
    ///
    /// `name` is what the answer is called in messages, for instance the file it was kept in.
    /// There are no findings if the folder itself has errors, or no such operation.
    pub fn verify(&self, operation: &str, name: &str, answer: &str) -> Findings {
        let described = self
            .api
            .as_ref()
            .and_then(|api| Some((api, api.operation(operation)?)));
        let found = described
            .map(|(api, operation)| verify::findings(api, operation, &self.places, name, answer));
        found.into_iter().flatten().collect()
    }
}

/// Reads and checks a spec folder.
///
/// Whatever is wrong, the folder itself included, becomes a finding.
pub fn read(folder: &Path) -> Reading {
    let mut sink = Sink::default();
    let sources = folder::load(folder, &mut sink);
    // Without a folder there is nothing to look for in it.
    if sink.errors() > 0 && sources.iter().next().is_none() {
        return Reading {
            api: None,
            findings: sink.finish(),
            places: Places::default(),
        };
    }
    read_loaded(&sources, sink)
}

/// Reads and checks the files of a spec folder that are in memory.
pub fn read_sources(sources: &Sources) -> Reading {
    read_loaded(sources, Sink::default())
}

fn read_loaded(sources: &Sources, mut sink: Sink) -> Reading {
    let documents = documents(sources, &mut sink);
    let (api, places) = check::check(&documents, sources, &mut sink);
    Reading {
        api: api.filter(|_| sink.errors() == 0),
        findings: sink.finish(),
        places,
    }
}

/// The files of a spec folder as they are written: each has the shape of the language, and nothing
/// was checked across them.
#[derive(Debug)]
#[non_exhaustive]
pub struct Files {
    /// `api.yaml`, unless it is missing or has errors.
    pub api: Option<raw::ApiFile>,
    /// The files of operations without errors and their paths, ordered by path.
    pub operations: Vec<(String, raw::OperationFile)>,
}

/// Returns what the files of a spec folder say, without those that have errors of their own.
pub fn parse_sources(sources: &Sources) -> Files {
    let documents = documents(sources, &mut Sink::default());
    let operations = documents.operations.into_iter();
    Files {
        api: documents.api.map(|document| document.raw),
        operations: operations
            .map(|document| (document.file().to_owned(), document.raw))
            .collect(),
    }
}

/// What the files say, and what keeps some of them from being read.
fn documents(sources: &Sources, sink: &mut Sink) -> Documents {
    // A file that could not be loaded is missing from the documents.
    let is_loaded = sink.errors() == 0;
    let mut documents = Documents {
        api: None,
        operations: Vec::new(),
        is_complete: is_loaded,
    };
    if sources.get(Api::SHARED).is_none() {
        if !sink.concerns(Api::SHARED) {
            sink.add(no_api_file());
        }
        documents.is_complete = false;
    }
    for (path, bytes) in sources.iter() {
        match folder::role(path) {
            Role::Api => {
                documents.api = Document::read(path, bytes, sink);
                documents.is_complete &= documents.api.is_some();
            }
            Role::Operation => match Document::read(path, bytes, sink) {
                Some(document) => documents.operations.push(document),
                None => documents.is_complete = false,
            },
            Role::Unexpected => sink.add(unexpected(path)),
            Role::Example | Role::Other => {}
        }
    }
    documents
}

fn no_api_file() -> Finding {
    let message = "the spec folder has no `api.yaml`";
    Finding::new(Code::NoApiFile, Place::file(Api::SHARED), message)
        .help("it describes the service, its ids, and what operations share")
}

fn unexpected(path: &str) -> Finding {
    let message = "a YAML file in this place describes nothing";
    let help = if path.ends_with(".yaml") {
        "operations lie under `reports` or `lookups`; what they share is in `api.yaml`"
    } else {
        "spec files end in `.yaml`"
    };
    Finding::new(Code::UnexpectedFile, Place::file(path), message).help(help)
}

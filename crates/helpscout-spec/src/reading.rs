//! Reads a spec folder into a checked description, or findings.

use std::path::Path;

use helpscout_description::Api;
use helpscout_description::quote::quoted;

use crate::check::{self, Places};
use crate::code::Code;
use crate::document::{Document, Documents};
use crate::editor::{self, Names};
use crate::finding::{Finding, Place};
use crate::findings::{Findings, Sink};
use crate::folder::{self, Role, Sources};
use crate::raw;
use crate::reserved::is_device;
use crate::schema::schema;
use crate::verify;

/// The result of reading a spec folder.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The description; `Some` if and only if there are no errors.
    pub api: Option<Api>,
    /// All errors and warnings about the folder.
    pub findings: Findings,
    places: Places,
    names: Option<Names>,
}

impl Reading {
    /// Returns the JSON schema of the folder's files, for editors: the [`schema`](crate::schema) of
    /// the language, which also knows the types, groups, plans, parameters and operations that the
    /// files declare, so that editors complete them and mark others.
    ///
    /// It is indented JSON with a trailing newline, the same bytes every time. If `api.yaml` can't
    /// be read, it is the schema of the language alone.
    pub fn schema(&self) -> String {
        match &self.names {
            Some(names) => editor::schema(names),
            None => schema(),
        }
    }

    /// Compares an answer of the service with the description of an operation. The place of every
    /// finding is the part of the spec that the answer contradicts.
    ///
    /// `name` is what messages call the answer, for instance the name of its file. There are no
    /// findings if the folder has errors or if there is no such operation.
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
/// Every problem becomes a finding, even a folder that can't be read. The folder itself may be a
/// link, because its path comes from the caller. Below it, a link, a device, a named pipe or a
/// socket is a finding, and nothing behind it is read. A hard link can't be told from a file.
pub fn read(folder: &Path) -> Reading {
    let mut sink = Sink::default();
    let sources = folder::load(folder, &mut sink);
    // If the folder can't be read, missing files need not be reported.
    if sink.errors() > 0 && sources.iter().next().is_none() {
        return Reading {
            api: None,
            findings: sink.finish(),
            places: Places::default(),
            names: None,
        };
    }
    read_loaded(&sources, sink)
}

/// Reads and checks a spec folder in memory.
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
        names: Names::of(&documents),
    }
}

/// The files of a spec folder as written. Each has the shape that the language requires, but
/// nothing else has been checked.
#[derive(Debug)]
#[non_exhaustive]
pub struct Files {
    /// `api.yaml`, unless it is missing or has errors.
    pub api: Option<raw::ApiFile>,
    /// The paths and contents of the operation files without errors, ordered by path.
    pub operations: Vec<(String, raw::OperationFile)>,
}

/// Returns the contents of the files of a spec folder, without those that have errors.
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

/// Reads the files, and reports why some of them can't be read.
fn documents(sources: &Sources, sink: &mut Sink) -> Documents {
    // A file that could not be loaded is missing from the documents.
    let is_loaded = sink.errors() == 0;
    let mut documents = Documents {
        api: None,
        operations: Vec::new(),
        is_complete: is_loaded,
    };
    let is_api_missing = sources.get(Api::SHARED).is_none();
    if is_api_missing {
        if !sink.concerns(Api::SHARED) {
            sink.add(match sources.iter().find(|(path, _)| is_almost_api(path)) {
                Some((path, _)) => misnamed_api_file(path),
                None => no_api_file(),
            });
        }
        documents.is_complete = false;
    }
    for (path, bytes) in sources.iter() {
        let role = folder::role(path);
        if let Some(part) = path.split('/').find(|part| is_unportable(part))
            && role != Role::Other
        {
            sink.add(unportable(path, part));
        }
        match role {
            Role::Api => {
                documents.api = Document::read(path, bytes, sink);
                documents.is_complete &= documents.api.is_some();
            }
            Role::Operation => match Document::read(path, bytes, sink) {
                Some(document) => documents.operations.push(document),
                None => documents.is_complete = false,
            },
            Role::Unexpected if is_api_missing && is_almost_api(path) => {}
            Role::Unexpected => sink.add(unexpected(path)),
            Role::Example | Role::Other => {}
        }
    }
    documents
}

/// Returns whether a name can't be that of a file or a folder on Windows.
fn is_unportable(name: &str) -> bool {
    let is_refused = |char| matches!(char, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\');
    is_device(name) || name.contains(is_refused) || name.ends_with(['.', ' '])
}

fn unportable(path: &str, part: &str) -> Finding {
    let message = format!(
        "{} can't be the name of a file or folder on Windows",
        quoted(part)
    );
    Finding::new(Code::UnexpectedFile, Place::file(path), message).help("rename it")
}

fn no_api_file() -> Finding {
    let message = "the spec folder has no `api.yaml`";
    Finding::new(Code::NoApiFile, Place::file(Api::SHARED), message)
        .help("create it; it describes the service, its IDs, and what operations share")
}

/// Returns whether a file has almost the name of `api.yaml`.
fn is_almost_api(path: &str) -> bool {
    let path = path.to_lowercase();
    path == Api::SHARED || path == "api.yml"
}

fn misnamed_api_file(path: &str) -> Finding {
    let message = format!("the spec folder has no `api.yaml`, but {}", quoted(path));
    Finding::new(Code::NoApiFile, Place::file(path), message)
        .help(format!("rename {} to `api.yaml`", quoted(path)))
}

fn unexpected(path: &str) -> Finding {
    let message = "YAML files in this place are not read";
    let help = if path.ends_with(".yaml") {
        "move operations below `reports` or `lookups`, and what they share to `api.yaml`"
    } else {
        "rename it so that it ends in `.yaml`"
    };
    Finding::new(Code::UnexpectedFile, Place::file(path), message).help(help)
}

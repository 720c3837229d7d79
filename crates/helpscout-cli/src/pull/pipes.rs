//! Messages for Dagster, if it has started the program through Dagster Pipes.
//!
//! In: the variables `DAGSTER_PIPES_CONTEXT` and `DAGSTER_PIPES_MESSAGES`, each the base64 of a JSON
//! object that was compressed by zlib. Out: a JSON object for each message, on a line of its own: what
//! the pull does, and a materialization with the numbers of rows, calls and bytes. A pull is as good
//! without them, so what can't be read or written is a warning.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::env;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::ZlibDecoder;
use serde_json::{Value, json};

use super::tally::DatasetTally;
use crate::message::{Failure, warning, without_secrets};

const CONTEXT: &str = "DAGSTER_PIPES_CONTEXT";
const MESSAGES: &str = "DAGSTER_PIPES_MESSAGES";

/// The version of the protocol.
const VERSION: &str = "0.1";

/// The most bytes of a context that are read.
const LONGEST: u64 = 16 << 20;

/// A step of Dagster that this run is a part of.
#[derive(Debug)]
pub(super) struct Pipes {
    to: Channel,
    /// The assets of the step, such as `support/user_conversation_history`.
    assets: Vec<String>,
    is_broken: Cell<bool>,
}

/// Where messages go.
#[derive(Debug, PartialEq, Eq)]
enum Channel {
    File(PathBuf),
    Stdout,
    Stderr,
}

impl Pipes {
    /// Opens the connection if Dagster has started this process.
    pub(super) fn of_environment() -> Option<Self> {
        let value = |name| env::var(name).ok().filter(|value| !value.is_empty());
        let (context, messages) = (value(CONTEXT)?, value(MESSAGES)?);
        match Self::of(&context, &messages) {
            Ok(pipes) => {
                pipes.send("opened", &json!({ "extras": {} }));
                Some(pipes)
            }
            Err(problem) => {
                warning(format!("Dagster gets no messages: {problem}"));
                None
            }
        }
    }

    /// Reads the values of the variables.
    fn of(context: &str, messages: &str) -> Result<Self, String> {
        let messages = decoded(messages).map_err(|error| format!("{MESSAGES}: {error}"))?;
        let text = |name: &str| messages.get(name).and_then(Value::as_str);
        let stream = text("stdio").or_else(|| text("buffered_stdio"));
        let to = match (text("path"), stream) {
            (Some(path), _) => Channel::File(PathBuf::from(path)),
            (None, Some("stdout")) => Channel::Stdout,
            (None, Some("stderr")) => Channel::Stderr,
            _ => {
                return Err(format!(
                    "{MESSAGES} names neither a file (path) nor a stream (stdio); \
                     PipesSubprocessClient writes it so"
                ));
            }
        };
        let context = decoded(context).and_then(|context| match context.get("path") {
            Some(Value::String(path)) => of_file(Path::new(path)),
            _ => Ok(context.get("data").cloned().unwrap_or_default()),
        });
        let context = context.map_err(|error| format!("{CONTEXT}: {error}"))?;
        let assets = context.get("asset_keys").and_then(Value::as_array);
        let assets = assets.into_iter().flatten().filter_map(Value::as_str);
        Ok(Self {
            to,
            assets: assets.map(str::to_owned).collect(),
            is_broken: Cell::new(false),
        })
    }

    /// Sends a line of the log. `level` is one of Python's, such as `INFO`.
    pub(super) fn log(&self, level: &str, line: &str) {
        let message = without_secrets(line);
        self.send("log", &json!({ "message": message, "level": level }));
    }

    /// Says what the folder has of the datasets. The only asset of a step is all of them; of several,
    /// each is the dataset of its name.
    pub(super) fn materialized(&self, datasets: &BTreeMap<String, DatasetTally>, dir: &Path) {
        if let [asset] = self.assets.as_slice() {
            let mut all = DatasetTally::default();
            datasets.values().for_each(|dataset| all.add(dataset));
            let names: Vec<&str> = datasets.keys().map(String::as_str).collect();
            return self.materialize(asset, &names.join(", "), &all, dir);
        }
        for (name, dataset) in datasets {
            let mut assets = self.assets.iter();
            match assets.find(|asset| is_named(asset, name)) {
                Some(asset) => self.materialize(asset, name, dataset, dir),
                // An op has no assets.
                None if self.assets.is_empty() => {}
                None => {
                    let name = underscored(name);
                    let line = format!("no asset of this step has a key that ends with {name}");
                    self.log("WARNING", &line);
                }
            }
        }
    }

    fn materialize(&self, asset: &str, reports: &str, tally: &DatasetTally, dir: &Path) {
        let typed = |ty: &str, value: Value| json!({ "type": ty, "raw_value": value });
        let metadata = json!({
            "reports": typed("text", json!(reports)),
            "rows": typed("int", json!(tally.rows)),
            "calls": typed("int", json!(tally.calls)),
            "bytes": typed("int", json!(tally.bytes)),
            "units": typed("int", json!(tally.units)),
            "changed": typed("json", json!(tally.changed)),
            "folder": typed("path", json!(dir.display().to_string())),
        });
        self.send(
            "report_asset_materialization",
            &json!({ "asset_key": asset, "data_version": null, "metadata": metadata }),
        );
    }

    /// Closes the connection, and says why the pull failed if it did.
    pub(super) fn close(&self, failure: Option<&Failure>) {
        let params = match failure {
            None => json!({}),
            Some(failure) => {
                let text = [&[failure.what().to_owned()], failure.helps()].concat();
                let message = text.join("\n");
                self.log("ERROR", &message);
                let exception = json!({
                    "message": message,
                    "stack": [],
                    "name": "helpscout pull",
                    "cause": null,
                    "context": null,
                });
                json!({ "exception": exception })
            }
        };
        self.send("closed", &params);
    }

    fn send(&self, method: &str, params: &Value) {
        if self.is_broken.get() {
            return;
        }
        let message = json!({
            "__dagster_pipes_version": VERSION,
            "method": method,
            "params": params,
        });
        if let Err(error) = self.to.write(&format!("{message}\n")) {
            self.is_broken.set(true);
            warning(format!("Dagster gets no more messages: {error}"));
        }
    }
}

impl Channel {
    fn write(&self, line: &str) -> io::Result<()> {
        match self {
            Self::File(path) => {
                let file = OpenOptions::new().append(true).create(true).open(path);
                file.and_then(|mut file| file.write_all(line.as_bytes()))
            }
            Self::Stdout => helpscout_stdout::print(line),
            Self::Stderr => io::stderr().lock().write_all(line.as_bytes()),
        }
    }
}

/// Returns the object in a variable.
fn decoded(value: &str) -> Result<Value, String> {
    let bytes = STANDARD.decode(value.trim());
    let bytes = bytes.map_err(|error| format!("not base64: {error}"))?;
    let text = ZlibDecoder::new(bytes.as_slice()).take(LONGEST);
    serde_json::from_reader(text).map_err(|error| format!("no compressed JSON: {error}"))
}

fn of_file(path: &Path) -> Result<Value, String> {
    let shown = path.display();
    let file = File::open(path).map_err(|error| format!("can't read {shown}: {error}"))?;
    let object = serde_json::from_reader(io::BufReader::new(file).take(LONGEST));
    object.map_err(|error| format!("{shown} is not JSON: {error}"))
}

/// Returns whether the last part of an asset's key is a dataset.
fn is_named(asset: &str, dataset: &str) -> bool {
    let last = asset.rsplit('/').next().unwrap_or_default();
    underscored(last) == underscored(dataset)
}

fn underscored(name: &str) -> String {
    name.replace('-', "_").to_lowercase()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs;

    use flate2::Compression;
    use flate2::read::ZlibEncoder;
    use tempfile::tempdir;

    use super::*;

    fn encoded(value: &Value) -> String {
        let text = value.to_string();
        let mut bytes = Vec::new();
        ZlibEncoder::new(text.as_bytes(), Compression::default())
            .read_to_end(&mut bytes)
            .unwrap();
        STANDARD.encode(bytes)
    }

    fn tally(rows: u64, changed: &[&str]) -> DatasetTally {
        DatasetTally {
            units: 2,
            rows,
            calls: 3,
            bytes: 100,
            changed: changed.iter().map(|key| (*key).to_owned()).collect(),
        }
    }

    /// Returns the messages of a step with these assets.
    fn messages(assets: &[&str], work: impl Fn(&Pipes)) -> Vec<Value> {
        let folder = tempdir().unwrap();
        let (context, messages) = (
            folder.path().join("context"),
            folder.path().join("messages"),
        );
        fs::write(&context, json!({ "asset_keys": assets }).to_string()).unwrap();
        let pipes = Pipes::of(
            &encoded(&json!({ "path": context })),
            &encoded(&json!({ "path": messages })),
        );
        work(&pipes.unwrap());
        let written = fs::read_to_string(messages).unwrap();
        let lines = written.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    #[test]
    fn the_only_asset_of_a_step_gets_the_sums_of_all_datasets() {
        let datasets = BTreeMap::from([
            ("company".to_owned(), tally(5, &[])),
            ("users".to_owned(), tally(7, &["users/snapshot=2019-05-06"])),
        ]);
        let sent = messages(&["support/raw"], |pipes| {
            pipes.materialized(&datasets, Path::new("data"));
        });
        assert_eq!(sent.len(), 1);
        assert_eq!(sent[0]["__dagster_pipes_version"], "0.1");
        assert_eq!(sent[0]["method"], "report_asset_materialization");
        let params = &sent[0]["params"];
        assert_eq!(params["asset_key"], "support/raw");
        let metadata = &params["metadata"];
        assert_eq!(metadata["rows"], json!({ "type": "int", "raw_value": 12 }));
        assert_eq!(metadata["calls"]["raw_value"], 6);
        assert_eq!(metadata["bytes"]["raw_value"], 200);
        let changed = json!(["users/snapshot=2019-05-06"]);
        assert_eq!(metadata["changed"]["raw_value"], changed);
    }

    #[test]
    fn each_of_several_assets_gets_the_dataset_of_its_name() {
        let datasets = BTreeMap::from([
            ("user-conversation-history".to_owned(), tally(5, &[])),
            ("users".to_owned(), tally(7, &[])),
        ]);
        let assets = ["support/user_conversation_history", "other"];
        let sent = messages(&assets, |pipes| {
            pipes.materialized(&datasets, Path::new("data"));
        });
        assert_eq!(sent[0]["params"]["asset_key"], assets[0]);
        assert_eq!(sent[0]["params"]["metadata"]["rows"]["raw_value"], 5);
        assert_eq!(sent[1]["method"], "log");
        assert_eq!(sent[1]["params"]["level"], "WARNING");
        assert_eq!(sent.len(), 2);
    }

    #[test]
    fn a_failure_is_logged_and_closes_the_connection() {
        let sent = messages(&[], |pipes| {
            pipes.close(Some(
                &Failure::not_done("the disk is full").help("make room"),
            ));
        });
        assert_eq!(sent[0]["params"]["level"], "ERROR");
        assert_eq!(sent[1]["method"], "closed");
        let exception = &sent[1]["params"]["exception"];
        assert_eq!(exception["message"], "the disk is full\nmake room");
    }

    #[test]
    fn variables_that_are_something_else_are_described() {
        let context = encoded(&json!({ "data": { "asset_keys": null } }));
        let stderr = encoded(&json!({ "stdio": "stderr" }));
        assert_eq!(Pipes::of(&context, &stderr).unwrap().to, Channel::Stderr);
        for messages in ["%", "aGVsbG8=", &encoded(&json!({ "bucket": "b" }))] {
            let problem = Pipes::of(&context, messages).unwrap_err();
            assert!(problem.starts_with(MESSAGES), "{problem}");
        }
        let gone = encoded(&json!({ "path": "/nowhere/context" }));
        let problem = Pipes::of(&gone, &stderr).unwrap_err();
        assert!(problem.contains("/nowhere/context"), "{problem}");
    }
}

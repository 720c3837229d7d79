//! `cargo xtask verify`: do the answers of the service still match the spec?

mod answers;
mod fetched;
mod saved;
mod selection;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use helpscout_spec::Findings;

use crate::credentials::Credentials;
use crate::error::Error;
use crate::lint::{Format, print_findings};
use crate::output::{self, counted};
use crate::spec;
use crate::workspace::shown;
use answers::Answers;
use selection::Selection;

#[derive(clap::Args)]
#[command(group = clap::ArgGroup::new("source").required(true).args(["answers", "live", "sandbox"]))]
pub(crate) struct Arguments {
    /// A folder of saved answers: `company.json`, `company.2.json` and `company/any-name.json` are
    /// answers of the operation `company`
    #[arg(value_name = "FOLDER")]
    answers: Option<PathBuf>,
    /// Call each operation of the live service once, with the credentials of --credentials;
    /// HELPSCOUT_BASE_URL names another service. Operations that need an ID are skipped and named,
    /// unless --set gives the ID. So are those that may change something, unless --only names them
    #[arg(long)]
    live: bool,
    /// A file with the lines HELPSCOUT_APP_ID=… and HELPSCOUT_APP_SECRET=…, or
    /// HELPSCOUT_ACCESS_TOKEN=…; `-` is stdin. The names of another API start with its
    /// `environment:`. `cargo xtask` empties the environment variables of these names, so that no
    /// build script sees them; only a program that is started without Cargo reads them
    #[arg(long, value_name = "FILE", requires = "live")]
    credentials: Option<PathBuf>,
    /// Call an embedded sandbox that serves the same spec
    #[arg(long)]
    sandbox: bool,
    /// Verify only this operation; may be repeated
    #[arg(long, value_name = "OPERATION")]
    only: Vec<String>,
    /// Send this value instead of the documented example, as in `user=447723` or, for a single
    /// operation, `get_user.id=447723`
    #[arg(long, value_name = "NAME=VALUE", value_parser = setting, conflicts_with = "answers")]
    set: Vec<(String, String)>,
    /// Save the answers in this folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "answers")]
    save: Option<PathBuf>,
    /// The spec folder [default: `spec` of this workspace]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// The format of the findings
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let spec = spec::folder(arguments.spec.as_deref());
    let reading = helpscout_spec::read(&spec);
    let Some(api) = &reading.api else {
        output::message(
            &reading
                .findings
                .render(helpscout_stdout::is_styled(&io::stderr())),
        );
        let error = spec::has_errors(&spec, &reading.findings);
        return Err(error.next("no answers were verified"));
    };
    let selection = Selection::new(api, &arguments.only, &arguments.set)?;
    let answers = match &arguments.answers {
        Some(folder) => Answers {
            answers: saved::saved(folder, api, &selection)?,
            ..Answers::default()
        },
        None if arguments.sandbox => fetched::from_sandbox(api, &selection)?,
        None => {
            let credentials = match &arguments.credentials {
                Some(file) => Credentials::from_file(file, &api.service)?,
                None => Credentials::from_environment(&api.service),
            };
            fetched::from_live(credentials, api, &selection)?
        }
    };
    if let Some(folder) = &arguments.save {
        fetched::save(folder, &answers.answers)?;
    }
    let findings: Findings = answers
        .answers
        .iter()
        .map(|answer| reading.verify(&answer.operation, &answer.name, &answer.body))
        .collect();
    print_findings(&findings, arguments.format, &spec)?;
    output::message(&verdict(&answers, &findings, &spec));
    // An operation that was selected by its name must have been called.
    let is_complete = selection.named().is_empty() || answers.not_called == 0;
    let is_checked = answers.failed == 0 && !answers.answers.is_empty() && is_complete;
    if findings.is_empty() && is_checked {
        Ok(())
    } else {
        Err(Error::reported())
    }
}

/// Returns the result, in a few lines.
fn verdict(answers: &Answers, findings: &Findings, spec: &Path) -> String {
    let operations: BTreeSet<&str> = answers
        .answers
        .iter()
        .map(|answer| answer.operation.as_str())
        .collect();
    let result = match findings.total() {
        _ if answers.answers.is_empty() => "nothing to verify".to_owned(),
        0 => "all match the spec".to_owned(),
        found => format!("{} with {}", counted(found, "disagreement"), shown(spec)),
    };
    let mut lines = format!(
        "{} of {}: {result}\n",
        counted(answers.answers.len(), "answer"),
        counted(operations.len(), "operation"),
    );
    for (count, what) in [
        (answers.failed, "without an answer"),
        (answers.not_called, "not called"),
    ] {
        if count > 0 {
            lines.push_str(&format!("{} {what}\n", counted(count, "operation")));
        }
    }
    lines
}

fn setting(pair: &str) -> Result<(String, String), String> {
    match pair.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("expected NAME=VALUE".to_owned()),
    }
}

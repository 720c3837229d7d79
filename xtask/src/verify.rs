//! `cargo xtask verify`: do the service's answers still look as the spec says?

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use helpscout_spec::{Api, Findings, Reading};

#[cfg(not(feature = "live"))]
use crate::again;
use crate::lint::{Format, print_findings};
#[cfg(feature = "live")]
use crate::live;
use crate::spec;
use crate::{colour, counted, shown};

#[derive(clap::Args)]
#[command(group = clap::ArgGroup::new("source").required(true).args(["answers", "live", "sandbox"]))]
pub(crate) struct Arguments {
    /// A folder of kept answers: `company.json`, `company.2.json` and `company/any-name.json` are
    /// answers of the operation `company`
    #[arg(value_name = "FOLDER")]
    answers: Option<PathBuf>,
    /// Ask the live service, with HELPSCOUT_APP_ID and HELPSCOUT_APP_SECRET or HELPSCOUT_ACCESS_TOKEN
    #[arg(long)]
    live: bool,
    /// Ask an embedded sandbox that serves the same spec
    #[arg(long)]
    sandbox: bool,
    /// Only these operations
    #[arg(long, value_name = "OPERATION")]
    only: Vec<String>,
    /// What to ask with instead of the documented example, as `user=447723` or, for one operation
    /// alone, `get_user.id=447723`
    #[arg(long, value_name = "NAME=VALUE", value_parser = setting)]
    set: Vec<(String, String)>,
    /// Keep the answers in that folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "answers")]
    save: Option<PathBuf>,
    /// The spec folder [default: spec]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// One answer: the operation, what the answer is called, its text.
struct Answer {
    operation: String,
    name: String,
    body: String,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let spec = spec::folder(arguments.spec.as_deref());
    let reading = helpscout_spec::read(&spec);
    let Some(api) = &reading.api else {
        eprint!("{}", reading.findings.render(colour(&std::io::stderr())));
        let errors = counted(reading.findings.error_count(), "error");
        eprintln!("{}: {errors} to mend first", shown(&spec));
        return ExitCode::FAILURE;
    };
    if let Err(message) = known(api, &arguments.only) {
        eprintln!("error: {message}");
        return ExitCode::from(2);
    }
    let answers = match &arguments.answers {
        Some(folder) => kept(folder, api, &arguments.only).map(|answers| (answers, 0)),
        None => asked(arguments, api),
    };
    match answers {
        Ok((answers, refused)) => verify(arguments, &reading, &spec, &answers, refused),
        Err(Trouble::Elsewhere(code)) => code,
        Err(Trouble::Message(message)) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

enum Trouble {
    Message(String),
    /// Another program did the work.
    #[cfg_attr(feature = "live", allow(dead_code))]
    Elsewhere(ExitCode),
}

fn verify(
    arguments: &Arguments,
    reading: &Reading,
    spec: &Path,
    answers: &[Answer],
    refused: usize,
) -> ExitCode {
    let findings: Findings = answers
        .iter()
        .flat_map(|one| reading.verify(&one.operation, &one.name, &one.body))
        .collect();
    print_findings(&findings, arguments.format, spec);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for answer in answers {
        *counts.entry(&answer.operation).or_default() += 1;
    }
    let (answers, operations) = (answers.len(), counts.len());
    eprintln!(
        "{} of {}: {}",
        counted(answers, "answer"),
        counted(operations, "operation"),
        match findings.len() {
            0 => "all as described".to_owned(),
            found => format!("{} with {}", counted(found, "disagreement"), shown(spec)),
        }
    );
    if refused > 0 {
        eprintln!("{} without an answer", counted(refused, "operation"));
    }
    match findings.is_empty() && refused == 0 {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

fn known(api: &Api, only: &[String]) -> Result<(), String> {
    match only.iter().find(|name| api.operation(name).is_none()) {
        Some(name) => Err(unknown(api, name)),
        None => Ok(()),
    }
}

fn unknown(api: &Api, name: &str) -> String {
    let ids: Vec<&str> = api.operations.iter().map(|one| one.id.as_str()).collect();
    format!(
        "there is no operation `{name}`; known are {}",
        ids.join(", ")
    )
}

/// The answers in a folder, in the order of their names.
fn kept(folder: &Path, api: &Api, only: &[String]) -> Result<Vec<Answer>, Trouble> {
    let mut files = Vec::new();
    list(folder, &mut files).map_err(Trouble::Message)?;
    files.sort();
    let mut answers = Vec::new();
    for file in files {
        let name = shown(&file);
        let relative = file.strip_prefix(folder).unwrap_or(&file);
        let first = relative.components().next();
        let first = first.map(|part| part.as_os_str().to_string_lossy().into_owned());
        let first = first.unwrap_or_default();
        let stem = first.split('.').next().unwrap_or_default();
        let operation = stem.replace('-', "_");
        if api.operation(&operation).is_none() {
            let message = format!("{name}: {}", unknown(api, &operation));
            return Err(Trouble::Message(message));
        }
        if !only.is_empty() && !only.contains(&operation) {
            continue;
        }
        let body = fs::read_to_string(&file)
            .map_err(|error| Trouble::Message(format!("{name} can't be read: {error}")))?;
        answers.push(Answer {
            operation,
            name,
            body,
        });
    }
    if answers.is_empty() {
        let message = format!("{} has no answers: no file ends in .json", shown(folder));
        return Err(Trouble::Message(message));
    }
    Ok(answers)
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let fail = |error| format!("{} can't be read: {error}", shown(folder));
    for entry in fs::read_dir(folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let path = entry.path();
        if entry.file_type().map_err(fail)?.is_dir() {
            list(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(feature = "live")]
fn asked(arguments: &Arguments, api: &Api) -> Result<(Vec<Answer>, usize), Trouble> {
    let settings = arguments.set.iter().cloned().collect();
    let (answers, refused) =
        live::block_on(answers(arguments, api, &settings)).map_err(Trouble::Message)?;
    if let Some(folder) = &arguments.save {
        save(folder, &answers).map_err(Trouble::Message)?;
    }
    Ok((answers, refused))
}

/// The answers of all operations that can be asked. Those that can't, or were refused, are told.
#[cfg(feature = "live")]
async fn answers(
    arguments: &Arguments,
    api: &Api,
    settings: &BTreeMap<String, String>,
) -> Result<(Vec<Answer>, usize), String> {
    let service = match arguments.sandbox {
        true => live::Service::sandbox(api).await?,
        false => live::Service::live()?,
    };
    let (mut answers, mut refused) = (Vec::new(), 0);
    let operations = api.operations.iter();
    let only = &arguments.only;
    for described in operations.filter(|one| only.is_empty() || only.contains(&one.id)) {
        let call = match service.call(described, settings) {
            Ok(call) => call,
            Err(missing) => {
                eprintln!("{} is not asked: {missing}", described.id);
                continue;
            }
        };
        match service.ask(&call).await {
            Ok(body) => answers.push(Answer {
                operation: described.id.clone(),
                name: format!("the answer of {}", described.id),
                body,
            }),
            // No other call would fare better.
            Err(error) if error.is_unauthorized() || error.is_connect() => {
                return Err(error.to_string());
            }
            Err(error) => {
                eprintln!("error: {error}");
                refused += 1;
            }
        }
    }
    service.shutdown().await;
    Ok((answers, refused))
}

#[cfg(not(feature = "live"))]
fn asked(_: &Arguments, _: &Api) -> Result<(Vec<Answer>, usize), Trouble> {
    match again("live") {
        Ok(code) => Err(Trouble::Elsewhere(code)),
        Err(message) => Err(Trouble::Message(message)),
    }
}

fn setting(pair: &str) -> Result<(String, String), String> {
    match pair.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("a name, =, and the value are needed".to_owned()),
    }
}

#[cfg(feature = "live")]
fn save(folder: &Path, answers: &[Answer]) -> Result<(), String> {
    let fail = |error| format!("{} can't be written: {error}", shown(folder));
    fs::create_dir_all(folder).map_err(fail)?;
    for answer in answers {
        let path = folder.join(format!("{}.json", answer.operation));
        fs::write(path, &answer.body).map_err(fail)?;
    }
    Ok(())
}

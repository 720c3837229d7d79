//! `cargo xtask verify`: do the service's answers still look as the spec says?

#[cfg(feature = "live")]
mod asked;
mod kept;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use helpscout_description::{Api, nearest};
use helpscout_spec::{Findings, Reading};

use crate::lint::{Format, print_findings};
use crate::spec;
use crate::{colour, counted, fail, shown};

#[derive(clap::Args)]
#[command(group = clap::ArgGroup::new("source").required(true).args(["answers", "live", "sandbox"]))]
pub(crate) struct Arguments {
    /// A folder of kept answers: `company.json`, `company.2.json` and `company/any-name.json` are
    /// answers of the operation `company`
    #[arg(value_name = "FOLDER")]
    answers: Option<PathBuf>,
    /// Ask the live service once for each operation, with HELPSCOUT_APP_ID and
    /// HELPSCOUT_APP_SECRET or HELPSCOUT_ACCESS_TOKEN; HELPSCOUT_BASE_URL names another service.
    /// Operations that need an id are left out and named, unless --set gives it
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
    #[arg(long, value_name = "NAME=VALUE", value_parser = setting, conflicts_with = "answers")]
    set: Vec<(String, String)>,
    /// Keep the answers in that folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "answers")]
    save: Option<PathBuf>,
    /// The spec folder [default: `spec` of this workspace]
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

/// All answers, and how many operations gave none.
#[derive(Default)]
struct Answers {
    answers: Vec<Answer>,
    refused: usize,
    not_asked: usize,
}

impl Arguments {
    fn asks(&self, operation: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == operation)
    }
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
    if let Err(message) = known(api, &arguments.only).and_then(|()| settable(api, arguments)) {
        eprintln!("error: {message}");
        return ExitCode::from(2);
    }
    let answers = match &arguments.answers {
        Some(folder) => kept::kept(folder, api, &arguments.only).map(|answers| Answers {
            answers,
            ..Answers::default()
        }),
        None if cfg!(not(feature = "live")) => {
            return crate::again("live").unwrap_or_else(|message| fail(&message));
        }
        None => ask(arguments, api),
    };
    match answers {
        Ok(answers) => verify(arguments, &reading, &spec, &answers),
        Err(message) => fail(&message),
    }
}

#[cfg(feature = "live")]
fn ask(arguments: &Arguments, api: &Api) -> Result<Answers, String> {
    asked::asked(arguments, api)
}

#[cfg(not(feature = "live"))]
fn ask(_: &Arguments, _: &Api) -> Result<Answers, String> {
    Err("this program was built without the feature `live`".to_owned())
}

fn verify(arguments: &Arguments, reading: &Reading, spec: &Path, all: &Answers) -> ExitCode {
    let answers = &all.answers;
    let findings: Findings = answers
        .iter()
        .map(|one| reading.verify(&one.operation, &one.name, &one.body))
        .collect();
    print_findings(&findings, arguments.format, spec);
    let operations: BTreeSet<&str> = answers.iter().map(|one| one.operation.as_str()).collect();
    let verdict = match findings.total() {
        _ if answers.is_empty() => "there is nothing to look at".to_owned(),
        0 => "all as described".to_owned(),
        found => format!("{} with {}", counted(found, "disagreement"), shown(spec)),
    };
    eprintln!(
        "{} of {}: {verdict}",
        counted(answers.len(), "answer"),
        counted(operations.len(), "operation"),
    );
    for (count, why) in [
        (all.refused, "without an answer"),
        (all.not_asked, "not asked"),
    ] {
        if count > 0 {
            eprintln!("{} {why}", counted(count, "operation"));
        }
    }
    // Whoever names an operation wants it asked.
    let is_asked = arguments.only.is_empty() || all.not_asked == 0;
    match findings.is_empty() && all.refused == 0 && !answers.is_empty() && is_asked {
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

/// Whether every name that is set is that of a parameter.
fn settable(api: &Api, arguments: &Arguments) -> Result<(), String> {
    let asked = api.operations.iter().filter(|one| arguments.asks(&one.id));
    let names: BTreeSet<String> = asked
        .flat_map(|one| {
            let own = |wire: &String| [wire.clone(), format!("{}.{wire}", one.id)];
            one.parameters.iter().flat_map(move |one| own(&one.wire))
        })
        .collect();
    match arguments.set.iter().find(|(name, _)| !names.contains(name)) {
        None => Ok(()),
        Some((name, _)) => {
            let near = nearest(name, names.iter().map(String::as_str));
            let near = near.map(|near| format!("; did you mean {near}?"));
            let near = near.unwrap_or_default();
            Err(format!(
                "--set {name}: nothing that is asked has such a parameter{near}"
            ))
        }
    }
}

fn unknown(api: &Api, name: &str) -> String {
    let ids = || api.operations.iter().map(|one| one.id.as_str());
    match nearest(name, ids()) {
        Some(near) => format!("there is no operation `{name}`; did you mean `{near}`?"),
        None => {
            let ids: Vec<&str> = ids().collect();
            format!(
                "there is no operation `{name}`; known are {}",
                ids.join(", ")
            )
        }
    }
}

fn setting(pair: &str) -> Result<(String, String), String> {
    match pair.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("a name, =, and the value are needed".to_owned()),
    }
}

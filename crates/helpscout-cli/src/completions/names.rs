//! The names of an account that complete what was typed.

use std::time::Duration;

use clap_complete::CompletionCandidate;
use helpscout_command::{List, NAME, last_item, list_item};
use helpscout_reports::{CallOptions, describe};
use tokio::runtime::Builder;
use tokio::time::timeout;

use super::typed;
use crate::connect::Service;
use crate::message::is_control;
use crate::progress::Progress;
use crate::remembered::{self, Name, Remembered};
use crate::who::{Directory, Entry, folded};

/// The longest time for a look-up. Whoever waits for it has pressed a key.
const LONGEST: Duration = Duration::from_secs(1);

/// The same for the sandbox, whose names are nowhere else. It answers sooner, unless the machine is
/// busy.
const LONGEST_OF_SANDBOX: Duration = Duration::from_secs(30);

/// The most names that are offered.
const MOST: usize = 200;

/// Names that options take for something else.
const WORDS: [&str; 2] = ["me", "all"];

/// What an option takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    One,
    /// A list with commas.
    Several,
    Team,
}

/// Returns the values that start with what was typed.
pub(super) fn candidates(
    list: &List<'static>,
    wanted: Wanted,
    typed: &str,
) -> Vec<CompletionCandidate> {
    let (before, item) = match wanted {
        Wanted::Several => last_item(typed),
        Wanted::One | Wanted::Team => ("", typed),
    };
    let (item, whole) = (without_quotes(item), without_quotes(typed));
    let names = of_account(list);
    let offered = names.iter().filter_map(|name| {
        if wanted == Wanted::Team && !name.is_team {
            None
        } else if !before.is_empty() && without_quotes(&name.name).starts_with(&whole) {
            // A name with a comma, typed without quotes.
            Some(("", name))
        } else {
            is_start(&item, name).then_some((before, name))
        }
    });
    let offered = offered.take(MOST).filter_map(|(before, name)| {
        let value = value(name, &names, wanted)?;
        let help = match &name.email {
            Some(email) => email.clone(),
            None if name.is_team => "team".to_owned(),
            None => name.name.clone(),
        };
        let help = help.replace(is_control, " ");
        Some(CompletionCandidate::new(format!("{before}{value}")).help(Some(help.into())))
    });
    offered.collect()
}

/// Returns a name as it is compared. One with a comma may have quotes of its own, and PowerShell passes
/// all on.
fn without_quotes(name: &str) -> String {
    folded(&name.replace(['"', '\''], ""))
}

/// Returns whether a name, one of its words or an email address starts with what was typed.
fn is_start(typed: &str, name: &Name) -> bool {
    let whole = without_quotes(&name.name);
    let words = whole.match_indices(' ').map(|(at, _)| &whole[at + 1..]);
    let mut starts = words.chain([whole.as_str()]);
    let email = name.email.as_deref().map(without_quotes);
    starts.any(|start| start.starts_with(typed))
        || email.is_some_and(|email| email.starts_with(typed))
}

/// Returns what stands for a name: the name itself, or else its ID.
fn value(name: &Name, all: &[Name], wanted: Wanted) -> Option<String> {
    let Name { id, name, .. } = name;
    let is_only = all.iter().filter(|other| other.name == *name).count() == 1;
    let is_number = name.is_empty() || name.parse::<f64>().is_ok();
    let is_word =
        name.starts_with(NAME) || WORDS.iter().any(|word| word.eq_ignore_ascii_case(name));
    let is_plain = !name.chars().any(is_control);
    if name.trim() != name || !is_only || is_number || is_word || !is_plain {
        return id
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| id.clone());
    }
    Some(match wanted {
        Wanted::Several => list_item(name),
        Wanted::One | Wanted::Team => name.clone(),
    })
}

/// Returns the names of a list, which may have to be looked up.
fn of_account(list: &List<'static>) -> Vec<Name> {
    let Some(service) = service() else {
        return Vec::new();
    };
    let operation = list.operation.id.as_str();
    let known = match remembered::names(operation) {
        Remembered::Fresh(names) => return names,
        Remembered::Unavailable => return Vec::new(),
        Remembered::Old(names) => names,
        Remembered::Nothing => Vec::new(),
    };
    match look_up(service, list) {
        Some(names) => {
            remembered::keep(operation, names.clone());
            names
        }
        None => {
            if known.is_empty() {
                remembered::keep(operation, Vec::new());
            }
            known
        }
    }
}

/// Returns the service that the words so far choose, if it has credentials.
fn service() -> Option<Service> {
    let words = typed::spelled_out().into_iter();
    let words: Vec<String> = words.filter_map(|word| word.into_string().ok()).collect();
    let mut chosen = vec!["helpscout", "list", "users"];
    for (at, word) in words.iter().enumerate() {
        let is_pair = |name: &str| word.starts_with(name) && word[name.len()..].starts_with('=');
        match word.as_str() {
            "--sandbox" => chosen.push(word),
            "--profile" | "--base-url" => chosen.extend([word.as_str(), words.get(at + 1)?]),
            word if is_pair("--profile") || is_pair("--base-url") => chosen.push(word),
            _ => {}
        }
    }
    let program = helpscout_command::program(describe::api());
    let matches = program.try_get_matches_from(chosen).ok()?;
    let (_, matches) = matches.subcommand()?;
    let (_, matches) = matches.subcommand()?;
    Service::from_options(matches).ok()
}

/// Looks a list up, or returns `None` if that takes too long or fails.
fn look_up(service: Service, list: &List<'static>) -> Option<Vec<Name>> {
    let runtime = Builder::new_current_thread().enable_all().build().ok()?;
    let longest = if service.is_sandbox() {
        LONGEST_OF_SANDBOX
    } else {
        LONGEST
    };
    let names = async {
        let connection = service.connect(&Progress::start(true)).await.ok()?;
        let options = CallOptions::new().max_attempts(1).deadline(longest);
        let mut directory = Directory::of(&connection.client.with(options));
        let entries = directory.listed(list).await.ok()?;
        Some(entries.iter().map(Entry::as_name).collect())
    };
    let names = runtime.block_on(async { timeout(longest, names).await });
    // A look-up of a host in another thread may take longer.
    runtime.shutdown_background();
    names.ok().flatten()
}

//! Command lines that don't lead to a command: wrong ones, and requests for help.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Error;
use clap::error::ErrorKind;
use helpscout_stdout::{is_styled, print};

use crate::exit::Exit;
use crate::message::{Failure, columns, hanging, is_json, without_secrets};

/// Prints what clap has to say and returns the exit code.
pub(crate) fn answer(error: &Error) -> ExitCode {
    if !error.use_stderr() {
        return show(error);
    }
    if is_json() {
        return failure(error).print();
    }
    let text = if is_styled(&io::stderr()) {
        error.render().ansi().to_string()
    } else {
        error.render().to_string()
    };
    let columns = columns();
    let lines = text.split_inclusive('\n').flat_map(|line| {
        let (line, end) = line
            .strip_suffix('\n')
            .map_or((line, ""), |line| (line, "\n"));
        let lines = hanging(line, columns).join("\n");
        [lines, end.to_owned()]
    });
    let text: String = lines.collect();
    // If stderr is closed, there is no one left to tell.
    let _ = io::stderr()
        .lock()
        .write_all(without_secrets(&text).as_bytes());
    ExitCode::from(Exit::Usage.code())
}

/// Prints the help or the version to stdout.
fn show(error: &Error) -> ExitCode {
    let text = if is_styled(&io::stdout()) {
        error.render().ansi().to_string()
    } else {
        error.render().to_string()
    };
    match print(&text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => Failure::not_done(format!("can't write to stdout: {error}")).print(),
    }
}

/// Splits the text of clap into what happened and what to do.
fn failure(error: &Error) -> Failure {
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return Failure::usage("the command is incomplete")
            .help("run it with --help to list what is missing");
    }
    let (what, tips) = said(error);
    let failure = tips.into_iter().fold(Failure::usage(what), Failure::help);
    failure.help("run the command with --help to list its options")
}

/// Returns what clap says happened, and its tips.
pub(crate) fn said(error: &Error) -> (String, Vec<String>) {
    let text = error.render().to_string();
    let mut paragraphs = text.trim_end().split("\n\n");
    let what = paragraphs.next().unwrap_or_default();
    let what = what.strip_prefix("error: ").unwrap_or(what);
    let mut tips: Vec<String> = Vec::new();
    for paragraph in paragraphs {
        let mut is_tip = false;
        for line in paragraph.lines() {
            let line = line.trim_start();
            let tip = line.strip_prefix("tip: ");
            if let Some(tip) = tip.or_else(|| line.strip_prefix("note: ")) {
                is_tip = true;
                tips.push(tip.to_owned());
            } else if let Some(tip) = tips.last_mut().filter(|_| is_tip) {
                tip.push_str(&format!(" {line}"));
            }
        }
    }
    (what.to_owned(), tips)
}

//! `helpscout mcp`: the reports as tools for assistants, by the Model Context Protocol on stdin and
//! stdout.
//!
//! In: calls of seven tools with JSON arguments. Out: small tables with units, the number of rows and
//! the period in words. Each call becomes a command line that the parser of the program checks, and
//! runs the same modules as the command. All of them read, and none changes anything.
//!
//! `input` mends what a client sends, `server` speaks the protocol, and `tools` are the tools with their schemas. `arguments` checks the
//! arguments of a call, and `command` makes a command line of them. `calls` answers a call with the
//! module of its tool: `find`, `described`, `report`, `conversations`, `meaning`. An `answer` has
//! pages of tables, whose `column`s turn what the service sent into what an assistant gets. A `table`
//! that is longer than a page is on the `shelf`. `account` is the client, which is created by the
//! first call that needs it.

mod account;
mod answer;
mod arguments;
mod calls;
mod column;
mod command;
mod conversations;
mod course;
mod described;
mod desk;
mod file;
mod find;
mod input;
mod late;
mod meaning;
mod report;
mod reports;
mod rows;
mod server;
mod shelf;
mod table;
mod tools;

use std::io::{self, IsTerminal};
use std::path::{PathBuf, absolute};
use std::rc::Rc;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use tokio::task::LocalSet;

use self::account::Account;
use self::desk::Desk;
use crate::connect::Service;
use crate::interrupt::Session;
use crate::message::{Failure, note};
use crate::redact;
use crate::span::{Unit, span};

const LONG_ABOUT: &str = "\
Serves the reports to assistants such as Claude, ChatGPT or an editor, by the Model Context Protocol.
The assistant starts this command and talks to it on stdin and stdout. In its configuration:

  {\"mcpServers\": {\"helpscout\": {\"command\": \"helpscout\", \"args\": [\"mcp\"],
    \"env\": {\"HELPSCOUT_APP_ID\": \"...\", \"HELPSCOUT_APP_SECRET\": \"...\"}}}}

With --sandbox, it works without an account, with made-up data of 2019. The seven tools find,
describe and run reports, show the history of users, look up IDs, explain figures, and get the next
page of a long table. All of them only read. Nothing is sent to the service before the first call of
a tool that needs it.

The names and email addresses of customers are replaced by pseudonyms, and what they wrote is
removed, unless --show-customers is given. Then it stands between \u{ab} and \u{bb}, and the assistant is told
that such text is data and no instruction. Pseudonyms have the key HELPSCOUT_REDACT_KEY, or else one
from HELPSCOUT_APP_SECRET; without either, they are others in each session.

A table has up to 50 rows in an answer. The others come page by page, or as a CSV file in the folder
of --files.";

/// Creates the command `helpscout mcp`.
pub(crate) fn command() -> Command {
    Command::new("mcp")
        .about("Serve the reports to assistants, by the Model Context Protocol on stdin and stdout")
        .long_about(LONG_ABOUT)
        .args([
            Arg::new("files")
                .long("files")
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf))
                .help("Also write each table that is longer than a page as CSV into this folder"),
            Arg::new("show-customers")
                .long("show-customers")
                .action(ArgAction::SetTrue)
                .help("Show what customers are called and what they wrote, instead of pseudonyms"),
            Arg::new("timeout")
                .long("timeout")
                .value_name("TIME")
                .value_parser(span(
                    Unit::Seconds,
                    Duration::from_secs(1)..=Duration::from_secs(86_400),
                    "from a second to a day, such as 55s or 10m",
                ))
                .default_value("55")
                .help("Longest time of a call; several clients give up after 60 seconds"),
        ])
}

/// Serves until the client closes stdin, or the process is asked to end.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let files = matches.get_one::<PathBuf>("files");
    if let Some(folder) = files.filter(|folder| !folder.is_dir()) {
        let problem = format!("--files: {} is no folder", folder.display());
        return Err(Failure::usage(problem).help("create it, or name another one"));
    }
    let show_customers = matches.get_flag("show-customers");
    // Without credentials, the tools that need none work all the same.
    let account = Account::new(Service::from_options(matches));
    redact::use_in_server(!show_customers, matches.get_flag("sandbox"))?;
    let timeout = matches.get_one::<Duration>("timeout");
    let timeout = timeout.copied().unwrap_or(Duration::from_secs(55));
    // An assistant may have another working directory.
    let files = files.map(|folder| absolute(folder).unwrap_or_else(|_| folder.clone()));
    let desk = Rc::new(Desk::new(account, files, show_customers));
    if io::stdin().is_terminal() {
        note("waiting for an assistant on stdin; helpscout mcp --help says how to set one up");
    }
    let session = Session::start_server()?;
    let mut outcome = Ok(());
    session.serve(async {
        let served = server::serve(desk, timeout);
        outcome = LocalSet::new().run_until(served).await;
    });
    session.abandon();
    outcome
}

//! `helpscout completions`: what a shell needs to complete commands, options and values.
//!
//! In: the name of a shell. Out: a short script for it, which calls this program again whenever
//! something is to be completed, so it never needs to be made again. There is a module for each
//! `shell` with what the library does not do there; `quoted` and `typed` read what was typed. `values`
//! says which options take names, `names` finds those of an account, and `words` has the others.

mod bash;
mod fish;
mod names;
mod powershell;
mod quoted;
mod shell;
mod shells;
mod typed;
mod values;
mod words;
mod zsh;

use std::process::ExitCode;
use std::{env, panic};

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};
use clap_complete::CompleteEnv;
use helpscout_stdout::print;

use self::shells::SHELLS;
use self::typed::VARIABLE;
use crate::message::{self, Failure};

/// What is completed, and what is called for it.
const PROGRAM: &str = "helpscout";

const LONG_ABOUT: &str = "\
Prints a script that makes a shell complete commands, options, values such as periods, time zones
and columns, the reports of helpscout.toml with their options, and the names of users, teams,
mailboxes and tags. The script calls helpscout, which must be in a folder of PATH.

Names come from a file in the folder of the platform for caches, such as ~/.cache/helpscout, which
only you can read. If they are missing there or older than a day, they are looked up, which takes
at most a second, and the look-ups of other commands refresh them. helpscout logout removes the
file. With --sandbox on the command line, the names are those of the sandbox.";

const EXAMPLES: &str = "\
Set-up:
  bash        source <(helpscout completions bash)                    in ~/.bashrc
  zsh         source <(helpscout completions zsh)                     in ~/.zshrc, after compinit
  fish        helpscout completions fish | source                     in ~/.config/fish/config.fish
  powershell  helpscout completions powershell | Out-String | Invoke-Expression    in $PROFILE";

/// Creates the command `helpscout completions`.
pub(crate) fn command() -> Command {
    let shells = ["bash", "zsh", "fish", "powershell"];
    Command::new("completions")
        .about("Print a script that makes a shell complete commands, options and names")
        .long_about(LONG_ABOUT)
        .after_help(EXAMPLES)
        .arg(
            Arg::new("shell")
                .value_name("SHELL")
                .required(true)
                .value_parser(PossibleValuesParser::new(shells))
                .help("The shell"),
        )
}

/// Prints the script for a shell.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let shell = matches.get_one::<String>("shell").map(String::as_str);
    let Some(shell) = SHELLS.completer(shell.unwrap_or_default()) else {
        return Err(Failure::usage("this shell is not known")
            .help("helpscout completions --help lists the shells"));
    };
    let mut script = Vec::new();
    let written = shell.write_registration(VARIABLE, PROGRAM, PROGRAM, PROGRAM, &mut script);
    let script = written.map(|()| String::from_utf8_lossy(&script).into_owned());
    script
        .and_then(|script| print(&script))
        .map_err(|error| Failure::not_done(format!("can't write to stdout: {error}")))
}

/// Answers the script of a shell, if it is what has called the program. Nothing is ever printed to
/// stderr, where it would be in the middle of what is typed.
pub(crate) fn answer(program: fn() -> Command) -> Option<ExitCode> {
    env::var_os(VARIABLE).filter(|shell| !shell.is_empty())?;
    message::silence();
    panic::set_hook(Box::new(|_| {}));
    let completion = CompleteEnv::with_factory(|| values::with_values(program))
        .var(VARIABLE)
        .bin(PROGRAM)
        .completer(PROGRAM)
        .shells(SHELLS);
    let folder = env::current_dir().ok();
    match completion.try_complete(env::args_os(), folder.as_deref()) {
        Ok(true) => Some(ExitCode::SUCCESS),
        Ok(false) => None,
        Err(_) => Some(ExitCode::FAILURE),
    }
}

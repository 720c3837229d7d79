//! `helpscout man`: the help of every command as manual pages.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};
use clap_mangen::Man;
use helpscout_stdout::print;

use crate::message::{Failure, counted, note, printable};

const EXAMPLES: &str = "\
Examples:
  helpscout man | man -l -
  helpscout man ~/.local/share/man/man1 && man helpscout-history";

/// Creates the command `helpscout man`.
pub(crate) fn command() -> Command {
    Command::new("man")
        .about("Print the manual page, or write those of all commands to a folder")
        .after_help(EXAMPLES)
        .arg(
            Arg::new("folder")
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf))
                .help("Folder for the pages of all commands, such as ~/.local/share/man/man1"),
        )
}

/// Prints the page of the program, or writes those of all commands.
pub(crate) fn run(matches: &ArgMatches, program: Command) -> Result<(), Failure> {
    let Some(folder) = matches.get_one::<PathBuf>("folder") else {
        let page = page(program).map_err(|error| unwritten("the page", &error))?;
        return print(&page).map_err(|error| unwritten("stdout", &error));
    };
    let shown = printable(&folder.display().to_string());
    let written = fs::create_dir_all(folder).and_then(|()| write_all(&program, folder));
    let number = written.map_err(|error| unwritten(&shown, &error))?;
    if !matches.get_flag("quiet") {
        note(format!("{} written to {shown}", counted(number, "page")));
    }
    Ok(())
}

/// Returns the page of a command.
fn page(command: Command) -> io::Result<String> {
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    String::from_utf8(page).map_err(io::Error::other)
}

/// Writes the page of each command. Returns how many there are.
fn write_all(program: &Command, folder: &Path) -> io::Result<usize> {
    // clap_mangen names the pages of inner commands after the outer ones.
    clap_mangen::generate_to(program.clone(), folder)?;
    Ok(pages_of(program))
}

/// Returns the number of pages: one for the command, and those of its inner commands.
fn pages_of(command: &Command) -> usize {
    1 + command.get_subcommands().map(pages_of).sum::<usize>()
}

fn unwritten(place: &str, error: &io::Error) -> Failure {
    Failure::not_done(format!("can't write to {place}: {error}"))
}

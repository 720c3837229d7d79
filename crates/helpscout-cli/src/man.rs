//! `helpscout man`: the help of every command as manual pages.

use std::fs;
use std::io;
use std::path::PathBuf;

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
    let mut program = program.disable_help_subcommand(true);
    program.build();
    let mut pages = Vec::new();
    add_pages(&program, &mut pages)
        .map_err(|error| Failure::not_done(format!("can't write the manual: {error}")))?;
    let Some(folder) = matches.get_one::<PathBuf>("folder") else {
        let page = pages.pop().map(|page| page.text).unwrap_or_default();
        return print(&page).map_err(|error| unwritten("stdout", &error));
    };
    let shown = printable(&folder.display().to_string());
    let written = fs::create_dir_all(folder).and_then(|()| {
        let mut pages = pages.iter();
        pages.try_for_each(|page| fs::write(folder.join(&page.file), &page.text))
    });
    written.map_err(|error| unwritten(&shown, &error))?;
    if !matches.get_flag("quiet") {
        let number = counted(pages.len(), "page");
        note(format!("{number} written to {shown}"));
    }
    Ok(())
}

/// The page of a command.
struct Page {
    /// The name of its file: `helpscout-history.1`.
    file: String,
    text: String,
}

/// Adds the pages of the inner commands, and then that of the command itself.
fn add_pages(command: &Command, pages: &mut Vec<Page>) -> io::Result<()> {
    for inner in command
        .get_subcommands()
        .filter(|inner| !inner.is_hide_set())
    {
        add_pages(inner, pages)?;
    }
    let man = Man::new(command.clone());
    let man = man.source(concat!("helpscout ", env!("CARGO_PKG_VERSION")));
    let mut text = Vec::new();
    man.render(&mut text)?;
    let text = String::from_utf8(text).map_err(io::Error::other)?;
    pages.push(Page {
        file: man.get_filename(),
        text: with_lines_kept(&text),
    });
    Ok(())
}

/// Keeps the lines of the section with examples and tables, which would be joined to paragraphs.
fn with_lines_kept(page: &str) -> String {
    let Some((before, section)) = page.split_once(".SH EXTRA\n") else {
        return page.to_owned();
    };
    let (section, after) = match section.find("\n.SH ") {
        Some(end) => section.split_at(end + 1),
        None => (section, ""),
    };
    format!("{before}.SH NOTES\n.nf\n{section}.fi\n{after}")
}

fn unwritten(place: &str, error: &io::Error) -> Failure {
    Failure::not_done(format!("can't write to {place}: {error}"))
}

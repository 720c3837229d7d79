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

/// Keeps the lines that would be joined to paragraphs: those of the section with examples and tables,
/// of examples in the description, and of lists in the help of options.
fn with_lines_kept(page: &str) -> String {
    let (page, section) = match page.split_once(".SH EXTRA\n") {
        Some((page, section)) => (page, Some(section)),
        None => (page, None),
    };
    let (description, options) = match page.find("\n.SH OPTIONS\n") {
        Some(end) => page.split_at(end + 1),
        None => (page, ""),
    };
    let mut kept = with_indented_lines(description);
    kept.push_str(&with_lines_of_options(options));
    if let Some(section) = section {
        let (section, after) = match section.find("\n.SH ") {
            Some(end) => section.split_at(end + 1),
            None => (section, ""),
        };
        kept.push_str(&format!(".SH NOTES\n.nf\n{section}.fi\n{after}"));
    }
    kept
}

/// Keeps lines with an indent, which are an example, as they are.
fn with_indented_lines(text: &str) -> String {
    let mut kept = String::new();
    let mut is_example = false;
    for line in text.lines() {
        // A paragraph of an example does not end it.
        let is_part = line.starts_with("  ") || is_example && line == ".PP";
        if is_part != is_example {
            kept.push_str(if is_part { ".nf\n" } else { ".fi\n" });
        }
        is_example = is_part;
        kept.push_str(line);
        kept.push('\n');
    }
    if is_example {
        kept.push_str(".fi\n");
    }
    kept
}

/// Breaks the help of options where it has lines. The names of an option are above it.
fn with_lines_of_options(text: &str) -> String {
    let mut kept = String::new();
    let (mut is_name, mut is_help) = (false, false);
    for line in text.lines() {
        let is_text = !line.is_empty() && !line.starts_with(['.', '\'']);
        if is_text && is_help {
            kept.push_str(".br\n");
        }
        is_help = is_text && !is_name;
        is_name = line == ".TP";
        kept.push_str(line);
        kept.push('\n');
    }
    kept
}

fn unwritten(place: &str, error: &io::Error) -> Failure {
    Failure::not_done(format!("can't write to {place}: {error}"))
}

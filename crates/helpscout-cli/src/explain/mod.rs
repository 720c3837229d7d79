//! `helpscout explain`: what a figure means and what it does not, and what a field of a report is.
//!
//! `figures` has the texts about figures of this program. `fields` finds the fields of all reports
//! in the description, whose texts come from the documented pages.

mod fields;
mod figures;

use clap::{Arg, ArgMatches, Command};
use helpscout_description::nearest;
use helpscout_reports::describe;
use helpscout_stdout::print;

use self::fields::{Found, Reports};
use self::figures::{FIGURES, Figure};
use crate::message::{Failure, quoted};

/// The number of fields that a message lists.
const MAX_NAMES: usize = 30;

const LONG_ABOUT: &str = "\
Explains a figure, such as response-time, median or sla: what it says and what it does not,
from which rows it comes and how it is calculated. Also explains the fields of every report as
the documentation does: helpscout explain user-conversation-history.responseTime. Without a
name, it lists the figures; with the name of a report, its fields. If a report has the name of
a figure, write \"report\" before it: helpscout explain report conversations.";

/// Creates the command `helpscout explain`.
pub(crate) fn command() -> Command {
    Command::new("explain")
        .about("Explain a figure such as response-time, or a field of a report")
        .long_about(LONG_ABOUT)
        .arg(
            Arg::new("name")
                .value_name("NAME")
                .num_args(0..)
                .help("A figure, a report, a field, or REPORT.FIELD; lists the figures if omitted"),
        )
}

/// Prints an explanation.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let words = matches.get_many::<String>("name").into_iter().flatten();
    let words: Vec<&str> = words.map(String::as_str).collect();
    let text = if words.is_empty() {
        list()
    } else {
        explanation(&words.join(" "))?
    };
    print(&text).map_err(|error| Failure::not_done(format!("can't write to stdout: {error}")))
}

/// Returns the names of the fields that a figure comes from: `REPORT.FIELD`. Empty if no figure has
/// this name.
#[cfg(feature = "mcp")]
pub(crate) fn fields_of_figure(name: &str) -> &'static [&'static str] {
    figures::find(name).map_or(&[], |figure| figure.fields)
}

/// Returns the names that can be explained, each with its title: the figures and the reports, or the
/// fields of the report that `typed` begins with.
pub(crate) fn names(typed: &str) -> Vec<(String, String)> {
    let reports = Reports::of(describe::api());
    if let Some((report, _)) = typed.split_once('.') {
        return reports.fields_of(report);
    }
    let figures = FIGURES.iter();
    let figures = figures.map(|figure| (figure.name.to_owned(), figure.title.to_owned()));
    figures.chain(reports.names()).collect()
}

/// Returns the names of the reports and lists, each with what it has.
pub(crate) fn reports() -> Vec<(String, String)> {
    Reports::of(describe::api()).names().collect()
}

/// Lists the figures.
pub(crate) fn list() -> String {
    let width = FIGURES.iter().map(|figure| figure.name.len()).max();
    let width = width.unwrap_or_default();
    let lines = FIGURES.iter().map(|figure| {
        let Figure { name, title, .. } = figure;
        format!("  {name:<width$}  {title}\n")
    });
    let lines: String = lines.collect();
    format!(
        "Figures:\n{lines}\nhelpscout explain NAME explains one of them. It also explains the fields \
         of a report:\nhelpscout explain user-conversation-history lists them.\n"
    )
}

/// Returns the explanation of a figure, a report or a field.
///
/// # Errors
/// If the name stands for none, or for several.
pub(crate) fn explanation(name: &str) -> Result<String, Failure> {
    if let Some(figure) = figures::find(name) {
        return Ok(figure.to_string());
    }
    let reports = Reports::of(describe::api());
    match reports.find(name) {
        Found::One(text) => Ok(text),
        Found::Several(names) => {
            let problem = format!("{} may be one of {} fields", quoted(name), names.len());
            let mut lines = names;
            let more = lines.len().saturating_sub(MAX_NAMES);
            lines.truncate(MAX_NAMES);
            if more > 0 {
                lines.push(format!("and {more} more"));
            }
            Err(Failure::usage(problem).help(format!("write one of:\n{}", lines.join("\n"))))
        }
        Found::Nothing => {
            let problem = format!("there is no figure, report or field {}", quoted(name));
            let words = reports.words();
            let figures = FIGURES.iter().flat_map(|figure| {
                let aliases = figure.aliases.iter().copied();
                [figure.name].into_iter().chain(aliases)
            });
            let known = figures.chain(words.iter().map(String::as_str));
            Err(match nearest(name, known) {
                Some(near) => Failure::usage(problem).help(format!("did you mean {near}?")),
                None => Failure::usage(problem),
            }
            .help("helpscout explain lists the figures, and with the name of a report its fields"))
        }
    }
}

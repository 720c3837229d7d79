//! The command line that a call stands for, and messages about it in the words of the tools.

use std::ffi::OsString;

use clap::{ArgMatches, Command};
use helpscout_command::{element, names};
use helpscout_description::{ListStyle, Operation, Parameter, Type};
use serde_json::Value;

use super::arguments::text_of;
use super::tools::Tool;
use crate::message::{Failure, shortened};
use crate::{misuse, suggestions};

/// A command line.
#[derive(Clone, Debug)]
pub(super) struct Line(Vec<OsString>);

impl Line {
    /// Creates a command line with the words of a command.
    pub(super) fn of(words: &[&str]) -> Self {
        Self(words.iter().map(OsString::from).collect())
    }

    /// Adds an option with a value.
    pub(super) fn option(&mut self, name: &str, value: &str) {
        self.0.push(format!("--{name}={value}").into());
    }

    /// Adds an option without a value.
    pub(super) fn flag(&mut self, name: &str) {
        self.0.push(format!("--{name}").into());
    }

    /// Adds the values of a parameter of an operation.
    ///
    /// # Errors
    /// If the operation has no such parameter, or it takes a single value.
    pub(super) fn parameter(
        &mut self,
        operation: &Operation,
        name: &str,
        value: &Value,
        without: &[&str],
    ) -> Result<(), Failure> {
        let known: Vec<(&Parameter, String)> = names::options(operation)
            .filter(|(parameter, _)| !without.contains(&parameter.wire.as_str()))
            .collect();
        let aliases = names::aliases(operation);
        let wanted = plain(name);
        let of_alias = names::options(operation).zip(aliases);
        let mut of_alias = of_alias
            .filter(|(_, alias)| alias.as_ref().is_some_and(|alias| plain(alias) == wanted));
        let found = known
            .iter()
            .find(|(parameter, option)| plain(&parameter.wire) == wanted || plain(option) == wanted)
            .cloned()
            .or_else(|| of_alias.next().map(|(found, _)| found));
        let Some((parameter, option)) = found else {
            let names: Vec<&str> = known
                .iter()
                .map(|(parameter, _)| parameter.wire.as_str())
                .collect();
            let failure =
                Failure::usage(format!("filters: there is no filter {:?}", shortened(name)));
            let failure = match suggestions::nearest_option(name, names.iter().copied()) {
                Some(near) => failure.help(format!("did you mean `{near}`?")),
                None => failure,
            };
            return Err(failure.help(format!("the filters are {}", names.join(", "))));
        };
        let values: Option<Vec<String>> = match value {
            Value::Array(items) => items.iter().map(text_of).collect(),
            single => text_of(single).map(|text| vec![text]),
        };
        let Some(values) = values else {
            return Err(Failure::usage(format!(
                "filters: `{}` is a text, a number, true, false or a list of them",
                parameter.wire
            )));
        };
        if parameter.list.is_none() && values.len() > 1 {
            return Err(Failure::usage(format!(
                "filters: `{}` takes one value, and {} were given",
                parameter.wire,
                values.len()
            ))
            .help("call the tool once for each of them"));
        }
        let is_list_of_names = matches!(parameter.ty, Type::Id(_))
            && matches!(
                parameter.list,
                Some(ListStyle::Comma | ListStyle::Pipe | ListStyle::Repeat | ListStyle::Array)
            );
        for text in values {
            if is_list_of_names && value.is_array() {
                self.option(&option, &element(&text));
            } else {
                self.option(&option, &text);
            }
        }
        Ok(())
    }

    /// Adds a list of names or IDs.
    pub(super) fn items(&mut self, name: &str, items: &[&str]) {
        for text in items {
            self.option(name, &element(text));
        }
    }

    /// Parses the command line.
    ///
    /// # Errors
    /// If it has a mistake.
    pub(super) fn parse(self, parser: &Command) -> Result<ArgMatches, Failure> {
        let typed = self.0.clone();
        let error = match parser.clone().try_get_matches_from(self.0) {
            Ok(matches) => return Ok(matches),
            Err(error) => error,
        };
        let mut built = parser.clone();
        built.build();
        let error = suggestions::improved(error, &built, typed.into_iter());
        let (what, tips) = misuse::said(&error);
        Err(tips.into_iter().fold(Failure::usage(what), Failure::help))
    }
}

fn plain(name: &str) -> String {
    let letters = name.chars().filter(|char| char.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Returns a failure as an assistant reads it. Its words are those of the tools, and no text of an
/// answer is quoted, as a customer may have written it. Advice that the tool can't follow is left out.
pub(super) fn told(failure: &Failure, tool: &Tool) -> String {
    let help = failure.helps().iter().filter(|help| !is_for_people(help));
    let help = help.filter_map(|help| {
        possible(&replaced(help), |option| {
            tool.takes(option) || OF_SERVER.contains(&option)
        })
    });
    let lines = std::iter::once(failure.what().to_owned()).chain(help);
    let lines: Vec<String> = lines
        .map(|line| in_words_of_tools(&unquoted(&line)))
        .collect();
    lines.join("\n")
}

/// The options of this server that messages tell the person who set it up.
const OF_SERVER: [&str; 2] = ["max-report", "timeout"];

/// Returns whether advice is about what only the commands have, although a tool has something of this
/// name.
fn is_for_people(help: &str) -> bool {
    let others = ["--columns", "helpscout report "];
    others.iter().any(|option| help.contains(option))
}

/// What separates pieces of advice of which each can be followed alone.
const BETWEEN: [&str; 2] = [", or ", "; "];

/// Returns the pieces of advice that name no other options than these, or `None` if there is none.
fn possible(advice: &str, is_known: impl Fn(&str) -> bool) -> Option<String> {
    let mut kept = String::new();
    let (mut separator, mut rest) = ("", advice);
    loop {
        let ends = BETWEEN
            .iter()
            .filter_map(|between| Some((rest.find(between)?, *between)));
        let end = ends.min();
        let (piece, after) = match end {
            Some((at, between)) => (&rest[..at], rest.get(at + between.len()..)),
            None => (rest, None),
        };
        if options_in(piece).into_iter().all(&is_known) {
            if !kept.is_empty() {
                kept.push_str(separator);
            }
            kept.push_str(piece);
        }
        match (end, after) {
            (Some((_, between)), Some(after)) => (separator, rest) = (between, after),
            _ => break,
        }
    }
    (!kept.is_empty()).then_some(kept)
}

/// Returns the names of the options in a text.
fn options_in(text: &str) -> Vec<&str> {
    let starts = text.match_indices("--").filter_map(|(at, _)| {
        let before = text[..at].chars().next_back().unwrap_or(' ');
        after_dashes(before, &text[at..])
    });
    let names = starts.map(|name| {
        let end = name.find(|char: char| !char.is_ascii_alphanumeric() && char != '-');
        &name[..end.unwrap_or(name.len())]
    });
    names.collect()
}

/// Returns what comes after the dashes of an option, if a text starts with one. `before` is the
/// character before it.
fn after_dashes(before: char, text: &str) -> Option<&str> {
    text.strip_prefix("--").filter(|after| {
        !before.is_alphanumeric()
            && before != '-'
            && after.starts_with(|next: char| next.is_ascii_lowercase())
    })
}

/// What messages write before the start of an answer.
const QUOTE: &str = "; it starts with: ";

/// Returns a message without the start of the answer that it quotes.
fn unquoted(message: &str) -> String {
    match message.find(QUOTE) {
        Some(at) => message[..at].to_owned(),
        None => message.to_owned(),
    }
}

/// What commands and options are called in a session, the longer ones before their parts.
const WORDS: [(&str, &str); 15] = [
    ("check --base-url, and whether", "check whether"),
    (
        "use --sandbox to try the command without the service",
        "the person who set up this server can check the network",
    ),
    (
        ",\nor use --sandbox to try the command without an account",
        "\nonly the person who set up this server can do that",
    ),
    (
        ", or remove --redact",
        "; only the person who set up this server can have customers shown",
    ),
    (" (`--base-url`)", " that this server is set up with"),
    (
        "raise `--max-report`",
        "have this server started with a larger `--max-report`",
    ),
    ("helpscout list ", "look_up list="),
    (
        "helpscout explain lists the figures, and with the name of a report its fields",
        "explain without a name lists the figures, and with the name of a report its fields",
    ),
    ("helpscout explain ", "explain name="),
    ("helpscout explain", "explain"),
    (" --id ID", " id=ID"),
    ("run the command again", "call the tool again"),
    ("helpscout report ", "run_report report="),
    ("the option", "the argument"),
    ("the command", "the call"),
];

/// Replaces sentences about commands and options by those about tools and arguments.
fn replaced(message: &str) -> String {
    let mut text = message.to_owned();
    for (command, tool) in WORDS {
        text = text.replace(command, tool);
    }
    text
}

/// Replaces commands and options by tools and arguments.
pub(super) fn in_words_of_tools(message: &str) -> String {
    let text = replaced(message);
    let mut words = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.as_str();
    while let Some(char) = rest.chars().next() {
        if let Some(after) = after_dashes(before, rest) {
            rest = after;
            before = '-';
            continue;
        }
        words.push(char);
        before = char;
        rest = &rest[char.len_utf8()..];
    }
    words
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn messages_are_in_the_words_of_the_tools() {
        let cases = [
            ("--period: \"x\" is no period", "period: \"x\" is no period"),
            (
                "list every user with: helpscout list users",
                "list every user with: look_up list=users",
            ),
            (
                "list them with: helpscout list mailbox-folders --id ID",
                "list them with: look_up list=mailbox-folders id=ID",
            ),
            ("a--b -- c '--mailboxes <ID>'", "a--b -- c 'mailboxes <ID>'"),
            (
                "use --sandbox to try the command without the service",
                "the person who set up this server can check the network",
            ),
            (
                "Report:      helpscout report docs",
                "Report:      run_report report=docs",
            ),
        ];
        for (message, expected) in cases {
            assert_eq!(in_words_of_tools(message), expected);
        }
    }

    #[test]
    fn what_an_answer_starts_with_is_not_told() {
        let failure = Failure::undocumented("row 2: no; it starts with: {\"name\": \"Ana\"}")
            .help("use --format ndjson to see the rows as received")
            .help("call again");
        let tool = Tool::named("run_report").unwrap();
        assert_eq!(told(&failure, tool), "row 2: no\ncall again");
    }

    #[test]
    fn advice_that_a_tool_cannot_follow_is_left_out() {
        let cases = [
            (
                "history",
                "choose a shorter period or a coarser --by, or allow it with --max-requests 4392",
                Some("choose a shorter period or a coarser by"),
            ),
            (
                "history",
                "add --period, or --start and --end",
                Some("add period"),
            ),
            (
                "run_report",
                "add --period, or --start and --end",
                Some("add period, or start and end"),
            ),
            (
                "history",
                "use --raw, or remove --compare",
                Some("remove compare"),
            ),
            (
                "history",
                "see the rows with --replies; call again",
                Some("call again"),
            ),
            (
                "history",
                "filter with --mailbox",
                Some("filter with mailbox"),
            ),
            (
                "run_report",
                "filter with --office-hours",
                Some("filter with office-hours"),
            ),
            ("run_report", "add --everybody", None),
            ("explain", "a -- b, or c--d", Some("a -- b, or c--d")),
            (
                "run_report",
                "ask for less, or raise `--max-report`",
                Some("ask for less, or have this server started with a larger `max-report`"),
            ),
        ];
        for (tool, help, expected) in cases {
            let failure = Failure::usage("no").help(help);
            let told = told(&failure, Tool::named(tool).unwrap());
            assert_eq!(told.strip_prefix("no\n"), expected, "{help}");
        }
    }
}

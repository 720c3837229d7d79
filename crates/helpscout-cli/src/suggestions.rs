//! What someone may have meant who typed an option or a command that does not exist.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, Error};
use helpscout_description::nearest;

/// Other words for options. The first option that a command has is suggested.
const SYNONYMS: [(&[&str], &[&str]); 14] = [
    (
        &[
            "from",
            "since",
            "after",
            "begin",
            "start-date",
            "start-time",
            "date-from",
        ],
        &["start"],
    ),
    (
        &[
            "to", "until", "till", "before", "end-date", "end-time", "date-to", "stop",
        ],
        &["end"],
    ),
    (
        &[
            "agent", "agents", "person", "employee", "assignee", "member", "users",
        ],
        &["user", "users"],
    ),
    (&["inbox", "inboxes"], &["mailboxes", "mailbox"]),
    (&["label", "labels"], &["tags", "tag"]),
    (&["channel", "channels", "kind"], &["types", "type"]),
    (&["group"], &["team", "user"]),
    (&["order", "order-by", "sort-by"], &["sort"]),
    (
        &["fields", "cols", "column", "select", "keys"],
        &["columns"],
    ),
    (&["filter", "only", "query"], &["where"]),
    (&["top", "max", "first", "head", "count"], &["limit"]),
    (&["tz", "timezone", "time-zone"], &["zone"]),
    (&["out", "file", "save"], &["output"]),
    (
        &["interval", "dates", "range", "when"],
        &["period", "start"],
    ),
];

/// Returns the error with the nearest suggestion, given the whole command line and the words that
/// were typed.
pub(crate) fn improved(
    mut error: Error,
    program: &Command,
    typed: impl Iterator<Item = OsString>,
) -> Error {
    match error.kind() {
        ErrorKind::UnknownArgument => {
            let Some(ContextValue::String(typed_option)) = error.get(ContextKind::InvalidArg)
            else {
                return error;
            };
            let Some(word) = typed_option.strip_prefix("--") else {
                return error;
            };
            let word = word.split('=').next().unwrap_or(word).to_owned();
            let options = options(innermost(program, typed));
            if let Some(option) = meant(&word, &options) {
                let option = ContextValue::String(format!("--{option}"));
                error.insert(ContextKind::SuggestedArg, option);
            }
        }
        ErrorKind::InvalidSubcommand => {
            let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else {
                return error;
            };
            let word = word.clone();
            let mut suggested = match error.get(ContextKind::SuggestedSubcommand) {
                Some(ContextValue::Strings(names)) => names.clone(),
                Some(ContextValue::String(name)) => vec![name.clone()],
                _ => Vec::new(),
            };
            // clap has the least similar one first.
            suggested.reverse();
            let command = innermost(program, typed);
            let names: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
            if let Some(near) = nearest(&word, names.iter().copied()) {
                suggested.retain(|name| name != near);
                suggested.insert(0, near.to_owned());
            }
            if !suggested.is_empty() {
                let suggested = ContextValue::Strings(suggested);
                error.insert(ContextKind::SuggestedSubcommand, suggested);
            }
        }
        _ => {}
    }
    error
}

/// Returns the option that stands for a word, or else the most similar one.
fn meant<'a>(word: &str, options: &'a [String]) -> Option<&'a String> {
    let has = |name: &&str| options.iter().position(|option| option == name);
    let synonym = SYNONYMS.into_iter().find_map(|(words, names)| {
        let is_meant = words.contains(&word);
        names.iter().filter(|_| is_meant).find_map(|name| has(name))
    });
    match synonym {
        Some(at) => options.get(at),
        None => {
            let near = nearest(word, options.iter().map(String::as_str))?;
            options.iter().find(|option| *option == near)
        }
    }
}

/// Returns the command that the words lead to.
fn innermost(program: &Command, typed: impl Iterator<Item = OsString>) -> &Command {
    let mut command = program;
    for word in typed.skip(1) {
        if let Some(inner) = word.to_str().and_then(|word| command.find_subcommand(word)) {
            command = inner;
        }
    }
    command
}

/// Returns the long names of the options of a command.
fn options(command: &Command) -> Vec<String> {
    let options = command
        .get_arguments()
        .filter(|option| !option.is_hide_set());
    let names = options.flat_map(|option| option.get_long_and_visible_aliases());
    names.flatten().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tip(words: &[&str]) -> String {
        let program = crate::command_line::command();
        let typed = || words.iter().map(OsString::from);
        let error = program.clone().try_get_matches_from(typed()).err();
        let mut built = program;
        built.build();
        let error = error.map(|error| improved(error, &built, typed()).render().to_string());
        let error = error.unwrap_or_default();
        let tips = error
            .lines()
            .filter(|line| line.trim_start().starts_with("tip:"));
        tips.map(|line| line.trim().to_owned())
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn an_option_of_another_name_gets_the_one_that_is_meant() {
        let report = ["helpscout", "report", "user-replies"];
        let cases = [
            ("--from", "--start"),
            ("--since=2019-05-02", "--start"),
            ("--until", "--end"),
            ("--to", "--end"),
            ("--agent", "--user"),
            ("--inbox", "--mailboxes"),
            ("--filter", "--where"),
            ("--top", "--limit"),
            ("--strat", "--start"),
            ("--formta", "--format"),
        ];
        for (typed, expected) in cases {
            let words = [&report[..], &[typed]].concat();
            assert!(
                tip(&words).contains(&format!("'{expected}'")),
                "{typed}: {}",
                tip(&words)
            );
        }
    }

    #[test]
    fn the_nearest_command_comes_first() {
        let tip_of = tip(&["helpscout", "report", "user-happines"]);
        let first = tip_of.split('\'').nth(1);
        assert_eq!(first, Some("user-happiness"), "{tip_of}");
    }
}

//! What is said at the end of a pull.

use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use super::course::rounded;
use super::pipes::Pipes;
use super::printed::Printed;
use super::tally::Tally;
use crate::message::{Failure, counted, printable};
use crate::progress::Progress;

/// The most units with other rows that are listed.
const MOST_CHANGED: usize = 100;

/// What came of a pull into a folder.
pub(super) struct Outcomes<'d> {
    pub(super) dir: &'d Path,
    pub(super) tally: Tally,
    pub(super) time: Duration,
    /// Who hears of it besides, if somebody does.
    pub(super) pipes: Option<&'d Pipes>,
}

impl Outcomes<'_> {
    /// Tells what is in the folder now, and fails if something is missing. `ended` is how the whole
    /// run ended.
    pub(super) fn tell(
        self,
        ended: Result<(), Failure>,
        progress: &Progress,
    ) -> Result<(), Failure> {
        let Self {
            dir: folder,
            tally,
            time,
            pipes,
        } = self;
        let note = |line: String| {
            if let Some(pipes) = pipes {
                pipes.log("INFO", &line);
            }
            progress.note(line);
        };
        let dir = printable(&folder.display().to_string());
        for key in tally.changed.iter().take(MOST_CHANGED) {
            note(format!("changed: {key}"));
        }
        if let Some(more) = tally.changed.len().checked_sub(MOST_CHANGED + 1) {
            note(format!("changed: and {} more", more + 1));
        }
        let kept = tally.kept();
        let kept = format!("{kept} of {} are kept in {dir}", counted(tally.due, "unit"));
        let resume = format!("{kept}; go on with: {}", command_line(std::env::args_os()));
        match ended {
            Err(failure) if failure.exit().is_signal() => {
                let what = format!("interrupted; {kept}");
                let exit = failure.exit();
                return Err(Failure::interrupted(exit, what)
                    .help(format!("go on with: {}", command_line(std::env::args_os()))));
            }
            // Nothing was fetched yet.
            Err(failure) => return Err(failure),
            Ok(()) => {}
        }
        if tally.failures.is_empty() {
            note(summary(&tally, &dir, time));
            if let Some(pipes) = pipes {
                pipes.materialized(&tally.datasets, folder);
            }
            return Ok(());
        }
        let (worst, others) = tally.failures.told();
        for other in others {
            progress.warning(other);
        }
        Err(worst.help(resume))
    }
}

/// Says what was printed.
pub(super) fn of_printed(printed: Printed, time: Duration) -> String {
    format!(
        "{}, {} in {}",
        counted(printed.rows, "row"),
        counted(printed.calls, "call"),
        rounded(time)
    )
}

/// Says what a target has of messages that ended early.
pub(super) fn of_messages(failure: Failure, printed: Printed, units: usize) -> Failure {
    let kept = format!(
        "{} of {} were printed, each with its state",
        printed.units,
        counted(units, "unit")
    );
    if failure.exit().is_signal() {
        return Failure::interrupted(failure.exit(), format!("interrupted; {kept}"));
    }
    if units == 0 {
        // Nothing was fetched yet.
        return failure;
    }
    failure.help(format!(
        "{kept}; give the states that the target has printed with --bookmarks to go on"
    ))
}

/// Says that there is nothing to fetch, as all units are in a place already.
pub(super) fn of_nothing(all: usize, place: &str) -> String {
    match all {
        0 => "nothing to fetch".to_owned(),
        all => format!(
            "nothing to fetch: {} in {place} already",
            counted(all, "unit")
        ),
    }
}

fn summary(tally: &Tally, dir: &str, time: Duration) -> String {
    if tally.due == 0 {
        return of_nothing(tally.all, dir);
    }
    let there = tally.all - tally.due;
    let there = (there > 0).then(|| format!("{} in {dir} already", counted(there, "unit")));
    let outcomes = [
        (tally.new, "new"),
        (tally.changed.len(), "changed"),
        (tally.same, "as before"),
    ];
    let outcomes = outcomes.iter().filter(|(count, _)| *count > 0);
    let outcomes: Vec<String> = outcomes
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let mut parts = vec![
        format!("{} ({})", counted(tally.due, "unit"), outcomes.join(", ")),
        counted(tally.rows, "row"),
        counted(tally.calls, "call"),
        counted(tally.bytes, "byte"),
    ];
    parts.extend(there);
    format!("{} in {}; in {dir}", parts.join(", "), rounded(time))
}

/// Returns the command line as it can be typed again.
fn command_line(arguments: impl Iterator<Item = OsString>) -> String {
    let words = arguments.skip(1).map(|word| {
        let word = printable(&word.to_string_lossy());
        let is_plain = |char: char| char.is_alphanumeric() || "-_./=,:@%+".contains(char);
        if !word.is_empty() && word.chars().all(is_plain) {
            word
        } else {
            format!("'{}'", word.replace('\'', r"'\''"))
        }
    });
    let words: Vec<String> = words.collect();
    format!("helpscout {}", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_can_be_typed_again() {
        let typed = [
            "/usr/bin/helpscout",
            "pull",
            "--users",
            "Zoë O'Hara,7",
            "--to",
            "a b",
        ];
        let line = command_line(typed.iter().map(OsString::from));
        assert_eq!(line, r"helpscout pull --users 'Zoë O'\''Hara,7' --to 'a b'");
    }
}

//! The words that were typed so far.

use std::env;
use std::ffi::OsString;
use std::sync::OnceLock;

use clap::Command;

use super::quoted;
use crate::run::{self, Named};

/// The variable that a script sets when it calls this program.
pub(super) const VARIABLE: &str = "_HELPSCOUT_COMPLETE";

/// The report of a file whose options are typed, if there is one. A process completes one word.
static NAMED: OnceLock<Option<Named>> = OnceLock::new();

/// Returns the words of the command line. The last one is incomplete.
pub(super) fn words() -> Vec<OsString> {
    let words = env::args_os().skip_while(|word| word != "--").skip(1);
    // The others have read the quotes.
    let shell = env::var(VARIABLE).unwrap_or_default();
    if ["bash", "zsh"].contains(&shell.as_str()) {
        words.map(|word| quoted::read(&word)).collect()
    } else {
        words.collect()
    }
}

/// Returns the report of a file whose options are typed, as in `helpscout run monday --period`.
pub(super) fn named(program: &Command) -> Option<&'static Named> {
    let named = NAMED.get_or_init(|| run::named(&words(), program));
    named.as_ref()
}

/// Returns the words of the command line. Where they have options of a report of a file, they are those
/// of its command, with the options of the file.
pub(super) fn spelled_out() -> Vec<OsString> {
    let Some(Some(named)) = NAMED.get() else {
        return words();
    };
    let command = ["helpscout"].into_iter().map(OsString::from);
    let command = command.chain(named.command.iter().map(OsString::from));
    command.chain(named.options.iter().cloned()).collect()
}

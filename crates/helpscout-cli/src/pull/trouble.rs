//! What goes wrong with a folder, as failures.

use helpscout_pull::{Error, ErrorKind};

use crate::message::Failure;

/// Returns the failure for an error of the folder, which says itself what to do.
pub(super) fn failure(error: &Error) -> Failure {
    let failure = match error.kind() {
        ErrorKind::Usage | ErrorKind::Journal => Failure::usage(error),
        _ => Failure::not_done(error),
    };
    match error.advice() {
        "" => failure,
        advice => failure.help(advice),
    }
}

//! What a person should know before units are fetched.

use std::collections::BTreeSet;

use helpscout_pull::{Holdings, Key};
use helpscout_reports::jiff::{SignedDuration, Timestamp};

use super::bookmarks::Bookmarks;
use super::course::rounded;
use super::gone;
use super::prepare::Prepared;
use super::unit::Unit;
use crate::progress::Progress;

/// How far the clocks of this machine and of the service may be apart.
const CLOCKS_APART: SignedDuration = SignedDuration::from_mins(5);

/// Warns of units of the folder that have to be fetched again, by this pull or another one, and of
/// those that no pull asks for any more.
pub(super) fn of_folder(
    there: Option<Holdings<'_>>,
    fetched: &BTreeSet<&Key>,
    prepared: &Prepared,
    progress: &Progress,
) {
    let Some(there) = there else {
        return;
    };
    let gone = gone::warnings(prepared, |source| gone::ends_in(there, source, prepared));
    for note in there.notes(fetched).into_iter().chain(gone) {
        progress.warning(note);
    }
}

/// Warns of what a target lacks that no pull asks for any more.
pub(super) fn of_target(bookmarks: &Bookmarks, prepared: &Prepared, progress: &Progress) {
    for note in gone::warnings(prepared, |source| bookmarks.ends(source)) {
        progress.warning(note);
    }
}

/// Warns of a clock that is ahead, if windows count as over because of it. They are not fetched again
/// once they are.
pub(super) fn of_clock(units: &[Unit], prepared: &Prepared, progress: &Progress) {
    let now = Timestamp::now();
    let Some(time) = now
        .checked_sub(prepared.ahead)
        .ok()
        .filter(|time| now.duration_since(*time) > CLOCKS_APART)
    else {
        return;
    };
    let ends = units.iter().filter_map(Unit::interval);
    let is_running = |last: &Timestamp| *last < now && time <= *last;
    if let Some(last) = ends.map(|interval| interval.last).find(is_running) {
        let time = time.strftime("%Y-%m-%dT%H:%M:%SZ");
        progress.warning(format!(
            "The clock of this machine is {} ahead of that of the service, where it is {time}. Windows \
             such as the one that ends at {last} are taken for whole though they are not over. Set the \
             clock, then pull them with --again.",
            rounded(prepared.ahead.unsigned_abs())
        ));
    }
}

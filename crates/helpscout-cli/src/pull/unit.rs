//! Units: what one request answers, and which of them a pull has to fetch.

use std::rc::Rc;

use helpscout_pull::{
    DatasetSettings, Due, Error, Holdings, Interval, Key, Member, Reason, Slot, Window,
};
use helpscout_reports::Request;

use super::asked::AskedPull;
use super::dataset::{Dataset, DatasetTable};
use crate::request::Asked;
use crate::when::sent;

/// A dataset of a pull, with what is the same for all of its units.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) dataset: Dataset,
    pub(super) tables: Vec<DatasetTable>,
    pub(super) asked: Asked,
    /// What the folder records.
    pub(super) settings: DatasetSettings,
    /// The IDs of the users, teams or mailboxes, if it is fetched for them.
    pub(super) members: Option<Vec<i64>>,
}

/// What one request answers.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) source: Rc<Source>,
    pub(super) key: Key,
    /// The window as it is fetched. Snapshots have none.
    pub(super) window: Option<Window>,
    /// Why it is fetched.
    pub(super) reason: Reason,
    /// The number of calls it took before, if it was fetched before.
    pub(super) calls: Option<u64>,
}

impl Source {
    pub(super) fn new(
        dataset: Dataset,
        asked: Asked,
        settings: DatasetSettings,
        members: Option<Vec<i64>>,
    ) -> Self {
        Self {
            tables: dataset.tables(),
            dataset,
            asked,
            settings,
            members,
        }
    }

    fn member(&self, id: Option<i64>) -> Option<Member> {
        Some(Member {
            of: self.dataset.member.as_ref()?.noun.clone(),
            id: id?,
        })
    }
}

impl Unit {
    /// Returns the request for all rows.
    pub(super) fn request(&self, asked: &AskedPull) -> Request {
        let dataset = &self.source.dataset;
        let mut settings = Vec::new();
        if let (Some(parameter), Some(member)) = (&dataset.member, &self.key.member) {
            settings.push((parameter.parameter, member.id.to_string()));
        }
        if let (Some(bounds), Some(interval)) = (dataset.interval, self.interval()) {
            let zone = &asked.zone;
            settings.push((bounds.from, sent(bounds.from, interval.start, zone)));
            settings.push((bounds.to, sent(bounds.to, interval.last, zone)));
        }
        if let Some((parameter, rows)) = dataset.page_size {
            settings.push((parameter, rows.to_string()));
        }
        self.source.asked.request_with(&settings)
    }

    pub(super) fn interval(&self) -> Option<Interval> {
        self.window.as_ref().map(Window::interval)
    }

    /// Returns the ID of the user that the rows are about.
    pub(super) fn user(&self) -> Option<i64> {
        let member = self.key.member.as_ref()?;
        self.source.dataset.is_of_users().then_some(member.id)
    }
}

/// Returns the units to fetch, and how many there are with those that are there already. The oldest
/// windows come first, so that what a pull has when it is stopped has no gaps.
///
/// # Errors
/// If a window can't be calculated with.
pub(super) fn due(
    sources: &[Rc<Source>],
    asked: &AskedPull,
    there: Option<Holdings<'_>>,
) -> Result<(Vec<Unit>, usize), Error> {
    let mut due = Vec::new();
    let mut all = 0;
    let mut add =
        |source: &Rc<Source>, member: Option<i64>, window: Option<&Window>| -> Result<(), Error> {
            all += 1;
            let key = Key {
                dataset: source.dataset.name.clone(),
                member: source.member(member),
                slot: window.map_or(Slot::Snapshot(asked.today), |window| {
                    Slot::Window(window.name())
                }),
            };
            let new = Due {
                reason: Reason::New,
                window: window.copied(),
            };
            let is_due = match there {
                Some(there) => there.due(&key, window, asked.again_from)?,
                None => Some(new),
            };
            if let Some(Due { reason, window }) = is_due {
                let entry = there.and_then(|there| there.entry(&key));
                due.push(Unit {
                    source: Rc::clone(source),
                    calls: entry.map(|entry| entry.calls),
                    key,
                    window,
                    reason,
                });
            }
            Ok(())
        };
    let (windowed, snapshots): (Vec<_>, Vec<_>) = sources
        .iter()
        .partition(|source| source.dataset.interval.is_some());
    for source in snapshots {
        for member in members(source) {
            add(source, member, None)?;
        }
    }
    for window in &asked.windows {
        for source in &windowed {
            for member in members(source) {
                add(source, member, Some(window))?;
            }
        }
    }
    Ok((due, all))
}

fn members(source: &Source) -> Vec<Option<i64>> {
    match &source.members {
        Some(ids) => ids.iter().copied().map(Some).collect(),
        None => vec![None],
    }
}

//! What a client hears while a call runs: numbers that only grow, as the protocol asks.

use rmcp::model::{ProgressNotificationParam, ProgressToken};

use crate::progress::{News, Read};

/// The numbers of one call. It may read one report after the other, each from its start.
#[derive(Debug, Default)]
pub(super) struct Course {
    /// How much the reports before the current one had.
    before: usize,
    current: Option<Read>,
    /// The number that was told last.
    told: Option<f64>,
}

/// What is told.
#[derive(Debug, PartialEq)]
struct Told {
    progress: f64,
    /// The number at the end, if it is known for the whole call.
    total: Option<f64>,
    message: String,
}

impl Course {
    /// Returns what to tell the client, if there is something new.
    pub(super) fn notification(
        &mut self,
        token: &ProgressToken,
        news: News,
    ) -> Option<ProgressNotificationParam> {
        let Told {
            progress,
            total,
            message,
        } = self.next(news)?;
        let mut told = ProgressNotificationParam::new(token.clone(), progress);
        if let Some(total) = total {
            told = told.with_total(total);
        }
        Some(told.with_message(message))
    }

    fn next(&mut self, news: News) -> Option<Told> {
        let (progress, message) = match news {
            News::Read(read) => {
                if let Some(current) = &self.current
                    && !goes_on(current, &read)
                {
                    self.before += current.done;
                }
                let Read {
                    done, all, what, ..
                } = &read;
                let message = match all {
                    Some(all) => format!("{done} of {all} {what}"),
                    None => format!("{done} {what}"),
                };
                let progress = (self.before + done) as f64;
                self.current = Some(read);
                (progress, message)
            }
            // Nothing was read, so the number stays below the next whole one.
            News::Wait(message) => {
                let told = self.told.map(|told| (told + told.floor() + 1.0) / 2.0);
                (told.unwrap_or(0.0), message)
            }
        };
        if self.told.is_some_and(|told| progress <= told) {
            return None;
        }
        self.told = Some(progress);
        let only = self.current.as_ref().filter(|read| read.is_only);
        let total = only.and_then(|read| read.all);
        Some(Told {
            progress,
            total: total.map(|all| (self.before + all) as f64),
            message,
        })
    }
}

/// Returns whether more of the same report was read.
fn goes_on(before: &Read, now: &Read) -> bool {
    before.done < now.done && before.all == now.all && before.what == now.what
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(done: usize, all: usize, is_only: bool) -> News {
        News::Read(Read {
            done,
            all: Some(all),
            what: "rows".to_owned(),
            is_only,
        })
    }

    fn wait() -> News {
        News::Wait("waiting".to_owned())
    }

    #[test]
    fn numbers_grow_over_several_reports_and_waits() {
        let mut course = Course::default();
        let news = [
            wait(),
            wait(),
            read(50, 60, false),
            read(60, 60, false),
            wait(),
            read(1, 6, false),
            // Of another report, as its number of rows shows.
            read(2, 7, false),
            wait(),
            wait(),
            read(3, 7, false),
            read(3, 7, false),
        ];
        let told: Vec<Told> = news
            .into_iter()
            .filter_map(|news| course.next(news))
            .collect();
        let numbers: Vec<f64> = told.iter().map(|told| told.progress).collect();
        assert_eq!(
            numbers,
            [
                0.0, 0.5, 50.0, 60.0, 60.5, 61.0, 63.0, 63.5, 63.75, 64.0, 67.0
            ]
        );
        assert!(told.iter().all(|told| told.total.is_none()), "{told:?}");
        assert_eq!(told[2].message, "50 of 60 rows");
    }

    #[test]
    fn the_total_is_told_if_it_is_known_for_the_whole_call() {
        let mut course = Course::default();
        let first = course.next(read(50, 60, true)).unwrap();
        assert_eq!((first.progress, first.total), (50.0, Some(60.0)));
        // The report has changed and is read again.
        let again = course.next(read(50, 61, true)).unwrap();
        assert_eq!((again.progress, again.total), (100.0, Some(111.0)));
    }
}

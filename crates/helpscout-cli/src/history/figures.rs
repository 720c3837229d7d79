//! The figures of conversations.

use helpscout_figures::{Compliance, Distribution, Measure, Sla, Summary};
use helpscout_reports::history::CollapsedConversation;

/// The figures of some rows. A row is one conversation of one user.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Figures {
    pub(super) replies: usize,
    /// The number of rows.
    pub(super) rows: usize,
    /// The number of different conversations.
    pub(super) conversations: usize,
    /// The figures of each time, in the order of [`Measure::ALL`].
    pub(super) times: [Summary; 4],
    /// How many rows keep each target, in the order of the targets.
    pub(super) compliance: Vec<Compliance>,
}

/// A count of figures.
pub(super) type Count = fn(&Figures) -> usize;

/// A statistic of a time.
pub(super) type Statistic = fn(&Summary) -> Option<f64>;

impl Figures {
    /// Calculates the figures from all rows, never from the figures of parts.
    pub(super) fn of<'r>(rows: impl Iterator<Item = &'r CollapsedConversation>, sla: &Sla) -> Self {
        let mut tally = Tally::default();
        for row in rows {
            tally.add(row);
        }
        tally.figures(sla)
    }

    /// Returns the figures of a time.
    pub(super) fn time(&self, measure: Measure) -> Summary {
        let at = Measure::ALL.iter().position(|other| *other == measure);
        at.map(|at| self.times[at]).unwrap_or_default()
    }
}

/// The values of rows, which themselves need not be kept. Of 100,000 rows, they are four megabytes.
#[derive(Debug, Default)]
pub(super) struct Tally {
    replies: usize,
    ids: Vec<i64>,
    /// The values of each time that are not missing.
    values: [Vec<f64>; 4],
}

impl Tally {
    /// Adds a row.
    pub(super) fn add(&mut self, row: &CollapsedConversation) {
        self.replies += row.replies;
        self.ids.push(row.id.0);
        for (values, measure) in self.values.iter_mut().zip(Measure::ALL) {
            values.extend(time(row, measure).filter(|value| value.is_finite()));
        }
    }

    /// Returns the figures of all rows.
    pub(super) fn figures(self, sla: &Sla) -> Figures {
        let Self {
            replies,
            mut ids,
            values,
        } = self;
        let rows = ids.len();
        let compliance = sla.targets().iter().map(|target| {
            let at = Measure::ALL
                .iter()
                .position(|measure| *measure == target.measure());
            let values = at.map_or(&[][..], |at| values[at].as_slice());
            let kept = target.compliance(values.iter().copied().map(Some));
            Compliance {
                missing: rows - values.len(),
                ..kept
            }
        });
        let compliance = compliance.collect();
        ids.sort_unstable();
        ids.dedup();
        let times = values.map(|values| Summary {
            missing: rows - values.len(),
            ..Distribution::of(values.into_iter().map(Some)).summary()
        });
        Figures {
            replies,
            rows,
            conversations: ids.len(),
            times,
            compliance,
        }
    }
}

/// Returns a time of a row in seconds.
pub(super) fn time(row: &CollapsedConversation, measure: Measure) -> Option<f64> {
    let time = match measure {
        Measure::FirstResponse => row.first_response_time,
        Measure::Response => row.response_time,
        Measure::Resolve => row.resolve_time,
        Measure::Handle => row.avg_handle_time,
    };
    time.map(|seconds| seconds.0)
}

#[cfg(test)]
mod tests {
    use helpscout_reports::history::collapse;
    use helpscout_reports::{ConversationId, ConversationReply, Seconds};

    use super::*;

    #[test]
    fn a_conversation_of_two_users_is_two_rows_and_one_conversation() {
        let reply = |id, seconds: Option<f64>| {
            let mut reply = ConversationReply::new(id, ConversationId(id));
            reply.response_time = seconds.map(Seconds);
            reply
        };
        let marta = collapse([reply(1, Some(10.0)), reply(1, Some(10.0)), reply(2, None)]);
        let tom = collapse([reply(1, Some(40.0))]);
        let sla = Sla::parse("response<30s:50%,handle<1m").expect("it is one");
        let figures = Figures::of(marta.iter().chain(&tom), &sla);
        assert_eq!(
            (figures.replies, figures.rows, figures.conversations),
            (4, 3, 2)
        );
        let response = figures.time(Measure::Response);
        assert_eq!(
            (response.n, response.missing, response.median),
            (2, 1, Some(25.0))
        );
        let [response, handle] = figures.compliance[..] else {
            panic!("two targets")
        };
        assert_eq!((response.kept, response.n, response.missing), (1, 2, 1));
        assert_eq!((handle.kept, handle.n, handle.missing), (0, 0, 3));
    }

    #[test]
    fn nothing_has_figures_too() {
        let figures = Figures::of([].iter(), &Sla::default());
        assert_eq!(figures, Figures::default());
    }
}

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

impl Figures {
    /// Calculates the figures from all rows, never from the figures of parts.
    pub(super) fn of<'r, Rows>(rows: Rows, sla: &Sla) -> Self
    where
        Rows: Iterator<Item = &'r CollapsedConversation> + Clone,
    {
        let mut ids: Vec<i64> = rows.clone().map(|row| row.id.0).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        let summary =
            |measure| Distribution::of(rows.clone().map(|row| time(row, measure))).summary();
        let targets = sla.targets().iter();
        Self {
            replies: rows.clone().map(|row| row.replies).sum(),
            rows: count,
            conversations: ids.len(),
            times: Measure::ALL.map(summary),
            compliance: targets
                .map(|target| {
                    let measure = target.measure();
                    target.compliance(rows.clone().map(|row| time(row, measure)))
                })
                .collect(),
        }
    }

    /// Returns the figures of a time.
    pub(super) fn time(&self, measure: Measure) -> Summary {
        let at = Measure::ALL.iter().position(|other| *other == measure);
        at.map(|at| self.times[at]).unwrap_or_default()
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

//! What the figures of this program mean.

use std::fmt;

use crate::message::wrapped;

/// A figure and its explanation. Each text is a paragraph of whole sentences.
#[derive(Debug)]
pub(super) struct Figure {
    pub(super) name: &'static str,
    /// Other names for it.
    pub(super) aliases: &'static [&'static str],
    pub(super) title: &'static str,
    says: &'static str,
    says_not: &'static str,
    /// The rows it comes from, and how it is calculated from them.
    from: &'static str,
    /// The fields that it comes from, as arguments of this command.
    pub(super) fields: &'static [&'static str],
}

/// Returns the figure with a name, whatever its case and separators are.
pub(super) fn find(name: &str) -> Option<&'static Figure> {
    let wanted = plain(name);
    FIGURES.iter().find(|figure| {
        let mut names = [figure.name]
            .into_iter()
            .chain(figure.aliases.iter().copied());
        names.any(|name| plain(name) == wanted)
    })
}

fn plain(name: &str) -> String {
    let letters = name.chars().filter(|char| char.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The width of a line in columns, and how far a paragraph is indented.
const WIDTH: usize = 80;
const INDENT: usize = 2;

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} ({})", self.title, self.name)?;
        for (title, text) in [
            ("What it says", self.says),
            ("What it does not say", self.says_not),
            ("Where it comes from", self.from),
        ] {
            writeln!(f, "\n{title}:")?;
            for line in wrapped(text, WIDTH - INDENT) {
                writeln!(f, "{:INDENT$}{line}", "")?;
            }
        }
        if !self.fields.is_empty() {
            writeln!(f, "\nFields:")?;
        }
        for field in self.fields {
            writeln!(f, "  helpscout explain {field}")?;
        }
        Ok(())
    }
}

/// All figures, those of a history first.
pub(super) const FIGURES: &[Figure] = &[
    Figure {
        name: "first-response-time",
        aliases: &["first-response", "first", "frt", "first-reply-time"],
        title: "First response time",
        says: "How long it took until the user first responded in a conversation, in seconds. In a \
               history, a conversation counts once, however many replies it has.",
        says_not: "The documentation doesn't say from when the time counts if a conversation was \
                   assigned to the user later, and whether notes or automatic replies end it. It is \
                   about one user: the team may have answered earlier. With --office-hours, the \
                   service counts only time within the office hours of the account, and counts all \
                   time if the account has none.",
        from: "The rows of the report user-conversation-history, one for each reply. A conversation \
               has the smallest value of its rows. A conversation without a value is missing: it is \
               counted as missing and in no average.",
        fields: &[
            "user-conversation-history.results[].firstResponseTime",
            "productivity.current.firstResponseTime",
        ],
    },
    Figure {
        name: "response-time",
        aliases: &["response", "rt", "reply-time"],
        title: "Response time",
        says: "How long customers waited for the user to respond, in seconds. In a history, a \
               conversation counts once, with the mean over its replies.",
        says_not: "The documentation doesn't say from which message a wait counts, and whether \
                   notes or automatic replies end it. A median over conversations is no median over \
                   replies: a conversation with ten replies has the weight of one. Customers who are \
                   still waiting are not in it, because a wait counts when it ends; helpscout \
                   explain waiting is about them.",
        from: "The rows of the report user-conversation-history, one for each reply. The value of a \
               row is itself an average, according to its documentation. A conversation has the mean \
               of its rows that have a value; without any, it is missing. The reports user and \
               productivity have an average that the service calculates, which may differ, because \
               the documentation doesn't say over what.",
        fields: &[
            "user-conversation-history.results[].responseTime",
            "user.current.responseTime",
            "productivity.current.responseTime",
        ],
    },
    Figure {
        name: "resolve-time",
        aliases: &["resolve", "resolution-time", "resolution", "ttr"],
        title: "Resolution time",
        says: "How long it took to resolve a conversation, in seconds.",
        says_not: "The documentation doesn't say what resolves a conversation, and whether a \
                   reopened one counts from its start. It is not how long somebody worked on it; \
                   handle-time is closer to that. Conversations that are not resolved have no \
                   value, so a week with many open conversations may look fast.",
        from: "The rows of the report user-conversation-history, one for each reply. A conversation \
               has the largest value of its rows, because one that is reopened is resolved later; \
               without any, it is missing.",
        fields: &[
            "user-conversation-history.results[].resolveTime",
            "user.current.resolutionTime",
            "productivity.current.resolutionTime",
        ],
    },
    Figure {
        name: "handle-time",
        aliases: &["handle", "handling-time", "avg-handle-time", "aht"],
        title: "Handling time",
        says: "How long the user had a conversation open before pressing Send, in seconds, on \
               average over the replies.",
        says_not: "It is not how long somebody worked: an open tab counts, and work outside Help \
                   Scout does not. If the user returned to a draft, only the last visit counts.",
        from: "The rows of the report user-conversation-history, one for each reply. A conversation \
               has the mean of its rows that have a value; without any, it is missing.",
        fields: &[
            "user-conversation-history.results[].avgHandleTime",
            "user.current.handleTime",
            "productivity.current.handleTime",
        ],
    },
    Figure {
        name: "replies",
        aliases: &["replies-sent", "reply"],
        title: "Replies",
        says: "The number of replies that the user sent in the period. \"2 of 5\" at a conversation \
               means that two of its five replies are this user's.",
        says_not: "It says nothing about how much work a reply was. The documentation doesn't say \
                   whether a reply at exactly the end of the period counts; in the sandbox, it \
                   does. The number of all replies in a conversation includes other users, and \
                   replies outside the period as far as the service counts them.",
        from: "The number of rows of the report user-conversation-history. The reports user and \
               user-replies have the number that the service counts.",
        fields: &[
            "user-conversation-history.results[].repliesSent",
            "user.current.totalReplies",
        ],
    },
    Figure {
        name: "conversations",
        aliases: &["conversation"],
        title: "Conversations",
        says: "The number of conversations that the user replied to in the period. Each counts \
               once.",
        says_not: "It is not the number of conversations that were assigned to the user, or that \
                   are waiting. Over several users, a conversation that two of them replied to \
                   counts for both, so their numbers add up to more than there are conversations.",
        from: "The different IDs of conversations in the rows of the report \
               user-conversation-history. The field `count` of its answer is the number of replies, \
               although its page calls it that of conversations.",
        fields: &[
            "user-conversation-history.results[].id",
            "user-conversation-history.count",
            "user.current.totalConversations",
        ],
    },
    Figure {
        name: "median",
        aliases: &["p50"],
        title: "Median",
        says: "Half of the values are at most this large, and half at least. A few very slow \
               conversations hardly change it, so it says what is usual.",
        says_not: "It says nothing about the slowest: look at p90. Medians can't be combined: the \
                   median of a team is calculated from all its rows, not from the medians of its \
                   users. With few values, it changes a lot from one week to the next; n says how \
                   many there are.",
        from: "All values that are not missing, sorted. With an even number of values, it is the \
               mean of the two in the middle. This is the percentile 50, with the estimator that \
               helpscout explain p90 describes.",
        fields: &[],
    },
    Figure {
        name: "mean",
        aliases: &["average", "avg"],
        title: "Mean",
        says: "The sum of the values, divided by their number.",
        says_not: "A single conversation that waited for a week can double it, so it is no typical \
                   value; the median is.",
        from: "All values that are not missing. Over several users, it is the mean of all rows, not \
               of their means.",
        fields: &[],
    },
    Figure {
        name: "p90",
        aliases: &["90th-percentile", "percentile", "percentiles"],
        title: "90th percentile",
        says: "Nine of ten values are at most this large. One of ten customers waited longer.",
        says_not: "It says nothing about how much longer. With fewer than ten values, it lies \
                   between the two largest.",
        from: "All values that are not missing, sorted, with linear interpolation between the two \
               nearest: the place is 0.9 x (n - 1), counted from 0. Spreadsheets call it \
               PERCENTILE.INC, and it is the default of quantile in pandas and NumPy; other programs \
               may use other estimators and differ for few values.",
        fields: &[],
    },
    Figure {
        name: "p95",
        aliases: &["95th-percentile"],
        title: "95th percentile",
        says: "Nineteen of twenty values are at most this large.",
        says_not: "With fewer than twenty values, it lies between the two largest, so it is hardly \
                   more than the maximum.",
        from: "All values that are not missing, with the estimator that helpscout explain p90 \
               describes; the place is 0.95 x (n - 1).",
        fields: &[],
    },
    Figure {
        name: "n",
        aliases: &["missing", "count"],
        title: "n and missing values",
        says: "n is the number of values that a figure is calculated from. Missing is the number of \
               rows that have none.",
        says_not: "A missing value is not zero and not fast: the service gave none, for example \
                   because a conversation is not resolved. A figure with a small n says little.",
        from: "The rows of the answer. A value that is absent, null or not a finite number is \
               missing.",
        fields: &[],
    },
    Figure {
        name: "sla",
        aliases: &[
            "service-level",
            "service-level-agreement",
            "compliance",
            "breach",
            "breaches",
        ],
        title: "SLA",
        says: "The share of conversations whose time is below a limit, such as first responses \
               within an hour, compared with a target in percent.",
        says_not: "Conversations without a value are neither kept nor breached, and they are not in \
                   n. Customers who have no answer yet have no value, so a share of 100 % does not \
                   say that nobody is waiting. Unless --office-hours is given, nights and weekends \
                   count.",
        from: "The same rows as the time it is about: one for each conversation. The share is the \
               number of values below the limit, divided by n.",
        fields: &[],
    },
    Figure {
        name: "change",
        aliases: &["compare", "comparison", "delta", "deltas"],
        title: "Change",
        says: "How much a figure differs from that of the period before, in its own unit or in \
               percent of the earlier value. The change of a share is in points (percentage \
               points), never in percent of a percentage.",
        says_not: "Whether the change is more than chance: with few values, it often is not, so \
                   look at both n. There is no percentage if the earlier value is zero. The keys \
                   `deltas` of an answer are those of the service; for a happiness score they are \
                   differences.",
        from: "Two figures that are calculated by the same rules from the rows of two periods. A \
               period that is not over yet is compared with the same part of the period before: up \
               to the same time of the same day.",
        fields: &[
            "user.deltas.responseTime",
            "happiness.deltas.happinessScore",
        ],
    },
    Figure {
        name: "happiness-score",
        aliases: &["score"],
        title: "Happiness score",
        says: "The percentage of ratings that are Great minus the percentage that are Not Good: 100 \
               if all are Great, -100 if all are Not Good.",
        says_not: "Okay ratings change it only through the percentages. Few customers rate, and \
                   those who do are not all customers; ratingsPercent says how many do. It is no \
                   percentage of happy customers.",
        from: "The answer of the report happiness, or user-happiness for one user. The service \
               calculates it.",
        fields: &[
            "happiness.current.happinessScore",
            "user-happiness.current.happinessScore",
            "happiness.current.ratingsPercent",
        ],
    },
    Figure {
        name: "waiting",
        aliases: &["waiting-since", "waiting-list"],
        title: "Waiting",
        says: "How long a customer has been waiting for an answer now.",
        says_not: "The documentation doesn't say what the codes of waitingSinceType mean, nor when \
                   a wait starts. Not all drilldowns document waitingSince, so a conversation \
                   without it may have somebody waiting, too. It is about the moment at which the \
                   report was read, while response-time is about waits that are over.",
        from: "The rows of a drilldown, such as conversations-drilldown or user-drilldown, which \
               have waitingSince. The wait is the time from then until the report is read.",
        fields: &[
            "user-drilldown.conversations.results[].waitingSince",
            "conversations-drilldown.conversations.results[].waitingSince",
        ],
    },
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use helpscout_reports::describe;

    use super::super::fields::{Found, Reports};
    use super::*;

    #[test]
    fn every_field_that_a_figure_names_is_described() {
        let reports = Reports::of(describe::api());
        for figure in FIGURES {
            for field in figure.fields {
                let found = reports.find(field);
                assert!(matches!(found, Found::One(_)), "{field}: {found:?}");
            }
        }
    }

    #[test]
    fn no_two_figures_have_a_name_and_no_line_is_too_long() {
        let mut taken = HashSet::new();
        for figure in FIGURES {
            for name in [figure.name].iter().chain(figure.aliases) {
                assert!(taken.insert(plain(name)), "{name}");
            }
            let text = figure.to_string();
            assert!(
                text.lines().all(|line| line.chars().count() <= WIDTH),
                "{text}"
            );
        }
    }
}

//! The parts of a report, in the order in which they are shown.

use jiff::Timestamp;

use crate::chart::Chart;
use crate::table::Table;
use crate::value::{Change, Value};

/// A report.
///
/// ```
/// use helpscout_digest::{Block, Digest, Headline, Trend, Value};
///
/// let mut digest = Digest::new("Marta Lindqvist");
/// digest.period = "Mon 13 May – Sun 19 May 2019 (2019-W20)".to_owned();
/// let median = Headline::new("Median response time", Value::Duration(1878.0)).over(120);
/// digest.blocks.push(Block::Headlines(vec![median.better(Trend::Down)]));
/// assert_eq!(digest.blocks.len(), 1);
/// ```
#[derive(Debug, Default)]
pub struct Digest<'a> {
    /// What the report is about, such as the name of a user or a team.
    pub title: String,
    /// The period, as people write it, with its zone and offset.
    pub period: String,
    /// The period that the report compares with.
    pub compared_with: Option<String>,
    /// What the report has of all that there is, such as `4 of 287 rows, where status=active`: a line
    /// for each limitation. There is none if the report is complete.
    pub extent: Vec<String>,
    /// How the report was made: filters, the time zone, exact instants, when it was read.
    pub facts: Vec<Fact>,
    /// The content.
    pub blocks: Vec<Block<'a>>,
    /// When the figures were read. A file that records when it was made records this instant.
    pub read_at: Option<Timestamp>,
}

/// A fact about a report, such as its filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The name, such as `Mailbox`.
    pub name: String,
    /// The value, such as `Support`.
    pub value: String,
}

/// A part of a report.
#[derive(Debug)]
pub enum Block<'a> {
    /// A heading for the blocks that follow.
    Heading(String),
    /// Key figures side by side.
    Headlines(Vec<Headline>),
    /// A chart. Each form has a text alternative for it.
    Chart(Chart),
    /// A table.
    Table(Table<'a>),
    /// A paragraph, such as a limitation of the figures above it.
    Note(String),
}

/// A key figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Headline {
    /// What it is: `Median response time`.
    pub title: String,
    /// The value.
    pub value: Value,
    /// The number of values that it is calculated from.
    pub n: Option<u64>,
    /// The number of values that were missing.
    pub missing: Option<u64>,
    /// The change from the period that the report compares with.
    pub change: Option<Change>,
    /// Which direction is an improvement.
    pub better: Trend,
    /// A target, such as `target 90 %`, and whether it was kept.
    pub target: Option<(String, Verdict)>,
}

/// Whether a target was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was kept.
    Kept,
    /// It was missed.
    Missed,
    /// There are no values, so it was neither kept nor missed.
    NoValues,
}

impl Verdict {
    /// Returns the words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Missed => "missed",
            Self::NoValues => "no values",
        }
    }
}

/// A direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trend {
    /// More is better.
    Up,
    /// Less is better.
    Down,
    /// Neither.
    #[default]
    Neutral,
}

impl Digest<'_> {
    /// Creates a report without content.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// Adds a fact.
    pub fn fact(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.facts.push(Fact {
            name: name.into(),
            value: value.into(),
        });
    }
}

impl Headline {
    /// Creates a key figure.
    pub fn new(title: impl Into<String>, value: Value) -> Self {
        Self {
            title: title.into(),
            value,
            n: None,
            missing: None,
            change: None,
            better: Trend::Neutral,
            target: None,
        }
    }

    /// Sets the number of values that it is calculated from.
    #[must_use]
    pub fn over(mut self, n: u64) -> Self {
        self.n = Some(n);
        self
    }

    /// Sets the number of values that were missing.
    #[must_use]
    pub fn missing(mut self, missing: u64) -> Self {
        self.missing = Some(missing);
        self
    }

    /// Sets the change from the period before.
    #[must_use]
    pub fn change(mut self, change: Option<Change>) -> Self {
        self.change = change;
        self
    }

    /// Sets which direction is an improvement.
    #[must_use]
    pub fn better(mut self, better: Trend) -> Self {
        self.better = better;
        self
    }
}

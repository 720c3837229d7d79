//! Targets for times: how many values have to stay below a limit.

use std::fmt;

use crate::compliance::Compliance;
use crate::duration::{DurationError, seconds_of};

/// A time that a target is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// The time until the first response.
    FirstResponse,
    /// The time until a response.
    Response,
    /// The time until the conversation is resolved.
    Resolve,
    /// The time that is spent on a reply.
    Handle,
}

/// Other words for each measure, without hyphens and the word "time".
const SYNONYMS: [(Measure, &[&str]); 4] = [
    (
        Measure::FirstResponse,
        &["firstresponse", "firstreply", "first", "frt", "fr"],
    ),
    (
        Measure::Response,
        &["response", "reply", "responses", "replies", "rt"],
    ),
    (
        Measure::Resolve,
        &[
            "resolve",
            "resolution",
            "resolved",
            "resolving",
            "solve",
            "ttr",
        ],
    ),
    (
        Measure::Handle,
        &["handle", "handling", "handled", "avghandle", "aht"],
    ),
];

/// How similar a word has to be to be suggested.
const SIMILAR: f64 = 0.75;

/// The number of parts of a percent that a share is counted in.
const PARTS: u64 = 1_000_000;

impl Measure {
    /// All measures, in the order in which they are shown.
    pub const ALL: [Self; 4] = [
        Self::FirstResponse,
        Self::Response,
        Self::Resolve,
        Self::Handle,
    ];

    /// Returns the name in a specification: `first-response`, `response`, `resolve` or `handle`.
    pub fn name(self) -> &'static str {
        match self {
            Self::FirstResponse => "first-response",
            Self::Response => "response",
            Self::Resolve => "resolve",
            Self::Handle => "handle",
        }
    }

    /// Returns the title: `First response time`.
    pub fn title(self) -> &'static str {
        match self {
            Self::FirstResponse => "First response time",
            Self::Response => "Response time",
            Self::Resolve => "Resolution time",
            Self::Handle => "Handling time",
        }
    }

    /// Returns the measure with this name, or with another word for it, such as `resolution-time`.
    pub fn named(name: &str) -> Option<Self> {
        let name = bare(name);
        let mut all = SYNONYMS.iter();
        let (measure, _) = all.find(|(_, names)| names.contains(&&*name))?;
        Some(*measure)
    }

    /// Returns the measure whose name is similar.
    fn similar_to(name: &str) -> Option<Self> {
        let name = bare(name);
        let all = SYNONYMS.iter().flat_map(|(measure, names)| {
            names
                .iter()
                .map(|known| (*measure, strsim::jaro_winkler(known, &name)))
        });
        let nearest = all.max_by(|(_, a), (_, b)| a.total_cmp(b));
        let (measure, _) = nearest.filter(|(_, similarity)| *similarity >= SIMILAR)?;
        Some(measure)
    }
}

/// Returns a name without hyphens, spaces and the word "time".
fn bare(name: &str) -> String {
    let letters = name.to_lowercase().replace(['-', '_', ' '], "");
    let short = letters
        .strip_suffix("times")
        .or(letters.strip_suffix("time"));
    short.unwrap_or(&letters).to_owned()
}

/// A limit for a time, and how many values have to keep it.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    measure: Measure,
    limit: f64,
    /// The limit as it was written.
    limit_text: String,
    is_inclusive: bool,
    /// The share that has to keep the limit, in millionths of a percent.
    share: u64,
}

impl Target {
    /// Returns the time that the target is for.
    pub fn measure(&self) -> Measure {
        self.measure
    }

    /// Returns the limit in seconds.
    pub fn limit(&self) -> f64 {
        self.limit
    }

    /// Returns the share of values that has to keep the limit, in percent.
    pub fn percent(&self) -> f64 {
        self.share as f64 / PARTS as f64
    }

    /// Returns what the target is called: `First response under 1h`, `Handling at most 5m`.
    pub fn title(&self) -> String {
        let title = self.measure.title();
        let title = title.strip_suffix(" time").unwrap_or(title);
        let relation = if self.is_inclusive {
            "at most"
        } else {
            "under"
        };
        format!("{title} {relation} {}", self.limit_text)
    }

    /// Returns whether a value in seconds keeps the limit.
    pub fn is_kept_by(&self, value: f64) -> bool {
        value < self.limit || self.is_inclusive && value == self.limit
    }

    /// Counts the values in seconds that keep the limit. `None` and values that are not finite count
    /// as missing.
    pub fn compliance(&self, values: impl IntoIterator<Item = Option<f64>>) -> Compliance {
        let mut compliance = Compliance::default();
        for value in values {
            let value = value.filter(|value| value.is_finite());
            compliance.add(value.map(|value| self.is_kept_by(value)));
        }
        compliance
    }

    /// Returns whether too few values keep the limit. Without values, the target is not missed. The
    /// comparison is exact: 899 of 1,000 values miss a target of 90 %, and 900 keep it.
    pub fn is_missed(&self, compliance: Compliance) -> bool {
        let kept = compliance.kept as u128 * u128::from(100 * PARTS);
        kept < u128::from(self.share) * compliance.n as u128
    }
}

/// Writes the target as a specification that [`Sla::parse`] reads: `first-response<1h:90%`.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let relation = if self.is_inclusive { "<=" } else { "<" };
        let (name, limit) = (self.measure.name(), &self.limit_text);
        write!(f, "{name}{relation}{limit}:{}%", self.percent())
    }
}

/// Several targets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sla {
    targets: Vec<Target>,
}

impl Sla {
    /// Reads targets with commas between them: `first-response<1h:90%,resolve<2d:80%`.
    ///
    /// A target is a measure (`first-response`, `response`, `resolve` or `handle`), `<` or `<=`, a
    /// duration such as `90m`, `1h30m` or `1.5h`, and, after a colon, the share of values that has
    /// to keep it. Without a share, all values have to.
    ///
    /// ```
    /// use helpscout_figures::{Measure, Sla};
    ///
    /// let sla = Sla::parse("first-response<1h:90%,resolve<=2d")?;
    /// let [first, resolve] = sla.targets() else { return Err("two targets".into()) };
    /// assert_eq!((first.measure(), first.limit()), (Measure::FirstResponse, 3600.0));
    /// assert_eq!((first.percent(), resolve.percent()), (90.0, 100.0));
    ///
    /// let compliance = first.compliance([Some(60.0), Some(3600.0), None]);
    /// assert_eq!((compliance.kept, compliance.n, compliance.missing), (1, 2, 1));
    /// assert!(first.is_missed(compliance));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If a target is incomplete, or has an unknown measure, a wrong duration, a share above 100 %,
    /// or one such as `0.9` that can mean 90 % or 0.9 %. The error tells where.
    pub fn parse(text: &str) -> Result<Self, SlaError> {
        let mut targets = Vec::new();
        let mut at = 0;
        for part in text.split([',', ';']) {
            targets.push(target(part).map_err(|error| error.after(text, at))?);
            at += part.len() + 1;
        }
        Ok(Self { targets })
    }

    /// Returns the targets in the order in which they were written.
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }
}

impl std::str::FromStr for Sla {
    type Err = SlaError;

    fn from_str(text: &str) -> Result<Self, SlaError> {
        Self::parse(text)
    }
}

/// What is wrong with targets, where, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlaError {
    text: String,
    at: usize,
    problem: String,
}

impl SlaError {
    fn new(at: usize, problem: impl Into<String>) -> Self {
        Self {
            text: String::new(),
            at,
            problem: problem.into(),
        }
    }

    /// Adds the whole text, in which the target starts there.
    fn after(self, text: &str, start: usize) -> Self {
        Self {
            text: text.to_owned(),
            at: self.at + start,
            ..self
        }
    }

    /// Returns where the mistake is, as a number of bytes from the start of the text.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Returns what is wrong and what to write instead.
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

impl fmt::Display for SlaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let before = self.text.get(..self.at).unwrap_or(&self.text);
        let character = before.chars().count() + 1;
        write!(
            f,
            "{} (at character {character} of {})",
            self.problem, self.text
        )
    }
}

impl std::error::Error for SlaError {}

/// Reads one target.
fn target(text: &str) -> Result<Target, SlaError> {
    let start = text.len() - text.trim_start().len();
    if text.trim().is_empty() {
        return Err(SlaError::new(
            start,
            "expected a target such as first-response<1h:90%, found nothing",
        ));
    }
    let Some(relation_at) = text.find(['<', '>', '=', '≤', '≥']) else {
        let advice = match Measure::named(text.split(':').next().unwrap_or_default()) {
            Some(measure) => format!("{}<1h:90%", measure.name()),
            None => "first-response<1h:90%".to_owned(),
        };
        let found = text.trim();
        return Err(SlaError::new(
            start,
            format!("{found} has no limit; write {advice}"),
        ));
    };
    let measure = measure(text[..relation_at].trim(), start)?;
    let (is_inclusive, rest) = relation(&text[relation_at..])
        .ok_or_else(|| SlaError::new(relation_at, "a target is a maximum; write < or <="))?;
    let (limit_text, share_text) = match rest.split_once(':') {
        Some((limit, share)) => (limit, Some(share)),
        None => (rest, None),
    };
    let limit_at = text.len() - rest.len();
    let limit = seconds_of(limit_text)
        .map_err(|DurationError { at, problem }| SlaError::new(limit_at + at, problem))?;
    let share = match share_text {
        Some(share) => self::share(share).map_err(|problem| {
            let blank = share.len() - share.trim_start().len();
            SlaError::new(text.len() - share.len() + blank, problem)
        })?,
        None => 100 * PARTS,
    };
    Ok(Target {
        measure,
        limit,
        limit_text: limit_text.trim().to_owned(),
        is_inclusive,
        share,
    })
}

fn measure(name: &str, at: usize) -> Result<Measure, SlaError> {
    if let Some(measure) = Measure::named(name) {
        return Ok(measure);
    }
    let all = "first-response, response, resolve and handle";
    Err(SlaError::new(
        at,
        match Measure::similar_to(name) {
            _ if name.is_empty() => format!("the name of a time is missing; there are {all}"),
            Some(similar) => format!(
                "{name} is not a time; did you mean {}? There are {all}",
                similar.name()
            ),
            None => format!("{name} is not a time; there are {all}"),
        },
    ))
}

/// Returns whether the limit itself is kept, and the text after the relation.
fn relation(text: &str) -> Option<(bool, &str)> {
    let inclusive = text.strip_prefix("<=").or_else(|| text.strip_prefix('≤'));
    if let Some(rest) = inclusive {
        return Some((true, rest));
    }
    Some((false, text.strip_prefix('<')?))
}

/// Returns a share in millionths of a percent. It is never rounded.
fn share(text: &str) -> Result<u64, String> {
    let number = text.trim().trim_end_matches('%').trim_end();
    let wrong = || format!("expected a share such as 90%, found {}", text.trim());
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(fraction) || text.trim().ends_with("%%") {
        return Err(wrong());
    }
    if fraction.len() > 6 {
        return Err(format!(
            "{number} % has more than six digits after the point"
        ));
    }
    let whole = whole.parse::<u64>().unwrap_or(u64::MAX);
    let fraction: u64 = format!("{fraction:0<6}").parse().map_err(|_| wrong())?;
    let share = whole.saturating_mul(PARTS).saturating_add(fraction);
    if share > 100 * PARTS {
        return Err(format!("a share is at most 100 %, and this is {number} %"));
    }
    // 0.9 stands for 90 % in a spreadsheet. Taken for 0.9 %, it is a target that nobody misses.
    if (1..=PARTS).contains(&share) && !text.contains('%') {
        let of_one = (share * 100) as f64 / PARTS as f64;
        return Err(format!(
            "{number} without % can mean {of_one} % or {number} %; write {of_one}% or {number}%"
        ));
    }
    Ok(share)
}

#[cfg(test)]
mod tests;

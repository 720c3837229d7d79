//! Charts as data. Each form draws them in its own way.

/// A chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// The title: `Response time by day`.
    pub title: String,
    /// A sentence that says what the chart shows, for those who don't see it.
    pub summary: String,
    /// How the chart was calculated, and its limitations.
    pub note: Option<String>,
    /// The unit of its values.
    pub unit: Unit,
    /// What is drawn.
    pub plot: Plot,
}

/// The unit of a chart's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A number of things.
    Count,
    /// Seconds.
    Seconds,
    /// Percent.
    Percent,
    /// Another number.
    Number,
}

/// What a chart draws.
#[derive(Clone, Debug, PartialEq)]
pub enum Plot {
    /// A value for each step of time, in order. `None` is a gap, not zero.
    Line {
        /// The names of the steps: `Mon 13 May`.
        steps: Vec<String>,
        /// The lines, each with a value for each step. The first is the main one.
        series: Vec<Series>,
    },
    /// A bar for each category, or several side by side.
    Bars {
        /// The names of the categories.
        categories: Vec<String>,
        /// The bars, each series with a value for each category.
        series: Vec<Series>,
        /// Whether the series of a category add up to one bar.
        stacked: bool,
    },
    /// How many values fall into each range.
    Histogram {
        /// The limits of the ranges: one more than there are counts. The last may be infinite.
        limits: Vec<f64>,
        /// The number of values from a limit up to, but not including, the next.
        counts: Vec<u64>,
        /// Values to mark, such as the median.
        references: Vec<Reference>,
    },
    /// A value for each hour of each day of the week.
    HeatMap {
        /// The names of the rows: `Monday`.
        rows: Vec<String>,
        /// The names of the columns: `00`.
        columns: Vec<String>,
        /// The values, a list for each row.
        values: Vec<Vec<Option<f64>>>,
    },
}

/// The values of one thing, or of one period.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The name: `This week`. See [`is_earlier`](Self::is_earlier) for the word `before` in it.
    pub name: String,
    /// The values, one for each step or category.
    pub values: Vec<Option<f64>>,
}

impl Series {
    /// Returns whether the values are those of the period that a report compares with. Such a series
    /// has the word `before` in its name, and is drawn so that it recedes.
    ///
    /// ```
    /// use helpscout_digest::Series;
    ///
    /// let name = "Median before".to_owned();
    /// assert!(Series { name, values: vec![] }.is_earlier());
    /// ```
    pub fn is_earlier(&self) -> bool {
        let mut words = self.name.split_whitespace();
        words.any(|word| word.eq_ignore_ascii_case("before"))
    }
}

/// A value to mark in a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The name: `Median`.
    pub name: String,
    /// The value.
    pub value: f64,
}

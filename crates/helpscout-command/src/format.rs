//! The formats of a result.

use std::path::Path;

use clap::ValueEnum;

/// The endings that stand for a format.
pub(crate) const ENDINGS: [(&str, Format); 10] = [
    ("csv", Format::Csv),
    ("json", Format::Json),
    ("ndjson", Format::Ndjson),
    ("jsonl", Format::Ndjson),
    ("parquet", Format::Parquet),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("xlsx", Format::Xlsx),
    ("md", Format::Markdown),
    ("txt", Format::Table),
];

/// The format of a result.
///
/// # Examples
/// ```
/// use std::path::Path;
///
/// use helpscout_command::Format;
///
/// assert_eq!(Format::of_file(Path::new("may.jsonl")), Some(Format::Ndjson));
/// assert_eq!(Format::Ndjson.name(), "ndjson");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: times as 31m 18s, customers by name, as wide as the terminal.
    Table,
    /// One JSON document.
    Json,
    /// One JSON object per line.
    Ndjson,
    /// Comma-separated values with a header.
    Csv,
    /// Typed columns, compressed, for engines and data frames.
    Parquet,
    /// One page with figures, charts and tables, for a browser.
    Html,
    /// A spreadsheet with a sheet for each table.
    Xlsx,
    /// Markdown that fits into a chat message.
    #[value(name = "md", alias = "markdown")]
    Markdown,
}

impl Format {
    /// Returns the name of the format on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Html => "html",
            Self::Xlsx => "xlsx",
            Self::Markdown => "md",
        }
    }

    /// Returns whether it is a report with all that is worth knowing, for people, instead of rows.
    ///
    /// # Examples
    /// ```
    /// use helpscout_command::Format;
    ///
    /// assert!(Format::Html.is_report());
    /// assert!(!Format::Csv.is_report());
    /// ```
    pub fn is_report(self) -> bool {
        matches!(self, Self::Html | Self::Xlsx | Self::Markdown)
    }

    /// Returns whether it is for programs and has one table in each file.
    ///
    /// # Examples
    /// ```
    /// use helpscout_command::Format;
    ///
    /// assert!(Format::Csv.has_one_table());
    /// assert!(!Format::Json.has_one_table());
    /// ```
    pub fn has_one_table(self) -> bool {
        matches!(self, Self::Csv | Self::Parquet)
    }

    /// Returns whether it is no text, so that a terminal can't show it.
    ///
    /// # Examples
    /// ```
    /// use helpscout_command::Format;
    ///
    /// assert!(Format::Parquet.is_binary());
    /// assert!(!Format::Html.is_binary());
    /// ```
    pub fn is_binary(self) -> bool {
        matches!(self, Self::Parquet | Self::Xlsx)
    }

    /// Returns the format that the ending of a file name stands for, in any case. Returns `None` if
    /// there is no ending, or if it stands for no format.
    pub fn of_file(path: &Path) -> Option<Self> {
        Self::of_ending(&ending(path)?)
    }

    pub(crate) fn of_ending(ending: &str) -> Option<Self> {
        let mut known = ENDINGS.into_iter();
        known.find_map(|(name, format)| (name == ending).then_some(format))
    }
}

/// Returns what follows the last dot of a file name, in lowercase. A name that only starts with a
/// dot has an ending, too: a file named `.csv` is expected to be CSV.
pub(crate) fn ending(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    let (_, ending) = name.rsplit_once('.')?;
    (!ending.is_empty()).then(|| ending.to_owned())
}

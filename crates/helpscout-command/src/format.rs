//! The formats of a result.

use std::path::Path;

use clap::ValueEnum;

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
}

impl Format {
    /// Returns the name of the format on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
        }
    }

    /// Returns the format that the extension of a file stands for. Returns `None` for any other
    /// extension.
    pub fn of_file(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "json" => Some(Self::Json),
            "ndjson" | "jsonl" => Some(Self::Ndjson),
            "csv" => Some(Self::Csv),
            "txt" => Some(Self::Table),
            _ => None,
        }
    }
}

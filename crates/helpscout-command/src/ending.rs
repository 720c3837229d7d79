//! File names whose ending stands for no format.

use std::fmt;
use std::path::Path;

use helpscout_description::nearest;

use crate::format::{ENDINGS, Format, ending};

/// An ending of a file name that stands for no format. `Display` says so, and
/// [`advice`](Self::advice) says what to do.
///
/// # Examples
/// ```
/// use std::path::Path;
///
/// use helpscout_command::UnknownEnding;
///
/// let ending = UnknownEnding::of(Path::new("may.ods")).ok_or("known")?;
/// assert_eq!(ending.to_string(), "the ending .ods stands for no format");
/// let advice = ending.advice();
/// assert!(advice.starts_with("use .html, .xlsx, .md, .csv, .json, .ndjson, .jsonl, .parquet, or .txt"));
/// assert_eq!(UnknownEnding::of(Path::new("may.csv")), None);
/// assert_eq!(UnknownEnding::of(Path::new("may")), None);
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownEnding {
    ending: String,
    /// The ending before it: `csv` in `may.csv.gz`.
    inner: Option<String>,
}

impl UnknownEnding {
    /// Returns the ending of a file name if it stands for no format. A name without an ending has
    /// none.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = ending(path)?;
        if Format::of_ending(&ending).is_some() {
            return None;
        }
        let stem = path.file_stem().map(Path::new);
        let inner = stem.and_then(self::ending);
        Some(Self { ending, inner })
    }

    /// Returns what to do, in two or three lines.
    pub fn advice(&self) -> String {
        let mut advice =
            "use .html, .xlsx, .md, .csv, .json, .ndjson, .jsonl, .parquet, or .txt for a table,\n\
                          or choose the format with --format, which accepts any name"
                .to_owned();
        if let Some(hint) = self.hint() {
            advice.push('\n');
            advice.push_str(&hint);
        }
        advice
    }

    fn hint(&self) -> Option<String> {
        Some(match self.ending.as_str() {
            "gz" | "gzip" | "tgz" | "bz2" | "xz" | "zst" | "zstd" | "lz4" | "br" | "zip" | "7z" => {
                let inner = self.inner.as_deref();
                let inner = inner.filter(|inner| Format::of_ending(inner).is_some());
                let inner = inner.unwrap_or("csv");
                format!(
                    "nothing is compressed here: write a .{inner} file and compress it afterwards"
                )
            }
            "xls" | "xlsm" | "xlsb" | "ods" | "numbers" => {
                "spreadsheet programs open .xlsx files".to_owned()
            }
            "pq" | "parq" | "arrow" | "feather" | "orc" | "avro" | "db" | "duckdb" | "sqlite" => {
                "databases and data frames read .parquet files".to_owned()
            }
            "tsv" | "tab" | "psv" => "a .csv file has commas between its values".to_owned(),
            "pdf" | "doc" | "docx" | "rtf" | "odt" | "xhtml" => {
                "a browser prints an .html file, and saves it as PDF".to_owned()
            }
            "text" => "a .txt file has a table for people".to_owned(),
            "markdown" | "mdown" | "mkd" => "Markdown has the ending .md".to_owned(),
            ending => {
                let known = ENDINGS.iter().map(|(name, _)| *name);
                format!("did you mean .{}?", nearest(ending, known)?)
            }
        })
    }
}

impl fmt::Display for UnknownEnding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the ending .{} stands for no format", self.ending)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(name: &str) -> Option<String> {
        UnknownEnding::of(Path::new(name))?.hint()
    }

    #[test]
    fn known_endings_and_names_without_one_are_not_unknown() {
        for name in [
            "a.csv",
            "a.CSV",
            "a.b.json",
            "a.NdJson",
            "a.jsonl",
            "a.txt",
            "a.html",
            "a.HTM",
            "a.xlsx",
            "a.md",
            "a.parquet",
            ".csv",
            "may",
            "may.",
            "folder.d/may",
            "..",
        ] {
            assert_eq!(UnknownEnding::of(Path::new(name)), None, "{name}");
        }
        assert_eq!(Format::of_file(Path::new(".csv")), Some(Format::Csv));
        assert_eq!(Format::of_file(Path::new("a.JSONL")), Some(Format::Ndjson));
        assert_eq!(Format::of_file(Path::new("csv")), None);
    }

    #[test]
    fn an_unknown_ending_gets_a_hint_for_what_it_is() {
        let cases = [
            ("boss.xls", "spreadsheet programs open .xlsx files"),
            ("boss.ods", "spreadsheet programs open .xlsx files"),
            (
                "boss.pdf",
                "a browser prints an .html file, and saves it as PDF",
            ),
            ("boss.markdown", "Markdown has the ending .md"),
            ("boss.orc", "databases and data frames read .parquet files"),
            (
                "boss.csv.gz",
                "nothing is compressed here: write a .csv file and compress it afterwards",
            ),
            (
                "boss.ndjson.ZST",
                "nothing is compressed here: write a .ndjson file and compress it afterwards",
            ),
            (
                "boss.tar.gz",
                "nothing is compressed here: write a .csv file and compress it afterwards",
            ),
            ("boss.cvs", "did you mean .csv?"),
            ("boss.jsonn", "did you mean .json?"),
        ];
        for (name, expected) in cases {
            assert_eq!(hint(name).as_deref(), Some(expected), "{name}");
        }
        assert!(UnknownEnding::of(Path::new("report.2019-05")).is_some());
        assert!(UnknownEnding::of(Path::new(".profile")).is_some());
    }
}

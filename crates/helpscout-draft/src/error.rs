//! The reasons why there is no draft.

use std::fmt;

use helpscout_description::quote::{bare, quoted};

/// The reason why a page or a request can't become a spec file. The message says what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DraftError {
    /// The page is not text.
    NotText {
        /// The position of the first byte that is not UTF-8, starting at 0.
        byte: usize,
    },
    /// The page is too long.
    TooLarge {
        /// The number of its bytes.
        bytes: usize,
        /// The most bytes that a page may have.
        most: usize,
    },
    /// The page has no request line.
    NoRequest {
        /// The number of its lines.
        lines: usize,
        /// The lines that are most similar to a request line, with their numbers starting at 1.
        nearest: Vec<(usize, String)>,
    },
    /// The request can't be described.
    Request {
        /// Its line on the page, starting at 1; 0 if there is no page.
        line: usize,
        /// The request.
        request: String,
        /// How a request must be written.
        wanted: String,
    },
    /// The spec already describes the request.
    Described {
        /// The request.
        request: String,
        /// The file that describes it, relative to the spec folder.
        file: String,
    },
    /// The spec's `api.yaml` can't be used.
    Spec {
        /// What is wrong with it.
        reason: String,
    },
}

impl DraftError {
    /// Returns the error with its lines counted as the page has them.
    pub(crate) fn on_page(self, all: usize, line_of: impl Fn(usize) -> usize) -> Self {
        match self {
            Self::NoRequest { nearest, .. } => Self::NoRequest {
                lines: all,
                nearest: nearest
                    .into_iter()
                    .map(|(line, text)| (line_of(line), text))
                    .collect(),
            },
            Self::Request {
                line,
                request,
                wanted,
            } => Self::Request {
                line: line_of(line),
                request,
                wanted,
            },
            other => other,
        }
    }
}

impl fmt::Display for DraftError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotText { byte } => write!(
                out,
                "the page is not UTF-8 text: byte {byte} is invalid; expected a documented page \
                 saved as text"
            ),
            Self::TooLarge { bytes, most } => write!(
                out,
                "the page has {bytes} bytes, but a page may have at most {most}; expected a single \
                 documented page saved as text"
            ),
            Self::NoRequest { lines, nearest } => {
                let lines = if *lines == 1 {
                    "1 line".to_owned()
                } else {
                    format!("{lines} lines")
                };
                write!(
                    out,
                    "no request line found in {lines}; expected one such as \
                     `GET /v2/reports/company/foo HTTP/1.1`"
                )?;
                if !nearest.is_empty() {
                    write!(out, "; the most similar lines are:")?;
                }
                nearest
                    .iter()
                    .try_for_each(|(line, text)| write!(out, "\n  {line}: {}", bare(text)))
            }
            Self::Request {
                line,
                request,
                wanted,
            } => {
                write!(out, "the request {}", quoted(request))?;
                if *line > 0 {
                    write!(out, " on line {line}")?;
                }
                write!(out, " can't be described; expected {wanted}")
            }
            Self::Described { request, file } => {
                write!(out, "{file} already describes {}", quoted(request))
            }
            Self::Spec { reason } => write!(
                out,
                "the spec can't be used: {reason}; run `cargo xtask lint` to see its findings"
            ),
        }
    }
}

impl std::error::Error for DraftError {}

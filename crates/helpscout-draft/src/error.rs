//! Why no draft can be made.

use helpscout_description::quote::{bare, quoted};
use std::fmt;

/// Why a page or a request can't be made into a spec file. Its text says what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DraftError {
    /// The page is no text.
    NotText {
        /// The first byte that is not UTF-8, counted from 0.
        byte: usize,
    },
    /// The page is too long to be one.
    TooLarge {
        /// How many bytes it has.
        bytes: usize,
        /// How many it may have.
        most: usize,
    },
    /// No line of the page is a request.
    NoRequest {
        /// How many lines were looked at.
        lines: usize,
        /// Those that come nearest, with their numbers counted from 1.
        nearest: Vec<(usize, String)>,
    },
    /// The request can't be described.
    Request {
        /// The line of the page it stands on, counted from 1; 0 if it was given.
        line: usize,
        /// The request.
        request: String,
        /// What a request must be.
        wanted: String,
    },
    /// The spec describes the request already.
    Described {
        /// The request.
        request: String,
        /// The file that does, relative to the spec folder.
        file: String,
    },
    /// The spec's `api.yaml` can't be used.
    Spec {
        /// What is wrong with it.
        reason: String,
    },
}

impl fmt::Display for DraftError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotText { byte } => write!(
                out,
                "the page is not UTF-8 from byte {byte} on; expected a documented page saved as text"
            ),
            Self::TooLarge { bytes, most } => write!(
                out,
                "the page has {bytes} bytes, more than the {most} a page may have; expected one \
                 documented page saved as text"
            ),
            Self::NoRequest { lines, nearest } => {
                write!(
                    out,
                    "no request line found: expected one like `GET /v2/reports/company/foo \
                     HTTP/1.1`; looked at {lines} {}",
                    if *lines == 1 { "line" } else { "lines" }
                )?;
                if !nearest.is_empty() {
                    write!(out, ", of which these come nearest:")?;
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
                write!(out, "{file} describes {} already", quoted(request))
            }
            Self::Spec { reason } => write!(
                out,
                "the spec folder can't be used: {reason}; `cargo xtask lint` says where"
            ),
        }
    }
}

impl std::error::Error for DraftError {}

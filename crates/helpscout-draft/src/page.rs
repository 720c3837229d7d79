//! The parts of a page, before anything is concluded from them.

use helpscout_description::link::is_page;

use crate::body::Body;
use crate::error::DraftError;
use crate::request::Request;
use crate::table::{Row, Subject, tables};
use crate::text::clean;

/// The most bytes of a page. Documented pages have about ten kilobytes.
pub(crate) const LARGEST: usize = 1 << 18;

/// A documented page.
pub(crate) struct Page {
    pub(crate) title: Option<String>,
    pub(crate) request: Request,
    /// All URLs on the page.
    pub(crate) urls: Vec<String>,
    /// The lines that mention plans.
    pub(crate) plans: Vec<String>,
    pub(crate) parameters: Vec<Row>,
    pub(crate) fields: Vec<Row>,
    pub(crate) body: Option<Body>,
}

impl Page {
    /// Creates a page that has nothing but a request.
    pub(crate) fn of_request(request: Request) -> Self {
        Self {
            title: None,
            request,
            urls: Vec::new(),
            plans: Vec::new(),
            parameters: Vec::new(),
            fields: Vec::new(),
            body: None,
        }
    }

    /// Splits a page into its parts.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, DraftError> {
        if bytes.len() > LARGEST {
            return Err(DraftError::TooLarge {
                bytes: bytes.len(),
                most: LARGEST,
            });
        }
        let text = std::str::from_utf8(bytes).map_err(|error| DraftError::NotText {
            byte: error.valid_up_to(),
        })?;
        let text = text
            .strip_prefix('\u{feff}')
            .unwrap_or(text)
            .replace("\r\n", "\n");
        // On old pages, a carriage return alone ends a line.
        let text = text.replace('\r', "\n");
        Self::of_lines(&text.split('\n').collect::<Vec<_>>())
    }

    fn of_lines(lines: &[&str]) -> Result<Self, DraftError> {
        let request = Request::find(lines)?;
        let tables = tables(lines);
        let is_in_table = |line: usize| tables.iter().any(|table| table.lines.contains(&line));
        let body = Body::find(lines, is_in_table);
        let answer = lines
            .iter()
            .position(|line| line.trim_start().starts_with("HTTP/1"));
        let answer = answer
            .or(body.as_ref().map(|body| body.line))
            .unwrap_or(usize::MAX);
        let (mut parameters, mut fields) = (Vec::new(), Vec::new());
        for table in tables {
            match table.subject {
                Subject::Parameters => parameters.extend(table.rows),
                Subject::Fields => fields.extend(table.rows),
                Subject::ParametersOrFields if table.lines.start > answer => {
                    fields.extend(table.rows);
                }
                Subject::ParametersOrFields => parameters.extend(table.rows),
                Subject::Other => {}
            }
        }
        Ok(Self {
            title: title(lines),
            request,
            urls: lines.iter().flat_map(|line| urls(line)).collect(),
            plans: lines
                .iter()
                .filter(|line| line.to_ascii_lowercase().contains("plan"))
                .map(|line| clean(line))
                .collect(),
            parameters,
            fields,
            body,
        })
    }
}

/// Returns the page's title: the first line that could be one.
fn title(lines: &[&str]) -> Option<String> {
    let line = lines
        .iter()
        .map(|line| line.trim())
        .find(|line| !line.is_empty() && !line.contains("://"))?;
    let title = clean(line.trim_start_matches('#'));
    let is_title = title
        .chars()
        .all(|char| char.is_alphanumeric() || char.is_whitespace() || "-'’/&".contains(char));
    (is_title && (1..=80).contains(&title.len()) && !title.contains("/v2")).then_some(title)
}

/// Returns the URLs in a line.
fn urls(line: &str) -> Vec<String> {
    let starts = line.match_indices("https://").map(|(at, _)| at);
    let url = |at: usize| {
        let rest = &line[at..];
        let end = rest.find(|char: char| !char.is_ascii_graphic() || "<>\"`()[]|".contains(char));
        rest[..end.unwrap_or(rest.len())]
            .trim_end_matches(['.', ',', ';', '\''])
            .to_owned()
    };
    starts.map(url).filter(|url| is_page(url)).collect()
}

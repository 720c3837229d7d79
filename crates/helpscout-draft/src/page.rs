//! The parts of a page, before anything is concluded from them.

use helpscout_description::link::is_page;
use helpscout_spec::reserved::is_taken_header;
use serde_json::Value;

use crate::answered::Answered;
use crate::body::Body;
use crate::document::{broken_lines, is_document};
use crate::error::DraftError;
use crate::example;
use crate::html;
use crate::leftover::{Leftover, leftovers};
use crate::page_title::title;
use crate::path::{Step, steps};
use crate::request::Request;
use crate::table::{Row, Table, tables};
use crate::text::clean;
use crate::title::Subject;

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
    /// Parameters that only the query of a request shows, with their values.
    pub(crate) shown: Vec<(String, String)>,
    /// The tables about the answer.
    pub(crate) fields: Vec<Fields>,
    pub(crate) body: Option<Body>,
    /// What comes with an answer that has no body.
    pub(crate) answered: Answered,
    /// The lines, counted from 1, of the other example bodies of the answer.
    pub(crate) more_bodies: Vec<usize>,
    /// The example body of the request.
    pub(crate) sent: Option<Value>,
    /// What looks like a table but was not understood.
    pub(crate) leftovers: Vec<Leftover>,
}

/// A table about the fields of the answer, or of an object in it.
pub(crate) struct Fields {
    pub(crate) heading: Option<String>,
    pub(crate) rows: Vec<Row>,
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
            shown: Vec::new(),
            fields: Vec::new(),
            body: None,
            answered: Answered::default(),
            more_bodies: Vec::new(),
            sent: None,
            leftovers: Vec::new(),
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
        let source: Vec<&str> = text.split('\n').collect();
        if !is_document(&source) {
            return Self::of_lines(&source);
        }
        let broken = broken_lines(&source);
        let lines: Vec<&str> = broken.iter().map(|(_, line)| line.as_str()).collect();
        let line_of = |line: usize| {
            let broken = line.checked_sub(1).and_then(|index| broken.get(index));
            broken.map_or(line, |(number, _)| *number)
        };
        let page = Self::of_lines(&lines);
        let mut page = page.map_err(|error| error.on_page(source.len(), line_of))?;
        for leftover in &mut page.leftovers {
            leftover.line = line_of(leftover.line);
        }
        for line in &mut page.more_bodies {
            *line = line_of(*line);
        }
        Ok(page)
    }

    fn of_lines(source: &[&str]) -> Result<Self, DraftError> {
        // A page that has a table in HTML is HTML as a whole.
        let has_table = |line: &&str| html::find_tag(line, "table").is_some();
        let is_html = is_document(source) || source.iter().any(has_table);
        let plain: Vec<String> = source.iter().map(|line| html::plain(line)).collect();
        let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
        let lines = if is_html { &plain } else { source };
        let tables = tables(source, lines);
        let is_in_table = |line: usize| tables.iter().any(|table| table.lines.contains(&line));
        let request = Request::find(lines)?;
        let sent = Body::sent(lines, is_in_table).filter(|_| request.has_body());
        let first = sent.as_ref().map_or(0, |sent| sent.lines.end);
        let body = Body::find(lines, first, is_in_table);
        let more_bodies = body.as_ref().map_or_else(Vec::new, |body| {
            let others = body.others(lines, is_in_table).into_iter();
            others.map(|line| line + 1).collect()
        });
        let answer = lines
            .iter()
            .position(|line| line.trim_start().starts_with("HTTP/1"));
        let answer = answer.or(body.as_ref().map(|body| body.lines.start));
        let mut understood: Vec<_> = tables.iter().map(|table| table.lines.clone()).collect();
        understood.extend(
            [&sent, &body]
                .into_iter()
                .flatten()
                .map(|body| body.lines.clone()),
        );
        let mut page = Self {
            title: title(lines, &request.path),
            urls: lines.iter().flat_map(|line| urls(line)).collect(),
            plans: lines
                .iter()
                .filter(|line| line.to_ascii_lowercase().contains("plan"))
                .map(|line| clean(line))
                .collect(),
            shown: request.query(lines),
            leftovers: leftovers(lines, &understood),
            body,
            answered: Answered::find(lines),
            more_bodies,
            sent: sent.and_then(|sent| sent.value.ok()),
            ..Self::of_request(request)
        };
        for table in tables {
            page.add(table, answer, lines);
        }
        page.leftovers.sort_by_key(|leftover| leftover.line);
        Ok(page)
    }

    /// Returns whether the request creates a thing, as the title or the status of the answer says.
    pub(crate) fn is_creating(&self) -> bool {
        let title = self.title.as_deref().unwrap_or_default().to_lowercase();
        let verb = title.split_whitespace().next().unwrap_or_default();
        let is_said = matches!(verb, "create" | "creating" | "add" | "adding" | "new");
        self.request.method == "POST"
            && !self.request.seems_safe()
            && (is_said || self.answered.status == Some(201))
    }

    /// Adds the rows of a table. `answer` is the line where the answer starts.
    fn add(&mut self, table: Table, answer: Option<usize>, lines: &[&str]) {
        let line = table.lines.start + 1;
        let unread = table.unread.iter().map(|words| Leftover {
            line,
            words: words.clone(),
        });
        self.leftovers.extend(unread);
        match self.subject(&table, answer) {
            Subject::Parameters => {
                let rows = table.rows.into_iter().flat_map(Row::apart);
                let is_sent = |row: &Row| row.place != "header" || !is_standard(&row.name);
                let heading = table.heading.unwrap_or_default().to_lowercase();
                let is_query = heading.contains("query") && self.request.has_body();
                let in_query = |row: Row| {
                    if is_query && row.place.is_empty() {
                        in_place("query", row)
                    } else {
                        row
                    }
                };
                self.parameters.extend(rows.filter(is_sent).map(in_query));
            }
            Subject::Headers => {
                let rows = table.rows.into_iter().flat_map(Row::apart);
                let rows = rows.filter(|row| !is_standard(&row.name));
                self.parameters
                    .extend(rows.map(|row| in_place("header", row)));
            }
            Subject::AnswerHeaders => {
                let rows = table.rows.into_iter().flat_map(Row::apart);
                rows.for_each(|row| self.answered.add(row));
            }
            Subject::Body if self.request.has_body() => {
                let rows = table.rows.into_iter();
                self.parameters
                    .extend(rows.map(|row| in_place("body", row)));
            }
            Subject::Fields => {
                let rows = table.rows.into_iter();
                let rows = rows.flat_map(|row| self.fields_of(row)).collect();
                self.fields.push(Fields {
                    heading: table.heading,
                    rows,
                });
            }
            Subject::Body | Subject::ParametersOrFields | Subject::Other => {
                let leftover = Leftover::of(lines, &table.lines);
                let is_certain = table.announced == Some(Subject::Other);
                if !is_certain && !leftover.words.is_empty() {
                    self.leftovers.push(leftover);
                }
            }
        }
    }

    /// Returns a row for each field, if the example has the names between slashes side by side. They
    /// may also be the steps of a path.
    fn fields_of(&self, row: Row) -> Vec<Row> {
        let body = self.body.as_ref().and_then(|body| body.value.as_ref().ok());
        let parts: Vec<&str> = row.name.split(">/>").collect();
        let Some(body) = body.filter(|_| parts.len() > 1) else {
            return vec![row];
        };
        let mut keys = Vec::new();
        example::keys(body, 0, &mut keys);
        if parts.iter().all(|part| keys.contains(part)) && !has_path(body, &steps(&row.name)) {
            row.split(&parts)
        } else {
            vec![row]
        }
    }

    /// Returns whether a table without a heading is about the example body of the request: it has more of
    /// its keys than that of the answer.
    fn is_about_sent(&self, table: &Table) -> bool {
        let Some(sent) = self.sent.as_ref().filter(|_| table.announced.is_none()) else {
            return false;
        };
        let known = known_rows(&table.rows, sent);
        let body = self.body.as_ref().and_then(|body| body.value.as_ref().ok());
        let in_answer = body.map_or(0, |body| known_rows(&table.rows, body));
        known > in_answer && 5 * known >= 3 * table.rows.len()
    }

    /// Returns what a table is about: its titles, its heading, its names, or its place on the page
    /// show it.
    fn subject(&self, table: &Table, answer: Option<usize>) -> Subject {
        let by_heading = table.announced;
        match (table.subject, by_heading) {
            (_, Some(Subject::AnswerHeaders)) => return Subject::AnswerHeaders,
            (Subject::Other, _) => return Subject::Other,
            // Tables of errors have names, too.
            (_, Some(Subject::Other)) => return Subject::Other,
            (Subject::Headers | Subject::Body, _) => return table.subject,
            // The body of a GET is that of the answer.
            (_, Some(Subject::Body)) if !self.request.has_body() => {}
            (_, Some(subject)) => return subject,
            (Subject::ParametersOrFields, _) => {}
            (Subject::Fields, _) if self.is_about_sent(table) => return Subject::Body,
            (subject, _) => return subject,
        }
        if self.is_about_sent(table) {
            return Subject::Body;
        }
        let body = self.body.as_ref().and_then(|body| body.value.as_ref().ok());
        let is_below = answer.is_some_and(|answer| table.lines.start > answer);
        let Some(body) = body else {
            return if is_below {
                Subject::Fields
            } else {
                Subject::Parameters
            };
        };
        let known = known_rows(&table.rows, body);
        if (is_below && known > 0) || 5 * known >= 3 * table.rows.len() {
            Subject::Fields
        } else {
            Subject::Parameters
        }
    }
}

/// Returns how many rows are about a key that an example has anywhere.
fn known_rows(rows: &[Row], example: &Value) -> usize {
    let mut keys = Vec::new();
    example::keys(example, 0, &mut keys);
    let is_known = |row: &&Row| {
        let steps = steps(&row.name);
        let last = steps.last();
        last.is_some_and(|step| keys.contains(&step.key.as_str()))
    };
    rows.iter().filter(is_known).count()
}

/// Returns whether an example has a value at a path.
fn has_path(value: &Value, path: &[Step]) -> bool {
    let Some((step, rest)) = path.split_first() else {
        return true;
    };
    match value {
        Value::Array(items) => items.iter().any(|item| has_path(item, path)),
        value => value
            .get(&step.key)
            .is_some_and(|inner| has_path(inner, rest)),
    }
}

fn in_place(place: &str, row: Row) -> Row {
    Row {
        place: place.to_owned(),
        ..row
    }
}

/// Returns whether every client sends a header, so that it is no parameter.
fn is_standard(name: &str) -> bool {
    is_taken_header(name.trim_end_matches(':'))
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

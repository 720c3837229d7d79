//! The request line of a page.

use helpscout_description::Operation;
use helpscout_spec::pattern;

use crate::error::DraftError;

/// A request that can be described.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    /// The method, such as `GET`.
    pub(crate) method: String,
    /// The path, starting with a slash.
    pub(crate) path: String,
    /// The scheme and the host of a request with both, such as `https://api.example.com`.
    pub(crate) host: Option<String>,
    /// Whether the page has a slash at the end of the path. The path here has none.
    pub(crate) ends_with_slash: bool,
}

/// The methods that a request line may start with. All but the last can be described.
const METHODS: [&str; 6] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

/// The most parameters of a query that are read.
const LONGEST: usize = 60;

/// The number of lines that an error repeats.
const NEAREST: usize = 3;

impl Request {
    /// Finds the first request line of a page that can be described. One for a token is only part of
    /// an example. One that changes something by its method counts only if no other is there.
    pub(crate) fn find(lines: &[&str]) -> Result<Self, DraftError> {
        let (mut first, mut changing) = (None, None);
        for (index, line) in lines.iter().enumerate() {
            let Some(request) = candidate(line) else {
                continue;
            };
            match Self::parse(&request, index + 1) {
                Ok(request) if request.is_for_token() => {}
                Ok(request) if matches!(request.method.as_str(), "GET" | "POST") => {
                    return Ok(request);
                }
                Ok(request) => changing = changing.or(Some(request)),
                Err(error) => first = first.or(Some(error)),
            }
        }
        changing.ok_or_else(|| first.unwrap_or_else(|| no_request(lines)))
    }

    /// Returns whether the request has a body.
    pub(crate) fn has_body(&self) -> bool {
        Operation::has_body(&self.method)
    }

    /// Parses a request as a spec file writes it. `line` is its line on the page, 0 without a page.
    pub(crate) fn parse(text: &str, line: usize) -> Result<Self, DraftError> {
        let (method, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        let path = path(rest);
        let request = format!("{method} {path}");
        if (pattern::REQUEST.matches)(&request) {
            let method = method.to_owned();
            return Ok(Self {
                method,
                path,
                host: host(rest),
                ends_with_slash: target_path(rest).ends_with('/'),
            });
        }
        Err(DraftError::Request {
            line,
            request: text.trim().to_owned(),
            wanted: pattern::REQUEST.rule.to_owned(),
        })
    }

    /// Returns the parts of the path without versions, and without words such as `api` before them.
    pub(crate) fn parts(&self) -> Vec<&str> {
        let parts = self.path.split('/').skip(1);
        let is_base = |part: &&str| matches!(*part, "api" | "rest" | "public") || is_version(part);
        let parts = parts.skip_while(is_base);
        parts.filter(|part| !is_version(part)).collect()
    }

    /// Returns whether the request is for a token.
    fn is_for_token(&self) -> bool {
        self.method == "POST" && self.path.contains("oauth") && self.path.ends_with("/token")
    }

    /// Returns whether a `POST` only reads, as far as its path says so.
    pub(crate) fn seems_safe(&self) -> bool {
        let last = self.parts().last().map(|part| part.to_lowercase());
        let words = [
            "search", "query", "find", "filter", "list", "lookup", "report", "export", "count",
        ];
        let is_reading = |last: String| words.iter().any(|word| last.contains(word));
        self.method == "POST" && last.is_some_and(is_reading)
    }

    /// Returns the names of the parameters that are sent in the path.
    pub(crate) fn placeholders(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for name in self.parts().into_iter().filter_map(Operation::placeholder) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Returns the parameters in the queries of the page's requests to this path, each with a value.
    pub(crate) fn query(&self, lines: &[&str]) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = Vec::new();
        for word in lines.iter().flat_map(|line| line.split_whitespace()) {
            let word = word.trim_matches(['`', '"', '\'', '*', '$', ',', ';']);
            let Some((target, query)) = word.split_once('?') else {
                continue;
            };
            if !self.is_at(&path(target)) {
                continue;
            }
            for pair in query.split(['&', '#']).take(LONGEST) {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                let (name, value) = (decoded(name), decoded(value));
                let is_new = found.iter().all(|(known, _)| *known != name);
                if is_new && !name.is_empty() && found.len() < LONGEST {
                    let is_gap = value.contains(['{', '<', '}', '>', '…']) || value.contains("...");
                    found.push((name, if is_gap { String::new() } else { value }));
                }
            }
        }
        found
    }

    /// Returns whether a path is this one, with any values for its parameters.
    fn is_at(&self, path: &str) -> bool {
        let (own, other): (Vec<_>, Vec<_>) =
            (self.path.split('/').collect(), path.split('/').collect());
        let is_equal = |(own, other): (&&str, &&str)| {
            own == other || Operation::placeholder(own).is_some() && !other.is_empty()
        };
        own.len() == other.len() && own.iter().zip(&other).all(is_equal)
    }

    /// Returns the part of the path before a parameter, which names what its ID identifies.
    pub(crate) fn owner(&self, name: &str) -> Option<&str> {
        let parts = self.parts();
        let at = parts
            .iter()
            .position(|part| Operation::placeholder(part) == Some(name))?;
        parts.get(at.checked_sub(1)?).copied()
    }

    /// Returns a number in the path that may be the ID of an example.
    pub(crate) fn number(&self) -> Option<&str> {
        let is_id = |part: &&str| part.len() > 1 && part.chars().all(|char| char.is_ascii_digit());
        self.path.split('/').find(is_id)
    }

    /// Returns whether the path is that of a report.
    pub(crate) fn is_report(&self) -> bool {
        let parts = self.parts();
        parts.first() == Some(&"reports") && parts.len() > 1
    }
}

/// Returns whether a part of a path is a version: `v2`, `1.0`, `2024-01`, `latest`.
fn is_version(part: &str) -> bool {
    let number = part.strip_prefix('v').unwrap_or(part);
    let is_number = number.starts_with(|char: char| char.is_ascii_digit())
        && number
            .chars()
            .all(|char| char.is_ascii_digit() || matches!(char, '.' | '-'));
    is_number && number.len() <= 10 || part == "latest"
}

/// Returns method and target of a line, if it is a request line.
fn candidate(line: &str) -> Option<String> {
    let trim = |word: &str| {
        word.trim_matches(['`', '"', '\'', '*', '$', ':'])
            .to_owned()
    };
    let words: Vec<String> = line.split_whitespace().take(12).map(trim).collect();
    words.windows(2).find_map(|pair| {
        let is_method = METHODS.contains(&pair[0].as_str());
        let is_target = pair[1].starts_with('/') || pair[1].contains("://");
        (is_method && is_target).then(|| format!("{} {}", pair[0], pair[1]))
    })
}

/// Returns the path of a request's target, without host and query, with parameters in braces.
fn path(target: &str) -> String {
    // Markdown that was made from HTML has entities.
    let path = target_path(target)
        .replace("&lt;", "<")
        .replace("&gt;", ">");
    let part = |part: &str| {
        let inside = |open, close| part.strip_prefix(open)?.strip_suffix(close);
        let pairs = [("<", ">"), ("[", "]"), ("{{", "}}")];
        let name = part.strip_prefix(':').or_else(|| {
            pairs
                .into_iter()
                .find_map(|(open, close)| inside(open, close))
        });
        name.map_or_else(|| part.to_owned(), |name| format!("{{{name}}}"))
    };
    let parts: Vec<String> = path.trim_end_matches('/').split('/').map(part).collect();
    parts.join("/")
}

/// Returns the scheme and the host of a request's target, if it has them.
fn host(target: &str) -> Option<String> {
    let target = target.split_whitespace().next()?;
    let (scheme, rest) = target.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    Some(format!("{scheme}://{host}"))
}

/// Returns the path of a request's target as it is written.
fn target_path(target: &str) -> &str {
    let target = target.split_whitespace().next().unwrap_or_default();
    let path = match target.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |slash| &rest[slash..]),
        None => target,
    };
    path.split(['?', '#']).next().unwrap_or_default()
}

/// Returns a part of a query without its escapes.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(char) = rest.chars().next() {
        let digits = rest.strip_prefix('%').and_then(|rest| rest.get(..2));
        if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            bytes.push(byte);
            rest = &rest[3..];
            continue;
        }
        let char_length = char.len_utf8();
        match char {
            '+' => bytes.push(b' '),
            _ => bytes.extend_from_slice(&rest.as_bytes()[..char_length]),
        }
        rest = &rest[char_length..];
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Returns the error for a page without a request line.
fn no_request(lines: &[&str]) -> DraftError {
    let has_word = |line: &str| {
        line.contains("/v2")
            || METHODS.iter().any(|method| line.contains(method))
            || line.contains("http")
    };
    let numbered = || {
        let lines = lines
            .iter()
            .enumerate()
            .map(|(index, line)| (index + 1, line.trim()));
        lines.filter(|(_, line)| !line.is_empty())
    };
    let mut nearest: Vec<(usize, &str)> = numbered()
        .filter(|(_, line)| has_word(line))
        .take(NEAREST)
        .collect();
    if nearest.is_empty() {
        nearest = numbered().take(NEAREST).collect();
    }
    DraftError::NoRequest {
        lines: lines.len(),
        nearest: nearest
            .into_iter()
            .map(|(number, line)| (number, line.to_owned()))
            .collect(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Request, candidate};

    #[test]
    fn a_request_line_may_have_text_around_it() {
        for line in [
            "GET /v2/users/{id} HTTP/1.1",
            "  `GET https://api.helpscout.net/v2/users/:id?page=2#x`",
            "Request: GET /v2/users/<id>/",
            "GET /v2/users/[id]",
            "GET /v2/users/&lt;id&gt;",
            "GET {{base}}/x or GET /v2/users/{{id}}",
        ] {
            let request = candidate(line).and_then(|text| Request::parse(&text, 1).ok());
            assert_eq!(
                request.map(|request| request.path).as_deref(),
                Some("/v2/users/{id}"),
                "{line}"
            );
        }
    }

    #[test]
    fn queries_show_parameters() {
        let request = Request::parse("GET /v2/users/{id}/tags", 1).unwrap();
        let lines = [
            "curl 'https://api.example/v2/users/12/tags?page%5Bsize%5D=25&start=2019-05-02T12:00:00Z&q=<text>'",
            "GET /v2/users/12?other=1",
        ];
        let found = request.query(&lines);
        let found: Vec<_> = found
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                ("page[size]", "25"),
                ("start", "2019-05-02T12:00:00Z"),
                ("q", "")
            ]
        );
    }

    #[test]
    fn errors_say_what_was_expected() {
        let none = Request::find(&["Some page", "", "with /v2/ in it"])
            .unwrap_err()
            .to_string();
        assert!(
            none.starts_with("no request line found in 3 lines; expected one such as `GET /v2/"),
            "{none}"
        );
        assert!(
            none.ends_with("; the most similar lines are:\n  3: with /v2/ in it"),
            "{none}"
        );
        let head = Request::find(&["HEAD /v2/users"]).unwrap_err().to_string();
        assert!(
            head.starts_with("the request `HEAD /v2/users` on line 1 can't be described"),
            "{head}"
        );
        let found = |lines: &[&str]| Request::find(lines).map(|request| request.method);
        assert_eq!(found(&["PUT /v2/a", "GET /v2/a"]).unwrap(), "GET");
        assert_eq!(found(&["DELETE /v2/a", "PUT /v2/a"]).unwrap(), "DELETE");
    }

    #[test]
    fn paths_have_many_prefixes() {
        for (path, parts) in [
            ("/v2/reports/user", "reports user"),
            ("/api/v2/tickets.json", "tickets.json"),
            ("/rest/servicedesk/1.0/requests", "servicedesk requests"),
            ("/v3.1/invoices", "invoices"),
            ("/users", "users"),
        ] {
            let request = Request::parse(&format!("GET {path}"), 0).unwrap();
            assert_eq!(request.parts().join(" "), parts);
        }
        let lines = ["POST /v2/oauth2/token", "GET /v2/users"];
        assert_eq!(Request::find(&lines).unwrap().path, "/v2/users");
    }
}

//! The request line of a page, and the names that follow from its path.

use crate::error::DraftError;
use crate::words::{self, Use, singular};
use heck::{ToKebabCase, ToUpperCamelCase};
use helpscout_description::Operation;
use helpscout_spec::pattern;

/// A request that can be described.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    /// The path, starting with `/v2/`.
    pub(crate) path: String,
}

/// The methods a request line may start with; only the first can be described.
const METHODS: [&str; 6] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

/// How many lines an error repeats.
const NEAREST: usize = 3;

impl Request {
    /// The first request line of a page that can be described.
    pub(crate) fn find(lines: &[&str]) -> Result<Self, DraftError> {
        let mut first = None;
        for (index, line) in lines.iter().enumerate() {
            let Some(request) = candidate(line) else {
                continue;
            };
            match Self::parse(&request, index + 1) {
                Ok(request) => return Ok(request),
                Err(error) => first = first.or(Some(error)),
            }
        }
        Err(first.unwrap_or_else(|| no_request(lines)))
    }

    /// A request as a spec file has it; `line` is the page's, 0 if it was given.
    pub(crate) fn parse(text: &str, line: usize) -> Result<Self, DraftError> {
        let (method, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        let path = path(rest);
        let request = format!("{method} {path}");
        if (pattern::REQUEST.matches)(&request) {
            return Ok(Self { path });
        }
        Err(DraftError::Request {
            line,
            request: text.trim().to_owned(),
            wanted: pattern::REQUEST.rule.to_owned(),
        })
    }

    /// The path without the version.
    fn parts(&self) -> Vec<&str> {
        self.path.split('/').skip(2).collect()
    }

    /// The parameters that are sent in the path.
    pub(crate) fn placeholders(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for name in self.parts().into_iter().filter_map(Operation::placeholder) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The part of the path before a parameter: what its id is an id of.
    pub(crate) fn owner(&self, name: &str) -> Option<&str> {
        let parts = self.parts();
        let at = parts
            .iter()
            .position(|part| Operation::placeholder(part) == Some(name))?;
        parts.get(at.checked_sub(1)?).copied()
    }

    /// Whether the path is that of a report.
    pub(crate) fn is_report(&self) -> bool {
        let parts = self.parts();
        parts.first() == Some(&"reports") && parts.len() > 1
    }

    /// The names that follow from the path.
    pub(crate) fn names(&self) -> Names {
        let parts = self.parts();
        let literal = |parts: &[&str]| -> Vec<String> {
            let fixed = parts
                .iter()
                .filter(|part| Operation::placeholder(part).is_none());
            fixed.map(|part| (*part).to_owned()).collect()
        };
        if self.is_report() {
            return Names::report(literal(&parts[1..]));
        }
        Names::look_up(
            literal(&parts),
            parts
                .last()
                .is_some_and(|last| Operation::placeholder(last).is_some()),
        )
    }
}

/// Names of an operation and of what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Names {
    /// The operation in snake case.
    pub(crate) operation: String,
    /// The spec file, relative to the spec folder.
    pub(crate) file: String,
    /// Where the spec file lies if its folder has other files already.
    pub(crate) file_inside: String,
    /// What names of its enums and objects begin with.
    pub(crate) stem: String,
    /// The object that is answered, unless it is a page.
    pub(crate) answer: String,
    /// The object that is answered if it is a page.
    pub(crate) page: String,
}

impl Names {
    fn report(parts: Vec<String>) -> Self {
        let words = parts.join("-");
        let operation = words::snake(&words, "report", Use::Operation);
        let camel = operation.to_upper_camel_case();
        let rest = parts.get(1..).unwrap_or_default().join("-");
        let family = file_word(parts.first().map_or("", String::as_str));
        let (file, file_inside) = match rest.is_empty() {
            true => (
                format!("reports/{family}.yaml"),
                format!("reports/{family}/overall.yaml"),
            ),
            false => {
                let file = format!("reports/{family}/{}.yaml", file_word(&rest));
                (file.clone(), file)
            }
        };
        Self {
            file,
            file_inside,
            stem: words::camel(&rest).unwrap_or_else(|| camel.clone()),
            answer: format!("{camel}Summary"),
            page: format!("{camel}Page"),
            operation,
        }
    }

    fn look_up(parts: Vec<String>, is_one: bool) -> Self {
        let (last, owners) = match parts.split_last() {
            Some((last, owners)) => (last.clone(), owners),
            None => ("answer".to_owned(), &[][..]),
        };
        let owners: String = owners
            .iter()
            .map(|owner| format!("{}-", singular(owner)))
            .collect();
        let one = format!("{owners}{}", singular(&last));
        let many = format!("{owners}{last}");
        let is_list = !is_one && singular(&last) != last;
        let (verb, subject) = match is_list {
            true => ("list", &many),
            false if is_one => ("get", &one),
            // `GET /v2/users/me` is about `me`.
            false => ("get", &last),
        };
        let file = format!("lookups/{}.yaml", file_word(subject));
        let operation = words::snake(&format!("{verb}-{subject}"), "look_up", Use::Operation);
        let fallback = operation.to_upper_camel_case();
        let stem = words::camel(&one).unwrap_or_else(|| format!("{fallback}Answer"));
        Self {
            operation,
            file_inside: file.clone(),
            file,
            answer: stem.clone(),
            page: format!("{stem}Page"),
            stem,
        }
    }
}

fn file_word(text: &str) -> String {
    match text.to_kebab_case() {
        word if word.is_empty() => "answer".to_owned(),
        word => word,
    }
}

/// What a line asks for, if it is a request line: method and target.
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

/// The path of a request's target: no host, no query, parameters in braces.
fn path(target: &str) -> String {
    let target = target.split_whitespace().next().unwrap_or_default();
    let path = match target.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |slash| &rest[slash..]),
        None => target,
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let part = |part: &str| {
        let name = part
            .strip_prefix(':')
            .or_else(|| part.strip_prefix('<')?.strip_suffix('>'));
        name.map_or_else(|| part.to_owned(), |name| format!("{{{name}}}"))
    };
    let parts: Vec<String> = path.trim_end_matches('/').split('/').map(part).collect();
    parts.join("/")
}

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

    fn names(path: &str) -> (String, String, String) {
        let names = Request {
            path: path.to_owned(),
        }
        .names();
        (names.operation, names.file_inside, names.page)
    }

    #[test]
    fn names_follow_from_the_path() {
        for (path, operation, file, page) in [
            (
                "/v2/reports/company",
                "company",
                "reports/company/overall.yaml",
                "CompanyPage",
            ),
            (
                "/v2/reports/user/busy-times",
                "user_busy_times",
                "reports/user/busy-times.yaml",
                "UserBusyTimesPage",
            ),
            (
                "/v2/reports/docs/a/b",
                "docs_a_b",
                "reports/docs/a-b.yaml",
                "DocsABPage",
            ),
            ("/v2/users", "list_users", "lookups/users.yaml", "UserPage"),
            ("/v2/users/me", "get_me", "lookups/me.yaml", "UserMePage"),
            (
                "/v2/users/{id}",
                "get_user",
                "lookups/user.yaml",
                "UserPage",
            ),
            (
                "/v2/mailboxes/{id}/folders",
                "list_mailbox_folders",
                "lookups/mailbox-folders.yaml",
                "MailboxFolderPage",
            ),
            (
                "/v2/{id}",
                "get_answer",
                "lookups/answer.yaml",
                "AnswerPage",
            ),
        ] {
            let expected = (operation.to_owned(), file.to_owned(), page.to_owned());
            assert_eq!(names(path), expected, "{path}");
        }
    }

    #[test]
    fn a_request_line_may_be_dressed() {
        for line in [
            "GET /v2/users/{id} HTTP/1.1",
            "  `GET https://api.helpscout.net/v2/users/:id?page=2#x`",
            "Request: GET /v2/users/<id>/",
        ] {
            let request = candidate(line).and_then(|text| Request::parse(&text, 1).ok());
            assert_eq!(
                request.map(|one| one.path).as_deref(),
                Some("/v2/users/{id}"),
                "{line}"
            );
        }
    }

    #[test]
    fn errors_say_what_was_expected() {
        let none = Request::find(&["Some page", "", "with /v2/ in it"])
            .unwrap_err()
            .to_string();
        assert!(
            none.starts_with("no request line found: expected one like `GET /v2/"),
            "{none}"
        );
        assert!(
            none.ends_with("looked at 3 lines, of which these come nearest:\n  3: with /v2/ in it"),
            "{none}"
        );
        let post = Request::find(&["POST /v2/users"]).unwrap_err().to_string();
        assert!(
            post.starts_with("the request `POST /v2/users` on line 1 can't be described"),
            "{post}"
        );
    }
}

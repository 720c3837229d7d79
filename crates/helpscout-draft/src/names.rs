//! The names that follow from the path of a request.

use heck::{ToKebabCase, ToUpperCamelCase};
use helpscout_description::Operation;
use helpscout_spec::reserved::is_device;

use crate::request::Request;
use crate::words::{self, NameKind, singular};

/// The names of an operation and of its types and files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Names {
    /// The operation in snake case.
    pub(crate) operation: String,
    /// The spec file, relative to the spec folder.
    pub(crate) file: String,
    /// The spec file, if its folder has other files already.
    pub(crate) file_inside: String,
    /// The prefix of the names of its enums and objects.
    pub(crate) stem: String,
    /// The object of the answer, unless it is a page.
    pub(crate) answer: String,
    /// The object of the answer, if it is a page.
    pub(crate) page: String,
}

impl Names {
    /// Derives the names from the path of a request. `is_creating` says that a `POST` creates a thing.
    pub(crate) fn new(request: &Request, is_creating: bool) -> Self {
        let parts = request.parts();
        let fixed = |parts: &[&str]| -> Vec<String> {
            let fixed = parts
                .iter()
                .filter(|part| Operation::placeholder(part).is_none());
            // An ending says how the answer is written, not what it is about.
            let fixed = fixed.map(|part| part.strip_suffix(".json").unwrap_or(part));
            fixed.map(str::to_owned).collect()
        };
        if request.is_report() {
            return Self::report(&fixed(&parts[1..]));
        }
        let last = parts.last();
        let is_one = last.is_some_and(|last| Operation::placeholder(last).is_some());
        let fixed = fixed(&parts);
        match fixed.split_last() {
            // `POST /tickets/search` is about tickets.
            Some((verb, things)) if verb == "search" && !things.is_empty() => {
                Self::look_up(things, false).searching()
            }
            _ if is_creating => Self::look_up(&fixed, true).changing("create"),
            _ => {
                let names = Self::look_up(&fixed, is_one);
                match request.method.as_str() {
                    "PUT" | "PATCH" => names.changing("update"),
                    "DELETE" => names.changing("delete"),
                    _ => names,
                }
            }
        }
    }

    /// Returns the names of a request that changes what another one reads.
    fn changing(self, verb: &str) -> Self {
        let thing = self
            .operation
            .trim_start_matches("list_")
            .trim_start_matches("get_");
        let file = format!("{}-{verb}.yaml", self.file.trim_end_matches(".yaml"));
        let after = verb.to_upper_camel_case();
        Self {
            operation: format!("{verb}_{thing}"),
            file_inside: file.clone(),
            file,
            answer: format!("{}{after}", self.answer),
            page: format!("{}{after}Page", self.stem),
            stem: format!("{}{after}", self.stem),
        }
    }

    /// Returns the names of a search, which stands beside the list of the same things.
    fn searching(self) -> Self {
        let things = self
            .operation
            .trim_start_matches("list_")
            .trim_start_matches("get_");
        let file = self.file.trim_end_matches(".yaml");
        let file = format!("{file}-search.yaml");
        Self {
            operation: format!("search_{things}"),
            file_inside: file.clone(),
            file,
            answer: format!("{}Search", self.answer),
            page: format!("{}SearchPage", self.stem),
            stem: format!("{}Search", self.stem),
        }
    }

    fn report(parts: &[String]) -> Self {
        let words = parts.join("-");
        let operation = words::snake(&words, "report", NameKind::Operation);
        let camel = operation.to_upper_camel_case();
        let rest = parts.get(1..).unwrap_or_default().join("-");
        let family = file_word(parts.first().map_or("", String::as_str));
        let (file, file_inside) = if rest.is_empty() {
            (
                format!("reports/{family}.yaml"),
                format!("reports/{family}/overall.yaml"),
            )
        } else {
            let file = format!("reports/{family}/{}.yaml", file_word(&rest));
            (file.clone(), file)
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

    fn look_up(parts: &[String], is_one: bool) -> Self {
        let (last, owners) = match parts.split_last() {
            Some((last, owners)) => (last.clone(), owners),
            None => ("answer".to_owned(), &[][..]),
        };
        let owners: String = owners
            .iter()
            .map(|owner| format!("{}-", singular(owner)))
            .collect();
        let item = format!("{owners}{}", singular(&last));
        let items = format!("{owners}{last}");
        let is_list = !is_one && singular(&last) != last;
        let (verb, subject) = if is_list {
            ("list", &items)
        } else if is_one {
            ("get", &item)
        } else {
            // `GET /v2/users/me` is about `me`.
            ("get", &last)
        };
        let file = format!("lookups/{}.yaml", file_word(subject));
        let operation = words::snake(&format!("{verb}-{subject}"), "look_up", NameKind::Operation);
        let fallback = operation.to_upper_camel_case();
        let stem = words::camel(&item).unwrap_or_else(|| format!("{fallback}Answer"));
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

/// Returns text as a part of a file name.
fn file_word(text: &str) -> String {
    match text.to_kebab_case() {
        word if word.is_empty() => "answer".to_owned(),
        word if is_device(&word) => format!("{word}-answer"),
        word => word,
    }
}

#[cfg(test)]
mod tests {
    use super::Names;
    use crate::request::Request;

    fn names(path: &str) -> (String, String, String) {
        let request = Request {
            method: "GET".to_owned(),
            path: path.to_owned(),
            host: None,
            ends_with_slash: false,
        };
        let names = Names::new(&request, false);
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
            (
                "/v2/reports/nul/con",
                "nul_con",
                "reports/nul-answer/con-answer.yaml",
                "NulConPage",
            ),
            (
                "/v2/reports/aux",
                "aux_report",
                "reports/aux-answer/overall.yaml",
                "AuxReportPage",
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
                "/api/v2/tickets.json",
                "list_tickets",
                "lookups/tickets.yaml",
                "TicketPage",
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
}

//! From a page or a request to a draft.

use std::path::Path;

use heck::{ToLowerCamelCase, ToUpperCamelCase};
use helpscout_description::Place;
use helpscout_spec::{Sources, pattern};
use serde_json::Value;

use crate::answer::AnswerNode;
use crate::body::{Body, Unusable};
use crate::combine::combine;
use crate::draft::Draft;
use crate::enums::Enums;
use crate::error::DraftError;
use crate::groups;
use crate::invent;
use crate::known::Known;
use crate::names::Names;
use crate::notes;
use crate::objects;
use crate::operation::{OperationDraft, ParameterDraft, ResponseDraft};
use crate::page::{self, Page};
use crate::paging;
use crate::parameter;
use crate::plans;
use crate::relations;
use crate::request::Request;
use crate::response::ResponseDrafter;
use crate::sent;
use crate::text::{code, visible};
use crate::words;

/// The most unknown plans that are named.
const MOST_PLANS: usize = 8;

/// Drafts spec files that fit into a spec.
///
/// ```
/// use helpscout_draft::Drafter;
/// use helpscout_spec::Sources;
///
/// let api = "service:
///   title: Desk
///   base_url: https://desk.example
///   docs: https://desk.example/docs
///   plans: [{ name: plus, calls_per_minute: 400 }]
/// ";
/// let drafter = Drafter::new(&Sources::new().with("api.yaml", api))?;
/// let page = "Busy Times\nGET /v2/reports/desk/busy-times HTTP/1.1\n\nHTTP/1.1 200 OK\n{ \"total\": 3 }\n";
/// let draft = drafter.page(page.as_bytes())?;
/// assert_eq!(draft.file(), "reports/desk/busy-times.yaml");
/// assert!(draft.yaml(draft.file()).contains("operation: desk_busy_times"));
/// # Ok::<(), helpscout_draft::DraftError>(())
/// ```
pub struct Drafter {
    known: Known,
}

impl Drafter {
    /// The largest page that can be drafted from, in bytes. Documented pages have about ten
    /// kilobytes.
    pub const LARGEST_PAGE: u64 = page::LARGEST as u64;

    /// Creates a drafter for a spec in memory.
    ///
    /// # Errors
    ///
    /// Fails if `api.yaml` is missing or has errors. Errors in operations don't matter.
    pub fn new(sources: &Sources) -> Result<Self, DraftError> {
        Known::read(sources).map(|known| Self { known })
    }

    /// Creates a drafter for a spec folder.
    ///
    /// # Errors
    ///
    /// Fails if the folder can't be read, or if its `api.yaml` is missing or has errors.
    pub fn open(folder: &Path) -> Result<Self, DraftError> {
        let sources = Sources::load(folder);
        if sources.iter().next().is_none() {
            return Err(DraftError::Spec {
                reason: format!("{} has no files that can be read", folder.display()),
            });
        }
        Self::new(&sources)
    }

    /// Drafts a spec file from a documented page that was saved as text.
    ///
    /// # Errors
    ///
    /// Fails if the page is not text, if it has no request that can be described, or if the spec
    /// describes the request already.
    pub fn page(&self, page: &[u8]) -> Result<Draft, DraftError> {
        self.draft(&Page::parse(page)?)
    }

    /// Drafts a spec file from a request alone: `GET /v2/reports/company/foo`.
    ///
    /// # Errors
    ///
    /// Fails if the request can't be described, or if the spec describes it already.
    pub fn request(&self, request: &str) -> Result<Draft, DraftError> {
        self.draft(&Page::of_request(Request::parse(request, 0)?))
    }

    fn draft(&self, page: &Page) -> Result<Draft, DraftError> {
        let request = format!("{} {}", page.request.method, page.request.path);
        if let Some(file) = self.known.file_of(&request) {
            let file = file.to_owned();
            return Err(DraftError::Described { request, file });
        }
        let names = Names::new(&page.request, page.is_creating());
        let id = words::unique(&names.operation, "_", |id| self.known.has_operation(id));
        let mut notes = Vec::new();
        let body = page.body.as_ref().and_then(|body| body.value.as_ref().ok());
        let answer = combine(&page.fields, body, &mut notes);
        let keys = answer.keys();
        let mut enums = Enums::new(&self.known, &names.stem, &keys);
        let query = id.to_upper_camel_case();
        // A report whose ID is a single word is named after it, with the noun.
        let wanted = if page.request.is_report() && !id.contains('_') {
            format!("{query}Report")
        } else {
            query.clone()
        };
        let rust = Some(enums.take(&wanted)).filter(|rust| *rust != query);
        let rows = objects::with_lists(sent::rows(page));
        let mut parameters =
            parameter::parameters(page, &rows, &names.stem, &mut enums, &mut notes);
        let thing = page.request.parts().last().copied().unwrap_or_default();
        let found = paging::find(&answer, &parameters, body, thing.trim_end_matches(".json"));
        let can_select_page = found.as_ref().map(|found| found.can_select);
        if let Some(found) = &found {
            paging::leave_out_other_starts(&mut parameters, &found.pages);
            paging::require_no_cursor(&mut parameters, &found.pages);
        }
        let mut pages = found.map(|found| found.pages);
        let response = ResponseDrafter {
            enums: &mut enums,
            names: &names,
            pages: pages.as_ref(),
            is_tolerant: page.request.is_report(),
            without_keys: match &page.body {
                Some(Body {
                    value: Err(Unusable::NoKeys),
                    ..
                }) => notes::LEAVE_OUT,
                None if page.request.method != "GET" => {
                    "the page describes no fields; write `response: { status: 204 }` if nothing comes with \
                     the status"
                }
                _ => "the page describes no fields",
            },
            fields: Vec::new(),
        };
        let response = self.response(page, &answer, &names, response);
        if let Some(pages) = &mut pages {
            paging::identify_rows(pages, &response.fields);
        }
        let placed = |is_in_body: bool| -> Vec<ParameterDraft> {
            let sent = parameters.iter();
            let sent = sent.filter(|sent| (sent.place == Place::Body) == is_in_body);
            sent.cloned().collect()
        };
        let is_post = page.request.method == "POST";
        let made_up = invent::body(&response.fields, &enums);
        let mut operation = OperationDraft {
            docs: self.docs(page, &id, &mut notes),
            summary: deed(&id).unwrap_or_else(|| {
                let title = page.title.as_deref().map(without_verb);
                words::sentence(title.unwrap_or(&id))
            }),
            rust,
            plans: self.known.plans(&page.plans),
            pages: pages.filter(|_| can_select_page == Some(true)),
            response,
            parameters: groups::grouped(&placed(false), &self.known),
            body: placed(true),
            exclusions: relations::exclusions(&parameters, &rows),
            // Only a `POST` that reads can answer with pages.
            is_safe: page.request.seems_safe() || is_post && can_select_page == Some(true),
            enums: enums.new,
            request,
            id,
            notes: Vec::new(),
        };
        notes.extend(notes::about(
            page,
            &operation,
            &parameters,
            &answer,
            can_select_page,
            self.known.has_plans(),
        ));
        notes.extend(self.contradictions(page));
        operation.notes = notes;
        let in_headers = page.answered.example();
        let in_headers = in_headers.filter(|_| operation.response.is_in_headers());
        let body = in_headers.as_ref().or(body).unwrap_or(&made_up);
        let body = example_of(&operation.response, body);
        Ok(Draft::new(self.file(names), operation, body))
    }

    /// Drafts the response: from the keys of the answer, or from what comes with it if it has none.
    fn response(
        &self,
        page: &Page,
        answer: &AnswerNode,
        names: &Names,
        drafter: ResponseDrafter<'_, '_>,
    ) -> ResponseDraft {
        let is_silent = page.body.is_none() && answer.keys().is_empty();
        let answered = if is_silent && page.request.method != "GET" {
            let thing = names.stem.strip_suffix("Create").unwrap_or(&names.stem);
            let id = self.known.id(&thing.to_lower_camel_case());
            let take = || drafter.enums.take(&names.answer);
            page.answered.response(id, take)
        } else {
            None
        };
        answered.unwrap_or_else(|| drafter.draft(answer))
    }

    /// Returns notes on what the page says about the service that `api.yaml` does not.
    fn contradictions(&self, page: &Page) -> Vec<String> {
        let base_url = self.known.base_url();
        let host = page.request.host.as_ref();
        let host = host.filter(|host| !base_url.eq_ignore_ascii_case(host));
        let host = host.map(|host| {
            let (host, base_url) = (code(host), code(base_url));
            format!(
                "todo: the page's request goes to {host}, but `base_url:` in `api.yaml` is {base_url}."
            )
        });
        let plans = plans::named(&page.plans).into_iter();
        let plans = plans.filter(|plan| !self.known.has_plan(plan));
        let plans = plans.map(|plan| {
            let plan = code(&plan);
            format!("todo: the page names the plan {plan}, and `plans:` in `api.yaml` has none of that name.")
        });
        host.into_iter().chain(plans.take(MOST_PLANS)).collect()
    }

    /// Returns the page's own URL, or the front page of the documentation. `id` makes that one the
    /// operation's own, because no two operations are documented at the same place.
    fn docs(&self, page: &Page, id: &str, notes: &mut Vec<String>) -> String {
        let front = self.known.front_page();
        let is_page = |url: &&String| url.starts_with(front) && (pattern::PAGE_URL.matches)(url);
        page.urls
            .iter()
            .filter(is_page)
            .max_by_key(|url| url.len())
            .cloned()
            .unwrap_or_else(|| {
                notes.push(notes::FRONT_PAGE.to_owned());
                if self.known.is_documented_at(front) {
                    format!("{front}#{id}")
                } else {
                    front.to_owned()
                }
            })
    }

    /// Returns the place of the spec file, which depends on the files that are there already.
    fn file(&self, names: Names) -> String {
        let folder = names.file_inside.rsplit_once('/');
        let folder = folder.map_or("", |(folder, _)| folder);
        if self.known.has_folder(&format!("{folder}/")) {
            names.file_inside
        } else {
            names.file
        }
    }
}

/// Returns the text of the example, unless the answer has no content.
fn example_of(response: &ResponseDraft, body: &Value) -> Option<String> {
    if response.object.is_empty() {
        return None;
    }
    let text = serde_json::to_string_pretty(body).ok()?;
    Some(visible(&text) + "\n")
}

/// Returns what an operation that changes something does, by its name: `Updates the ticket.`
fn deed(id: &str) -> Option<String> {
    if let Some(thing) = id.strip_prefix("create_") {
        let thing = words::sentence(thing);
        let thing = thing.trim_start_matches("The ");
        // `user` and `unit` start with the sound of a consonant.
        let is_soft = ["us", "uni", "ut", "eu", "one"]
            .iter()
            .any(|start| thing.starts_with(start));
        let is_vowel = thing.starts_with(|char| "aeiou".contains(char)) && !is_soft;
        let article = if is_vowel { "an" } else { "a" };
        return Some(format!("Creates {article} {thing}"));
    }
    let verbs = [("update_", "Updates"), ("delete_", "Deletes")];
    verbs.iter().find_map(|(start, verb)| {
        let thing = words::sentence(id.strip_prefix(start)?);
        Some(thing.replacen("The", &format!("{verb} the"), 1))
    })
}

/// Returns the subject of a title: pages of look-ups are titled `List Users`.
fn without_verb(title: &str) -> &str {
    let verbs = [
        "List all ",
        "List ",
        "Get all ",
        "Get ",
        "Show ",
        "Search for ",
        "Search ",
        "Retrieve ",
        "Find ",
    ];
    let rest = verbs.iter().find_map(|verb| title.strip_prefix(verb));
    rest.unwrap_or(title)
}

//! From a documented page to the draft of a spec file.
//!
//! In comes a page saved as text, and the spec as it is; out comes a [`Draft`]: a spec file that
//! reads without errors and says with `todo:` and `notes:` where a person has to decide. Look at
//! [`Drafter`] first. The way is `parsed` (the parts of a page) → `tree` (what it says about its
//! answer) → `draft` (what the spec will say) → `write` and `yaml` (how).
//!
//! What is decided here, so that a reviewer has least to do:
//!
//! - No sentence of the page is taken over. A `doc:` is what the spec says about the same name and
//!   type elsewhere, which needs no review; otherwise it is made of the name, and `todo:` asks for
//!   own words. The linter lists all that is left to do.
//! - Types of the spec come first: an id, an enum with the same values, a parameter group or an
//!   object with the same keys is used, not declared again.
//! - Where table and example contradict each other, the example counts, and `todo:` says so.
//! - Figures of a report may be missing or null, whatever its one example shows; ids, numbers of
//!   conversations, paging and rows may not. A field that is wrongly optional costs an `Option`,
//!   one that is wrongly required costs the answer. Look-ups are taken as their example is.
//! - A value that a template of the page spoiled becomes a `correction:` only if another name of
//!   the page is torn apart in it; a mere slip is left as it is and mentioned.
//! - Whether a parameter is required is the page's to say. Most pages don't, which is a note.

mod body;
mod draft;
mod enums;
mod error;
mod field;
mod garble;
mod kind;
mod known;
mod paging;
mod parameter;
mod parsed;
mod path;
mod phrase;
mod request;
mod shared;
mod shown;
mod table;
mod text;
mod tree;
mod words;
mod write;
mod yaml;

pub use error::DraftError;

use draft::{Entry, Operation, Parameter};
use enums::Enums;
use field::Fields;
use heck::ToUpperCamelCase;
use helpscout_spec::Sources;
use known::Known;
use parsed::Page;
use request::Request;
use std::path::Path;
use tree::Node;

/// Makes drafts that fit into a spec.
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

/// The draft of a spec file.
pub struct Draft {
    file: String,
    operation: Operation,
    body: Option<String>,
}

impl Drafter {
    /// For a spec in memory.
    ///
    /// # Errors
    ///
    /// If `api.yaml` is missing or has errors. Those of operations don't matter.
    pub fn new(sources: &Sources) -> Result<Self, DraftError> {
        Known::read(sources).map(|known| Self { known })
    }

    /// For a spec folder.
    ///
    /// # Errors
    ///
    /// If the folder can't be read, or its `api.yaml` is missing or has errors.
    pub fn open(folder: &Path) -> Result<Self, DraftError> {
        let sources = Sources::load(folder);
        if sources.iter().next().is_none() {
            return Err(DraftError::Spec {
                reason: format!("there is nothing to read in {}", folder.display()),
            });
        }
        Self::new(&sources)
    }

    /// The draft for a documented page that was saved as text.
    ///
    /// # Errors
    ///
    /// If the page is no text, has no request that can be described, or one that is already.
    pub fn page(&self, page: &[u8]) -> Result<Draft, DraftError> {
        self.draft(Page::parse(page)?)
    }

    /// The draft for a request without a page: `GET /v2/reports/company/foo`.
    ///
    /// # Errors
    ///
    /// If the request can't be described, or is already.
    pub fn request(&self, request: &str) -> Result<Draft, DraftError> {
        self.draft(Page {
            title: None,
            request: Request::parse(request, 0)?,
            urls: Vec::new(),
            plans: Vec::new(),
            parameters: Vec::new(),
            fields: Vec::new(),
            body: None,
        })
    }

    fn draft(&self, page: Page) -> Result<Draft, DraftError> {
        let request = format!("GET {}", page.request.path);
        if let Some(file) = self.known.file_of(&request) {
            let file = file.to_owned();
            return Err(DraftError::Described { request, file });
        }
        let names = page.request.names();
        let id = words::unique(&names.operation, "_", |id| self.known.has_operation(id));
        let mut notes = Vec::new();
        let body = page.body.as_ref().and_then(|body| body.value.as_ref().ok());
        let answer = with_one_period(Node::answer(&page.fields, body, &mut notes));
        let keys = answer.keys();
        let mut enums = Enums::new(&self.known, &names.stem, &keys);
        let query = id.to_upper_camel_case();
        // A report that is all its path says is called one.
        let wanted = match page.request.is_report() && !id.contains('_') {
            true => format!("{query}Report"),
            false => query.clone(),
        };
        let rust = Some(enums.take(&wanted)).filter(|rust| *rust != query);
        let parameters =
            parameter::parameters(&page.parameters, &page.request, &mut enums, &mut notes);
        let mut pages = paging::find(&answer);
        let asks = pages.as_mut().map(|pages| paging::ask(pages, &parameters));
        let fields = Fields {
            enums: &mut enums,
            names: &names,
            pages: pages.as_ref(),
            is_tolerant: page.request.is_report(),
            list: Vec::new(),
        };
        let response = fields.answer(&answer, pages.is_some());
        let mut operation = Operation {
            docs: self.docs(&page, &mut notes),
            summary: page.title.as_deref().map_or_else(
                || words::sentence(&id),
                |title| words::sentence(without_verb(title)),
            ),
            rust,
            plans: self.known.plans(&page.plans),
            pages: pages.filter(|_| asks == Some(true)),
            answer: response,
            parameters: parameter::grouped(parameters.clone(), &enums),
            enums: enums.list,
            request,
            id,
            notes: Vec::new(),
        };
        silences(&page, &operation, &parameters, &answer, asks, &mut notes);
        operation.notes = notes;
        let family = names
            .file_inside
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder);
        let is_inside = self.known.has_folder(&format!("{family}/"));
        Ok(Draft {
            file: if is_inside {
                names.file_inside
            } else {
                names.file
            },
            body: body
                .and_then(|body| serde_json::to_string_pretty(body).ok())
                .map(|body| body + "\n"),
            operation,
        })
    }

    /// The page's own URL, or the front page of the documentation.
    fn docs(&self, page: &Page, notes: &mut Vec<String>) -> String {
        let front = self.known.front_page();
        let is_page = |url: &&String| {
            url.starts_with(front) && (helpscout_spec::pattern::PAGE_URL.matches)(url)
        };
        page.urls
            .iter()
            .filter(is_page)
            .max_by_key(|url| url.len())
            .cloned()
            .unwrap_or_else(|| {
                notes.push(
                    "todo: `docs:` is the front page of the documentation; name the page itself."
                        .to_owned(),
                );
                front.to_owned()
            })
    }
}

impl Draft {
    /// Where the spec file belongs, relative to the spec folder.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The text of the spec file, for its place relative to the spec folder.
    pub fn yaml(&self, file: &str) -> String {
        let depth = file.matches('/').count();
        let schema = format!("{}schema.json", "../".repeat(depth));
        let example = self
            .example(file)
            .map(|path| path.rsplit('/').next().unwrap_or_default().to_owned());
        write::write(&self.operation, &schema, example.as_deref())
    }

    /// The page's example body as JSON, if it has one.
    pub fn body(&self) -> Option<&str> {
        self.body.as_deref()
    }

    /// The file for the example body: beside the spec file, with the same name.
    pub fn example(&self, file: &str) -> Option<String> {
        let stem = file.strip_suffix(".yaml").unwrap_or(file);
        let (folder, name) = stem
            .rsplit_once('/')
            .map_or(("", stem), |(folder, name)| (folder, name));
        let file = format!("{name}.json");
        let file = match (helpscout_spec::pattern::JSON_FILE.matches)(&file) {
            true => file,
            false => "example.json".to_owned(),
        };
        self.body.as_ref().map(|_| match folder {
            "" => file,
            folder => format!("{folder}/{file}"),
        })
    }
}

/// What a title is about: pages of look-ups are called `List Users`.
fn without_verb(title: &str) -> &str {
    let verbs = ["List ", "Get ", "Show "];
    let rest = verbs.iter().find_map(|verb| title.strip_prefix(verb));
    rest.unwrap_or(title)
}

/// Puts the keys of the periods of a report together: both have the same.
fn with_one_period(mut answer: Node) -> Node {
    answer.below = answer.below.into_iter().map(with_one_period).collect();
    let at = |key: &str| answer.below.iter().position(|node| node.key == key);
    if let (Some(current), Some(previous)) = (at("current"), at("previous"))
        && answer.below[current].is_object()
        // One that is null in the example is no less an object.
        && (answer.below[previous].is_object() || answer.below[previous].kinds.is_empty())
    {
        let other = answer.below[previous].take_keys();
        answer.below[current].absorb(other);
        answer.below[current].settle();
        answer.below.swap(current.min(previous), current);
    }
    answer
}

/// Notes on what the page does not say.
fn silences(
    page: &Page,
    operation: &Operation,
    parameters: &[Parameter],
    answer: &Node,
    asks: Option<bool>,
    notes: &mut Vec<String>,
) {
    let mut note = |text: &str| notes.push(text.to_owned());
    note(
        "todo: say in one line of your own what the operation answers; the summary is made of a name.",
    );
    match page.body.as_ref().map(|body| &body.value) {
        Some(Ok(_)) => note("todo: give the example body values of your own, of the same shape."),
        Some(Err(reason)) => note(&format!(
            "todo: the page's example can't be used ({}); save it by hand.",
            text::clean(reason)
        )),
        None => note("todo: the page has no example body."),
    }
    if page.request.is_report() && operation.plans.is_empty() {
        note("todo: the page does not say which plans may use it.");
    }
    let optional = parameters
        .iter()
        .filter(|one| !page.request.placeholders().contains(&one.name.as_str()));
    if parameters.is_empty() {
        note("todo: the page lists no parameters.");
    }
    let is_silent = optional.clone().count() > 0 && optional.clone().all(|one| !one.required);
    if page.request.is_report() && is_silent {
        note("todo: the page marks no parameter as required; say which are.");
    }
    let pages = operation.pages.as_ref();
    if pages.is_some_and(|pages| pages.size.is_none()) {
        note("The page size is not documented and can't be chosen.");
    }
    if asks == Some(false) {
        note("todo: the answer looks like a page, and no parameter asks for one.");
    }
    let sorts = |one: &&Parameter| {
        one.name.starts_with("sort") && one.default.is_none() && one.name.ends_with("Field")
    };
    if parameters.iter().any(|one| sorts(&one)) {
        note("The default order is not documented.");
    }
    let is_used =
        |entry: &Entry| matches!(entry, Entry::Group(name) if name == "previous_interval");
    if operation.parameters.iter().any(is_used) && !answer.keys().contains(&"previous") {
        note(
            "The answer has no place for the previous interval, though the page lists its parameters.",
        );
    }
}

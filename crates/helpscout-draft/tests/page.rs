//! Drafts of documented pages.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use helpscout_description::{Api, EnumType, Field, Operation, Parameter, Place, Type};
use helpscout_draft::{Draft, Drafter};
use helpscout_spec::{Reading, Sources, read, read_sources};

/// The page of the conversation history, as it was saved from a browser.
const FOUNDING: &str = include_str!("pages/conversation-history.txt");
/// A page in the vendor's style: a report as Markdown, with its numbers of paging in an object.
const MARKDOWN: &str = include_str!("pages/team-waits.md");
/// A page in the vendor's style: a look-up with links, a table with paths relative to a row, and no
/// last pipe.
const LOOK_UP: &str = include_str!("pages/widgets.txt");

/// A page in the vendor's style: a series and that of the previous interval.
const MAILBOXES_BACKLOG: &str = include_str!("pages/mailboxes-backlog.txt");

const COMMITTED: &str = "reports/user/conversation-history.yaml";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec")
}

/// An `api.yaml` that does not change with the committed one.
const API: &str = include_str!("pages/api.yaml");

fn shared() -> Sources {
    Sources::new().with("api.yaml", API)
}

fn draft(page: &str) -> Draft {
    Drafter::new(&shared())
        .unwrap()
        .page(page.as_bytes())
        .unwrap()
}

/// Reads a spec with the draft in it, which must have no errors.
fn reading(draft: &Draft) -> Reading {
    reading_in(shared(), draft)
}

fn reading_in(mut sources: Sources, draft: &Draft) -> Reading {
    let file = draft.file();
    sources.add(file, draft.yaml(file));
    if let (Some(example), Some(body)) = (draft.example(file), draft.body()) {
        sources.add(example, body);
    }
    let reading = read_sources(&sources);
    assert!(
        !reading.findings.has_errors(),
        "{}\n{}",
        reading.findings.render(false),
        draft.yaml(file)
    );
    reading
}

/// Returns the codes of the findings about the draft itself, with their numbers.
fn codes(draft: &Draft) -> BTreeMap<String, usize> {
    let mut codes = BTreeMap::new();
    let findings = reading(draft).findings;
    for finding in findings
        .iter()
        .filter(|finding| finding.place.file != "api.yaml")
    {
        *codes.entry(finding.code.as_str().to_owned()).or_default() += 1;
    }
    codes
}

#[test]
fn the_founding_page_becomes_this() {
    let draft = draft(FOUNDING);
    assert_eq!(draft.file(), COMMITTED);
    assert_eq!(
        draft.example(COMMITTED).as_deref(),
        Some("reports/user/conversation-history.json")
    );
    assert_eq!(codes(&draft).into_keys().collect::<Vec<_>>(), ["S116"]);
    insta::assert_snapshot!("founding", draft.yaml(COMMITTED));
}

#[test]
fn a_markdown_page_with_nested_paging_becomes_this() {
    let draft = draft(MARKDOWN);
    assert_eq!(codes(&draft).into_keys().collect::<Vec<_>>(), ["S116"]);
    insta::assert_snapshot!("markdown", draft.yaml(draft.file()));
}

#[test]
fn a_look_up_with_links_becomes_this() {
    let draft = draft(LOOK_UP);
    assert_eq!(codes(&draft).into_keys().collect::<Vec<_>>(), ["S116"]);
    insta::assert_snapshot!("look_up", draft.yaml(draft.file()));
}

#[test]
fn a_request_alone_becomes_a_skeleton() {
    let drafter = Drafter::new(&shared()).unwrap();
    let report = drafter.request("GET /v2/reports/desk/foo").unwrap();
    assert_eq!(codes(&report).into_keys().collect::<Vec<_>>(), ["S116"]);
    insta::assert_snapshot!("skeleton", report.yaml(report.file()));
    let look_up = drafter.request("GET /v2/mailboxes/{id}/folders").unwrap();
    assert_eq!(look_up.file(), "lookups/mailbox-folders.yaml");
    let api = reading(&look_up).api.unwrap();
    let id = &api.operation("list_mailbox_folders").unwrap().parameters[0];
    assert_eq!(
        (&id.ty, id.place == Place::Path),
        (&Type::Id("MailboxId".to_owned()), true)
    );
}

#[test]
fn line_ends_of_other_systems_make_no_difference() {
    for page in [FOUNDING, MARKDOWN, LOOK_UP] {
        let (here, there) = (draft(page), draft(&page.replace('\n', "\r\n")));
        assert_eq!(there.yaml(there.file()), here.yaml(here.file()));
        assert_eq!(there.body(), here.body());
    }
}

#[test]
fn no_sentence_of_the_page_is_copied() {
    for page in [FOUNDING, MARKDOWN, LOOK_UP] {
        let draft = draft(page);
        let yaml = draft
            .yaml(draft.file())
            .to_lowercase()
            .replace(['\n', '`', '\''], " ");
        let words: Vec<String> = page
            .to_lowercase()
            .split_whitespace()
            .map(|word| word.trim_matches('`').to_owned())
            .collect();
        let prose = words.windows(5).filter(|words| {
            words
                .iter()
                .all(|word| word.chars().all(char::is_alphabetic))
        });
        for five in prose {
            assert!(!yaml.contains(&five.join(" ")), "{}", five.join(" "));
        }
    }
}

#[test]
fn descriptions_the_spec_has_already_are_used_again() {
    let mut sources = shared();
    let other = std::fs::read_to_string(folder().join(COMMITTED)).unwrap();
    sources.add(
        COMMITTED,
        other.replace("/user/conversation-history\n", "/user/other\n"),
    );
    let draft = Drafter::new(&sources)
        .unwrap()
        .page(FOUNDING.as_bytes())
        .unwrap();
    let yaml = draft.yaml(draft.file());
    // A description of a single operation may be about something else.
    let doubted = "    doc: Includes only conversations with this status.\n    \
                   todo: check the description, which is that of user_conversation_history\n";
    assert!(yaml.contains(doubted), "{yaml}");
    // Names that are taken get numbers.
    assert!(
        yaml.contains("operation: user_conversation_history_2\n"),
        "{yaml}"
    );
    assert!(
        yaml.contains("object: UserConversationHistoryPage2\n"),
        "{yaml}"
    );
}

#[test]
fn an_example_with_commas_is_a_list_whatever_the_page_says() {
    let yaml = |said: &str, example: &str| {
        let rows = format!("tags |\nnumber |\n{example} |\n{said} |\n");
        let page = MAILBOXES_BACKLOG.replace(
            "tags |\ncomma separated numbers |\ntags=5666,99787 |\nList of tag ids |\n",
            &rows,
        );
        assert!(page.contains(&rows), "{page}");
        let draft = draft(&page);
        draft.yaml(draft.file())
    };
    let list = "    type: TagId\n    list: comma\n    example: [5666, 99787]\n";
    assert!(yaml("Tags", "tags=5666,99787").contains(list));
    assert!(yaml("Tags", "tags=5666, 99787").contains(list));
    let one = yaml("Tags", "tags=5666");
    assert!(
        one.contains("    type: TagId\n    example: 5666\n"),
        "{one}"
    );
    let draft = draft(MAILBOXES_BACKLOG);
    assert!(draft.yaml(draft.file()).contains(list));
}

#[test]
fn shared_groups_and_objects_are_used() {
    let objects = "
objects:
  - name: FilterTag
    doc: A tag.
    fields:
      - { path: id, type: TagId, doc: The tag. }
      - { path: name, type: text, doc: Its name. }
  - name: PageInfo
    doc: A place.
    fields:
      - { path: size, type: integer, doc: Rows. }
      - { path: totalElements, type: integer, doc: Rows. }
      - { path: totalPages, type: integer, doc: Pages. }
      - { path: number, type: integer, doc: This page. }
  - name: Link
    doc: A link.
    fields:
      - { path: href, type: text, doc: Its target. }
      - { path: templated, type: boolean, optional: true, doc: Whether it has gaps. }
  - name: Links
    doc: Links.
    fields:
      - { path: '*', object: Link, doc: A link. }
";
    let filters = "
  - name: filters
    parameters:
      - { name: mailboxes, type: MailboxId, list: comma, example: [1], doc: Mailboxes. }
      - { name: tags, type: TagId, list: comma, example: [1], doc: Tags. }
      - { name: types, type: ConversationType, list: comma, example: [email], doc: Types. }
      - { name: folders, type: FolderId, list: comma, example: [1], doc: Folders. }
";
    let sources = Sources::new().with("api.yaml", format!("{API}{filters}{objects}"));
    let yaml = |page: &str| {
        let draft = Drafter::new(&sources)
            .unwrap()
            .page(page.as_bytes())
            .unwrap();
        reading_in(sources.clone(), &draft);
        draft.yaml(draft.file())
    };
    let report = yaml(FOUNDING);
    assert!(
        report.contains("  - use: filters\n  - name: officeHours\n"),
        "{report}"
    );
    // Two keys alone don't make a customer a tag.
    assert!(
        report.contains("object: ConversationHistoryCustomer\n"),
        "{report}"
    );
    assert!(yaml(MARKDOWN).contains("object: FilterTag,"));
    let look_up = yaml(LOOK_UP);
    assert!(
        look_up.contains("object: PageInfo,") && look_up.contains("object: Links\n"),
        "{look_up}"
    );
}

#[test]
fn a_request_that_the_spec_describes_is_not_drafted() {
    let error = Drafter::open(&folder())
        .unwrap()
        .page(FOUNDING.as_bytes())
        .err()
        .unwrap();
    let expected =
        format!("{COMMITTED} already describes `GET /v2/reports/user/conversation-history`");
    assert_eq!(error.to_string(), expected);
}

/// Where the committed description differs from the draft of its page, and why a person had to
/// decide it.
const DECIDED: [(&str, &str); 2] = [
    (
        "page size 120",
        "the page does not say how many rows a page has; its example is consistent with 116 to 121",
    ),
    (
        "parameter user: required",
        "the page marks no parameter as required; version 1 of the service required this one",
    ),
];

#[test]
fn the_committed_description_differs_only_where_a_person_had_to_decide() {
    let api = std::fs::read(folder().join("api.yaml")).unwrap();
    let sources = Sources::new().with("api.yaml", api);
    let draft = Drafter::new(&sources)
        .unwrap()
        .page(FOUNDING.as_bytes())
        .unwrap();
    let drafted = reading_in(sources, &draft).api.unwrap();
    let committed = read(&folder()).api.unwrap();
    let id = "user_conversation_history";
    let (drafted, committed) = (Facts::of(&drafted, id), Facts::of(&committed, id));
    let differences = committed.without(&drafted);
    for (fact, reason) in DECIDED {
        assert!(differences.contains(&fact), "{fact}: {reason}");
    }
    // The page size of the service, which this operation does not have.
    let given_up = drafted.without(&committed);
    assert!(given_up.contains(&"page size 50"), "{given_up:?}");
    // A snapshot, so that an edit of the spec needs no edit here.
    let shown = [differences.join("\n"), given_up.join("\n")].join("\n\nin place of\n\n");
    insta::assert_snapshot!("decided", shown);
}

/// The facts of a description, without its prose and the names of its objects.
struct Facts(Vec<String>);

impl Facts {
    fn of(api: &Api, id: &str) -> Self {
        let operation = api.operation(id).unwrap();
        let mut facts = Self(Vec::new());
        facts.operation(operation);
        for parameter in &operation.parameters {
            facts.parameter(parameter);
            facts.values(api, &parameter.ty);
        }
        facts.object(api, &operation.response, "");
        facts
    }

    /// Returns the facts that another description does not have.
    fn without(&self, other: &Self) -> Vec<&str> {
        let facts = self.0.iter().filter(|fact| !other.0.contains(fact));
        facts.map(String::as_str).collect()
    }

    fn operation(&mut self, operation: &Operation) {
        let (method, path) = (&operation.method, &operation.path);
        self.0.push(format!("request {method} {path}"));
        self.0.push(format!(
            "plans {:?}, list {}",
            operation.plans, operation.list
        ));
        let mut pages = operation.pages.clone();
        if let Some(size) = pages.as_mut().and_then(|pages| pages.page_size.take()) {
            self.0.push(format!("page size {size}"));
        }
        self.0.push(format!("pages {pages:?}"));
        self.0.push(format!("rules {:?}", operation.rules));
        let wires = operation
            .parameters
            .iter()
            .map(|parameter| parameter.wire.as_str());
        let names: Vec<&str> = wires.collect();
        self.0.push(format!("parameters in this order: {names:?}"));
    }

    fn parameter(&mut self, parameter: &Parameter) {
        let Parameter {
            wire,
            ty,
            list,
            minimum,
            maximum,
            default,
            example,
            place,
            ..
        } = parameter;
        self.0.push(format!(
            "parameter {wire}: {ty:?} {list:?} {minimum:?} {maximum:?} in path {}",
            *place == Place::Path
        ));
        self.0.push(format!(
            "parameter {wire}: default {default:?}, example {example:?}"
        ));
        if parameter.required {
            self.0.push(format!("parameter {wire}: required"));
        }
    }

    fn object(&mut self, api: &Api, name: &str, path: &str) {
        let object = api.object(name).unwrap();
        for field in &object.fields {
            let Field {
                wire,
                list,
                optional,
                nullable,
                unit,
                source,
                as_text,
                ..
            } = field;
            let path = format!("{path}.{wire}");
            let ty = match &field.ty {
                Type::Object(_) => "an object".to_owned(),
                ty => format!("{ty:?}"),
            };
            self.0.push(format!("field {path}: {ty} list {list}, unit {unit:?}, source {source:?}, as text {as_text}"));
            self.0.push(format!(
                "field {path}: optional {optional}, nullable {nullable}"
            ));
            self.values(api, &field.ty);
            if let Type::Object(inner) = &field.ty {
                self.object(api, inner, &path);
            }
        }
    }

    fn values(&mut self, api: &Api, ty: &Type) {
        if let Type::Enum(name) = ty {
            let EnumType {
                values, numeric, ..
            } = api.enumeration(name).unwrap();
            for value in values {
                let documented = value
                    .correction
                    .as_ref()
                    .map(|correction| &correction.documented);
                self.0.push(format!(
                    "enum {name}: {} {} {documented:?} {numeric}",
                    value.wire, value.rust
                ));
            }
        }
    }
}

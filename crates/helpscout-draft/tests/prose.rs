//! Facts that pages state in prose only: they are in the draft, or something is left to do.
#![allow(clippy::unwrap_used)]

mod drafted;

use helpscout_draft::Drafter;
use helpscout_spec::Sources;

use drafted::{DRAFTER, assert_holds};

/// Returns the draft of a page with these lines below its request, without line breaks in prose.
fn drafted(lines: &str) -> String {
    let page = format!("Desk Waits\nGET /v2/reports/desk/waits HTTP/1.1\n{lines}\n");
    assert_holds(page.as_bytes());
    let draft = DRAFTER.page(page.as_bytes()).unwrap();
    let yaml = draft.yaml(draft.file());
    yaml.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the draft of a page with one parameter.
fn parameter(name: &str, type_name: &str, description: &str) -> String {
    drafted(&format!(
        "\nParameter\tType\tDescription\n{name}\t{type_name}\t{description}\n"
    ))
}

#[test]
fn what_may_be_null_or_missing_is_read_from_prose() {
    for (description, expected) in [
        ("When it ended; may be null", "nullable: true,"),
        ("`null` while it is open", "nullable: true,"),
        ("Only present if it ended", "optional: true,"),
        ("optional", "optional: true,"),
    ] {
        // Fields of reports may be missing anyway.
        let page = format!(
            "Queue\nGET /v2/queue\n\nHTTP/1.1 200 OK\n{{ \"ended\": \"now\" }}\n\n\
             Field\tType\tDescription\nended\tstring\t{description}\n"
        );
        let draft = DRAFTER.page(page.as_bytes()).unwrap();
        let yaml = draft.yaml(draft.file());
        let field = yaml.lines().find(|line| line.contains("path: ended"));
        let field = field.unwrap();
        assert!(field.contains(expected), "{description}: {field}");
        assert_eq!(field.matches("true").count(), 1, "{field}");
        assert_holds(page.as_bytes());
    }
}

#[test]
fn quoted_values_follow_a_verb() {
    let yaml = parameter("role", "string", "The role. Can be \"agent\" or \"lead\"");
    assert!(yaml.contains("- { value: agent,"), "{yaml}");
    let yaml = parameter("role", "string", "The role must be agent, lead or admin.");
    assert!(yaml.contains("the page may list its values"), "{yaml}");
}

#[test]
fn a_number_or_a_date_without_an_example_is_a_doubt() {
    let yaml = parameter("weights", "array of numbers", "The weights");
    assert!(yaml.contains("type: number"), "{yaml}");
    assert!(yaml.contains("no example shows whether it is an integer"));
    let yaml = parameter("weights", "array of integers", "The weights");
    assert!(yaml.contains("type: integer"), "{yaml}");
    let yaml = parameter("until", "date", "The latest day");
    assert!(
        yaml.contains("does not say whether it has a time"),
        "{yaml}"
    );
    let yaml = parameter("until", "date", "The latest day, YYYY-MM-DD");
    assert!(yaml.contains("type: date"), "{yaml}");
    assert!(!yaml.contains("whether it has a time"), "{yaml}");
}

#[test]
fn the_order_of_a_sort_is_no_typo() {
    let yaml = drafted(
        "\nParameter\tType\tDescription\nsort\tstring\tOne of `started_at`, `-started_at`\n\n\
         HTTP/1.1 200 OK\n{ \"started_at\": \"now\" }\n",
    );
    assert!(yaml.contains("rust: StartedAtDescending"), "{yaml}");
    assert!(!yaml.contains("typo"), "{yaml}");
}

#[test]
fn what_a_page_says_about_the_service_is_compared() {
    let page = "Queue\nGET https://api.other.example/v2/queue\n\nAvailable on the Plus and Scale plans.\n\n\
                HTTP/1.1 200 OK\n{ \"waiting\": [1], \"id\": 2 }\n\n\
                Nobody waits:\n{ \"waiting\": [] }\n\nError:\n{ \"message\": \"no\" }\n";
    assert_holds(page.as_bytes());
    let draft = DRAFTER.page(page.as_bytes()).unwrap();
    let yaml = draft.yaml(draft.file());
    let yaml = yaml.split_whitespace().collect::<Vec<_>>().join(" ");
    for expected in [
        "request goes to `https://api.other.example`, but `base_url:` in `api.yaml` is",
        "names the plan `Scale`",
        "line 10 of the page has another example body",
    ] {
        assert!(yaml.contains(expected), "{expected}\n{yaml}");
    }
    assert!(!yaml.contains("line 13"), "{yaml}");
    assert!(!yaml.contains("names the plan `Plus`"), "{yaml}");
}

#[test]
fn an_id_is_not_described_by_that_of_another_object() {
    let api = "service:
  title: Desk
  base_url: https://desk.example
  docs: https://desk.example/docs
  plans: [{ name: plus, calls_per_minute: 400 }]
objects:
  - name: Range
    doc: A range.
    fields: [{ path: id, type: integer, doc: The number of the range. }]
";
    let drafter = Drafter::new(&Sources::new().with("api.yaml", api)).unwrap();
    let page = "Options\nGET /v2/options\n\nHTTP/1.1 200 OK\n{ \"options\": [{ \"id\": 1 }] }\n";
    let draft = drafter.page(page.as_bytes()).unwrap();
    let yaml = draft.yaml(draft.file());
    assert!(!yaml.contains("number of the range"), "{yaml}");
}

#[test]
fn a_description_that_names_its_object_is_doubted_in_another_one() {
    let api = "service:
  title: Desk
  base_url: https://desk.example
  docs: https://desk.example/docs
  plans: [{ name: plus, calls_per_minute: 400 }]
objects:
  - name: User
    doc: A user.
    fields: [{ path: firstName, type: text, doc: The first name of the user. }]
";
    let drafter = Drafter::new(&Sources::new().with("api.yaml", api)).unwrap();
    let doubt = "check the description, which is that of `User.firstName`";
    for (object, is_doubted) in [("customer", true), ("user", false), ("lastUser", false)] {
        let answer = format!("{{ \"{object}\": {{ \"firstName\": \"Ann\", \"age\": 3 }} }}");
        let page = format!("Options\nGET /v2/options\n\nHTTP/1.1 200 OK\n{answer}\n");
        let draft = drafter.page(page.as_bytes()).unwrap();
        let yaml = draft.yaml(draft.file());
        assert!(yaml.contains("The first name of the user."), "{yaml}");
        assert_eq!(yaml.contains(doubt), is_doubted, "{object}: {yaml}");
    }
}

#[test]
fn an_enumeration_has_the_values_of_a_bare_list() {
    let yaml = parameter(
        "reason",
        "Enumeration",
        "Why it waits: vacation, illness, other",
    );
    assert!(
        yaml.contains("value: vacation") && yaml.contains("value: illness"),
        "{yaml}"
    );
    assert!(!yaml.contains("lists no values"), "{yaml}");
    let yaml = parameter("reason", "Enumeration", "Why it waits, if known");
    assert!(yaml.contains("lists no values"), "{yaml}");
}

#[test]
fn a_page_that_was_copied_with_its_menus_has_its_own_title() {
    let page = "Acme Developers\nReports\nBilling\n\nGet Desk Waits\nHow long it takes.\n\n\
        GET /v2/reports/desk/waits HTTP/1.1\n\nHTTP/1.1 200 OK\n{ \"total\": 3 }\n";
    assert_holds(page.as_bytes());
    let draft = DRAFTER.page(page.as_bytes()).unwrap();
    let yaml = draft.yaml(draft.file());
    assert!(yaml.contains("summary: The desk waits.\n"), "{yaml}");
}

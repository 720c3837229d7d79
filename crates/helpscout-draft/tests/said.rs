//! What pages say in words, and what they say that could not be read.
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
    draft
        .yaml(draft.file())
        .replace("\n    ", "\n")
        .replace('\n', " ")
}

/// Returns the draft of a page with one parameter.
fn parameter(name: &str, type_name: &str, description: &str) -> String {
    drafted(&format!(
        "\nParameter\tType\tDescription\n{name}\t{type_name}\t{description}\n"
    ))
}

/// Returns the draft of a page with one field, which is a number in its example.
fn field(name: &str, description: &str) -> String {
    drafted(&format!(
        "\nHTTP/1.1 200 OK\n{{ \"{name}\": 12 }}\n\nField\tType\tDescription\n{name}\tnumber\t{description}\n"
    ))
}

#[test]
fn a_table_that_can_not_be_read_is_quoted_with_its_line() {
    for (lines, quoted) in [
        (
            "Query parameters\nName Type Description\nuser number The user\n",
            "line 4 of the page, `Name Type Description`, looks like a part of a table",
        ),
        (
            "a\tb\tc\nuser\tnumber\tThe user\n",
            "line 3 of the page, `a b c`,",
        ),
        (
            "Query parameters\n\nthe user, and the page\n",
            "line 5 of the page, `the user, and the page`,",
        ),
        ("", "no parameters were found"),
    ] {
        let yaml = drafted(lines);
        assert!(yaml.contains(quoted), "{yaml}");
        assert!(!yaml.contains("lists no"), "{yaml}");
    }
}

#[test]
fn defaults_and_limits_may_be_written_in_many_ways() {
    for (description, expected) in [
        ("Rows on a page, default 25", "default: 25"),
        ("Rows on a page (default: 25)", "default: 25"),
        ("A weekday, one of 1…7", "minimum: 1 maximum: 7"),
        ("A weekday, 1 to 7", "minimum: 1 maximum: 7"),
        ("A weekday between 1 and 7", "minimum: 1 maximum: 7"),
        ("Rows on a page, max 50", "maximum: 50"),
    ] {
        let yaml = parameter("amount", "number", description);
        assert!(yaml.contains(&format!(" {expected} ")), "{yaml}");
    }
}

#[test]
fn units_may_be_written_in_many_ways() {
    for (description, expected) in [
        ("Seconds it stayed closed", "unit: seconds"),
        ("How long it stayed closed (in ms)", "unit: milliseconds"),
        ("Milliseconds it stayed closed", "unit: milliseconds"),
        ("Minutes until the first reply", "unit: minutes"),
    ] {
        let yaml = field("closedTime", description);
        assert!(yaml.contains(expected), "{yaml}");
        assert!(!yaml.contains("check the unit"), "{yaml}");
    }
    let yaml = field("closedTime", "How long");
    assert!(
        yaml.contains("check the unit, which the page does not name"),
        "{yaml}"
    );
}

#[test]
fn a_page_that_contradicts_a_group_does_not_use_it() {
    let group = "
  - name: view
    parameters:
      - { name: viewBy, type: text, default: week, example: day, doc: The resolution. }
";
    let api = format!("{}{group}", include_str!("pages/api.yaml"));
    let drafter = Drafter::new(&Sources::new().with("api.yaml", api)).unwrap();
    let drafted = |description: &str| {
        let page = format!(
            "GET /v2/reports/desk/waits\nParameter\tType\tDescription\nviewBy\tstring\t{description}\n"
        );
        let draft = drafter.page(page.as_bytes()).unwrap();
        draft.yaml(draft.file()).replace("\n      ", " ")
    };
    for description in ["Resolution", "Resolution (defaults to `week`)"] {
        let yaml = drafted(description);
        assert!(yaml.contains("- use: view\n"), "{yaml}");
    }
    let yaml = drafted("Resolution (defaults to `day`)");
    assert!(
        yaml.contains("default: day\n") && !yaml.contains("use: view"),
        "{yaml}"
    );
    let doubt = "the page says the default `day`, unlike the group `view`; check which is right";
    assert!(yaml.contains(doubt), "{yaml}");
}

#[test]
fn the_description_of_a_bare_name_is_doubted_elsewhere() {
    let objects = "
objects:
  - name: PageInfo
    doc: A place.
    fields:
      - { path: size, type: integer, doc: Rows on the page. }
      - { path: totalElements, type: integer, doc: Rows. }
";
    let api = format!("{}{objects}", include_str!("pages/api.yaml"));
    let drafter = Drafter::new(&Sources::new().with("api.yaml", api)).unwrap();
    let page = "GET /v2/attachments\nHTTP/1.1 200 OK\n{ \"attachment\": { \"size\": 3 } }\n";
    let draft = drafter.page(page.as_bytes()).unwrap();
    let yaml = draft.yaml(draft.file());
    let doubt = "check the description, which is that of `PageInfo.size`";
    assert!(yaml.contains(doubt), "{yaml}");
}

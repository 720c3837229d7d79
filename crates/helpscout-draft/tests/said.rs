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

/// Returns the draft of a page of a `POST` with one field of the body.
fn sent(type_name: &str) -> String {
    let page = format!(
        "Desk Waits\nPOST /v2/reports/desk/search HTTP/1.1\n\nRequest body\n\n\
         Name\tType\tDescription\nwanted\t{type_name}\tIt\n"
    );
    assert_holds(page.as_bytes());
    let draft = DRAFTER.page(page.as_bytes()).unwrap();
    on_one_line(&draft.yaml(draft.file()))
}

/// Returns a text with single blanks between its words.
fn on_one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

#[test]
fn a_type_that_can_not_be_described_is_said() {
    for (type_name, is) in [
        ("array of arrays of numbers", "a list of lists, which"),
        ("number[][]", "a list of lists, which"),
        ("array of objects", "a list of objects, which"),
        ("map of strings", "a map, which"),
    ] {
        let said = format!("`{type_name}` is {is}");
        for yaml in [parameter("wanted", type_name, "It"), sent(type_name)] {
            let yaml = on_one_line(&yaml);
            assert!(yaml.contains(&said), "{type_name} {yaml}");
        }
    }
    for type_name in [
        "integer or \"all\"",
        "integer or string",
        "string or array of strings",
    ] {
        let said = "check what the page's type ";
        let answer = drafted(&format!(
            "\nHTTP/1.1 200 OK\n{{ \"wanted\": 12 }}\n\nField\tType\tDescription\n\
             wanted\t{type_name}\tIt\n"
        ));
        for yaml in [
            parameter("wanted", type_name, "It"),
            sent(type_name),
            answer,
        ] {
            let yaml = on_one_line(&yaml);
            assert!(yaml.contains(said), "{type_name} {yaml}");
        }
    }
    for type_name in ["array of numbers", "string or null", "integer", "string[]"] {
        for yaml in [parameter("wanted", type_name, "It"), sent(type_name)] {
            let yaml = on_one_line(&yaml);
            assert!(!yaml.contains("the page's type"), "{type_name} {yaml}");
        }
    }
}

#[test]
fn what_an_example_of_a_body_has_and_no_field_can_be_is_said() {
    for (value, said) in [
        (
            "[{ \"a\": 1 }, 2]",
            "the example sends a list of objects and of others, which",
        ),
        ("[[1, 2]]", "the example sends a list of lists, which"),
    ] {
        let page = format!(
            "Desk Waits\nPOST /v2/reports/desk/search HTTP/1.1\n\n{{ \"wanted\": {value} }}\n\n\
             HTTP/1.1 200 OK\n\n{{ \"id\": 1 }}\n"
        );
        assert_holds(page.as_bytes());
        let draft = DRAFTER.page(page.as_bytes()).unwrap();
        let yaml = on_one_line(&draft.yaml(draft.file()));
        assert!(yaml.contains(said), "{yaml}");
    }
}

#[test]
fn a_slash_at_the_end_of_a_request_is_said() {
    let said = "ends with a slash, which no request of a spec does";
    let page = "Users\n\nGET /api/v1/users/\n\n{ \"id\": 1 }\n";
    let from_page = DRAFTER.page(page.as_bytes()).unwrap();
    let from_request = DRAFTER.request("GET /api/v1/users/").unwrap();
    for draft in [from_page, from_request] {
        let yaml = draft.yaml(draft.file());
        assert!(yaml.contains("request: GET /api/v1/users\n"), "{yaml}");
        assert!(on_one_line(&yaml).contains(said), "{yaml}");
    }
    let other = DRAFTER.request("GET /api/v1/users").unwrap();
    assert!(!other.yaml(other.file()).contains("slash"));
}

#[test]
fn keys_with_signs_are_described_in_quotes() {
    let yaml = drafted(
        "\nHTTP/1.1 200 OK\n{ \"reactions\": { \"+1\": 2, \"-1\": 3, \"B & C\": 4, \"größe\": 5 }, \
         \"+2\": { \"é\": { \"a\": 1 } } }\n",
    );
    for path in [
        "reactions.\"+1\"",
        "reactions.-1",
        "reactions.\"B & C\"",
        "reactions.\"größe\"",
        "'\"+2\".\"é\".a'",
    ] {
        assert!(yaml.contains(&format!("path: {path}")), "{path} {yaml}");
    }
    assert!(!yaml.contains("one by one"), "{yaml}");
}

#[test]
fn an_answer_that_is_a_list_of_lists_is_to_be_left_out() {
    for body in [
        "[[1, \"0.5\"], [2, \"0.7\"]]",
        "[\n  [1, 2]\n]",
        "[\n  1, 2\n]",
    ] {
        let yaml = drafted(&format!("\nHTTP/1.1 200 OK\n\n{body}\n"));
        assert!(yaml.contains("leave the endpoint out"), "{yaml}");
    }
}

#[test]
fn an_example_may_be_introduced_by_such_as() {
    let yaml = parameter(
        "since",
        "datetime",
        "ISO 8601, such as 2019-03-15T08:00:00Z.",
    );
    assert!(yaml.contains("example: 2019-03-15T08:00:00Z"), "{yaml}");
    assert!(!yaml.contains("no example value"), "{yaml}");
}

#[test]
fn a_cursor_is_a_text_that_the_first_call_does_not_have() {
    let cursor = |type_name: &str, description: &str| {
        drafted(&format!(
            "\nParameter\tType\tDescription\nafter\t{type_name}\t{description}\n\n\
             HTTP/1.1 200 OK\n{{ \"waits\": [{{ \"id\": 1 }}], \"after_cursor\": \"xyz\" }}\n"
        ))
    };
    let required = cursor("string, required", "Where to go on");
    assert!(
        required.contains("pages: { cursor: after, next: after_cursor"),
        "{required}"
    );
    assert!(
        required.contains("the first call has no cursor"),
        "{required}"
    );
    assert!(!required.contains("required: true"), "{required}");
    for (type_name, description) in [("date", "The day"), ("string", "One of: red, blue")] {
        let other = cursor(type_name, description);
        assert!(!other.contains("cursor: after,"), "{other}");
    }
}

#[test]
fn rows_that_paging_can_not_name_are_left_to_the_program() {
    let yaml = drafted(
        "\nParameter\tType\tDescription\npage\tnumber\tPage number\n\nHTTP/1.1 200 OK\n\
         { \"the waits\": [{ \"id\": 1 }], \"page\": 1, \"pages\": 2, \"count\": 3 }\n",
    );
    assert!(yaml.contains("name a key in quotes"), "{yaml}");
    let yaml = drafted(
        "\nParameter\tType\tDescription\npage\tnumber\tPage number\n\nHTTP/1.1 200 OK\n\
         { \"waits\": [\"1h\"], \"page\": 1, \"pages\": 2, \"count\": 3 }\n",
    );
    assert!(
        yaml.contains("its rows were not found; add `pages:`"),
        "{yaml}"
    );
}

#[test]
fn examples_may_be_in_the_description() {
    for (name, type_name, description, expected) in [
        (
            "amount",
            "integer",
            "Rows. Example: 25. Default: 100",
            "default: 100 example: 25 ",
        ),
        (
            "since",
            "date",
            "The first day, e.g. 2024-02-01",
            "type: date example: 2024-02-01 ",
        ),
        (
            "amount",
            "string",
            "The least, for example \"12.50\"",
            "example: '12.50' ",
        ),
        (
            "since",
            "integer",
            "In seconds since 1970. Example: 1556798400",
            "type: epoch_seconds example: 1556798400 ",
        ),
        (
            "ids",
            "string",
            "Comma-separated ids. Example: 35,36",
            "list: comma example: ['35', '36'] ",
        ),
    ] {
        let yaml = parameter(name, type_name, description);
        assert!(yaml.contains(expected), "{yaml}");
        assert!(!yaml.contains("no example value"), "{yaml}");
    }
    let yaml = parameter(
        "user",
        "integer",
        "The user, for example the owner or an agent",
    );
    assert!(yaml.contains("no example value"), "{yaml}");
}

#[test]
fn a_column_of_values_has_types_examples_or_what_is_allowed() {
    let page = "\nURL parameters\nKey\tValue\tNotes\nsince\t2024-02-01\tThe first day\nlimit\t25\tmax 50\n\
                method\tcard | sepa\toptional\nq\tstring\tText\n";
    let yaml = drafted(page);
    for expected in [
        "name: since type: date example: 2024-02-01 ",
        "name: limit type: integer maximum: 50 example: 25 ",
        "{ value: card, doc: The card. }",
        "name: q type: text ",
    ] {
        assert!(yaml.contains(expected), "{expected}\n{yaml}");
    }
}

#[test]
fn lists_may_be_sent_in_several_ways() {
    for (description, expected) in [
        ("Comma-separated list of names", "list: comma "),
        ("Names, pipe-separated", "list: pipe "),
        ("Names separated by |", "list: pipe "),
        ("A name. Can be repeated", "list: repeat "),
        (
            "Names, separated by pipes. At most 20.",
            "list: pipe max_length: 20 ",
        ),
        (
            "Names, e.g. a|b, separated by pipes",
            "list: pipe example: [a, b] ",
        ),
        (
            "Repeatable, e.g. names=a&names=b",
            "list: repeat example: [a, b] ",
        ),
    ] {
        let yaml = parameter("names", "string", description);
        assert!(yaml.contains(expected), "{expected}\n{yaml}");
    }
}

#[test]
fn a_name_with_brackets_keeps_them_and_is_repeated() {
    for type_name in ["integer", "string", "array of integers"] {
        let yaml = parameter("amounts[]", type_name, "The amounts");
        assert!(yaml.contains("name: amounts[]"), "{yaml}");
        assert!(yaml.contains("list: repeat"), "{yaml}");
    }
}

#[test]
fn values_in_quotes_may_have_blanks() {
    let yaml = parameter("level", "string", "One of `low`, `high` or `very high`.");
    assert!(yaml.contains("very high"), "{yaml}");
    assert!(!yaml.contains("value: very }"), "{yaml}");
}

#[test]
fn lengths_may_be_written_in_many_ways() {
    for (description, expected) in [
        (
            "Between 2 and 80 characters",
            "min_length: 2 max_length: 80 example: text ",
        ),
        ("A name (max 3 characters)", "max_length: 3 example: tex "),
        ("At least 6 characters", "min_length: 6 example: textte "),
    ] {
        let yaml = parameter("q", "string", description);
        assert!(yaml.contains(expected), "{expected}\n{yaml}");
    }
}

#[test]
fn what_the_page_says_about_other_parameters_is_drafted() {
    let page = "\nParameter\tType\tDescription\n\
                state\tstring\tThe state\n\
                status\tstring\tDeprecated. Use `state` instead.\n\
                mood (deprecated)\tstring\tThe mood\n\
                team\tinteger\tOnly this team. Cannot be combined with agent.\n\
                agent\tinteger\tOnly this agent. Cannot be combined with team.\n\
                tags\tstring\tWhether to include deprecated tags\n";
    let yaml = drafted(page);
    assert!(yaml.contains("deprecated: Use `state` instead. "), "{yaml}");
    assert!(yaml.contains("the page advises against it; say"), "{yaml}");
    assert_eq!(yaml.matches(" deprecated: ").count(), 2, "{yaml}");
    assert!(yaml.contains("- { excludes: [team, agent] } "), "{yaml}");
    assert_eq!(yaml.matches("excludes").count(), 1, "{yaml}");
}

#[test]
fn the_example_body_of_a_search_decides_what_is_sent() {
    let page = "POST /v2/desk/search\n{ \"least\": \"12.50\", \"id\": 7, \"all\": true }\n\n\
                Body parameter\tType\tDescription\nleast\tdecimal string\tThe least\n\
                id\tstring\tThe ID\nall\tstring\tAll of them\nmost\tstring (decimal)\tThe most\n\n\
                HTTP/1.1 200 OK\n{ \"total\": 3 }\n";
    assert_holds(page.as_bytes());
    let draft = DRAFTER.page(page.as_bytes()).unwrap();
    let yaml = draft.yaml(draft.file()).replace("\n    ", " ");
    for expected in [
        "path: least type: text example: '12.50'",
        "path: id type: integer example: 7",
        "path: all type: boolean example: true",
        "path: most type: text ",
        "the example sends an integer",
    ] {
        assert!(yaml.contains(expected), "{expected}\n{yaml}");
    }
}

#[test]
fn a_cursor_that_is_null_in_the_example_is_text() {
    let page = "GET /v2/tickets\nParameter\tType\tDescription\ncursor\tstring\tWhere to go on\n\n\
                HTTP/1.1 200 OK\n{ \"tickets\": [{ \"id\": 1 }], \"next_cursor\": null }\n";
    assert_holds(page.as_bytes());
    let draft = DRAFTER.page(page.as_bytes()).unwrap();
    let yaml = draft.yaml(draft.file()).replace("\n      ", " ");
    assert!(
        yaml.contains("pages: { cursor: cursor, next: next_cursor"),
        "{yaml}"
    );
    assert!(yaml.contains("path: next_cursor type: text "), "{yaml}");
    assert!(yaml.contains("no example shows its type"), "{yaml}");
}

#[test]
fn maps_and_keys_with_blanks_are_described() {
    let yaml = drafted(
        "\nHTTP/1.1 200 OK\n{ \"by\": { \"web\": 7, \"mail\": 2 }, \"first reply\": 1 }\n\n\
         Field\tType\tDescription\nby\tmap\tWaits by channel\n",
    );
    assert!(yaml.contains("path: 'by.*', type: integer, "), "{yaml}");
    assert!(yaml.contains("\"first reply\""), "{yaml}");
    assert!(
        !yaml.contains("by.web") && !yaml.contains("can't be described"),
        "{yaml}"
    );
}

#[test]
fn pages_without_a_url_do_not_share_one() {
    let mut sources = Sources::new().with("api.yaml", include_str!("pages/foreign/api.yaml"));
    for path in ["/api/2024-01/chats", "/api/2024-01/agents"] {
        let drafter = Drafter::new(&sources).unwrap();
        let page = format!("GET {path}\nHTTP/1.1 200 OK\n{{ \"total\": 3 }}\n");
        let draft = drafter.page(page.as_bytes()).unwrap();
        let file = draft.file();
        // A version is no part of a name.
        assert!(!file.contains("2024"), "{file}");
        sources.add(file, draft.yaml(file));
        sources.add(draft.example(file).unwrap(), draft.body().unwrap());
    }
    let findings = helpscout_spec::read_sources(&sources).findings;
    assert_eq!(findings.error_count(), 0, "{}", findings.render(false));
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

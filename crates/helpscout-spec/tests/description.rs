//! The checked description of the good folder.
#![allow(clippy::unwrap_used)]

use helpscout_description::{DefaultValue, ListStyle, Rule, Source, Type, Unit};
use helpscout_spec::{Api, Sources, read_sources};

const REPORT: &str = include_str!("wrong/good/reports/desk/replies.yaml");

fn read(report: &str) -> Api {
    let sources = Sources::new()
        .with("api.yaml", include_str!("wrong/good/api.yaml"))
        .with("reports/desk/replies.yaml", report)
        .with(
            "reports/desk/replies.json",
            include_str!("wrong/good/reports/desk/replies.json"),
        );
    let reading = read_sources(&sources);
    reading
        .api
        .unwrap_or_else(|| panic!("{}", reading.findings.render(false)))
}

/// Reads the good folder with more lines in `service:`.
fn api_with(lines: &str) -> Api {
    let api = include_str!("wrong/good/api.yaml");
    let plans = api.find("  plans:").unwrap();
    let api = format!("{}{lines}{}", &api[..plans], &api[plans..]);
    let sources = Sources::new().with("api.yaml", api);
    let sources = ["yaml", "json"].iter().fold(sources, |sources, ending| {
        let path = format!("reports/desk/replies.{ending}");
        let text = match *ending {
            "yaml" => REPORT,
            _ => include_str!("wrong/good/reports/desk/replies.json"),
        };
        sources.with(path, text)
    });
    let reading = read_sources(&sources);
    let findings = reading.findings.render(false);
    reading.api.unwrap_or_else(|| panic!("{findings}"))
}

fn page_size(api: &Api) -> Option<u32> {
    let operation = api.operation("desk_replies").unwrap();
    operation.pages.as_ref().unwrap().page_size
}

#[test]
fn the_facts_of_a_service_are_those_that_are_stated() {
    let api = api_with("");
    let service = &api.service;
    assert_eq!(service.token, None);
    assert_eq!(service.rate_limit, None);
    assert_eq!(service.correlation_id, None);
    assert_eq!(service.media_types.reports, "application/json");
    assert_eq!(page_size(&api), None);

    let api = api_with(
        "  token: { path: /v2/token, lifetime: 60 }
  rate_limit: { limit: Calls, remaining: Calls-Left, retry_after: Retry-After }
  correlation_id: Call-ID
  media_types: { lookups: application/hal+json;charset=UTF-8 }
  page_size: 20
",
    );
    let service = &api.service;
    let token = service.token.as_ref().unwrap();
    assert_eq!((token.path.as_str(), token.lifetime), ("/v2/token", 60));
    assert_eq!(service.rate_limit.as_ref().unwrap().remaining, "Calls-Left");
    assert_eq!(service.correlation_id.as_deref(), Some("Call-ID"));
    let types = &service.media_types;
    assert_eq!(types.lookups, "application/hal+json;charset=UTF-8");
    assert_eq!(
        (types.reports.as_str(), types.errors.as_str()),
        ("application/json", "application/json")
    );
    assert_eq!(page_size(&api), Some(20));
}

#[test]
fn what_identifies_a_row_is_stated_or_left_out() {
    let identity = |text: &str| {
        let api = read(text);
        let operation = api.operation("desk_replies").unwrap();
        operation.pages.as_ref().unwrap().identity.clone()
    };
    let identified =
        |path: &str| REPORT.replace("rows: rows }", &format!("rows: rows, identity: {path} }}"));
    assert_eq!(identity(REPORT), None);
    assert_eq!(identity(&identified("id")).as_deref(), Some("id"));
    let below = identity(&identified("customer.name"));
    assert_eq!(below.as_deref(), Some("customer.name"));
}

#[test]
fn groups_stand_where_they_are_used_and_bring_their_rules() {
    let api = read(REPORT);
    let operation = api.operation("desk_replies").unwrap();
    let names: Vec<&str> = operation
        .parameters
        .iter()
        .map(|parameter| parameter.wire.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "user",
            "start",
            "end",
            "channels",
            "officeHours",
            "page",
            "sortField"
        ]
    );
    let interval = Rule::Interval {
        from: "start".to_owned(),
        to: "end".to_owned(),
    };
    assert_eq!(operation.rules, [interval]);
}

#[test]
fn values_are_kept_as_they_are_sent() {
    let text = REPORT.replace("type: UserId", "type: text");
    let api = read(&text.replace("example: 7", "example: 0007"));
    let operation = api.operation("desk_replies").unwrap();
    assert_eq!(operation.parameter("user").unwrap().example, ["0007"]);
    let channels = operation.parameter("channels").unwrap();
    assert_eq!(channels.example, ["email", "chat"]);
    assert_eq!(channels.list, Some(ListStyle::Comma));
    assert_eq!(channels.ty, Type::Enum("Channel".to_owned()));
    let hours = operation.parameter("officeHours").unwrap();
    assert_eq!(
        (hours.rust.as_str(), hours.default.clone()),
        ("office_hours", Some(DefaultValue::One("false".to_owned())))
    );
}

#[test]
fn the_default_of_a_list_keeps_its_values_apart() {
    let list = |default: &str| {
        let hours = "  - name: officeHours\n";
        let texts = format!(
            "  - {{ name: texts, type: text, list: repeat, example: [a], default: {default}, doc: Texts. }}\n"
        );
        let api = read(&REPORT.replace(hours, &format!("{texts}{hours}")));
        let operation = api.operation("desk_replies").unwrap();
        operation.parameter("texts").unwrap().default.clone()
    };
    let values = |texts: &[&str]| {
        let texts = texts.iter().copied().map(str::to_owned);
        Some(DefaultValue::List(texts.collect()))
    };
    assert_eq!(list("['a,b', c]"), values(&["a,b", "c"]));
    assert_eq!(list("a"), values(&["a"]));
}

#[test]
fn objects_come_shared_ones_first_and_then_as_paths_mention_them() {
    let api = read(REPORT);
    let objects = api
        .objects
        .iter()
        .map(|object| (object.name.as_str(), object.operation.as_deref()));
    let own = Some("desk_replies");
    assert_eq!(
        objects.collect::<Vec<_>>(),
        [
            ("Totals", None),
            ("DeskRepliesPage", own),
            ("PageNumbers", own),
            ("Reply", own),
            ("DeskRepliesRowsCustomer", own),
        ]
    );
}

#[test]
fn an_object_that_is_only_mentioned_is_named_by_its_path() {
    let api = read(REPORT);
    let customer = api.object("Reply").unwrap().field("customer").unwrap();
    assert_eq!(
        customer.ty,
        Type::Object("DeskRepliesRowsCustomer".to_owned())
    );
    let name = api
        .object("DeskRepliesRowsCustomer")
        .unwrap()
        .field("name")
        .unwrap();
    assert_eq!((&name.ty, name.source), (&Type::Text, Source::Example));
}

#[test]
fn one_key_at_two_paths_is_two_types() {
    let field =
        "    - { path: 'rows[].page.name', type: text, optional: true, doc: It. }\n\nexamples:";
    let report = REPORT.replace("\nexamples:", field);
    let body = include_str!("wrong/good/reports/desk/replies.json")
        .replace("\"id\": 12", "\"page\": {}, \"id\": 12");
    let sources = Sources::new()
        .with("api.yaml", include_str!("wrong/good/api.yaml"))
        .with("reports/desk/replies.yaml", report)
        .with("reports/desk/replies.json", body);
    let api = read_sources(&sources).api.unwrap();
    assert_eq!(
        api.object("Reply").unwrap().field("page").unwrap().ty,
        Type::Object("DeskRepliesRowsPage".to_owned())
    );
    assert_eq!(
        api.object("DeskRepliesPage")
            .unwrap()
            .field("page")
            .unwrap()
            .ty,
        Type::Object("PageNumbers".to_owned())
    );
}

#[test]
fn an_object_of_an_operation_can_stand_at_a_second_path() {
    let second = "    - { path: previous, object: PageNumbers, optional: true, doc: The page before. }\n\nexamples:";
    let api = read(&REPORT.replace("\nexamples:", second));
    let previous = api
        .object("DeskRepliesPage")
        .unwrap()
        .field("previous")
        .unwrap();
    assert_eq!(previous.ty, Type::Object("PageNumbers".to_owned()));
}

#[test]
fn an_object_may_contain_itself_through_a_list() {
    let inner = "    - { path: 'rows[].answers[]', object: Reply, optional: true, doc: Answers. }\n\nexamples:";
    let api = read(&REPORT.replace("\nexamples:", inner));
    let answers = api.object("Reply").unwrap().field("answers").unwrap();
    assert!(answers.list && answers.ty == Type::Object("Reply".to_owned()));
}

#[test]
fn facts_about_fields_stay_apart() {
    let api = read(REPORT);
    let sent = api.object("Reply").unwrap().field("sentAt").unwrap();
    assert_eq!(
        (sent.rust.as_str(), sent.nullable, sent.optional),
        ("sent_at", true, false)
    );
    let time = api.object("Totals").unwrap().field("handleTime").unwrap();
    assert_eq!(time.unit, Some(Unit::Seconds));
    let sort = api.enumeration("ReplySort").unwrap();
    let correction = sort.values[1].correction.as_ref().unwrap();
    assert_eq!(correction.documented, "sent At");
}

//! Tests that queries can be part of a file: each is written with the names of the service, read
//! back as the same query, and refused with the name of the parameter that is wrong.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use helpscout_description::{
    Api, ListStyle, Operation as Described, Parameter, Rule as DescribedRule, Type,
};
use helpscout_reports::prelude::*;
use helpscout_reports::{Endpoint, OPERATIONS, Query, Request, describe};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

include!(concat!(env!("OUT_DIR"), "/operations.rs"));

/// What a query makes of JSON: its parameters as they are sent, and itself as JSON.
struct Read {
    sent: Query,
    written: Value,
}

/// Reads a query of one type.
type Reads = fn(&Value) -> Result<Read, String>;

fn read<Q: Endpoint + Serialize + DeserializeOwned>(json: &Value) -> Result<Read, String> {
    // The text, because numbers of a text are read in another way than those of a value.
    let query: Q = serde_json::from_str(&json.to_string()).map_err(|error| error.to_string())?;
    let same: Q = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(Request::of(&query).query(), Request::of(&same).query());
    Ok(Read {
        sent: query.query().clone(),
        written: serde_json::to_value(&query).unwrap(),
    })
}

/// Returns the described operations, each with the reader of its query.
fn operations() -> impl Iterator<Item = (&'static Described, Reads)> {
    let mut readers: Vec<(&str, Reads)> = Vec::new();
    macro_rules! add {
        ($query:ident) => {
            readers.push(($query::OPERATION.id, read::<$query> as Reads));
        };
    }
    each_operation!(add);
    readers.into_iter().map(|(id, reader)| {
        let described = describe::api().operation(id).unwrap();
        (described, reader)
    })
}

/// Returns one documented value as JSON.
fn value(api: &Api, ty: &Type, text: &str) -> Value {
    match ty {
        Type::Id(name) if api.is_hex(name) => json!(text),
        Type::Enum(name) if !api.is_numeric(name) => json!(text),
        Type::Text | Type::Instant | Type::Date => json!(text),
        _ => serde_json::from_str(text).unwrap(),
    }
}

/// Returns a documented value of a parameter as JSON.
fn example(parameter: &Parameter) -> Value {
    let api = describe::api();
    let instant = [String::from("2019-05-02T12:00:00Z")];
    let texts = match parameter.example.as_slice() {
        [] if parameter.ty == Type::Instant => &instant,
        texts => texts,
    };
    let mut values = texts.iter().map(|text| value(api, &parameter.ty, text));
    match parameter.list {
        Some(_) => values.collect(),
        None => values.next().unwrap(),
    }
}

/// Returns a query with all documented parameters.
fn whole(operation: &Described) -> Map<String, Value> {
    let parameters = operation.parameters.iter();
    parameters
        .map(|parameter| (parameter.wire.clone(), example(parameter)))
        .collect()
}

#[test]
fn every_query_with_every_parameter_is_written_as_it_was_read() {
    let mut count = 0;
    for (operation, read) in operations() {
        let whole = whole(operation);
        let query = read(&Value::Object(whole.clone())).unwrap();
        assert_eq!(query.written, Value::Object(whole), "{}", operation.id);
        for parameter in &operation.parameters {
            let sent = query.sent.get(&parameter.wire).unwrap();
            let is_joined = !matches!(parameter.list, Some(ListStyle::Array | ListStyle::Repeat));
            if is_joined && !parameter.example.is_empty() {
                assert_eq!(sent, parameter.example.join(","), "{}", parameter.wire);
            } else if let Some(first) = parameter.example.first() {
                // The others follow.
                assert_eq!(sent, first, "{}", parameter.wire);
            }
        }
        count += 1;
    }
    assert_eq!(count, OPERATIONS.len());
}

#[test]
fn every_mistake_names_the_parameter() {
    for (operation, read) in operations() {
        let id = &operation.id;
        let refused = |query: Map<String, Value>| -> String {
            match read(&Value::Object(query.clone())) {
                Ok(_) => panic!("{id}: {}", Value::Object(query)),
                Err(error) => error,
            }
        };
        let mut unknown = whole(operation);
        unknown.insert("odd".into(), json!(1));
        let error = refused(unknown);
        assert!(
            error.contains("no parameter `odd`") && error.contains(id.as_str()),
            "{error}"
        );

        for parameter in &operation.parameters {
            let name = format!("`{}`", parameter.wire);
            let is_text = matches!(example(parameter), Value::String(_));
            let wrong = [
                json!({ "a": 1 }),
                if is_text { json!(1) } else { json!("x") },
                if parameter.list.is_some() {
                    json!([{}])
                } else {
                    json!([1])
                },
            ];
            for wrong in wrong {
                let mut query = whole(operation);
                query.insert(parameter.wire.clone(), wrong);
                let error = refused(query);
                assert!(
                    error.contains(&name) && error.contains("must be"),
                    "{error}"
                );
            }
            let mut without = whole(operation);
            without.remove(&parameter.wire);
            if parameter.required {
                let error = refused(without);
                assert!(error.contains(&format!("{name} is missing")), "{error}");
                continue;
            }
            let is_half = operation.rules.iter().any(|rule| {
                matches!(rule, DescribedRule::Together(names) if names.contains(&parameter.wire))
            });
            if is_half {
                let error = refused(without);
                assert!(
                    error.contains(&format!("{name} must be set as well")),
                    "{error}"
                );
            } else {
                read(&Value::Object(without)).unwrap();
            }
        }
    }
}

#[test]
fn an_error_says_which_query_and_parameter_and_what_was_expected_and_found() {
    let refused = |json: &str| {
        serde_json::from_str::<UserConversationHistory>(json)
            .unwrap_err()
            .to_string()
    };
    for (json, expected) in [
        (
            r#"{"user": "Ada"}"#,
            "the query user_conversation_history can't be read: `user` must be an ID such as 447723, \
             but is string \"Ada\" at line 1 column 14",
        ),
        (
            r#"{"user": 1, "mailboxes": [1, "x"]}"#,
            "the query user_conversation_history can't be read: `mailboxes` must be a list of IDs \
             such as [123, 567], but contains string \"x\" at line 1 column 32",
        ),
        (
            r#"{"user": 1, "mailboxes": 123}"#,
            "the query user_conversation_history can't be read: `mailboxes` must be a list of IDs \
             such as [123, 567], but is integer `123` at line 1 column 28",
        ),
        (
            r#"{"user": 1, "start": "2019-05-02T12:00:00"}"#,
            "the query user_conversation_history can't be read: `start` must be an instant with a \
             time zone, such as \"2019-05-02T12:00:00Z\", but is string \"2019-05-02T12:00:00\" at \
             line 1 column 42",
        ),
        (
            r#"{"user": 1, "user": 2}"#,
            "the query user_conversation_history can't be read: `user` comes twice at line 1 column \
             18",
        ),
        (
            r#"{"user": 1.5}"#,
            "the query user_conversation_history can't be read: `user` must be an ID such as 447723, \
             but is floating point `1.5` at line 1 column 12",
        ),
        (
            r#"{"user": null}"#,
            "the query user_conversation_history can't be read: `user` is missing; it must be an ID \
             such as 447723 at line 1 column 14",
        ),
        (
            "[]",
            "invalid type: sequence, expected an object with the parameters of user_conversation_history at line 1 column 0",
        ),
    ] {
        assert_eq!(refused(json), expected);
    }
}

#[test]
fn an_error_of_a_name_or_a_number_has_its_place_in_a_file() {
    let file = "[job]\nuser = 1\noffice_hours = true\n";
    let error = toml::from_str::<BTreeMap<String, UserConversationHistory>>(file).unwrap_err();
    assert_eq!(&file[error.span().unwrap()], "office_hours");

    let refused = |job: &str| {
        let file = format!("job:\n  user: 1\n  status: closed\n  {job}\n");
        let error = serde_yaml::from_str::<BTreeMap<String, UserConversationHistory>>(&file);
        error.unwrap_err().to_string()
    };
    let name = refused("office_hours: true");
    assert!(
        name.contains("there is no parameter `office_hours`"),
        "{name}"
    );
    assert!(name.ends_with("at line 4 column 3"), "{name}");
    let twice = refused("user: 2");
    assert!(
        twice.ends_with("`user` comes twice at line 4 column 3"),
        "{twice}"
    );
    let number = refused("page: 99999999999999999999");
    assert!(number.contains("`page` must be "), "{number}");
    assert!(
        number.ends_with("but is integer `99999999999999999999` at line 4 column 9"),
        "{number}"
    );
}

#[test]
fn what_is_null_or_an_empty_list_is_not_set() {
    let query: UserConversationHistory = serde_json::from_value(json!({
        "user": 1, "start": "2019-05-02T12:00:00Z", "end": "2019-06-02T14:00:00+02:00",
        "status": null, "tags": []
    }))
    .unwrap();
    let start = "2019-05-02T12:00:00Z".parse().unwrap();
    let end = "2019-06-02T12:00:00Z".parse().unwrap();
    assert_eq!(query, UserConversationHistory::new(UserId(1), start, end));
}

#[test]
fn rules_between_parameters_are_checked_when_the_query_is_sent() {
    let query: UserConversationHistory = serde_json::from_value(json!({
        "user": 1, "start": "2019-06-02T12:00:00Z", "end": "2019-05-02T12:00:00Z"
    }))
    .unwrap();
    let error = Request::of(&query).validate().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidQuery);
}

/// The file of a program that runs several reports.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Jobs {
    job: Vec<Job>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "report", rename_all = "kebab-case")]
enum Job {
    History(UserConversationHistory),
    Productivity {
        file: String,
        #[serde(flatten)]
        query: ProductivityReport,
    },
}

#[test]
fn a_toml_file_can_have_queries_with_dates_as_toml_writes_them() {
    let jobs: Jobs = toml::from_str(
        r#"
        [[job]]
        report = "history"
        user = 447723
        start = 2019-05-02T12:00:00Z
        end = 2019-06-02T14:00:00+02:00
        mailboxes = [123, 567]
        status = "closed"
        officeHours = true

        [[job]]
        report = "productivity"
        file = "may.csv"
        start = "2019-05-01T00:00:00Z"
        end = "2019-06-01T00:00:00Z"
        "#,
    )
    .unwrap();
    let at = |text: &str| text.parse().unwrap();
    let history = UserConversationHistory::new(
        UserId(447723),
        at("2019-05-02T12:00:00Z"),
        at("2019-06-02T12:00:00Z"),
    )
    .mailboxes([MailboxId(123), MailboxId(567)])
    .status(ConversationFilterStatus::Closed)
    .office_hours(true);
    let query = ProductivityReport::new(at("2019-05-01T00:00:00Z"), at("2019-06-01T00:00:00Z"));
    let file = "may.csv".to_owned();
    let expected = Jobs {
        job: vec![Job::History(history), Job::Productivity { file, query }],
    };
    assert_eq!(jobs, expected);
    assert_eq!(
        toml::to_string(&jobs).unwrap(),
        r#"[[job]]
report = "history"
user = 447723
start = "2019-05-02T12:00:00Z"
end = "2019-06-02T12:00:00Z"
status = "closed"
mailboxes = [123, 567]
officeHours = true

[[job]]
report = "productivity"
file = "may.csv"
start = "2019-05-01T00:00:00Z"
end = "2019-06-01T00:00:00Z"
"#
    );
}

#[test]
fn a_toml_date_without_a_time_zone_or_a_time_is_refused() {
    for date in ["2019-05-02T12:00:00", "2019-05-02", "12:00:00"] {
        let file = format!("user = 1\nstart = {date}\nend = 2019-06-02T12:00:00Z\n");
        let error = toml::from_str::<UserConversationHistory>(&file).unwrap_err();
        let message = error.message();
        assert!(
            message.contains("`start` must be an instant with a time zone"),
            "{message}"
        );
        assert!(message.contains(date), "{message}");
    }
}

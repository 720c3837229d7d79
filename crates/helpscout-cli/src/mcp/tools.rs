//! The tools: their names, what they do, and the schemas of their arguments and results.
//!
//! Their text is in every conversation of an assistant, so it is short.

use std::sync::LazyLock;

use helpscout_command::names;
use helpscout_description::{Group, Operation};
use helpscout_reports::{Endpoint, UserConversationHistory};
use serde_json::{Map, Value, json};

use super::reports;

/// A tool.
#[derive(Debug)]
pub(super) struct Tool {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) text: &'static str,
    /// The schema of the arguments.
    pub(super) input: Map<String, Value>,
    /// The schema of the result.
    pub(super) output: Map<String, Value>,
}

impl Tool {
    /// Returns the tool with a name.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        TOOLS.iter().find(|tool| tool.name == name)
    }

    /// Returns the schema of an argument.
    pub(super) fn property(&self, name: &str) -> Option<&Value> {
        self.input.get("properties")?.get(name)
    }

    /// Returns the names of the arguments.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let properties = self.input.get("properties").and_then(Value::as_object);
        properties
            .into_iter()
            .flat_map(Map::keys)
            .map(String::as_str)
    }

    /// Returns the names of the arguments that a call must have.
    pub(super) fn required(&self) -> impl Iterator<Item = &str> {
        let required = self.input.get("required").and_then(Value::as_array);
        required.into_iter().flatten().filter_map(Value::as_str)
    }

    /// Returns whether an option of the command has a place among the arguments: as one of them, or
    /// as a filter.
    pub(super) fn takes(&self, option: &str) -> bool {
        if self.names().any(|name| name == option) {
            return true;
        }
        let is_filter = |operation: &Operation, without: &[&str]| {
            let options = names::options(operation).zip(names::aliases(operation));
            let mut options =
                options.filter(|((parameter, _), _)| !without.contains(&parameter.wire.as_str()));
            options.any(|((_, name), alias)| name == option || alias.as_deref() == Some(option))
        };
        let reports = || reports::of(Group::Reports).into_iter();
        match self.name {
            "run_report" => reports().any(|(_, operation)| is_filter(operation, &[])),
            "history" => {
                let id = UserConversationHistory::OPERATION.id;
                let mut of_users = reports().filter(|(_, operation)| operation.id == id);
                of_users.any(|(_, operation)| is_filter(operation, &OF_HISTORY))
            }
            _ => false,
        }
    }
}

/// The parameters of the report of users that `history` has as arguments, or lacks.
pub(super) const OF_HISTORY: [&str; 6] = [
    "user",
    "start",
    "end",
    "previousStart",
    "previousEnd",
    "page",
];

/// All tools.
pub(super) static TOOLS: LazyLock<[Tool; 7]> = LazyLock::new(|| {
    [
        Tool {
            name: "find_report",
            title: "Find a report",
            text: "Find reports by words, such as \"first response\" or \"CSAT\". Without words, \
                   list all.",
            input: input(&json!({"words": {"type": "string"}}), &[]),
            output: output(
                &json!({"reports": list_of(&json!({
                "report": {"type": "string"}, "summary": {"type": "string"}}))}),
                "reports",
            ),
        },
        Tool {
            name: "describe_report",
            title: "Describe a report",
            text: "Describe a report: its filters with allowed values, its tables and their columns \
                   with units.",
            input: input(
                &json!({"report": {"type": "string",
                "description": "a name from find_report, such as happiness"}}),
                &["report"],
            ),
            output: output(
                &json!({
                "report": {"type": "string"},
                "filters": list_of(&json!({"name": {"type": "string"}, "type": {"type": "string"}})),
                "tables": {"type": "array"}}),
                "report",
            ),
        },
        Tool {
            name: "run_report",
            title: "Run a report",
            text: "Run a report for a period. Returns rows with units. With `compare`, a report that \
                   only lists rows returns figures of those that meet `where`.",
            input: input(
                &with(
                    &rows(),
                    &with(
                        &time(),
                        &json!({
                            "filters": {"type": "object", "description": "parameters from describe_report: \
                                {\"user\": \"Marta Lindqvist\", \"mailboxes\": [\"Support\"]}; IDs or names"},
                            "report": {"type": "string",
                                "description": "a name from find_report, such as happiness"},
                            "table": {"type": "string", "description": "one of the tables of the answer"},
                        }),
                    ),
                ),
                &["report"],
            ),
            output: tables(),
        },
        Tool {
            name: "history",
            title: "Replies and response times",
            text: "Replies, conversations and the first response, response, resolution and handling \
                   times (median, mean, p90, n) of users, a team or everybody.",
            input: input(
                &with(
                    &rows(),
                    &with(
                        &time(),
                        &json!({
                            "by": {"type": "array", "items": {"type": "string", "enum": BY}, "maxItems": 2,
                                "description": "one row for each, or for each pair; is slow for long \
                                periods"},
                            "everybody": {"type": "boolean"},
                            "filters": {"type": "object", "description": "{\"mailboxes\": [\"Support\"], \
                                \"tags\": [], \"types\": [\"email\"], \"status\": \"closed\", \
                                \"officeHours\": true}"},
                            "sla": {"type": "string",
                                "description": "targets: first-response<1h:90%,resolve<2d:80%"},
                            "table": {"type": "string", "enum": ["conversations", "breaches"],
                                "description": "also list these, selected by columns, where, sort, limit"},
                            "team": texts("IDs or names"),
                            "user": texts("IDs, names or me"),
                        }),
                    ),
                ),
                &["period"],
            ),
            output: tables(),
        },
        Tool {
            name: "look_up",
            title: "Look up users, mailboxes, tags",
            text: "List users, teams, mailboxes, folders or tags with their IDs.",
            input: input(
                &json!({
                    "id": {"type": "string", "description": "what a single one, members or folders are of"},
                    "list": {"type": "string", "enum": lists()},
                    "name": {"type": "string", "description": "only those whose name has this"},
                }),
                &["list"],
            ),
            output: tables(),
        },
        Tool {
            name: "explain",
            title: "Explain a figure",
            text: "Explain what a figure (response-time, sla, p90, happiness-score …) or \
                   REPORT.FIELD says and what it does not. Without a name, list the figures.",
            input: input(&json!({"name": {"type": "string"}}), &[]),
            output: output(&json!({"text": {"type": "string"}}), "text"),
        },
        Tool {
            name: "next_page",
            title: "Next page",
            text: "Get the next rows of a table.",
            input: input(
                &json!({"handle": {"type": "string",
                "description": "`next` of a table"}}),
                &["handle"],
            ),
            output: tables(),
        },
    ]
});

/// What a history can be divided by.
const BY: [&str; 9] = [
    "user", "mailbox", "tag", "type", "day", "week", "month", "weekday", "hour",
];

/// The arguments about the time.
fn time() -> Value {
    json!({
        "compare": {"type": "string", "description": "previous, last-year or a period"},
        "period": {"type": "string", "description": "last-week, this-month, last-30-days, 2019-05, \
            2019-W20, 2019-Q2, 2019-05-13, 2019-05-02..2019-05-08 …"},
        "zone": {"type": "string", "description": "such as Europe/Berlin; default: the user's"},
    })
}

/// The arguments about rows.
fn rows() -> Value {
    json!({
        "columns": texts("only these"),
        "limit": {"type": "integer", "minimum": 1},
        "sort": texts("column or column:desc"),
        "where": texts("all must hold: responseTime>1h, status=closed, assignedName~marta"),
    })
}

fn texts(description: &str) -> Value {
    json!({"type": "array", "items": {"type": "string"}, "description": description})
}

/// Returns the names of the look-ups.
fn lists() -> Vec<String> {
    let names = reports::of(Group::Lookups).into_iter();
    names.map(|(name, _)| name).collect()
}

/// Returns the members of both objects.
fn with(first: &Value, second: &Value) -> Value {
    let members = [first, second].into_iter().filter_map(Value::as_object);
    let members = members.flatten();
    let members = members.map(|(name, value)| (name.clone(), value.clone()));
    Value::Object(members.collect())
}

fn input(properties: &Value, required: &[&str]) -> Map<String, Value> {
    let schema = json!({"type": "object", "properties": properties, "required": required,
        "additionalProperties": false});
    let mut schema = object(schema);
    if required.is_empty() {
        schema.remove("required");
    }
    schema
}

fn output(properties: &Value, required: &str) -> Map<String, Value> {
    object(json!({"type": "object", "properties": properties, "required": [required]}))
}

/// The schema of a result with tables.
fn tables() -> Map<String, Value> {
    let table = json!({
        "columns": {"type": "array"},
        "n": {"type": "integer"},
        "name": {"type": "string"},
        "next": {"type": "string"},
        "rows": {"type": "array"},
    });
    let properties = json!({
        "notes": {"type": "array"},
        "period": {"type": "string"},
        "tables": list_of(&table),
    });
    output(&properties, "tables")
}

fn list_of(properties: &Value) -> Value {
    json!({"type": "array", "items": {"type": "object", "properties": properties}})
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

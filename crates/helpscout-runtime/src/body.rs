//! The JSON body of a POST, which is built from the parameters that are sent in it.

use std::fmt;

use serde_json::{Number, Value};

use crate::error::Violation;
use crate::operation::{How, JsonKind, Method, Operation};
use crate::query::Query;

/// Returns the problems with the parameters that are sent in the body.
pub(crate) fn violations(operation: &Operation, query: &Query) -> Vec<Violation> {
    match build(operation, query) {
        Ok(_) => Vec::new(),
        Err(found) => found,
    }
}

/// Returns the body, or `None` if the operation has none. If no parameter of it is set, it is an
/// object without keys.
pub(crate) fn text(operation: &Operation, query: &Query) -> Option<String> {
    build(operation, query).ok()?.map(|body| body.to_string())
}

fn build(operation: &Operation, query: &Query) -> Result<Option<Members>, Vec<Violation>> {
    let mut parts = operation.sent.iter().filter_map(|sent| match sent.how {
        How::Body { kind, is_list } => Some(Part {
            name: sent.name,
            kind,
            is_list,
        }),
        How::Header => None,
    });
    let Some(first) = parts.next() else {
        return Ok(None);
    };
    if operation.method == Method::Get {
        let name = first.name;
        let problem = format!("`{name}` is sent in a body, but a GET has none; use a POST");
        return Err(vec![first.violation(problem)]);
    }
    let mut body = Members::default();
    let mut found = Vec::new();
    for part in std::iter::once(first).chain(parts) {
        if let Err(violation) = part.add_to(&mut body, query) {
            found.push(violation);
        }
    }
    if found.is_empty() {
        Ok(Some(body))
    } else {
        Err(found)
    }
}

/// The members of an object of the body, in the order of the operation's parameters.
///
/// A map of serde_json has another order if some crate of the program turns on its feature
/// `preserve_order`.
#[derive(Default)]
struct Members(Vec<(&'static str, Member)>);

/// What is at a key of the body.
enum Member {
    Value(Value),
    Object(Members),
}

impl fmt::Display for Members {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{")?;
        for (index, (key, member)) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(f, "{comma}{}:", Value::from(*key))?;
            match member {
                Member::Value(value) => value.fmt(f)?,
                Member::Object(object) => object.fmt(f)?,
            }
        }
        f.write_str("}")
    }
}

/// A parameter that is sent in the body.
struct Part {
    name: &'static str,
    kind: JsonKind,
    is_list: bool,
}

impl Part {
    /// Adds the value of the parameter, if it is set.
    fn add_to(&self, body: &mut Members, query: &Query) -> Result<(), Violation> {
        let name = self.name;
        let mut values = query
            .values(name)
            .map(|text| self.value(text))
            .collect::<Result<Vec<Value>, Violation>>()?;
        let value = match values.len() {
            0 => return Ok(()),
            _ if self.is_list => Value::Array(values),
            1 => values.remove(0),
            count => {
                let problem = format!("`{name}` has {count} values, but takes only one; set one");
                return Err(self.violation(problem));
            }
        };
        place(body, name, value).ok_or_else(|| {
            self.violation(format!(
                "`{name}` and another parameter that is set have the same place in the body; remove one of them"
            ))
        })
    }

    fn value(&self, text: &str) -> Result<Value, Violation> {
        let (value, expected) = match self.kind {
            JsonKind::Text => return Ok(Value::from(text)),
            JsonKind::Integer => (whole(text).map(Value::Number), "a whole number"),
            JsonKind::Number => {
                let number = whole(text).or_else(|| Number::from_f64(text.parse().ok()?));
                (number.map(Value::Number), "a finite number")
            }
            JsonKind::Boolean => (text.parse().ok().map(Value::Bool), "`true` or `false`"),
        };
        let name = self.name;
        value.ok_or_else(|| self.violation(format!("`{name}` is `{text}`; it must be {expected}")))
    }

    fn violation(&self, message: String) -> Violation {
        Violation {
            parameter: self.name.into(),
            message,
        }
    }
}

fn whole(text: &str) -> Option<Number> {
    text.parse::<i64>().ok().map(Number::from)
}

/// Places a value at a dotted path. Returns `None` if another value is in the way.
fn place(body: &mut Members, path: &'static str, value: Value) -> Option<()> {
    let keys = keys(path);
    let (last, objects) = keys.split_last()?;
    let mut object = body;
    for key in objects {
        let members = &mut object.0;
        let index = members.iter().position(|(known, _)| known == key);
        let index = index.unwrap_or_else(|| {
            members.push((key, Member::Object(Members::default())));
            members.len() - 1
        });
        object = match &mut members.get_mut(index)?.1 {
            Member::Object(inner) => inner,
            Member::Value(_) => return None,
        };
    }
    if object.0.iter().any(|(known, _)| known == last) {
        return None;
    }
    object.0.push((last, Member::Value(value)));
    Some(())
}

/// Splits a dotted path into keys. A key in double quotes may contain dots.
fn keys(path: &'static str) -> Vec<&'static str> {
    let mut keys = Vec::new();
    let mut rest = Some(path);
    while let Some(path) = rest {
        let quoted = path
            .strip_prefix('"')
            .and_then(|path| path.split_once('"'))
            .filter(|(_, after)| after.is_empty() || after.starts_with('.'));
        let (key, after) = match quoted {
            Some((key, after)) => (key, after.strip_prefix('.')),
            None => path
                .split_once('.')
                .map_or((path, None), |(key, after)| (key, Some(after))),
        };
        keys.push(key);
        rest = after;
    }
    keys
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::operation::Sent;

    const SEARCH: &Operation = &Operation {
        id: "search",
        method: Method::Post,
        path: "/search",
        sent: &[
            Sent::header("X-Mode"),
            Sent::body("filter.status", JsonKind::Text),
            Sent::body("filter.sla.\"first reply\".days", JsonKind::Integer),
            Sent::body("\"a.b\"", JsonKind::Boolean),
            Sent::body("share", JsonKind::Number),
            Sent::array("fields", JsonKind::Text),
            Sent::array("ids", JsonKind::Integer),
            Sent::body("fields.first", JsonKind::Text),
        ],
        ..Operation::DEFAULT
    };

    fn body(query: &Query) -> String {
        text(SEARCH, query).unwrap()
    }

    fn problem(query: &Query) -> String {
        let found = violations(SEARCH, query);
        let messages: Vec<String> = found.into_iter().map(|found| found.message).collect();
        messages.join("\n")
    }

    #[test]
    fn dotted_paths_become_nested_objects_with_typed_values() {
        let query = Query::new()
            .with("X-Mode", "quick")
            .with("filter.status", "open \"now\"")
            .with("filter.sla.\"first reply\".days", 3)
            .with("\"a.b\"", true)
            .with("share", 0.5)
            .with_values("fields", ["summary"])
            .with_values("ids", [7, 8]);
        assert_eq!(
            body(&query),
            r#"{"filter":{"status":"open \"now\"","sla":{"first reply":{"days":3}}},"a.b":true,"share":0.5,"fields":["summary"],"ids":[7,8]}"#
        );
        assert_eq!(problem(&query), "");
        assert_eq!(body(&Query::new()), "{}");
        assert_eq!(body(&Query::new().with("share", 28.0)), r#"{"share":28}"#);
        let none = Query::new().with_values("ids", Vec::<i64>::new());
        assert_eq!(body(&none), "{}");
    }

    #[test]
    fn an_operation_without_parameters_in_the_body_has_no_body() {
        const HEADERS: &Operation = &Operation {
            sent: &[Sent::header("X-Mode")],
            ..*SEARCH
        };
        assert_eq!(text(HEADERS, &Query::new()), None);
        assert_eq!(violations(HEADERS, &Query::new()), []);
    }

    #[test]
    fn a_value_that_json_can_not_have_is_a_problem() {
        let query = Query::new()
            .with("filter.sla.\"first reply\".days", "1.5")
            .with("\"a.b\"", "yes")
            .with("share", f64::NAN)
            .with_values("filter.status", ["a", "b"])
            .with_values("ids", ["1", "x"]);
        assert_eq!(
            problem(&query),
            "`filter.status` has 2 values, but takes only one; set one\n\
             `filter.sla.\"first reply\".days` is `1.5`; it must be a whole number\n\
             `\"a.b\"` is `yes`; it must be `true` or `false`\n\
             `share` is `NaN`; it must be a finite number\n\
             `ids` is `x`; it must be a whole number"
        );
    }

    #[test]
    fn two_parameters_in_one_place_are_a_problem() {
        let query = Query::new()
            .with_values("fields", ["a"])
            .with("fields.first", "b");
        assert_eq!(
            problem(&query),
            "`fields.first` and another parameter that is set have the same place in the body; \
             remove one of them"
        );
    }

    #[test]
    fn a_get_has_no_body() {
        const WRONG: &Operation = &Operation {
            method: Method::Get,
            ..*SEARCH
        };
        let found = violations(WRONG, &Query::new());
        assert_eq!(
            found[0].message,
            "`filter.status` is sent in a body, but a GET has none; use a POST"
        );
    }
}

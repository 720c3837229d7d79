//! The JSON body of a request, which is built from the parameters that are sent in it.

use std::fmt;

use serde_json::{Map, Number, Value};

use crate::error::Violation;
use crate::operation::{BodyObject, How, JsonKind, ObjectFields, Operation, Sent};
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

/// Returns the parameters of lists of objects, with the fields of these.
pub(crate) fn lists_of_objects(
    operation: &Operation,
) -> impl Iterator<Item = (&'static str, &'static ObjectFields)> {
    parts(operation.sent).filter_map(|part| match part.kind {
        JsonKind::Object(fields) => Some((part.name, fields)),
        _ => None,
    })
}

/// What is wrong with the JSON text of an object.
pub(crate) struct Wrong {
    /// The path of the field in the object, which is empty if it is no object at all.
    path: String,
    /// The end of a sentence that starts with the object.
    pub(crate) problem: String,
}

impl Wrong {
    fn new(path: &str, problem: String) -> Self {
        Self {
            path: path.to_owned(),
            problem,
        }
    }

    /// Returns the violation. The object is the one with this index in the list with this name.
    pub(crate) fn violation(&self, name: &str, index: usize) -> Violation {
        let parameter = if self.path.is_empty() {
            name.to_owned()
        } else {
            format!("{name}[{index}].{}", self.path)
        };
        Violation {
            parameter: parameter.into(),
            message: format!("`{name}[{index}]` {}", self.problem),
        }
    }
}

/// Reads the JSON text of an object as its fields that are set.
///
/// # Errors
/// Returns the first thing that is wrong.
pub(crate) fn read_object(fields: &ObjectFields, text: &str) -> Result<Query, Wrong> {
    let Ok(Value::Object(object)) = serde_json::from_str(text) else {
        return Err(Wrong::new("", "is not a JSON object".to_owned()));
    };
    check_keys("", &object, fields)?;
    let mut query = Query::new();
    for part in parts(fields.sent) {
        if let Some(value) = along(&object, &keys(part.name)) {
            query = query.apart(part.name, part.texts(value)?);
        }
    }
    Ok(query)
}

/// Returns what is wrong with the JSON text of an object that a query is read from: the end of a
/// sentence that starts with the object.
pub(crate) fn object_problem(fields: &ObjectFields, text: &str) -> Option<String> {
    let query = match read_object(fields, text) {
        Ok(query) => query,
        Err(wrong) => return Some(wrong.problem),
    };
    let mut required = fields.required.iter();
    if let Some(name) = required.find(|name| query.get(name).is_none()) {
        return Some(format!("lacks `{name}`"));
    }
    parts(fields.sent).find_map(|part| {
        let JsonKind::Object(inner) = part.kind else {
            return None;
        };
        let mut objects = query.values(part.name);
        let problem = objects.find_map(|object| object_problem(inner, object))?;
        Some(format!("has `{}`, which {problem}", part.name))
    })
}

/// Refuses keys that are not described, and values in place of objects.
fn check_keys(path: &str, object: &Map<String, Value>, fields: &ObjectFields) -> Result<(), Wrong> {
    for (key, value) in object {
        let full = if path.is_empty() {
            key.clone()
        } else {
            format!("{path}.{key}")
        };
        let paths = || parts(fields.sent).map(|part| keys(part.name).join("."));
        if paths().any(|path| path == full) {
            continue;
        }
        let inside = format!("{full}.");
        if !paths().any(|path| path.starts_with(&inside)) {
            let problem = format!("has `{full}`, which is not a field");
            return Err(Wrong::new(&full, problem));
        }
        match value {
            Value::Object(object) => check_keys(&full, object, fields)?,
            _ => {
                let problem = format!("has `{full}`, which must be an object");
                return Err(Wrong::new(&full, problem));
            }
        }
    }
    Ok(())
}

/// Returns the value at a path.
fn along<'v>(object: &'v Map<String, Value>, keys: &[&str]) -> Option<&'v Value> {
    let (first, rest) = keys.split_first()?;
    let value = object.get(*first)?;
    if rest.is_empty() {
        return Some(value);
    }
    along(value.as_object()?, rest)
}

impl Query {
    /// Returns the query with this parameter set to a list of objects in a JSON body. If there are
    /// none, the parameter is removed.
    #[must_use]
    pub fn with_objects<T: BodyObject>(
        self,
        name: &'static str,
        objects: impl IntoIterator<Item = T>,
    ) -> Self {
        let mut texts = Vec::new();
        let mut problems = Vec::new();
        for object in objects {
            let query = object.query();
            let place = format!("`{name}[{}]`", texts.len());
            let problem = match query.problems().first() {
                Some((_, problem)) => Err(problem.clone()),
                None => of_parts(parts(T::FIELDS.sent), query).map_err(|found| {
                    let messages = found.into_iter().map(|found| found.message);
                    messages.collect::<Vec<String>>().join(", and ")
                }),
            };
            match problem {
                Ok(members) => texts.push(members.to_string()),
                Err(problem) => {
                    problems.push(format!("in {place}, {problem}"));
                    texts.push("{}".to_owned());
                }
            }
        }
        let mut query = self.apart(name, texts);
        for problem in problems {
            query.note(name, problem);
        }
        query
    }
}

/// Returns the parameters that are sent in a body.
fn parts(sent: &'static [Sent]) -> impl Iterator<Item = Part> {
    sent.iter().filter_map(|sent| match sent.how {
        How::Body { kind, is_list } => Some(Part {
            name: sent.name,
            kind,
            is_list,
        }),
        How::Header => None,
    })
}

fn build(operation: &Operation, query: &Query) -> Result<Option<Members>, Vec<Violation>> {
    let mut parts = parts(operation.sent);
    let Some(first) = parts.next() else {
        return Ok(None);
    };
    if !operation.method.has_body() {
        let (name, method) = (first.name, operation.method.as_str());
        let problem = format!("`{name}` is sent in a body, but a {method} has none; use a POST");
        return Err(vec![first.violation(problem)]);
    }
    of_parts(std::iter::once(first).chain(parts), query).map(Some)
}

/// Returns the object with the values of parameters.
fn of_parts(parts: impl Iterator<Item = Part>, query: &Query) -> Result<Members, Vec<Violation>> {
    let mut body = Members::default();
    let mut found = Vec::new();
    for part in parts {
        if let Err(violations) = part.add_to(&mut body, query) {
            found.extend(violations);
        }
    }
    if found.is_empty() {
        Ok(body)
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
    List(Vec<Member>),
}

impl fmt::Display for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => value.fmt(f),
            Self::Object(object) => object.fmt(f),
            Self::List(members) => {
                f.write_str("[")?;
                for (index, member) in members.iter().enumerate() {
                    let comma = if index == 0 { "" } else { "," };
                    write!(f, "{comma}{member}")?;
                }
                f.write_str("]")
            }
        }
    }
}

impl fmt::Display for Members {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{")?;
        for (index, (key, member)) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(f, "{comma}{}:{member}", Value::from(*key))?;
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
    fn add_to(&self, body: &mut Members, query: &Query) -> Result<(), Vec<Violation>> {
        let name = self.name;
        let mut values = query
            .values(name)
            .enumerate()
            .map(|(index, text)| self.member(index, text))
            .collect::<Result<Vec<Member>, Vec<Violation>>>()?;
        let value = match values.len() {
            0 => return Ok(()),
            _ if self.is_list => Member::List(values),
            1 => values.remove(0),
            count => {
                let problem = format!("`{name}` has {count} values, but takes only one; set one");
                return Err(vec![self.violation(problem)]);
            }
        };
        place(body, name, value).ok_or_else(|| {
            vec![self.violation(format!(
                "`{name}` and another parameter that is set have the same place in the body; remove one of them"
            ))]
        })
    }

    /// Returns a value, which is the one with this index if the parameter takes a list.
    fn member(&self, index: usize, text: &str) -> Result<Member, Vec<Violation>> {
        let JsonKind::Object(fields) = self.kind else {
            let value = self.value(text).map(Member::Value);
            return value.map_err(|violation| vec![violation]);
        };
        let name = self.name;
        let query =
            read_object(fields, text).map_err(|wrong| vec![wrong.violation(name, index)])?;
        let object = of_parts(parts(fields.sent), &query).map_err(|found| {
            let found = found.into_iter();
            let found = found.map(|violation| violation.inside(name, index));
            found.collect::<Vec<Violation>>()
        })?;
        Ok(Member::Object(object))
    }

    /// Returns the texts of a value of JSON, or of each value of a list.
    fn texts(&self, value: &Value) -> Result<Vec<String>, Wrong> {
        let name = self.name;
        let must_be = |wanted| Wrong::new(name, format!("has `{name}`, which must be {wanted}"));
        let values = match value {
            Value::Array(values) if self.is_list => values.as_slice(),
            _ if self.is_list => return Err(must_be("an array")),
            value => std::slice::from_ref(value),
        };
        let (text, wanted): (fn(&Value) -> Option<String>, _) = match self.kind {
            JsonKind::Text => (|value| value.as_str().map(str::to_owned), "a text"),
            JsonKind::Integer => (
                |value| value.as_i64().map(|number| number.to_string()),
                "a whole number",
            ),
            JsonKind::Number => (
                |value| value.is_number().then(|| value.to_string()),
                "a number",
            ),
            JsonKind::Boolean => (
                |value| value.as_bool().map(|switch| switch.to_string()),
                "`true` or `false`",
            ),
            JsonKind::Object(_) => (
                |value| value.is_object().then(|| value.to_string()),
                "an object",
            ),
        };
        let texts = values
            .iter()
            .map(|value| text(value).ok_or_else(|| must_be(wanted)));
        texts.collect()
    }

    fn value(&self, text: &str) -> Result<Value, Violation> {
        let (value, expected) = match self.kind {
            JsonKind::Text | JsonKind::Object(_) => return Ok(Value::from(text)),
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
fn place(body: &mut Members, path: &'static str, value: Member) -> Option<()> {
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
            Member::Value(_) | Member::List(_) => return None,
        };
    }
    if object.0.iter().any(|(known, _)| known == last) {
        return None;
    }
    object.0.push((last, value));
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
mod tests;

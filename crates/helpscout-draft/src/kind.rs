//! The type of a field of the answer: what the table says, what its example shows, what its name
//! and description tell. Where they contradict each other, the example is believed: it is the
//! service's own, and it is what the field is checked against.

use crate::enums::Enums;
use crate::phrase;
use crate::text::code;
use crate::tree::{Kind, Node};
use crate::words::{singular, words};
use helpscout_description::literal;

/// A type, and what is said about its numbers.
#[derive(Debug, Default)]
pub(crate) struct Typed {
    pub(crate) name: String,
    pub(crate) unit: Option<&'static str>,
    pub(crate) is_written_as_text: bool,
}

impl Typed {
    fn of(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }
}

/// What the table calls a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Called {
    Number,
    Text,
    Boolean,
    Instant,
    Enumeration,
    Object,
    Nothing,
}

/// The type of a key that is no object. `parent` is the key above, `is_paging` says that it is a
/// number of paging.
pub(crate) fn of(
    node: &Node,
    parent: &str,
    is_paging: bool,
    enums: &mut Enums<'_>,
    todo: &mut Vec<String>,
) -> Typed {
    let said = node.row.as_ref().map_or("", |row| row.description.as_str());
    let called = called(node);
    let shown = shown(node);
    if is_paging {
        if !matches!(called, Called::Number | Called::Nothing) {
            todo.push("the table does not call it a number, and pages are told by it".to_owned());
        }
        return Typed::of("integer");
    }
    if called == Called::Object {
        todo.push("the page lists no keys of it".to_owned());
        return Typed::of("any");
    }
    let Some(kind) = shown else {
        return unseen(node, called, parent, said, enums, todo);
    };
    contradiction(called, kind, todo);
    match kind {
        Kind::Boolean => Typed::of("boolean"),
        Kind::Integer | Kind::Fraction => {
            let mut number = number(node, parent, said, enums, todo);
            if kind == Kind::Fraction {
                number.name = "number".to_owned();
            }
            number
        }
        Kind::Text => text(node, called, parent, said, enums, todo),
        Kind::Object | Kind::List | Kind::Deep => {
            todo.push("the example does not show what it consists of".to_owned());
            Typed::of("any")
        }
    }
}

fn called(node: &Node) -> Called {
    let name = node
        .row
        .as_ref()
        .map_or(String::new(), |row| row.type_name.to_lowercase());
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["bool"]) {
        Called::Boolean
    } else if has(&["date", "time", "iso8601", "instant"]) {
        Called::Instant
    } else if has(&["enum"]) {
        Called::Enumeration
    } else if has(&["num", "int", "long", "float", "double", "decimal"]) {
        Called::Number
    } else if has(&["string", "text"]) {
        Called::Text
    } else if has(&["object", "map", "hash"]) {
        Called::Object
    } else {
        Called::Nothing
    }
}

/// The kind of its values in the example, if there are any.
fn shown(node: &Node) -> Option<Kind> {
    let kinds: Vec<Kind> = node.kinds.iter().copied().collect();
    match kinds.as_slice() {
        [] => None,
        [only] => Some(*only),
        [Kind::Integer, Kind::Fraction] => Some(Kind::Fraction),
        _ => Some(Kind::Deep),
    }
}

fn contradiction(called: Called, kind: Kind, todo: &mut Vec<String>) {
    let (word, fits) = match called {
        Called::Number => ("a number", matches!(kind, Kind::Integer | Kind::Fraction)),
        Called::Boolean => ("a boolean", kind == Kind::Boolean),
        Called::Text => ("a text", kind == Kind::Text),
        Called::Instant => ("a date", kind == Kind::Text),
        Called::Enumeration => ("an enumeration", matches!(kind, Kind::Text | Kind::Integer)),
        Called::Object => ("an object", kind == Kind::Object),
        Called::Nothing => return,
    };
    let shown = match kind {
        Kind::Boolean => "a boolean",
        Kind::Integer | Kind::Fraction => "a number",
        Kind::Text => "a text",
        Kind::Object | Kind::List | Kind::Deep => "something else",
    };
    if !fits {
        todo.push(format!(
            "the table calls it {word}, and the example has {shown}"
        ));
    }
}

/// The type of a key the example has no value of.
fn unseen(
    node: &Node,
    called: Called,
    parent: &str,
    said: &str,
    enums: &mut Enums<'_>,
    todo: &mut Vec<String>,
) -> Typed {
    match called {
        Called::Boolean => Typed::of("boolean"),
        Called::Instant => Typed::of("instant"),
        Called::Text | Called::Enumeration => text(node, called, parent, said, enums, todo),
        Called::Number => {
            let mut number = number(node, parent, said, enums, todo);
            let name = node.key.to_lowercase();
            let is_count = ["count", "total", "number", "pages", "page", "size"]
                .iter()
                .any(|word| name.contains(word));
            if number.name == "integer" && !is_count {
                number.name = "number".to_owned();
                todo.push("no example shows whether it is whole".to_owned());
            }
            number
        }
        Called::Object | Called::Nothing => {
            todo.push("neither table nor example tells its type".to_owned());
            Typed::of("any")
        }
    }
}

fn number(
    node: &Node,
    parent: &str,
    said: &str,
    enums: &Enums<'_>,
    todo: &mut Vec<String>,
) -> Typed {
    let key = node.key.as_str();
    let typed = |name: &str, unit| Typed {
        name: name.to_owned(),
        unit,
        is_written_as_text: false,
    };
    if let Some(id) = id_type(key, parent, said, enums, todo).filter(|id| !enums.known.is_hex(id)) {
        return typed(&id, None);
    }
    // Deltas are changes in percent, though no page says so.
    let unit = phrase::unit(key, said).or((parent == "deltas").then_some("percent"));
    let is_time = ["Time", "Duration"].iter().any(|end| key.ends_with(end));
    if unit.is_none() && is_time {
        todo.push("the page names no unit".to_owned());
    }
    match unit.is_some_and(|unit| unit != "days") || is_time || phrase::is_fraction(key, said) {
        true => typed("number", unit),
        false => typed("integer", unit),
    }
}

/// The id type of a key, if it is an id.
fn id_type(
    key: &str,
    parent: &str,
    said: &str,
    enums: &Enums<'_>,
    todo: &mut Vec<String>,
) -> Option<String> {
    let known = |thing: &str| enums.known.id(thing).map(str::to_owned);
    let is_id = key == "id" || key == "ids";
    let stem = ["Ids", "Id", "_id", "ids", "id"]
        .iter()
        .find_map(|end| key.strip_suffix(end))
        .filter(|stem| !stem.is_empty());
    if !is_id && stem.is_none() {
        return None;
    }
    if let Some(stem) = stem.filter(|_| !is_id) {
        // `paid` ends with the letters, but speaks of nothing that has an id.
        let is_certain = key.ends_with("Id") || key.ends_with("_id");
        let found = known(stem).or_else(|| {
            last_word(stem)
                .and_then(|word| known(&word))
                .filter(|_| is_certain)
        });
        if found.is_none() && is_certain {
            todo.push("say which id it is, or declare one in `api.yaml`".to_owned());
        }
        return found;
    }
    let said = said.to_lowercase();
    let named = enums.known.id_words().find(|(thing, _)| {
        said.split(|char: char| !char.is_alphanumeric())
            .any(|word| singular(word) == *thing)
    });
    // A filter's tag is a tag.
    let found =
        known(&singular(parent)).or_else(|| last_word(parent).and_then(|word| known(&word)));
    let found = found.or_else(|| named.map(|(_, id)| id.to_owned()));
    if found.is_none() {
        todo.push("say which id it is, or declare one in `api.yaml`".to_owned());
    }
    found
}

/// The last word of a name, as that of one: what the words before it say more about.
fn last_word(name: &str) -> Option<String> {
    words(name).split(' ').next_back().map(singular)
}

fn text(
    node: &Node,
    called: Called,
    parent: &str,
    said: &str,
    enums: &mut Enums<'_>,
    todo: &mut Vec<String>,
) -> Typed {
    let texts = &node.texts;
    let all = |is: fn(&str) -> bool| !texts.is_empty() && texts.iter().all(|text| is(text));
    if all(literal::is_answered_instant) || (called == Called::Instant && texts.is_empty()) {
        return Typed::of("instant");
    }
    if called == Called::Instant {
        let odd = texts
            .iter()
            .find(|text| !literal::is_answered_instant(text))
            .map_or("", String::as_str);
        todo.push(format!(
            "the table calls it a date, and the example has {}",
            code(odd)
        ));
        return Typed::of("text");
    }
    let mut doubts = Vec::new();
    if all(literal::is_integer) || all(literal::is_hex24) {
        let id = id_type(&node.key, parent, said, enums, &mut doubts);
        if id.is_none() && all(literal::is_hex24) {
            todo.append(&mut doubts);
        }
        if let Some(id) = id.filter(|id| enums.known.is_hex(id) != all(literal::is_integer)) {
            return Typed {
                is_written_as_text: !enums.known.is_hex(&id),
                name: id,
                unit: None,
            };
        }
    }
    let Some(values) = phrase::values(said) else {
        if called == Called::Enumeration {
            todo.push("the page calls it an enumeration and lists no values".to_owned());
        }
        return Typed::of("text");
    };
    let name = enums.of(&values, &node.key, todo);
    let known = enums.values(&name).unwrap_or_default();
    if let Some(odd) = texts.iter().find(|text| !known.contains(&text.as_str())) {
        todo.push(format!(
            "the example has {}, which the page does not list",
            code(odd)
        ));
    }
    Typed::of(&name)
}

//! Names as words: what they say in a sentence, and what Rust makes of them.

use heck::{ToSnakeCase, ToUpperCamelCase};
use helpscout_spec::pattern;
use helpscout_spec::reserved::{KEYWORDS, MODULES, SETTERS};

/// What a name in snake case is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    Setter,
    Field,
    Operation,
}

/// The words of a name, in lower case: `firstResponseTime` is `first response time`.
pub(crate) fn words(name: &str) -> String {
    let snake = name.to_snake_case();
    let word = |word| match word {
        "avg" => "average",
        "min" => "minimum",
        "max" => "maximum",
        word => word,
    };
    snake.split('_').map(word).collect::<Vec<_>>().join(" ")
}

/// What is known about a thing whose name is all there is: `The response time.`
pub(crate) fn sentence(name: &str) -> String {
    match words(name) {
        words if words.is_empty() => "A value.".to_owned(),
        words => format!("The {words}."),
    }
}

/// The same for one of a list: `One of the customers.`
pub(crate) fn one_of(name: &str) -> String {
    match words(name) {
        words if words.is_empty() => "One of several.".to_owned(),
        words => format!("One of the {words}."),
    }
}

/// The name of one, from that of several.
pub(crate) fn singular(name: &str) -> String {
    let endings = [
        ("ies", "y"),
        ("xes", "x"),
        ("ches", "ch"),
        ("shes", "sh"),
        ("sses", "ss"),
        ("uses", "us"),
    ];
    if name.len() < 4 || name.to_lowercase().ends_with("series") {
        return name.to_owned();
    }
    for (many, one) in endings {
        if let Some(stem) = name.strip_suffix(many) {
            return format!("{stem}{one}");
        }
    }
    match name.strip_suffix('s') {
        Some(stem) if !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => name.to_owned(),
    }
}

/// A name in camel case, or nothing if there is none.
pub(crate) fn camel(name: &str) -> Option<String> {
    let camel = name.to_upper_camel_case();
    (pattern::TYPE.matches)(&camel).then_some(camel)
}

/// A name in snake case that Rust takes; `noun` tells it from others if need be.
pub(crate) fn snake(name: &str, noun: &str, purpose: Use) -> String {
    let snake = name.to_snake_case();
    let name = snake.as_str();
    let is_taken = SETTERS.contains(&name) || MODULES.contains(&name);
    if KEYWORDS.contains(&name) || (is_taken && purpose != Use::Field) {
        return format!("{snake}_{noun}");
    }
    if (pattern::SNAKE.matches)(&snake) {
        return snake;
    }
    let ascii: String = snake.chars().filter(char::is_ascii_alphanumeric).collect();
    match ascii.is_empty() {
        true => noun.to_owned(),
        false => format!("{noun}_{ascii}"),
    }
}

/// The Rust name of a key or parameter, if it has to be given. `is_taken` is asked about it.
pub(crate) fn rust_name(
    wire: &str,
    purpose: Use,
    is_taken: impl Fn(&str) -> bool,
) -> Option<String> {
    let derived = wire.to_snake_case();
    let name = match wire {
        "type" => "kind".to_owned(),
        wire => split_id(wire).unwrap_or_else(|| snake(wire, "value", purpose)),
    };
    let name = unique(&name, "_", is_taken);
    (name != derived).then_some(name)
}

/// `mailboxid` are two words, though the page writes one.
fn split_id(wire: &str) -> Option<String> {
    let stem = wire.strip_suffix("id")?;
    let known = [
        "mailbox",
        "assigned",
        "thread",
        "field",
        "user",
        "tag",
        "folder",
        "customer",
        "conversation",
        "range",
    ];
    known.contains(&stem).then(|| format!("{stem}_id"))
}

/// A name that nobody has: the wanted one, or that with a number.
pub(crate) fn unique(wanted: &str, joint: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut name = wanted.to_owned();
    let mut number = 2;
    while is_taken(&name) {
        name = format!("{wanted}{joint}{number}");
        number += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::{Use, rust_name, sentence, singular};

    #[test]
    fn one_of_several_has_its_own_name() {
        for (many, one) in [
            ("users", "user"),
            ("mailboxes", "mailbox"),
            ("companies", "company"),
            ("statuses", "status"),
            ("status", "status"),
            ("series", "series"),
            ("busy", "busy"),
            ("me", "me"),
        ] {
            assert_eq!(singular(many), one);
        }
    }

    #[test]
    fn names_become_sentences_and_rust_names() {
        assert_eq!(sentence("firstResponseTime"), "The first response time.");
        assert_eq!(
            rust_name("type", Use::Field, |_| false).as_deref(),
            Some("kind")
        );
        assert_eq!(
            rust_name("mailboxid", Use::Field, |_| false).as_deref(),
            Some("mailbox_id")
        );
        assert_eq!(
            rust_name("7d", Use::Field, |_| false).as_deref(),
            Some("value_7d")
        );
        assert_eq!(rust_name("userId", Use::Field, |_| false), None);
        assert_eq!(
            rust_name("a_b", Use::Field, |name| name == "a_b").as_deref(),
            Some("a_b_2")
        );
    }
}

//! Names as words: in sentences, and as Rust names.

use heck::{ToSnakeCase, ToUpperCamelCase};
use helpscout_spec::pattern;
use helpscout_spec::reserved::{KEYWORDS, MODULES, SETTERS, is_device};

/// What a name in snake case names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameKind {
    Setter,
    Field,
    Operation,
}

/// Returns the words of a name in lower case: `firstResponseTime` is `first response time`.
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

/// Returns a description that is derived from a name: `The response time.`
pub(crate) fn sentence(name: &str) -> String {
    match words(name) {
        words if words.is_empty() => "A value.".to_owned(),
        words => {
            let spelled = words.split(' ').map(|word| match word {
                "id" => "ID",
                "ids" => "IDs",
                word => word,
            });
            format!("The {}.", spelled.collect::<Vec<_>>().join(" "))
        }
    }
}

/// Returns the singular of a name.
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

/// Returns a name in camel case, if that is a Rust type name.
pub(crate) fn camel(name: &str) -> Option<String> {
    let camel = name.to_upper_camel_case();
    (pattern::TYPE.matches)(&camel).then_some(camel)
}

/// Returns a name in snake case that is a Rust name. `noun` is added to one that is not.
pub(crate) fn snake(name: &str, noun: &str, kind: NameKind) -> String {
    let snake = name.to_snake_case();
    let name = snake.as_str();
    let is_taken = SETTERS.contains(&name) || MODULES.contains(&name);
    let is_no_file = kind == NameKind::Operation && is_device(name);
    if KEYWORDS.contains(&name) || (is_taken && kind != NameKind::Field) || is_no_file {
        return format!("{snake}_{noun}");
    }
    if (pattern::SNAKE.matches)(&snake) {
        return snake;
    }
    let ascii: String = snake.chars().filter(char::is_ascii_alphanumeric).collect();
    if ascii.is_empty() {
        noun.to_owned()
    } else {
        format!("{noun}_{ascii}")
    }
}

/// Returns the Rust name of a key or parameter, if it can't be derived from it. `is_taken` says
/// which names others have.
pub(crate) fn rust_name(
    wire: &str,
    kind: NameKind,
    is_taken: impl Fn(&str) -> bool,
) -> Option<String> {
    let derived = wire.to_snake_case();
    let name = match wire {
        "type" => "kind".to_owned(),
        wire => split_id(wire).unwrap_or_else(|| snake(wire, "value", kind)),
    };
    let name = unique(&name, "_", is_taken);
    (name != derived).then_some(name)
}

/// Splits words that the page writes as one: `mailboxid`.
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

/// Returns a name that is not taken: the wanted one, or that with a number.
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
    use super::{NameKind, rust_name, sentence, singular};

    #[test]
    fn plural_names_have_a_singular() {
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
            rust_name("type", NameKind::Field, |_| false).as_deref(),
            Some("kind")
        );
        assert_eq!(
            rust_name("mailboxid", NameKind::Field, |_| false).as_deref(),
            Some("mailbox_id")
        );
        assert_eq!(
            rust_name("7d", NameKind::Field, |_| false).as_deref(),
            Some("value_7d")
        );
        assert_eq!(rust_name("userId", NameKind::Field, |_| false), None);
        assert_eq!(
            rust_name("a_b", NameKind::Field, |name| name == "a_b").as_deref(),
            Some("a_b_2")
        );
    }
}

//! The forms of names, paths and URLs: a pattern for editors, and the same as code.

use crate::api::Operation;
use heck::{ToKebabCase, ToSnakeCase, ToUpperCamelCase};

/// How a text must be written.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    /// The form as a regular expression, for the JSON schema.
    pub(crate) pattern: &'static str,
    /// What such a text is called, with its article.
    pub(crate) what: &'static str,
    /// How it is written, for people.
    pub(crate) rule: &'static str,
    /// The form as code.
    pub(crate) matches: fn(&str) -> bool,
    /// What may have been meant instead.
    pub(crate) mend: fn(&str) -> String,
}

/// A dotted path, one key longer.
pub(crate) fn join(path: &str, key: &str) -> String {
    match path {
        "" => key.to_owned(),
        path => format!("{path}.{key}"),
    }
}

/// Names of operations, groups, setters and fields.
pub(crate) const SNAKE: Form = Form {
    pattern: r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$",
    what: "a name in snake case",
    rule: "lower-case words joined by underscores, as in `conversation_history`",
    matches: |text| starts_lower(text) && text.split('_').all(|word| is_of(word, is_lower)),
    mend: |text| text.to_snake_case(),
};

/// Names of Rust types and variants.
pub(crate) const TYPE: Form = Form {
    pattern: r"^[A-Z][A-Za-z0-9]*$",
    what: "a Rust type name",
    rule: "words with initial capitals and nothing between them, as in `SortOrder`",
    matches: |text| {
        text.starts_with(|char: char| char.is_ascii_uppercase())
            && is_of(text, |char| char.is_ascii_alphanumeric())
    },
    mend: |text| text.to_upper_camel_case(),
};

/// Names of plans.
pub(crate) const PLAN: Form = Form {
    pattern: r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
    what: "a plan name",
    rule: "lower-case words joined by hyphens, as in `plus`",
    matches: |text| starts_lower(text) && text.split('-').all(|word| is_of(word, is_lower)),
    mend: |text| text.to_kebab_case(),
};

/// Names of parameters, as sent.
pub(crate) const WIRE: Form = Form {
    pattern: r"^[A-Za-z_][A-Za-z0-9_.-]*$",
    what: "a parameter name",
    rule: "letters, digits, `_`, `.` and `-`, not starting with a digit",
    matches: |text| {
        text.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_')
            && is_of(text, |char| is_word(char) || matches!(char, '.' | '-'))
    },
    mend: |text| text.trim().to_owned(),
};

/// Values of enums. Commas separate the values of a list.
pub(crate) const VALUE: Form = Form {
    pattern: r"^[^,\s]+( [^,\s]+)*$",
    what: "an enum value",
    rule: "no commas, and no blanks around it",
    matches: |text| {
        let is_inner = |char: char| char != ',' && !char.is_whitespace();
        text.split(' ').all(|word| is_of(word, is_inner))
    },
    mend: |text| text.trim().to_owned(),
};

/// Method and path.
pub(crate) const REQUEST: Form = Form {
    pattern: r"^GET /v2(/([A-Za-z0-9_-]+|\{[A-Za-z_][A-Za-z0-9_.-]*\}))+$",
    what: "a request",
    rule: "`GET`, a blank and the path from `/v2/` on, without query or closing slash; `{id}` \
           stands for the parameter `id`",
    matches: |text| {
        text.strip_prefix("GET /v2/").is_some_and(|path| {
            let is_part = |char| is_word(char) || char == '-';
            path.split('/')
                .all(|part| match Operation::placeholder(part) {
                    Some(name) => (WIRE.matches)(name),
                    None => is_of(part, is_part),
                })
        })
    },
    mend: |text| text.trim().trim_end_matches('/').to_owned(),
};

/// Where a service answers.
pub(crate) const BASE_URL: Form = Form {
    pattern: r"^https://[A-Za-z0-9.-]+(:[0-9]+)?$",
    what: "a base URL",
    rule: "`https://` and a host, without path or closing slash",
    matches: |text| {
        text.strip_prefix("https://").is_some_and(|authority| {
            let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
            is_of(host, |char| {
                char.is_ascii_alphanumeric() || matches!(char, '.' | '-')
            }) && is_of(port, |char| char.is_ascii_digit())
        })
    },
    mend: |text| text.trim().trim_end_matches('/').to_owned(),
};

/// A page of the documentation.
pub(crate) const PAGE_URL: Form = Form {
    pattern: r"^https://[!-;=?-~]+$",
    what: "the URL of a page",
    rule: "`https://` and no blanks",
    matches: |text| {
        text.strip_prefix("https://").is_some_and(|rest| {
            is_of(rest, |char| {
                char.is_ascii_graphic() && !matches!(char, '<' | '>')
            })
        })
    },
    mend: |text| text.trim().replacen("http://", "https://", 1),
};

/// Paths of response fields.
pub(crate) const FIELD_PATH: Form = Form {
    pattern: r"^(\[\]\.)?([A-Za-z0-9_@$-]+(\[\])?\.)*([A-Za-z0-9_@$-]+(\[\])?|\*)$",
    what: "the path of a field",
    rule: "keys joined by dots, `[]` behind a list, as in `results[].customers[].name`; `*` at \
           the end stands for every other key",
    matches: |text| {
        let keys = text.strip_prefix("[].").unwrap_or(text);
        let (before, last) = keys
            .rsplit_once('.')
            .map_or((None, keys), |(a, b)| (Some(a), b));
        let is_step = |part: &str| is_of(part.strip_suffix("[]").unwrap_or(part), is_key);
        before.is_none_or(|before| before.split('.').all(is_step)) && (last == "*" || is_step(last))
    },
    mend: |text| text.trim().trim_matches('.').replace("[0]", "[]"),
};

/// Files with example bodies.
pub(crate) const JSON_FILE: Form = Form {
    pattern: r"^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\.json$",
    what: "the path of a JSON file",
    rule: "relative to this file, beside or below it, with forward slashes, ending in `.json`",
    matches: |text| {
        text.strip_suffix(".json").is_some_and(|stem| {
            let is_part = |char: char| is_word(char) || matches!(char, '.' | '-');
            stem.split('/')
                .all(|part| is_of(part, is_part) && !part.starts_with('.'))
        })
    },
    mend: |text| text.trim().trim_start_matches("./").replace('\\', "/"),
};

const ALL: [Form; 10] = [
    SNAKE, TYPE, PLAN, WIRE, VALUE, REQUEST, BASE_URL, PAGE_URL, FIELD_PATH, JSON_FILE,
];

impl Form {
    /// The form with that pattern.
    pub(crate) fn of_pattern(pattern: &str) -> Option<Form> {
        ALL.into_iter().find(|form| form.pattern == pattern)
    }
}

fn is_of(text: &str, is_allowed: fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(is_allowed)
}

fn starts_lower(text: &str) -> bool {
    text.starts_with(|char: char| char.is_ascii_lowercase())
}

fn is_lower(char: char) -> bool {
    char.is_ascii_lowercase() || char.is_ascii_digit()
}

fn is_word(char: char) -> bool {
    char.is_ascii_alphanumeric() || char == '_'
}

fn is_key(char: char) -> bool {
    is_word(char) || matches!(char, '@' | '$' | '-')
}

#[cfg(test)]
mod tests {
    use super::ALL;
    use proptest::prelude::*;
    use regex::Regex;
    use std::sync::LazyLock;

    static REGEXES: LazyLock<Vec<Regex>> = LazyLock::new(|| {
        let patterns = ALL.iter().map(|form| form.pattern);
        patterns
            .map(|pattern| Regex::new(pattern).expect(pattern))
            .collect()
    });

    /// Texts near the forms: made of the pieces they are made of.
    fn near() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("a".to_owned()),
            Just("Ab9".to_owned()),
            Just("_".to_owned()),
            Just("-".to_owned()),
            Just(".".to_owned()),
            Just("/".to_owned()),
            Just("[]".to_owned()),
            Just("*".to_owned()),
            Just("{id}".to_owned()),
            Just(" ".to_owned()),
            Just(",".to_owned()),
            Just(":8".to_owned()),
            Just("GET /v2/".to_owned()),
            Just("https://".to_owned()),
            Just(".json".to_owned()),
            any::<char>().prop_map(String::from),
        ];
        prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn the_code_of_every_form_agrees_with_its_pattern(text in near()) {
            for (form, regex) in ALL.iter().zip(REGEXES.iter()) {
                prop_assert_eq!((form.matches)(&text), regex.is_match(&text), "{}", form.pattern);
            }
        }
    }

    #[test]
    fn what_is_mended_has_the_form() {
        for (form, text) in [
            (super::SNAKE, "deskReplies"),
            (super::TYPE, "sort_order"),
            (super::PLAN, "Very Large"),
            (super::REQUEST, "GET /v2/reports/company/ "),
            (super::BASE_URL, "https://example.com/"),
            (super::PAGE_URL, "http://example.com/page"),
            (super::FIELD_PATH, "rows[0].id"),
            (super::JSON_FILE, "./a\\b.json"),
        ] {
            assert!(!(form.matches)(text), "{text}");
            assert!((form.matches)(&(form.mend)(text)), "{text}");
        }
    }
}

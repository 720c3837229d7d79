//! The patterns of names, paths and URLs, each as a regular expression and as code.

use std::net::Ipv4Addr;

use heck::{ToKebabCase, ToSnakeCase, ToUpperCamelCase};
use helpscout_description::Operation;
use helpscout_description::link::{is_host, is_page, is_port};

use crate::reserved;

/// A pattern that a text must match.
#[derive(Clone, Copy)]
pub struct Pattern {
    /// The pattern as a regular expression, for the JSON schema.
    pub regex: &'static str,
    /// What a text that matches is called, with its article.
    pub what: &'static str,
    /// A description of matching texts for people, without a verb.
    pub rule: &'static str,
    /// Returns whether a text matches the pattern.
    pub matches: fn(&str) -> bool,
    /// Returns the text that was probably meant instead of one that does not match.
    pub suggest: fn(&str) -> String,
}

/// The names of operations, groups, setters and fields.
pub const SNAKE: Pattern = Pattern {
    regex: r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$",
    what: "a name in snake case",
    rule: "lowercase words joined by underscores, as in `conversation_history`",
    matches: |text| starts_lower(text) && text.split('_').all(|word| is_of(word, is_lower)),
    suggest: |text| usable(text.to_snake_case(), reserved::is_refused_name),
};

/// The names of Rust types and variants.
pub const TYPE: Pattern = Pattern {
    regex: r"^[A-Z][A-Za-z0-9]*$",
    what: "a Rust type name",
    rule: "capitalized words without separators, as in `SortOrder`",
    matches: |text| {
        text.starts_with(|char: char| char.is_ascii_uppercase())
            && is_of(text, |char| char.is_ascii_alphanumeric())
    },
    suggest: |text| usable(text.to_upper_camel_case(), reserved::is_refused_type),
};

/// The names of plans.
pub const PLAN: Pattern = Pattern {
    regex: r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
    what: "a plan name",
    rule: "lowercase words joined by hyphens, as in `plus`",
    matches: |text| starts_lower(text) && text.split('-').all(|word| is_of(word, is_lower)),
    suggest: |text| text.to_kebab_case(),
};

/// The names of parameters, as sent. They may have groups in brackets, as in `page[size]`, and empty
/// brackets at the end, as in `ids[]`.
pub const WIRE: Pattern = Pattern {
    regex: r"^[A-Za-z0-9_$][A-Za-z0-9_.$-]*(\[[A-Za-z0-9_.$-]+\])*(\[\])?$",
    what: "a parameter name",
    rule: "letters, digits, `_`, `$`, `.` and `-`, not starting with `.` or `-`, and words in \
           brackets as in `page[size]`; `[]` at the end if the name is repeated",
    matches: |text| {
        let is_inner = |char| is_word(char) || matches!(char, '$' | '.' | '-');
        let text = text.strip_suffix("[]").unwrap_or(text);
        let (name, groups) = text.split_at(text.find('[').unwrap_or(text.len()));
        !name.starts_with(['.', '-'])
            && is_of(name, is_inner)
            && (groups.is_empty()
                || groups
                    .strip_prefix('[')
                    .and_then(|rest| rest.strip_suffix(']'))
                    .is_some_and(|inner| inner.split("][").all(|group| is_of(group, is_inner))))
    },
    suggest: |text| text.trim().to_owned(),
};

/// The values of enums. They have no commas, since commas separate the values of a list.
pub const VALUE: Pattern = Pattern {
    regex: r"^[^,\s]+( [^,\s]+)*$",
    what: "an enum value",
    rule: "words without commas, separated by single spaces",
    matches: |text| {
        let is_inner = |char: char| char != ',' && !char.is_whitespace();
        text.split(' ').all(|word| is_of(word, is_inner))
    },
    suggest: |text| text.trim().to_owned(),
};

/// The method and path of a request.
pub const REQUEST: Pattern = Pattern {
    regex: r"^(GET|POST|PUT|PATCH|DELETE) (/([A-Za-z0-9_~$@-][A-Za-z0-9_.~:$@-]*|\{[A-Za-z_][A-Za-z0-9_.-]*\}))+$",
    what: "a request",
    rule: "`GET`, `POST`, `PUT`, `PATCH` or `DELETE` and a path that starts with `/`, without a query or trailing slash; \
           `{id}` stands for the parameter `id`",
    matches: |text| {
        let Some((method, path)) = text.split_once(" /") else {
            return false;
        };
        let is_method = matches!(method, "GET" | "DELETE") || Operation::has_body(method);
        let mut parts = path.split('/');
        is_method
            && parts.all(|part| match Operation::placeholder(part) {
                Some(name) => is_placeholder(name),
                None => is_path_part(part),
            })
    },
    suggest: |text| {
        let text = text.trim().trim_end_matches('/');
        let Some((method, path)) = text.split_once(' ') else {
            return text.to_owned();
        };
        // Some languages write a placeholder as `:id`.
        let parts = path
            .trim()
            .split('/')
            .map(|part| match part.strip_prefix(':') {
                Some(name) => format!("{{{name}}}"),
                None => part.to_owned(),
            });
        let path = parts.collect::<Vec<_>>().join("/");
        format!("{} {path}", method.to_ascii_uppercase())
    },
};

/// The path of an endpoint that is not an operation.
pub const PATH: Pattern = Pattern {
    regex: r"^(/[A-Za-z0-9_~$@-][A-Za-z0-9_.~:$@-]*)+$",
    what: "a path",
    rule: "a path that starts with `/`, without a query or trailing slash, as in \
           `/v2/oauth2/token`",
    matches: |text| {
        text.strip_prefix('/')
            .is_some_and(|path| path.split('/').all(is_path_part))
    },
    suggest: |text| text.trim().trim_end_matches('/').to_owned(),
};

/// The path of a field in the body of a request.
pub const BODY_PATH: Pattern = Pattern {
    regex: r"^[A-Za-z_][A-Za-z0-9_-]*((\[\])?\.[A-Za-z_][A-Za-z0-9_-]*)*(\[\])?$",
    what: "the path of a field of the body",
    rule: "keys joined by dots, with `[]` after a list, as in `filter.status`",
    matches: |text| {
        text.split('.').all(|key| {
            let key = key.strip_suffix("[]").unwrap_or(key);
            key.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_')
                && is_of(key, |char| is_word(char) || char == '-')
        })
    },
    suggest: |text| text.trim().to_owned(),
};

/// The first word of environment variables.
pub const ENVIRONMENT: Pattern = Pattern {
    regex: r"^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$",
    what: "the first word of environment variables",
    rule: "capitals, digits and underscores, as in `HELPSCOUT`",
    matches: |text| {
        text.starts_with(|char: char| char.is_ascii_uppercase())
            && text.split('_').all(|word| {
                is_of(word, |char| {
                    char.is_ascii_uppercase() || char.is_ascii_digit()
                })
            })
    },
    suggest: environment,
};

/// Names of HTTP headers.
pub const HEADER: Pattern = Pattern {
    regex: r"^[A-Za-z][A-Za-z0-9-]*$",
    what: "the name of a header",
    rule: "letters, digits and hyphens, as in `X-RateLimit-Limit-Minute`",
    matches: |text| {
        text.starts_with(|char: char| char.is_ascii_alphabetic())
            && is_of(text, |char| char.is_ascii_alphanumeric() || char == '-')
    },
    suggest: |text| text.trim().trim_end_matches(':').replace('_', "-"),
};

/// Media types of answers.
pub const MEDIA_TYPE: Pattern = Pattern {
    regex: r"^[a-z]+/[a-z0-9.+-]+(;[ ]?[a-z]+=[A-Za-z0-9-]+)*$",
    what: "a media type",
    rule: "a lowercase type and subtype, with parameters after a semicolon, as in \
           `application/json; charset=utf-8`",
    matches: |text| {
        let mut parts = text.split(';');
        let is_type = parts
            .next()
            .and_then(|essence| essence.split_once('/'))
            .is_some_and(|(kind, subtype)| {
                is_of(kind, |char| char.is_ascii_lowercase())
                    && is_of(subtype, |char| is_lower(char) || ".+-".contains(char))
            });
        is_type
            && parts.all(|parameter| {
                let parameter = parameter.strip_prefix(' ').unwrap_or(parameter);
                parameter.split_once('=').is_some_and(|(name, value)| {
                    is_of(name, |char| char.is_ascii_lowercase())
                        && is_of(value, |char| char.is_ascii_alphanumeric() || char == '-')
                })
            })
    },
    suggest: |text| text.trim().to_ascii_lowercase(),
};

/// The base URL of a service.
pub const BASE_URL: Pattern = Pattern {
    regex: concat!(
        r"^https://(([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)*[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?",
        r"|((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9]))",
        r"(:([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?$",
    ),
    what: "a base URL",
    rule: "`https://`, the name or IPv4 address of a host and, if needed, a port, without a path or \
           trailing slash",
    matches: |text| {
        text.strip_prefix("https://").is_some_and(|authority| {
            let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
            (is_host(host) || host.parse::<Ipv4Addr>().is_ok()) && is_port(port)
        })
    },
    suggest: |text| text.trim().trim_end_matches('/').to_owned(),
};

/// The URL of a page of the documentation.
pub const PAGE_URL: Pattern = Pattern {
    regex: concat!(
        r"^https://([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)*[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?",
        r"(:([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?",
        r"([/?#]([A-Za-z0-9._~:/?#@!$&*+,;=-]|%[0-9A-Fa-f]{2})*)?$",
    ),
    what: "the URL of a page",
    rule: "a URL that starts with `https://` and the name of a host, without a user, with \
           parentheses, quotes and spaces percent-encoded",
    matches: is_page,
    suggest: |text| {
        let encoded = text.trim().replacen("http://", "https://", 1);
        [
            ("(", "%28"),
            (")", "%29"),
            ("'", "%27"),
            ("\"", "%22"),
            (" ", "%20"),
        ]
        .iter()
        .fold(encoded, |text, (char, code)| text.replace(char, code))
    },
};

/// The paths of response fields. A key in quotes can't have `*`, which stands for every other key.
pub const FIELD_PATH: Pattern = Pattern {
    regex: concat!(
        r"^(\[\]\.)?",
        r#"([A-Za-z0-9_@$-]+|"[^"*`\\\x00-\x1f\x7f]+"|\*)(\[\])?"#,
        r#"(\.([A-Za-z0-9_@$-]+|"[^"*`\\\x00-\x1f\x7f]+"|\*)(\[\])?)*$"#,
    ),
    what: "the path of a field",
    rule: "keys joined by dots, with `[]` after a list, as in `results[].customers[].name`; `*` \
           stands for every other key, and a key with anything but letters, digits and `_@$-` is \
           written in double quotes",
    matches: |text| {
        let mut rest = text.strip_prefix("[].").unwrap_or(text);
        loop {
            let Some(after) = after_key(rest) else {
                return false;
            };
            let after = after.strip_prefix("[]").unwrap_or(after);
            match after.strip_prefix('.') {
                Some(more) => rest = more,
                None => return after.is_empty(),
            }
        }
    },
    suggest: |text| {
        let text = text.trim().trim_matches('.').replace("[0]", "[]");
        if text.contains('"') {
            return text;
        }
        text.split('.').map(in_quotes).collect::<Vec<_>>().join(".")
    },
};

/// The paths of files with example bodies.
pub const JSON_FILE: Pattern = Pattern {
    regex: r"^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\.json$",
    what: "the path of a JSON file",
    rule: "a path that ends in `.json`, in or below the folder of this file, with forward slashes",
    matches: |text| {
        text.strip_suffix(".json").is_some_and(|stem| {
            let is_part = |char: char| is_word(char) || matches!(char, '.' | '-');
            stem.split('/')
                .all(|part| is_of(part, is_part) && !part.starts_with('.'))
        })
    },
    suggest: |text| text.trim().trim_start_matches("./").replace('\\', "/"),
};

const ALL: [Pattern; 15] = [
    SNAKE,
    TYPE,
    PLAN,
    WIRE,
    VALUE,
    REQUEST,
    PATH,
    BODY_PATH,
    ENVIRONMENT,
    HEADER,
    MEDIA_TYPE,
    BASE_URL,
    PAGE_URL,
    FIELD_PATH,
    JSON_FILE,
];

impl Pattern {
    /// Returns the pattern with that regular expression.
    pub fn of_regex(regex: &str) -> Option<Pattern> {
        ALL.into_iter().find(|pattern| pattern.regex == regex)
    }
}

/// Returns a name, or nothing, which matches no pattern, if it would be refused.
fn usable(name: String, is_refused: fn(&str) -> bool) -> String {
    if is_refused(&name) {
        String::new()
    } else {
        name
    }
}

fn is_of(text: &str, is_allowed: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(is_allowed)
}

/// Returns whether a text can be a segment of a path. `.` and `..` would lead elsewhere, and `:id` is
/// how other languages write a placeholder.
fn is_path_part(text: &str) -> bool {
    let is_first = |char| is_word(char) || matches!(char, '~' | '-' | '$' | '@');
    let is_inner = |char| is_first(char) || matches!(char, '.' | ':');
    text.starts_with(is_first) && text.chars().all(is_inner)
}

/// Returns whether a text can be the name of a parameter in a path.
fn is_placeholder(name: &str) -> bool {
    let is_inner = |char| is_word(char) || matches!(char, '.' | '-');
    name.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_')
        && name.chars().all(is_inner)
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

/// Returns what follows the key at the start of the path of a field, if there is a key.
fn after_key(path: &str) -> Option<&str> {
    if let Some(quoted) = path.strip_prefix('"') {
        let (key, after) = quoted.split_once('"')?;
        let is_quotable = |char: char| !char.is_ascii_control() && !"*`\\".contains(char);
        return is_of(key, is_quotable).then_some(after);
    }
    if let Some(after) = path.strip_prefix('*') {
        return Some(after);
    }
    let end = path.find(|char| !is_key(char)).unwrap_or(path.len());
    (end > 0).then(|| &path[end..])
}

/// Returns a part of the path of a field with the key in double quotes, if it needs them. Brackets,
/// arrows and slashes are how other languages write paths.
fn in_quotes(part: &str) -> String {
    let (key, list) = match part.strip_suffix("[]") {
        Some(key) => (key, "[]"),
        None => (part, ""),
    };
    let is_odd = !key.is_empty() && key != "*" && !key.chars().all(is_key);
    let is_padded = key.trim() != key;
    if is_odd && !is_padded && !key.contains(|char| "[](){}<>/\\".contains(char)) {
        format!("\"{key}\"{list}")
    } else {
        part.to_owned()
    }
}

/// Returns the first word of environment variables that a title stands for: its words in capitals.
/// One of them may have capitals inside, as in `GitHub`.
pub(crate) fn environment(title: &str) -> String {
    let words = title.split(|char: char| !char.is_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_uppercase)
        .collect();
    words.join("_")
}

fn is_key(char: char) -> bool {
    is_word(char) || matches!(char, '@' | '$' | '-')
}

#[cfg(test)]
mod tests;

//! The words of other languages, such as OpenAPI and JSON Schema, for the keys of this one.

use std::collections::BTreeSet;

/// What a key of another language means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Synonym {
    /// The same as this key.
    Same(&'static str),
    /// Something that this key says in another form.
    Similar(&'static str),
    /// Something else that this text explains.
    Hint(&'static str),
}

use Synonym::{Hint, Same, Similar};

/// Keys of other languages without case, underscores and hyphens, and what they mean. Of several
/// meanings, the first one counts that the map has a key for.
const KNOWN: &[(&str, &[Synonym])] = &[
    ("description", &[Same("doc"), Same("summary")]),
    ("desc", &[Same("doc"), Same("summary")]),
    ("comment", &[Same("doc"), Same("summary")]),
    ("documentation", &[Same("docs"), Same("doc")]),
    ("explanation", &[Same("doc"), Same("summary")]),
    ("meaning", &[Same("doc")]),
    ("label", &[Same("doc")]),
    ("help", &[Same("doc"), Same("summary")]),
    ("text", &[Same("doc")]),
    ("summary", &[Same("doc")]),
    ("title", &[Same("summary"), Same("doc")]),
    ("url", &[Same("docs"), Same("base_url")]),
    ("link", &[Same("docs")]),
    ("href", &[Same("docs")]),
    ("page", &[Same("pages"), Similar("docs")]),
    ("source", &[Same("docs")]),
    ("externaldocs", &[Similar("docs")]),
    ("path", &[Similar("request"), Same("name")]),
    ("endpoint", &[Similar("request")]),
    ("route", &[Similar("request")]),
    ("uri", &[Similar("request")]),
    ("method", &[Similar("request")]),
    ("verb", &[Similar("request")]),
    ("operationid", &[Same("operation")]),
    ("id", &[Same("operation"), Same("name"), Similar("path")]),
    (
        "name",
        &[
            Same("operation"),
            Same("path"),
            Same("value"),
            Same("title"),
        ],
    ),
    ("key", &[Same("path"), Same("name"), Same("value")]),
    ("field", &[Same("path"), Same("name")]),
    ("property", &[Same("path"), Same("name")]),
    ("parameter", &[Same("name")]),
    ("param", &[Same("name"), Same("parameter")]),
    ("parametername", &[Same("name")]),
    ("format", &[Similar("type"), Same("form")]),
    ("kind", &[Same("type"), Same("form")]),
    ("datatype", &[Same("type")]),
    ("typename", &[Same("type")]),
    ("schema", &[Similar("type"), Similar("object")]),
    ("ref", &[Similar("use"), Same("object")]),
    ("$ref", &[Similar("use"), Similar("object")]),
    ("model", &[Same("object")]),
    ("enum", &[Similar("values"), Similar("type"), Same("enums")]),
    ("options", &[Same("values")]),
    ("variants", &[Same("values")]),
    ("members", &[Same("values")]),
    (
        "items",
        &[
            Same("values"),
            Same("fields"),
            Hint("write the list into the path or into `list:`"),
        ],
    ),
    ("mandatory", &[Same("required")]),
    ("isrequired", &[Same("required")]),
    ("needed", &[Same("required")]),
    (
        "optional",
        &[Hint(
            "leave it out; every parameter is optional unless it has `required: true`",
        )],
    ),
    (
        "required",
        &[Hint(
            "leave it out; every field is required unless it has `optional: true`",
        )],
    ),
    ("null", &[Same("nullable")]),
    ("isnullable", &[Same("nullable")]),
    ("missing", &[Same("optional")]),
    ("omittable", &[Same("optional")]),
    ("isoptional", &[Same("optional")]),
    ("array", &[Similar("list")]),
    ("multiple", &[Similar("list")]),
    ("repeated", &[Similar("list")]),
    ("explode", &[Similar("list")]),
    ("style", &[Similar("list")]),
    ("min", &[Same("minimum")]),
    ("minvalue", &[Same("minimum")]),
    ("gte", &[Same("minimum")]),
    ("least", &[Same("minimum")]),
    ("max", &[Same("maximum")]),
    ("maxvalue", &[Same("maximum")]),
    ("lte", &[Same("maximum")]),
    ("most", &[Same("maximum")]),
    ("defaultvalue", &[Same("default")]),
    ("fallback", &[Same("default")]),
    ("sample", &[Same("example"), Similar("examples")]),
    ("examplevalue", &[Same("example")]),
    ("examples", &[Similar("example")]),
    ("example", &[Similar("examples")]),
    ("body", &[Similar("response"), Similar("examples")]),
    ("measure", &[Same("unit")]),
    (
        "in",
        &[Hint(
            "leave it out; a parameter is part of the path if `request` has it in braces",
        )],
    ),
    ("group", &[Same("use")]),
    ("include", &[Same("use")]),
    ("extends", &[Same("use")]),
    ("properties", &[Similar("fields")]),
    ("attributes", &[Same("fields")]),
    ("columns", &[Same("fields")]),
    ("params", &[Same("parameters")]),
    ("arguments", &[Same("parameters")]),
    ("query", &[Same("parameters")]),
    ("returns", &[Same("response")]),
    ("responses", &[Same("response")]),
    ("answer", &[Same("response")]),
    ("result", &[Same("response")]),
    ("results", &[Same("response"), Same("rows")]),
    ("output", &[Same("response")]),
    ("paging", &[Same("pages")]),
    ("pagination", &[Same("pages")]),
    ("perpage", &[Same("size"), Same("page_size")]),
    ("pagesize", &[Same("page_size")]),
    ("limit", &[Same("size"), Same("maximum")]),
    ("totalpages", &[Same("total")]),
    ("number", &[Same("current")]),
    ("totalcount", &[Same("count")]),
    ("start", &[Same("from")]),
    ("end", &[Same("to")]),
    ("after", &[Same("from")]),
    ("before", &[Same("to")]),
    ("until", &[Same("to")]),
    ("reason", &[Same("because")]),
    ("why", &[Same("because")]),
    ("pagesays", &[Same("documented")]),
    ("was", &[Same("documented")]),
    ("remarks", &[Same("notes"), Same("doc")]),
    ("note", &[Same("notes"), Same("todo"), Same("doc")]),
    ("fixme", &[Same("todo")]),
    ("alias", &[Similar("aliases")]),
    ("server", &[Same("base_url")]),
    ("host", &[Similar("base_url")]),
    ("servers", &[Similar("base_url")]),
    ("baseuri", &[Same("base_url")]),
    ("auth", &[Same("token")]),
    ("oauth", &[Same("token")]),
    ("authentication", &[Similar("token")]),
    ("security", &[Similar("token")]),
    ("basicauth", &[Same("basic")]),
    ("httpbasic", &[Same("basic")]),
    ("username", &[Same("user")]),
    ("login", &[Same("user")]),
    ("pass", &[Same("password")]),
    ("secret", &[Same("password")]),
    ("plan", &[Similar("plans")]),
    ("tiers", &[Same("plans")]),
    ("ratelimit", &[Same("calls_per_minute"), Same("rate_limit")]),
    ("definitions", &[Similar("objects")]),
    ("schemas", &[Similar("objects")]),
    ("components", &[Similar("objects")]),
    ("types", &[Similar("objects"), Similar("enums")]),
    ("groups", &[Same("parameter_groups")]),
    (
        "<<",
        &[Hint(
            "write the keys themselves; to share parameters, declare a group and `use:` it",
        )],
    ),
];

/// Returns what a key of another language means in a map that has the `known` keys.
pub(super) fn find(key: &str, known: &BTreeSet<&str>) -> Option<Synonym> {
    let plain: String = key
        .chars()
        .filter(|char| !matches!(char, '_' | '-' | ' '))
        .flat_map(char::to_lowercase)
        .collect();
    let (_, meanings) = KNOWN.iter().find(|(word, _)| *word == plain)?;
    let mut meanings = meanings.iter().copied();
    meanings.find(|meaning| match meaning {
        Same(key) | Similar(key) => known.contains(key),
        // Each hint is about a map in which the other word is known.
        Hint(_) => match plain.as_str() {
            "optional" | "in" => known.contains("required"),
            "required" => known.contains("optional"),
            "items" => known.contains("list") || known.contains("path"),
            _ => true,
        },
    })
}

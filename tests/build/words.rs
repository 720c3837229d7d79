//! Words that are awkward as names, in every place of a spec that can have them. Each is either
//! refused, with a finding that says what to write instead, or part of a spec whose client compiles.

use std::collections::BTreeSet;

use helpscout_spec::reserved::{KEYWORDS, MODULES, SETTERS, VARIANTS};
use helpscout_spec::{Code, Findings, Severity, Sources, read_sources};

/// Names of modules, types, functions and macros that generated code, the runtime or the prelude has,
/// and words that change when they are turned into snake or camel case.
const WORDS: &[&str] = &[
    "1a",
    "30",
    "A",
    "AB",
    "ABc",
    "Box",
    "Default",
    "Future",
    "HTTPServer",
    "KNOWN",
    "OPERATIONS",
    "Option",
    "PARAMETERS",
    "Query",
    "Seconds",
    "Some",
    "String",
    "Vec",
    "_",
    "__",
    "_x",
    "a",
    "a-b",
    "a.b",
    "a1b",
    "aB",
    "a_1",
    "a_b_",
    "all",
    "answer",
    "as_str",
    "assert",
    "b",
    "blocking",
    "c",
    "client",
    "code",
    "con",
    "d",
    "de",
    "describe",
    "deserializer",
    "enums",
    "err",
    "error",
    "f",
    "field",
    "fields",
    "format",
    "generated",
    "get",
    "guide",
    "help",
    "history",
    "ids",
    "init",
    "insert",
    "interval",
    "is_empty",
    "item",
    "items",
    "iter",
    "key",
    "keys",
    "known",
    "len",
    "list",
    "lookups",
    "main",
    "map",
    "models",
    "none",
    "nul",
    "number",
    "ok",
    "operation",
    "operations",
    "option",
    "other",
    "output",
    "page",
    "pages",
    "panic",
    "parameter",
    "parameters",
    "position",
    "prelude",
    "print",
    "println",
    "query_value",
    "raw",
    "read",
    "receive",
    "received",
    "record",
    "reports",
    "request",
    "response",
    "rest",
    "result",
    "row",
    "rows",
    "rows_mut",
    "rule",
    "sandbox",
    "seconds",
    "serializer",
    "some",
    "start",
    "string",
    "table",
    "test",
    "text",
    "this",
    "to",
    "to_wire",
    "value",
    "vec",
    "version",
    "with",
    "with_list",
    "with_new",
    "words",
    "write",
    "x",
    "x1y2",
    "\u{e4}",
    "gr\u{f6}\u{df}e",
    "\u{65e5}\u{672c}",
    "#",
    "$",
    "a b",
    "a/b",
    "it's",
    "\"",
    "\\",
    "{}",
    "//",
    "*/",
];

/// Where a word is a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Operation,
    Parameter,
    Value,
    Field,
    Id,
    Enum,
    Object,
}

impl Role {
    pub(crate) const ALL: [Role; 7] = [
        Role::Operation,
        Role::Parameter,
        Role::Value,
        Role::Field,
        Role::Id,
        Role::Enum,
        Role::Object,
    ];

    fn is_type(self) -> bool {
        matches!(self, Role::Id | Role::Enum | Role::Object)
    }
}

/// A word in one place, with the Rust name that is given for it.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    pub(crate) role: Role,
    pub(crate) word: String,
    pub(crate) rust: Option<String>,
}

impl Name {
    /// Returns the findings about a spec that has this name.
    pub(crate) fn findings(&self) -> Findings {
        let mut sources = Sources::new();
        let types = self.role.is_type().then(|| declared(self));
        sources.add("api.yaml", api(types.as_deref().unwrap_or_default()));
        let of = |role: Role| (self.role == role).then_some(self);
        sources.add(
            "reports/report.yaml",
            report(
                0,
                of(Role::Operation),
                of(Role::Parameter),
                of(Role::Value),
                of(Role::Field),
            ),
        );
        read_sources(&sources).findings
    }

    fn is_accepted(&self) -> bool {
        !self.findings().has_errors()
    }

    /// Returns the name that the finding about this one suggests, if there is one.
    pub(crate) fn mended(&self) -> Option<Name> {
        let findings = self.findings();
        let is_error = |severity: Severity| severity == Severity::Error;
        let error = findings.iter().find(|finding| is_error(finding.severity))?;
        let help = error.help.as_deref()?;
        let is_pattern = error.code == Code::from_name("S036")?;
        let suggested = help.rsplit('`').nth(1).filter(|_| !is_pattern)?;
        Some(match suggested.strip_prefix("rust: ") {
            Some(rust) => Name {
                rust: Some(rust.to_owned()),
                ..self.clone()
            },
            None => Name {
                word: suggested.to_owned(),
                ..self.clone()
            },
        })
    }
}

/// Returns every word in every place.
pub(crate) fn names() -> Vec<Name> {
    let lists = [KEYWORDS, MODULES, SETTERS, VARIANTS, WORDS];
    let words: BTreeSet<&str> = lists.into_iter().flatten().copied().collect();
    let name = |role: Role, word: &str| Name {
        role,
        word: if role.is_type() {
            camel(word)
        } else {
            word.to_owned()
        },
        rust: None,
    };
    let words = words.into_iter();
    words
        .flat_map(|word| Role::ALL.map(|role| name(role, word)))
        .collect()
}

/// Returns the names that are accepted as they are, or once they are mended as their finding says.
pub(crate) fn accepted() -> Vec<Name> {
    let names = names().into_iter();
    let accepted = names.filter_map(|name| {
        if name.is_accepted() {
            Some(name)
        } else {
            name.mended().filter(Name::is_accepted)
        }
    });
    accepted.collect()
}

/// Returns a spec with all of these names.
pub(crate) fn spec(names: &[Name]) -> Sources {
    let of = |role: Role| names.iter().filter(move |name| name.role == role);
    let mut taken = BTreeSet::new();
    let types = names.iter().filter(|name| name.role.is_type());
    let types = types.filter(|name| taken.insert(name.word.clone()));
    let (mut ids, mut enums, mut objects) = (String::new(), String::new(), String::new());
    for (index, name) in types.enumerate() {
        // The same words are names of all kinds of types, which share one namespace.
        let role = [Role::Id, Role::Enum, Role::Object][index % 3];
        let list = match role {
            Role::Id => &mut ids,
            Role::Enum => &mut enums,
            _ => &mut objects,
        };
        list.push_str(&entry(&Name {
            role,
            ..name.clone()
        }));
    }
    let mut types = String::new();
    for (section, list) in [("ids", ids), ("enums", enums), ("objects", objects)] {
        if !list.is_empty() {
            types.push_str(&format!("{section}:\n{list}"));
        }
    }
    let mut sources = Sources::new().with("api.yaml", api(&types));
    let mut operations = of(Role::Operation);
    let mut parameters = of(Role::Parameter);
    let mut values = of(Role::Value);
    let mut fields = of(Role::Field);
    for number in 1.. {
        let (operation, parameter) = (operations.next(), parameters.next());
        let (value, field) = (values.next(), fields.next());
        if operation.is_none() && parameter.is_none() && value.is_none() && field.is_none() {
            break;
        }
        let text = report(number, operation, parameter, value, field);
        sources.add(format!("reports/report{number}.yaml"), text);
    }
    sources
}

fn declared(name: &Name) -> String {
    let section = match name.role {
        Role::Id => "ids",
        Role::Enum => "enums",
        _ => "objects",
    };
    format!("{section}:\n{}", entry(name))
}

fn entry(Name { role, word, .. }: &Name) -> String {
    let rest = match role {
        Role::Id => "",
        Role::Enum => ", values: [{ value: a, doc: It. }, { value: b, doc: It. }]",
        _ => {
            ", fields: [{ path: a, type: text, doc: It. }, { path: b, type: integer, optional: true, doc: It. }]"
        }
    };
    let word = word.replace('\'', "''");
    format!("  - {{ name: '{word}', doc: It.{rest} }}\n")
}

fn api(types: &str) -> String {
    format!(
        "service:\n  title: Words\n  base_url: https://api.example.com\n  \
         docs: https://docs.example.com/\n  plans:\n    - {{ name: pro, calls_per_minute: 800 }}\n{types}"
    )
}

/// Returns an operation that has these names.
fn report(
    number: usize,
    operation: Option<&Name>,
    parameter: Option<&Name>,
    value: Option<&Name>,
    field: Option<&Name>,
) -> String {
    let word = |name: Option<&Name>, other: &str| {
        let word = name.map_or(other, |name| name.word.as_str());
        format!("'{}'", word.replace('\'', "''"))
    };
    let rust = |name: Option<&Name>| {
        let rust = name.and_then(|name| name.rust.as_deref());
        rust.map_or(String::new(), |rust| format!("rust: {rust}, "))
    };
    let query = match operation.filter(|_| number == 0) {
        // The name of the query is derived where the operation is alone.
        Some(operation) => operation
            .rust
            .as_ref()
            .map(|rust| format!("rust: {rust}\n")),
        None => Some(format!("rust: Words{number}Query\n")),
    };
    let (query, is_odd) = (query.unwrap_or_default(), number % 2 == 1);
    format!(
        "operation: {}\n{query}request: GET /v2/reports/r{number}\n\
         docs: https://docs.example.com/r{number}\nsummary: It.\nparameters:\n  \
         - {{ name: {}, {}type: Words{number}Kind, required: {is_odd}, example: {}, doc: It. }}\n\
         response:\n  object: Words{number}Answer\n  doc: It.\n  fields:\n    \
         - {{ path: {}, {}type: text, optional: {is_odd}, doc: It. }}\n    \
         - {{ path: words, rust: words_{number}, type: Words{number}Kind, nullable: true, doc: It. }}\n\
         enums:\n  - name: Words{number}Kind\n    doc: It.\n    values:\n      \
         - {{ value: {}, {}doc: It. }}\n      - {{ value: zz-zz, doc: It. }}\n",
        word(operation, &format!("report{number}")),
        word(parameter, "plain"),
        rust(parameter),
        word(value, "plain"),
        word(field, "plain"),
        rust(field),
        word(value, "plain"),
        rust(value),
    )
}

/// Returns a word as a type, as far as it has the characters for that.
fn camel(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

//! How the parameters of an operation get into a query: arguments of `new` and setters.

use std::collections::BTreeSet;

use helpscout_description::{ListStyle, Operation, Parameter, Rule, Type};
use helpscout_openapi::markdown::of_prose;
use helpscout_openapi::sentences;

use crate::block::{Body, Function, Head, identifier, literal};
use crate::docs::Docs;
use crate::rust_type;
use crate::source::allow_new;

/// Generates `new`, which takes the required parameters. `what` is what it creates, with its article,
/// and what that has.
pub(crate) fn new(operation: &Operation, (what, has): (&str, &str)) -> Function {
    let required = || {
        operation
            .parameters
            .iter()
            .filter(|parameter| parameter.required)
    };
    let docs = if required().next().is_none() {
        Docs::text(&format!("Creates {what} with no {has} set."))
    } else {
        Docs::text(&format!("Creates {what} with the required {has}."))
            .bullets(required().map(bullet))
    };
    let sets: String = required().map(set).collect();
    Function {
        head: Head::of(docs).with(allow_new(&operation.rust)),
        name: "new".to_owned(),
        arguments: required().map(argument).collect(),
        body: Body::Lines(vec![format!("Self(Query::new(){sets})")]),
    }
}

/// Generates the setters of all optional parameters.
pub(crate) fn setters(operation: &Operation) -> Vec<Function> {
    let pairs = pairs(operation);
    let optional = operation
        .parameters
        .iter()
        .filter(|parameter| !parameter.required);
    optional
        .filter_map(|parameter| {
            let pair = pairs.iter().find(|pair| pair.has(parameter));
            match pair {
                Some(pair) if pair.from.wire == parameter.wire => Some(pair_setter(pair)),
                Some(_) => None,
                None => Some(setter(operation, parameter)),
            }
        })
        .collect()
}

fn setter(operation: &Operation, parameter: &Parameter) -> Function {
    let deprecated = parameter.deprecated.as_deref().map(of_prose);
    let deprecated = deprecated.map(|note| format!("#[deprecated = {}]", literal(&note)));
    let head = Head::of(setter_docs(operation, parameter))
        .found_by(&parameter.rust, [parameter.wire.as_str()])
        .with(deprecated);
    Function {
        head,
        name: parameter.rust.clone(),
        arguments: vec!["self".to_owned(), argument(parameter)],
        body: Body::Lines(vec![format!("Self(self.0{})", set(parameter))]),
    }
}

fn setter_docs(operation: &Operation, parameter: &Parameter) -> Docs {
    let limits = if is_known_to_start_at_1(operation, parameter) {
        None
    } else {
        sentences::limits(parameter)
    };
    let sentences: Vec<String> = [sentences::setter(parameter)]
        .into_iter()
        .chain(sentences::default(parameter))
        .chain(limits)
        .chain(sentences::lengths(parameter))
        .chain(sentences::place(parameter))
        .collect();
    let docs = Docs::text(&sentences.join(" "));
    match &parameter.correction {
        Some(correction) => docs.paragraph(&sentences::correction(&parameter.wire, correction)),
        None => docs,
    }
}

/// Returns whether a parameter is the number of a page, and its description says where it starts.
fn is_known_to_start_at_1(operation: &Operation, parameter: &Parameter) -> bool {
    let pages = operation.pages.as_ref();
    pages.is_some_and(|pages| pages.parameter() == Some(&parameter.wire))
        && (parameter.minimum, parameter.maximum) == (Some(1), None)
        && parameter.doc.contains('1')
}

fn bullet(parameter: &Parameter) -> String {
    let place = sentences::place(parameter).map(|place| format!(" {place}"));
    format!(
        "{}: {}{}",
        sentences::code(&parameter.rust),
        parameter.doc,
        place.unwrap_or_default()
    )
}

/// Writes the argument of the function that sets a parameter.
fn argument(parameter: &Parameter) -> String {
    let name = identifier(&parameter.rust);
    let value = rust_type::of_value(&parameter.ty, None);
    match parameter.list {
        None if parameter.ty == Type::Text => format!("{name}: impl Into<String>"),
        None => format!("{name}: {value}"),
        Some(_) if parameter.ty == Type::Text => {
            format!("{name}: impl IntoIterator<Item = impl Into<String>>")
        }
        Some(_) => format!("{name}: impl IntoIterator<Item = {value}>"),
    }
}

/// Writes the call that puts a parameter into the query.
fn set(parameter: &Parameter) -> String {
    let (wire, name) = (literal(&parameter.wire), identifier(&parameter.rust));
    let convert = match &parameter.ty {
        Type::Text => ".into_iter().map(Into::into)",
        _ => "",
    };
    match (&parameter.list, &parameter.ty) {
        (None, Type::Text) => format!(".with({wire}, {name}.into())"),
        (None, _) => format!(".with({wire}, {name})"),
        (Some(_), Type::Object(_)) => format!(".with_objects({wire}, {name})"),
        (Some(ListStyle::Comma), _) => format!(".with_list({wire}, {name}{convert})"),
        (Some(ListStyle::Pipe), _) => format!(".with_joined({wire}, \"|\", {name}{convert})"),
        (Some(ListStyle::Repeat | ListStyle::Array), _) => {
            format!(".with_values({wire}, {name}{convert})")
        }
    }
}

/// Two instants that are an interval and must be sent together. They get one setter, so that no
/// program can set only one of them.
struct Pair<'a> {
    name: String,
    from: &'a Parameter,
    to: &'a Parameter,
}

impl Pair<'_> {
    /// Returns the parameter with the name of its argument, which does not repeat the setter's
    /// name unless the rest would be a number or a keyword.
    fn half(&self, parameter: &Parameter) -> Parameter {
        let prefix = self.name.trim_end_matches("interval");
        let rust = parameter
            .rust
            .strip_prefix(prefix)
            .filter(|rest| is_identifier(rest))
            .unwrap_or(&parameter.rust);
        Parameter {
            rust: rust.to_owned(),
            ..parameter.clone()
        }
    }

    fn has(&self, parameter: &Parameter) -> bool {
        [self.from, self.to]
            .iter()
            .any(|half| half.wire == parameter.wire)
    }
}

fn pairs(operation: &Operation) -> Vec<Pair<'_>> {
    let parameters = operation.parameters.iter();
    let taken: BTreeSet<_> = parameters
        .map(|parameter| parameter.rust.as_str())
        .collect();
    operation
        .rules
        .iter()
        .filter_map(|rule| match rule {
            Rule::Interval { from, to } => {
                Some((operation.parameter(from)?, operation.parameter(to)?))
            }
            Rule::Together(_) | Rule::Requires { .. } | Rule::Either(_) | Rule::Excludes(_) => None,
        })
        .filter(|(from, to)| !from.required && !to.required)
        .filter(|(from, to)| from.deprecated.is_none() && to.deprecated.is_none())
        .filter(|(from, to)| are_sent_together(operation, from, to))
        .map(|(from, to)| Pair {
            name: pair_name(from, to),
            from,
            to,
        })
        .filter(|pair| !taken.contains(pair.name.as_str()))
        .fold(Vec::new(), with_new)
}

fn is_identifier(text: &str) -> bool {
    text != "gen" && syn::parse_str::<syn::Ident>(text).is_ok()
}

/// Adds a pair unless an earlier one has its name or one of its parameters.
fn with_new<'a>(mut pairs: Vec<Pair<'a>>, pair: Pair<'a>) -> Vec<Pair<'a>> {
    let is_new =
        |known: &Pair<'_>| known.name != pair.name && !known.has(pair.from) && !known.has(pair.to);
    if pairs.iter().all(is_new) {
        pairs.push(pair);
    }
    pairs
}

fn are_sent_together(operation: &Operation, from: &Parameter, to: &Parameter) -> bool {
    operation.rules.iter().any(|rule| {
        matches!(rule, Rule::Together(names)
            if names.len() == 2 && names.contains(&from.wire) && names.contains(&to.wire))
    })
}

/// Returns the name of the setter: `previous_interval` for `previous_start` and `previous_end`.
fn pair_name(from: &Parameter, to: &Parameter) -> String {
    from.rust
        .split('_')
        .zip(to.rust.split('_'))
        .take_while(|(a, b)| a == b)
        .map(|(word, _)| word)
        .chain(["interval"])
        .collect::<Vec<_>>()
        .join("_")
}

fn pair_setter(pair: &Pair<'_>) -> Function {
    let (from, to) = (pair.half(pair.from), pair.half(pair.to));
    let docs = Docs::text(&sentences::interval_setter(&from, &to, &pair.name))
        .bullets([&from, &to].map(bullet));
    let head = Head::of(docs).found_by(&pair.name, [from.wire.as_str(), to.wire.as_str()]);
    Function {
        head,
        name: pair.name.clone(),
        arguments: vec!["self".to_owned(), argument(&from), argument(&to)],
        body: Body::Lines(vec![format!("Self(self.0{}{})", set(&from), set(&to))]),
    }
}

//! How programs build objects of responses, for example in tests: `new`, which takes what a
//! response always has, and a setter for everything else.

use helpscout_description::{Field, Object, Type};
use helpscout_openapi::sentences;

use crate::block::{Block, Body, Function, Head, identifier};
use crate::docs::Docs;
use crate::rust_type;
use crate::source::{allow_new, allow_setters};

/// Methods of the traits that objects implement, and `new`. A setter of the same name would be
/// called in place of the method.
const METHODS: &[&str] = &[
    "as_ref",
    "borrow",
    "borrow_mut",
    "clone",
    "clone_from",
    "clone_into",
    "default",
    "deserialize",
    "eq",
    "fmt",
    "from",
    "into",
    "ne",
    "new",
    "serialize",
    "to_owned",
    "try_from",
    "try_into",
    "type_id",
];

/// The number of arguments from which on Clippy complains about a function.
const MANY_ARGUMENTS: usize = 8;

/// A setter that is called for its effect has none. The type itself has no such attribute, because a
/// row that is dropped, such as one that `Vec::remove` returns, is no mistake.
const MUST_USE: Option<&str> = Some("#[must_use]");

/// Generates `new` and the setters of an object. `has_private` says whether its struct has a private
/// field, too.
pub(crate) fn of(object: &Object, has_private: bool) -> Block {
    let optional = || object.fields.iter().filter(|field| !is_required(field));
    let names = optional().chain(&object.rest);
    let allow = allow_setters(names.map(|field| field.rust.as_str()));
    let mut block = Block::of_impl(&Head::default().with(allow), &object.name);
    block.function(&new(object, has_private));
    for field in optional() {
        block.function(&setter(object, field));
    }
    if let Some(rest) = &object.rest {
        block.function(&rest_setter(object, rest));
    }
    block
}

fn is_required(field: &Field) -> bool {
    !field.optional && !field.nullable
}

fn new(object: &Object, has_private: bool) -> Function {
    let required = || object.fields.iter().filter(|field| is_required(field));
    let count = required().count();
    let docs = if count == 0 {
        Docs::text("Creates a value with no fields set.")
    } else {
        let bullet = |field: &Field| format!("{}: {}", sentences::code(&field.rust), about(field));
        Docs::text("Creates a value from the fields that a response always has.")
            .bullets(required().map(bullet))
    };
    let allow = (count >= MANY_ARGUMENTS).then_some("#[allow(clippy::too_many_arguments)]");
    let fields = required().map(|field| {
        if is_as_given(field) {
            field.rust.clone()
        } else {
            format!("{}: {}", field.rust, value(field))
        }
    });
    let has_others = has_private || object.rest.is_some() || count < object.fields.len();
    let others = has_others.then(|| "..Self::default()".to_owned());
    let body = if count == 0 {
        Body::Lines(vec!["Self::default()".to_owned()])
    } else {
        Body::Literal(fields.chain(others).collect())
    };
    Function {
        head: Head::of(docs).with(allow).with(allow_new(&object.name)),
        name: "new".to_owned(),
        arguments: required().map(argument).collect(),
        body,
    }
}

fn about(field: &Field) -> String {
    // The type of a duration names its unit itself.
    let unit = field
        .unit
        .filter(|unit| !rust_type::is_duration(Some(*unit)));
    sentences::with_unit(&field.doc, unit)
}

fn setter(object: &Object, field: &Field) -> Function {
    let value = value(field);
    let value = if field.list {
        value
    } else {
        format!("Some({value})")
    };
    Function {
        head: Head::of(setter_docs(field)).with(MUST_USE),
        name: setter_name(object, &field.rust),
        arguments: vec!["mut self".to_owned(), argument(field)],
        body: Body::Lines(vec![
            format!("self.{} = {value};", field.rust),
            "self".to_owned(),
        ]),
    }
}

/// Generates the setter of the field that takes the keys which are not described one by one.
fn rest_setter(object: &Object, rest: &Field) -> Function {
    let (name, value) = (&rest.rust, rust_type::of_described(rest));
    let (value, convert) = match rest.ty {
        Type::Any if !rest.list => (value, ""),
        _ if rest.one_or_many => (format!("impl Into<wire::OneOrMany<{value}>>"), ".into()"),
        _ => (value, ".into()"),
    };
    Function {
        head: Head::of(setter_docs(rest)).with(MUST_USE),
        name: setter_name(object, name),
        arguments: vec![
            "mut self".to_owned(),
            format!("{name}: impl IntoIterator<Item = (impl Into<String>, {value})>"),
        ],
        body: Body::Other(format!(
            "self.{name} = {name}.into_iter().map(|(key, value)| (key.into(), value{convert})).collect();\n\
             self"
        )),
    }
}

fn setter_docs(field: &Field) -> Docs {
    Docs::text(&format!("Sets {}.", sentences::code(&field.rust)))
}

/// Returns the name of a setter: that of the field, unless a method has it.
fn setter_name(object: &Object, field: &str) -> String {
    let fields = object.fields.iter().chain(&object.rest);
    let taken: Vec<&str> = fields.map(|field| field.rust.as_str()).collect();
    let mut name = field.to_owned();
    while METHODS.contains(&name.as_str()) || (name != field && taken.contains(&name.as_str())) {
        name = format!("with_{name}");
    }
    name
}

/// Writes the argument with the value of a field.
fn argument(field: &Field) -> String {
    let name = identifier(&field.rust);
    let value = match field.ty {
        Type::Text if !field.nullable_items => "impl Into<String>",
        _ => rust_type::of_value(&field.ty, field.unit),
    };
    match (field.list, field.nullable_items) {
        (true, true) => format!("{name}: impl IntoIterator<Item = Option<{value}>>"),
        (true, false) => format!("{name}: impl IntoIterator<Item = {value}>"),
        (false, true) => format!("{name}: Option<{value}>"),
        (false, false) => format!("{name}: {value}"),
    }
}

/// Writes the value of a field, given the argument of the same name.
fn value(field: &Field) -> String {
    let name = &field.rust;
    match (field.list, &field.ty) {
        (true, Type::Text) if !field.nullable_items => {
            format!("{name}.into_iter().map(Into::into).collect()")
        }
        (true, _) => format!("{name}.into_iter().collect()"),
        (false, Type::Text) => format!("{name}.into()"),
        (false, _) => name.clone(),
    }
}

fn is_as_given(field: &Field) -> bool {
    !field.list && field.ty != Type::Text
}

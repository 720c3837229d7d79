//! The numbers of an answer according to its description, and JSON text rewritten accordingly.
//!
//! In CSV and NDJSON, a field of the type `number` always has a fraction, and an integer or an ID
//! never has one. A number that the service sends as a string is written as a number, unless the
//! description says that the field is sent as text; then it is always a string. Everything else is
//! written as received, without the whitespace between values.

use std::collections::HashMap;

use helpscout_description::{Field, IdForm, Object, Type};

use super::compact;
use super::definitions::{AnswerType, Definitions};
use super::json_text::{is_space, string_end, unescaped, value_end, word_end};
use super::number::{append_integer, append_with_fraction, is_number};

/// What the description says about the numbers in a value. Lists have the shape of their elements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Nothing.
    #[default]
    Any,
    /// It is a number that may have a fraction.
    Number,
    /// It is a whole number or an ID.
    Integer,
    /// It is a whole number or an ID in a string.
    IntegerAsText,
    /// It is a number that may have a fraction, in a string.
    NumberAsText,
    /// It is the object at this position of [`Shapes`].
    Object(usize),
}

/// The shapes of the objects in an answer.
#[derive(Clone, Debug)]
pub(crate) struct Shapes(Vec<ObjectShape>);

#[derive(Clone, Debug, Default)]
struct ObjectShape {
    /// Keys with the shapes of their values, in the order of the documented page.
    fields: Vec<(String, Shape)>,
    /// The shape of the values of all other keys.
    rest: Shape,
}

impl Shapes {
    /// The shape of the object that the shapes were made for.
    pub(crate) const ROOT: Shape = Shape::Object(0);

    /// Compiles the shapes of a row, or of the whole answer if it has no rows.
    pub(crate) fn of_rows(answer: AnswerType) -> Self {
        Self::of(answer.definitions, answer.columns, answer.rest)
    }

    /// Compiles the shapes of an object with these fields, and of all objects in it. `rest`
    /// describes the values of other keys.
    pub(crate) fn of(definitions: Definitions, fields: &[Field], rest: Option<&Field>) -> Self {
        let mut compiler = Compiler {
            definitions,
            shapes: vec![ObjectShape::default()],
            known: HashMap::new(),
        };
        compiler.shapes[0] = compiler.members(fields, rest);
        Self(compiler.shapes)
    }

    /// Compiles the shapes of these fields, and of all objects in them. Returns the shape of each
    /// field, too; a value without a field has none.
    pub(crate) fn of_fields<'f>(
        definitions: Definitions,
        fields: impl Iterator<Item = Option<&'f Field>>,
    ) -> (Self, Vec<Shape>) {
        let mut compiler = Compiler {
            definitions,
            shapes: vec![ObjectShape::default()],
            known: HashMap::new(),
        };
        let fields = fields
            .map(|field| field.map_or(Shape::Any, |field| compiler.field(field)))
            .collect();
        (Self(compiler.shapes), fields)
    }

    /// Creates the shapes of an object in which the values of these keys are numbers.
    pub(crate) fn of_numbers(keys: &[&str]) -> Self {
        let fields = keys.iter().map(|key| ((*key).to_owned(), Shape::Number));
        Self(vec![ObjectShape {
            fields: fields.collect(),
            rest: Shape::Any,
        }])
    }

    /// Returns the shape of a key of an object, which is given as in JSON text. `hint` is where to
    /// look first, and is set to where to look for the next key.
    pub(crate) fn of_key(&self, object: usize, key: &str, hint: &mut usize) -> Shape {
        let Some(object) = self.0.get(object) else {
            return Shape::Any;
        };
        match object.position(key, *hint) {
            Some(at) => {
                *hint = at + 1;
                object.fields[at].1
            }
            None if key.contains('\\') => {
                let key = unescaped(key);
                let at = object.position(&key, 0);
                at.map_or(object.rest, |at| object.fields[at].1)
            }
            None => object.rest,
        }
    }

    /// Returns the shape of the values of keys that are not described.
    pub(crate) fn rest(&self, object: usize) -> Shape {
        self.0.get(object).map_or(Shape::Any, |object| object.rest)
    }
}

impl ObjectShape {
    /// Returns the position of a key. The service sends keys in the same order again and again.
    fn position(&self, key: &str, hint: usize) -> Option<usize> {
        if self.fields.get(hint).is_some_and(|(known, _)| known == key) {
            return Some(hint);
        }
        self.fields.iter().position(|(known, _)| known == key)
    }
}

struct Compiler {
    definitions: Definitions,
    shapes: Vec<ObjectShape>,
    /// The positions of objects by name. An object may contain itself.
    known: HashMap<String, usize>,
}

impl Compiler {
    fn object(&mut self, object: &Object) -> usize {
        if let Some(at) = self.known.get(&object.name) {
            return *at;
        }
        let at = self.shapes.len();
        self.known.insert(object.name.clone(), at);
        self.shapes.push(ObjectShape::default());
        self.shapes[at] = self.members(&object.fields, object.rest.as_ref());
        at
    }

    fn members(&mut self, fields: &[Field], rest: Option<&Field>) -> ObjectShape {
        let mut shapes = Vec::new();
        for field in fields {
            let shape = self.field(field);
            let keys = std::iter::once(&field.wire).chain(&field.aliases);
            shapes.extend(keys.map(|key| (key.clone(), shape)));
        }
        ObjectShape {
            fields: shapes,
            rest: rest.map_or(Shape::Any, |rest| self.field(rest)),
        }
    }

    fn field(&mut self, field: &Field) -> Shape {
        match &field.ty {
            Type::Number if field.as_text => Shape::NumberAsText,
            Type::Number => Shape::Number,
            Type::Id(name) if self.is_text(name) => Shape::Any,
            Type::Integer | Type::Id(_) if field.as_text => Shape::IntegerAsText,
            Type::Integer | Type::Id(_) | Type::EpochSeconds | Type::EpochMilliseconds => {
                Shape::Integer
            }
            Type::Object(_) => match self.definitions.object(field) {
                Some(object) => Shape::Object(self.object(object)),
                None => Shape::Any,
            },
            Type::Text | Type::Boolean | Type::Instant | Type::Date | Type::Enum(_) | Type::Any => {
                Shape::Any
            }
        }
    }

    /// Returns whether IDs of that type are strings.
    fn is_text(&self, id: &str) -> bool {
        let id = self.definitions.0.id(id);
        id.is_some_and(|id| id.form != IdForm::Integer)
    }
}

/// Rewrites JSON text. One rewriter serves all rows of an answer.
#[derive(Debug)]
pub(crate) struct Rewriter {
    shapes: Shapes,
    /// The containers around the current position whose content has a shape.
    open: Vec<Container>,
}

#[derive(Clone, Copy, Debug)]
enum Container {
    /// A list with elements of a shape.
    List(Shape),
    /// An object, with where to look for the next key.
    Object {
        shape: usize,
        hint: usize,
        expects_key: bool,
    },
}

impl Rewriter {
    pub(crate) fn new(shapes: Shapes) -> Self {
        Self {
            shapes,
            open: Vec::new(),
        }
    }

    /// Appends one value of that shape.
    pub(crate) fn append(&mut self, json: &str, shape: Shape, out: &mut String) {
        let mut copy = Copy { json, kept: 0, out };
        let bytes = json.as_bytes();
        let mut shape = shape;
        let mut at = 0;
        self.open.clear();
        while let Some(&byte) = bytes.get(at) {
            at = match byte {
                b'"' => {
                    let end = string_end(bytes, at);
                    match self.open.last_mut() {
                        Some(Container::Object {
                            shape: object,
                            hint,
                            expects_key,
                        }) if *expects_key => {
                            *expects_key = false;
                            let key = json.get(at + 1..end - 1).unwrap_or_default();
                            shape = self.shapes.of_key(*object, key, hint);
                        }
                        _ => copy.string(at, end, shape),
                    }
                    end
                }
                b'-' | b'0'..=b'9' => {
                    let end = word_end(bytes, at).max(at + 1);
                    copy.number(at, end, shape);
                    end
                }
                b'{' | b'[' => match (byte, shape) {
                    (b'{', Shape::Object(object)) => {
                        self.open.push(Container::Object {
                            shape: object,
                            hint: 0,
                            expects_key: true,
                        });
                        at + 1
                    }
                    (b'[', shape) if shape != Shape::Any => {
                        self.open.push(Container::List(shape));
                        at + 1
                    }
                    _ => copy.container(at),
                },
                b'}' | b']' => {
                    self.open.pop();
                    at + 1
                }
                b',' => {
                    match self.open.last_mut() {
                        Some(Container::List(element)) => shape = *element,
                        Some(Container::Object { expects_key, .. }) => *expects_key = true,
                        None => {}
                    }
                    at + 1
                }
                byte if is_space(byte) => copy.space(at),
                _ => at + 1,
            };
        }
        copy.keep(json.len());
    }
}

/// Copies text, except for what is replaced.
struct Copy<'a> {
    json: &'a str,
    /// Everything before this position is copied or replaced.
    kept: usize,
    out: &'a mut String,
}

impl Copy<'_> {
    fn keep(&mut self, until: usize) {
        self.out
            .push_str(self.json.get(self.kept..until).unwrap_or_default());
        self.kept = until;
    }

    /// Leaves out the whitespace at a position. Returns the position after it.
    fn space(&mut self, at: usize) -> usize {
        self.keep(at);
        let rest = self.json.as_bytes().get(at..).unwrap_or_default();
        self.kept = at
            + rest
                .iter()
                .position(|byte| !is_space(*byte))
                .unwrap_or(rest.len());
        self.kept
    }

    fn number(&mut self, start: usize, end: usize, shape: Shape) {
        let number = self.json.get(start..end).unwrap_or_default();
        let is_as_described = match shape {
            Shape::Any | Shape::Object(_) => true,
            Shape::Number => number.contains('.'),
            Shape::Integer => number.bytes().all(|byte| byte.is_ascii_digit()),
            Shape::IntegerAsText | Shape::NumberAsText => false,
        };
        if is_as_described {
            return;
        }
        self.keep(start);
        match shape {
            Shape::Number => append_with_fraction(number, self.out),
            Shape::IntegerAsText => {
                self.out.push('"');
                append_integer(number, self.out);
                self.out.push('"');
            }
            Shape::NumberAsText => {
                self.out.push('"');
                append_with_fraction(number, self.out);
                self.out.push('"');
            }
            _ => append_integer(number, self.out),
        }
        self.kept = end;
    }

    /// Replaces a string by the number in it, if it should be a number.
    fn string(&mut self, start: usize, end: usize, shape: Shape) {
        if !matches!(shape, Shape::Number | Shape::Integer) {
            return;
        }
        let inside = self.json.get(start + 1..end - 1).unwrap_or_default();
        if is_number(inside) {
            self.keep(start);
            if shape == Shape::Number {
                append_with_fraction(inside, self.out);
            } else {
                append_integer(inside, self.out);
            }
            self.kept = end;
        }
    }

    /// Copies a list or an object whose content has no shape. Returns the position after it.
    fn container(&mut self, at: usize) -> usize {
        self.keep(at);
        self.kept = value_end(self.json.as_bytes(), at);
        compact::append(self.json.get(at..self.kept).unwrap_or_default(), self.out);
        self.kept
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

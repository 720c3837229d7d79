//! The objects of responses.

use serde::{Deserialize, Serialize};

use super::default::is_default;
use super::documentation::{Correction, Source};
use super::value::{Type, Unit};

/// A JSON object of responses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Object {
    /// The name of the object, in Rust as well.
    pub name: String,
    /// The text that says what the object stands for.
    pub doc: String,
    /// The fields, in the order of the documented page.
    pub fields: Vec<Field>,
    /// The JSON keys of the fields that matter most to people, the most important first. Tables show
    /// these first and leave them out last. Empty if the order of the page is as good as any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub important: Vec<String>,
    /// The field that describes the values of all other keys, if other keys are expected. Its wire
    /// name is `*`. If there are no other fields, the object is a map.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest: Option<Field>,
    /// The ID of the operation that the object belongs to, or `None` if operations share it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The path of the spec file that declares the object, relative to the spec folder.
    pub file: String,
}

impl Object {
    /// Returns the field with this JSON key. Aliases don't count.
    pub fn field(&self, wire: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.wire == wire)
    }

    /// Returns the fields as people want to see them: the important ones, the most important first,
    /// then all others in the order of the documented page.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # fn main() -> Result<(), &'static str> {
    /// let api = helpscout_description::embedded();
    /// let figures = api.object("HappinessFigures").ok_or("not described")?;
    /// assert_eq!(figures.fields[0].wire, "ratingsPercent");
    /// let first = figures.by_importance().next();
    /// assert!(first.is_some_and(|field| field.wire == "happinessScore"));
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "embedded"))]
    /// # fn main() {}
    /// ```
    pub fn by_importance(&self) -> impl Iterator<Item = &Field> {
        let first = self.important.iter().filter_map(|wire| self.field(wire));
        let others = self.fields.iter();
        first.chain(others.filter(|field| !self.important.contains(&field.wire)))
    }
}

/// A field of an object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// The JSON key.
    pub wire: String,
    /// The name of the Rust field.
    pub rust: String,
    /// The type of the value, or of each element if the field is a list.
    pub ty: Type,
    /// Whether the value is a JSON array with elements of the type `ty`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub list: bool,
    /// Whether the key may be absent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub optional: bool,
    /// Whether the value may be null.
    #[serde(default, skip_serializing_if = "is_default")]
    pub nullable: bool,
    /// Whether the value, which is that of a map, is either one value of the type `ty` or a JSON array
    /// of them.
    #[serde(default, skip_serializing_if = "is_default")]
    pub one_or_many: bool,
    /// Whether elements of the list, or of the map, may be null.
    #[serde(default, skip_serializing_if = "is_default")]
    pub nullable_items: bool,
    /// The unit of a number, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// The text that says what the value means.
    pub doc: String,
    /// The source that documents the field.
    #[serde(default, skip_serializing_if = "is_default")]
    pub source: Source,
    /// The correction of the page's name for the field, if the page has a wrong one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<Correction>,
    /// Other keys that the service is known to use for the field. Programs read them but never
    /// write them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Whether a number or an ID is written as a JSON string.
    #[serde(default, skip_serializing_if = "is_default")]
    pub as_text: bool,
    /// The header of the answer that has the value, if it is not in the body. Then all fields of the
    /// object are in headers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
}

impl Field {
    /// Creates a field with this JSON key, which is its name in Rust as well. The value is a single one
    /// that is always there, and nothing else is known about it.
    ///
    /// ```
    /// use helpscout_description::{Field, Type, Unit};
    ///
    /// let wait = Field {
    ///     unit: Some(Unit::Seconds),
    ///     ..Field::new("wait", Type::Number)
    /// };
    /// assert!(!wait.optional && !wait.nullable);
    /// ```
    pub fn new(wire: &str, ty: Type) -> Self {
        Self {
            wire: wire.to_owned(),
            rust: wire.to_owned(),
            ty,
            list: false,
            optional: false,
            nullable: false,
            one_or_many: false,
            nullable_items: false,
            unit: None,
            doc: String::new(),
            source: Source::Table,
            correction: None,
            aliases: Vec::new(),
            as_text: false,
            header: None,
        }
    }

    /// Returns the type of what the header of the field has: a text, if a number is written as one.
    pub fn type_in_header(&self) -> &Type {
        if self.as_text { &Type::Text } else { &self.ty }
    }
}

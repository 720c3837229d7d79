//! The types of the checked description: [`Api`] and everything in it.
//!
//! They are plain owned data without YAML or positions. They serialize to JSON, so that programs
//! can embed a description.

mod default;
mod documentation;
mod object;
mod operation;
mod service;
mod value;

use serde::{Deserialize, Serialize};

pub use self::documentation::{Correction, Source};
pub use self::object::{Field, Object};
pub use self::operation::{
    DefaultValue, Example, Group, ListStyle, Operation, PageStyle, Pages, Parameter, Place, Rule,
};
pub use self::service::{Basic, MediaTypes, Plan, RateLimitHeaders, Service, Token};
pub use self::value::{EnumType, EnumValue, IdForm, IdType, JsonType, Type, Unit};

/// A description of the whole API: everything that a spec folder says.
///
/// The function `helpscout_spec::read` makes one from a spec folder, and [`Api::from_json`] reads
/// one that was serialized. In a description that comes from there, every name refers to something
/// and every rule holds, so code that takes an `Api` has no errors of the spec's author to handle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Api {
    /// Facts about the service that don't depend on an operation.
    pub service: Service,
    /// The types of IDs, in the order of their declaration.
    pub ids: Vec<IdType>,
    /// The enums: first the shared ones, then those of each operation in file order.
    pub enums: Vec<EnumType>,
    /// The objects of responses: first the shared ones, then those of each operation in file order.
    pub objects: Vec<Object>,
    /// The operations, ordered by the path of their file.
    pub operations: Vec<Operation>,
}

impl Api {
    /// The path of the spec file with what operations share, relative to the spec folder.
    pub const SHARED: &'static str = "api.yaml";

    /// Returns the operation with this ID, such as `user_conversation_history`.
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    /// Returns the object with this name.
    pub fn object(&self, name: &str) -> Option<&Object> {
        self.objects.iter().find(|object| object.name == name)
    }

    /// Returns the type of ID with this name.
    pub fn id(&self, name: &str) -> Option<&IdType> {
        self.ids.iter().find(|id| id.name == name)
    }

    /// Returns the enum with this name.
    pub fn enumeration(&self, name: &str) -> Option<&EnumType> {
        self.enums
            .iter()
            .find(|enumeration| enumeration.name == name)
    }

    /// Returns the object that a type refers to, or `None` if the type is not an object.
    pub fn object_of(&self, ty: &Type) -> Option<&Object> {
        match ty {
            Type::Object(name) => self.object(name),
            _ => None,
        }
    }

    /// Returns the known values of the enum that a type refers to, or an empty slice if the type is
    /// not an enum. The service may add values.
    pub fn values_of(&self, ty: &Type) -> &[EnumValue] {
        match ty {
            Type::Enum(name) => self.enumeration(name),
            _ => None,
        }
        .map_or(&[], |enumeration| &enumeration.values)
    }

    /// Returns the fields along a dotted path that starts at the object with this name, in order.
    /// If a key of the path is not described, the result ends before that key.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let api = helpscout_description::embedded();
    ///
    /// let fields = api.fields_along("UserConversationHistoryPage", "results.customers.name");
    /// let keys: Vec<&str> = fields.iter().map(|field| field.wire.as_str()).collect();
    /// assert_eq!(keys, ["results", "customers", "name"]);
    ///
    /// let fields = api.fields_along("UserConversationHistoryPage", "results.nothing.name");
    /// let keys: Vec<&str> = fields.iter().map(|field| field.wire.as_str()).collect();
    /// assert_eq!(keys, ["results"]);
    /// # }
    /// ```
    pub fn fields_along(&self, object: &str, path: &str) -> Vec<&Field> {
        along(object, path, |name| self.object(name))
    }

    /// Returns the fields of an operation's answer that are in headers, each with its header.
    pub fn in_headers<'a>(
        &'a self,
        operation: &Operation,
    ) -> impl Iterator<Item = (&'a str, &'a Field)> {
        let object = self.object(&operation.response);
        let fields = object.map_or(&[][..], |object| &object.fields);
        fields
            .iter()
            .filter_map(|field| Some((field.header.as_deref()?, field)))
    }

    /// Returns whether a successful answer to an operation has a body, and not only a status and headers.
    pub fn has_body(&self, operation: &Operation) -> bool {
        !operation.has_no_content() && self.in_headers(operation).next().is_none()
    }

    /// Returns the type of the rows of an operation, or `None` if its answer has no pages, or is the
    /// list of rows itself.
    pub fn row_type(&self, operation: &Operation) -> Option<&Type> {
        let pages = operation.pages.as_ref()?;
        let fields = self.fields_along(&operation.response, &pages.rows);
        fields.last().map(|field| &field.ty)
    }

    /// Returns the object that the rows of an operation are, or `None` if its answer has no pages or
    /// its rows are single values.
    pub fn row_object(&self, operation: &Operation) -> Option<&Object> {
        let pages = operation.pages.as_ref()?;
        if pages.rows.is_empty() {
            return self.object(&operation.response);
        }
        self.object_of(self.row_type(operation)?)
    }

    /// Returns the fields of a row of an operation's answer, in the order of the documented page.
    ///
    /// If the answer has no pages, the answer itself counts as a row. If rows are not objects, the
    /// result is empty.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "embedded")]
    /// # fn main() -> Result<(), &'static str> {
    /// let api = helpscout_description::embedded();
    /// let history = api.operation("user_conversation_history").ok_or("not described")?;
    ///
    /// let mut columns = api.columns(history).iter();
    /// assert!(columns.any(|field| field.wire == "responseTime"));
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "embedded"))]
    /// # fn main() {}
    /// ```
    pub fn columns(&self, operation: &Operation) -> &[Field] {
        let row = match self.row_type(operation) {
            Some(ty) => self.object_of(ty),
            None => self.object(&operation.response),
        };
        row.map_or(&[], |row| &row.fields)
    }

    /// Returns whether the IDs of the type with this name are strings of 24 hexadecimal digits.
    pub fn is_hex(&self, id: &str) -> bool {
        self.id(id).is_some_and(|id| id.form == IdForm::Hex24)
    }

    /// Returns whether the IDs of the type with this name are strings, of hexadecimal digits or of any
    /// form.
    pub fn is_text_id(&self, id: &str) -> bool {
        self.id(id).is_some_and(|id| id.form != IdForm::Integer)
    }

    /// Returns whether the values of the enum with this name are numbers.
    pub fn is_numeric(&self, enumeration: &str) -> bool {
        self.enumeration(enumeration)
            .is_some_and(|enumeration| enumeration.numeric)
    }

    /// Returns what a value of a type is in JSON when it is sent.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use helpscout_description::{JsonType, Type, embedded};
    ///
    /// let user = Type::Id("UserId".to_owned());
    /// assert_eq!(embedded().json_type(&user), JsonType::Integer);
    /// # }
    /// ```
    pub fn json_type(&self, ty: &Type) -> JsonType {
        JsonType::of(ty, |id| self.is_text_id(id), |known| self.is_numeric(known))
    }
}

/// Returns the fields along a dotted path. `find` returns the object with a name.
pub(crate) fn along<'a>(
    start: &str,
    path: &str,
    find: impl Fn(&str) -> Option<&'a Object>,
) -> Vec<&'a Field> {
    let mut fields = Vec::new();
    let mut object = find(start);
    for key in path.split('.') {
        let Some(field) = object.and_then(|object| object.field(key)) else {
            break;
        };
        fields.push(field);
        object = match &field.ty {
            Type::Object(name) => find(name),
            _ => None,
        };
    }
    fields
}

//! Finds the parts of a description by their names.

use std::collections::HashMap;
use std::ops::Deref;

use crate::api::{Api, EnumType, Field, IdForm, IdType, JsonType, Object, Operation, Type, along};

/// A description whose parts are found by name without a search.
///
/// [`Api`] has the same methods, which search. They are good enough for a few questions. A program
/// that asks about every field of a large description makes an index first.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use helpscout_description::{IndexedApi, embedded};
///
/// let api = embedded();
/// let index = IndexedApi::new(&api);
/// assert_eq!(index.object("User"), api.object("User"));
/// assert_eq!(index.operations.len(), api.operations.len());
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct IndexedApi<'a> {
    api: &'a Api,
    names: Names<'a>,
}

impl<'a> IndexedApi<'a> {
    /// Creates the index of a description. Of several parts with one name, it has the first.
    pub fn new(api: &'a Api) -> Self {
        Self {
            api,
            names: Names::new(&api.objects, &api.enums, &api.ids),
        }
    }

    /// Returns the description.
    pub fn api(&self) -> &'a Api {
        self.api
    }

    /// Returns the object with this name.
    pub fn object(&self, name: &str) -> Option<&'a Object> {
        self.names.object(name)
    }

    /// Returns the type of ID with this name.
    pub fn id(&self, name: &str) -> Option<&'a IdType> {
        self.names.ids.get(name).copied()
    }

    /// Returns the enum with this name.
    pub fn enumeration(&self, name: &str) -> Option<&'a EnumType> {
        self.names.enumeration(name)
    }

    /// Returns the fields along a path, like [`Api::fields_along`].
    pub fn fields_along(&self, object: &str, path: &str) -> Vec<&'a Field> {
        along(object, path, |name| self.object(name))
    }

    /// Returns the type of the rows of an operation, or `None` if its answer has no pages, or is the
    /// list of rows itself.
    pub fn row_type(&self, operation: &Operation) -> Option<&'a Type> {
        let pages = operation.pages.as_ref()?;
        let fields = self.fields_along(&operation.response, &pages.rows);
        fields.last().map(|field| &field.ty)
    }

    /// Returns whether the IDs of the type with this name are strings of 24 hexadecimal digits.
    pub fn is_hex(&self, id: &str) -> bool {
        self.names.is_hex(id)
    }

    /// Returns whether the IDs of the type with this name are strings, of hexadecimal digits or of any
    /// form.
    pub fn is_text_id(&self, id: &str) -> bool {
        self.names.is_text_id(id)
    }

    /// Returns whether the values of the enum with this name are numbers.
    pub fn is_numeric(&self, enumeration: &str) -> bool {
        self.names.is_numeric(enumeration)
    }

    /// Returns what a value of a type is in JSON when it is sent, like [`Api::json_type`].
    pub fn json_type(&self, ty: &Type) -> JsonType {
        JsonType::of(ty, |id| self.is_text_id(id), |known| self.is_numeric(known))
    }
}

impl Deref for IndexedApi<'_> {
    type Target = Api;

    fn deref(&self) -> &Api {
        self.api
    }
}

/// Objects, enums and IDs by their names; of several with one name, the first.
#[derive(Clone, Debug)]
pub(crate) struct Names<'a> {
    objects: HashMap<&'a str, &'a Object>,
    enums: HashMap<&'a str, &'a EnumType>,
    ids: HashMap<&'a str, &'a IdType>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(objects: &'a [Object], enums: &'a [EnumType], ids: &'a [IdType]) -> Self {
        Self {
            objects: by_name(objects, |object| &object.name),
            enums: by_name(enums, |enumeration| &enumeration.name),
            ids: by_name(ids, |id| &id.name),
        }
    }

    pub(crate) fn object(&self, name: &str) -> Option<&'a Object> {
        self.objects.get(name).copied()
    }

    /// Returns all objects, in any order.
    pub(crate) fn objects(&self) -> impl Iterator<Item = &'a Object> {
        self.objects.values().copied()
    }

    pub(crate) fn enumeration(&self, name: &str) -> Option<&'a EnumType> {
        self.enums.get(name).copied()
    }

    pub(crate) fn is_hex(&self, id: &str) -> bool {
        let id = self.ids.get(id);
        id.is_some_and(|id| id.form == IdForm::Hex24)
    }

    pub(crate) fn is_text_id(&self, id: &str) -> bool {
        let id = self.ids.get(id);
        id.is_some_and(|id| id.form != IdForm::Integer)
    }

    pub(crate) fn is_numeric(&self, enumeration: &str) -> bool {
        let enumeration = self.enumeration(enumeration);
        enumeration.is_some_and(|enumeration| enumeration.numeric)
    }
}

fn by_name<'a, T>(all: &'a [T], name: impl Fn(&'a T) -> &'a str) -> HashMap<&'a str, &'a T> {
    let mut found = HashMap::with_capacity(all.len());
    for part in all {
        found.entry(name(part)).or_insert(part);
    }
    found
}

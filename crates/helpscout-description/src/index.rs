//! Finds the parts of a description by their names.

use std::collections::HashMap;
use std::ops::Deref;

use crate::api::{Api, EnumType, Field, IdForm, IdType, Object, Operation, Type, along};

/// A description whose parts are found by name without a search.
///
/// [`Api`] has the same methods, which search. They are good enough for a few questions. A program
/// that asks about every field of a large description makes an index first.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use helpscout_description::{Index, embedded};
///
/// let api = embedded();
/// let index = Index::new(&api);
/// assert_eq!(index.object("User"), api.object("User"));
/// assert_eq!(index.operations.len(), api.operations.len());
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Index<'a> {
    api: &'a Api,
    ids: HashMap<&'a str, &'a IdType>,
    enums: HashMap<&'a str, &'a EnumType>,
    objects: HashMap<&'a str, &'a Object>,
}

impl<'a> Index<'a> {
    /// Creates the index of a description. Of several parts with one name, it has the first.
    pub fn new(api: &'a Api) -> Self {
        Self {
            api,
            ids: by_name(&api.ids, |id| &id.name),
            enums: by_name(&api.enums, |enumeration| &enumeration.name),
            objects: by_name(&api.objects, |object| &object.name),
        }
    }

    /// Returns the description.
    pub fn api(&self) -> &'a Api {
        self.api
    }

    /// Returns the object with this name.
    pub fn object(&self, name: &str) -> Option<&'a Object> {
        self.objects.get(name).copied()
    }

    /// Returns the type of ID with this name.
    pub fn id(&self, name: &str) -> Option<&'a IdType> {
        self.ids.get(name).copied()
    }

    /// Returns the enum with this name.
    pub fn enumeration(&self, name: &str) -> Option<&'a EnumType> {
        self.enums.get(name).copied()
    }

    /// Returns the fields along a path, like [`Api::fields_along`].
    pub fn fields_along(&self, object: &str, path: &str) -> Vec<&'a Field> {
        along(object, path, |name| self.object(name))
    }

    /// Returns the type of the rows of an operation, or `None` if its answer has no pages.
    pub fn row_type(&self, operation: &Operation) -> Option<&'a Type> {
        let pages = operation.pages.as_ref()?;
        let fields = self.fields_along(&operation.response, &pages.rows);
        fields.last().map(|field| &field.ty)
    }

    /// Returns whether the IDs of the type with this name are strings of 24 hexadecimal digits.
    pub fn is_hex(&self, id: &str) -> bool {
        self.id(id).is_some_and(|id| id.form == IdForm::Hex24)
    }

    /// Returns whether the values of the enum with this name are numbers.
    pub fn is_numeric(&self, enumeration: &str) -> bool {
        self.enumeration(enumeration)
            .is_some_and(|enumeration| enumeration.numeric)
    }
}

impl Deref for Index<'_> {
    type Target = Api;

    fn deref(&self) -> &Api {
        self.api
    }
}

fn by_name<'a, T>(all: &'a [T], name: impl Fn(&'a T) -> &'a str) -> HashMap<&'a str, &'a T> {
    let mut found = HashMap::with_capacity(all.len());
    for part in all {
        found.entry(name(part)).or_insert(part);
    }
    found
}

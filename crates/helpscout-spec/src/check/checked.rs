//! What has been checked so far, and where it is described.

use std::collections::{HashMap, HashSet};

use helpscout_description::{EnumType, IdForm, IdType, Object, Operation, Type};

use super::implied;
use crate::finding::Place;
use crate::position::At;
use crate::text::Spot;

/// The parts of the description that have been checked so far.
#[derive(Default)]
pub(super) struct Checked {
    pub(super) ids: Vec<IdType>,
    pub(super) enums: Vec<EnumType>,
    pub(super) objects: Vec<Object>,
    pub(super) operations: Vec<Operation>,
    pub(super) places: Places,
    /// The indexes of enums and objects by their names; of several with one name, of the first.
    enum_indexes: HashMap<String, usize>,
    object_indexes: HashMap<String, usize>,
    /// Files of operations whose response lacks parts because of errors.
    pub(super) partial_responses: HashSet<String>,
    /// Shared objects that lack parts because of errors.
    pub(super) partial_objects: HashSet<String>,
    /// Fields, by their object and key, whose type is not known because of an error.
    pub(super) unresolved: HashSet<(String, String)>,
    /// IDs and enums with errors: which values they have is not known.
    pub(super) faulty_types: HashSet<String>,
}

impl Checked {
    /// Adds an enum that is described at that place.
    pub(super) fn add_enum(&mut self, enumeration: EnumType, at: At<'_>) {
        let spot = at.key("name").spot();
        self.places.enums.insert(enumeration.name.clone(), spot);
        let index = self.enums.len();
        self.enum_indexes
            .entry(enumeration.name.clone())
            .or_insert(index);
        self.enums.push(enumeration);
    }

    /// Adds an object without fields, and returns its index.
    pub(super) fn add_object(&mut self, object: Object, at: At<'_>) -> usize {
        let index = self.objects.len();
        let places = Fields {
            at: at.spot(),
            fields: HashMap::new(),
            implied: HashMap::new(),
        };
        self.places.objects.insert(object.name.clone(), places);
        self.object_indexes
            .entry(object.name.clone())
            .or_insert(index);
        self.objects.push(object);
        index
    }

    /// Records where a field of an object is described.
    pub(super) fn add_field_place(&mut self, object: &str, key: &str, at: At<'_>) {
        if let Some(places) = self.places.objects.get_mut(object) {
            places.fields.insert(key.into(), at.spot());
        }
    }

    /// Records the path and the object of a field that has no entry of its own, since paths go through
    /// it.
    pub(super) fn add_implied(&mut self, object: &str, key: &str, path: &str, inner: &str) {
        if let Some(places) = self.places.objects.get_mut(object) {
            places
                .implied
                .insert(key.into(), (path.into(), inner.into()));
        }
    }

    /// Returns the enum of that name.
    pub(super) fn enumeration(&self, name: &str) -> Option<&EnumType> {
        self.enums.get(*self.enum_indexes.get(name)?)
    }

    /// Returns whether the type of a field is not known because of an error.
    pub(super) fn is_unresolved(&self, object: &str, key: &str) -> bool {
        let field = || (object.to_owned(), key.to_owned());
        !self.unresolved.is_empty() && self.unresolved.contains(&field())
    }

    /// Returns whether which values a type has is not known because of an error.
    pub(super) fn is_faulty(&self, ty: &Type) -> bool {
        match ty {
            Type::Id(name) | Type::Enum(name) => self.faulty_types.contains(name),
            _ => false,
        }
    }

    /// Returns whether the values of a field are not known because of an error in its type.
    pub(super) fn is_field_faulty(&self, object: &str, key: &str) -> bool {
        if self.faulty_types.is_empty() {
            return false;
        }
        let field = self.object(object).and_then(|object| object.field(key));
        field.is_some_and(|field| self.is_faulty(&field.ty))
    }

    /// Marks the responses that contain a shared object which lacks parts.
    pub(super) fn spread_partial(&mut self) {
        if self.partial_objects.is_empty() {
            return;
        }
        for operation in &self.operations {
            if self.contains_partial(&operation.response) {
                self.partial_responses.insert(operation.file.clone());
            }
        }
    }

    fn contains_partial(&self, object: &str) -> bool {
        let mut seen = HashSet::from([object]);
        let mut open = vec![object];
        while let Some(name) = open.pop() {
            if self.partial_objects.contains(name) {
                return true;
            }
            let fields = self
                .object(name)
                .into_iter()
                .flat_map(|object| object.fields.iter().chain(&object.rest));
            for field in fields {
                if let Type::Object(inner) = &field.ty
                    && seen.insert(inner)
                {
                    open.push(inner);
                }
            }
        }
        false
    }

    /// Returns how IDs of that name are written.
    pub(super) fn id_form(&self, name: &str) -> IdForm {
        let mut ids = self.ids.iter();
        let id = ids.find(|id| id.name == name);
        id.map_or(IdForm::Integer, |id| id.form)
    }

    /// Returns the object of that name.
    pub(super) fn object(&self, name: &str) -> Option<&Object> {
        self.objects.get(*self.object_indexes.get(name)?)
    }
}

/// Where response objects, their fields and enums are described.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    enums: HashMap<String, Spot>,
    objects: HashMap<String, Fields>,
}

/// Where an object and its fields are described.
#[derive(Clone, Debug)]
struct Fields {
    at: Spot,
    fields: HashMap<Box<str>, Spot>,
    /// The path and the object of each key that has no entry.
    implied: HashMap<Box<str>, (Box<str>, Box<str>)>,
}

impl Places {
    /// Returns the place of a key of an object, or of the object if it has no such key.
    pub(crate) fn of(&self, object: &str, key: &str) -> Option<Place> {
        let fields = self.objects.get(object)?;
        Some(fields.fields.get(key).unwrap_or(&fields.at).place())
    }

    /// Returns the place of a key of an object.
    pub(super) fn of_field(&self, object: &str, key: &str) -> Option<Place> {
        Some(self.objects.get(object)?.fields.get(key)?.place())
    }

    /// Returns the entry that a key needs for a flag, such as `optional`, if it has no entry yet.
    pub(crate) fn implied_entry(&self, object: &str, key: &str, flag: &str) -> Option<String> {
        let (path, inner) = self.objects.get(object)?.implied.get(key)?;
        Some(implied::entry(path, inner, &format!("{flag}: true, ")))
    }

    /// Returns the place of an enum's name.
    pub(crate) fn of_enum(&self, name: &str) -> Option<Place> {
        self.enums.get(name).map(Spot::place)
    }
}

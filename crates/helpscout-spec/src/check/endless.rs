//! Objects that contain themselves: a value of theirs would have no end.

use std::collections::HashMap;

use helpscout_description::quote::quoted;
use helpscout_description::{Object, Type};

use super::checked::Checked;
use crate::code::Code;
use crate::finding::Finding;
use crate::findings::Sink;

/// Reports one field of every cycle of objects. A cycle through a list is fine, since a list may be
/// empty.
pub(super) fn check(checked: &mut Checked, sink: &mut Sink) {
    let mut indexes = HashMap::new();
    for (index, object) in checked.objects.iter().enumerate() {
        // That two objects have one name has been reported already.
        indexes.entry(object.name.as_str()).or_insert(index);
    }
    let mut search = Search {
        checked,
        indexes,
        visits: vec![Visit::None; checked.objects.len()],
        endless: Vec::new(),
        sink,
    };
    for start in 0..checked.objects.len() {
        if search.visits[start] == Visit::None {
            search.walk(start);
        }
    }
    // No example can show an object without an end.
    let endless = search.endless;
    checked.partial_objects.extend(endless);
}

struct Search<'c> {
    checked: &'c Checked,
    indexes: HashMap<&'c str, usize>,
    visits: Vec<Visit>,
    /// The objects that contain themselves.
    endless: Vec<String>,
    sink: &'c mut Sink,
}

#[derive(Clone, Copy, PartialEq)]
enum Visit {
    None,
    Open,
    Done,
}

impl Search<'_> {
    /// Visits all objects below one. It does not recurse, since chains may be long.
    fn walk(&mut self, start: usize) {
        let mut open = vec![(start, 0)];
        self.visits[start] = Visit::Open;
        while let Some((index, next)) = open.last_mut() {
            let object = &self.checked.objects[*index];
            let Some(field) = object.fields.get(*next) else {
                self.visits[*index] = Visit::Done;
                open.pop();
                continue;
            };
            *next += 1;
            let inner = match &field.ty {
                Type::Object(name) if !field.list => self.indexes.get(name.as_str()).copied(),
                _ => None,
            };
            match inner.map(|inner| (inner, self.visits[inner])) {
                Some((inner, Visit::None)) => {
                    self.visits[inner] = Visit::Open;
                    open.push((inner, 0));
                }
                Some((inner, Visit::Open)) => self.report(object, &field.wire, inner),
                Some((_, Visit::Done)) | None => {}
            }
        }
    }

    fn report(&mut self, object: &Object, wire: &str, target: usize) {
        if let Some(place) = self.checked.places.of_field(&object.name, wire) {
            let target = &self.checked.objects[target].name;
            self.endless.push(target.clone());
            let message = format!("{} contains itself", quoted(target));
            let finding = Finding::new(Code::EndlessObject, place, message);
            self.sink
                .add(finding.help("use a list; an object can contain itself only through a list"));
        }
    }
}

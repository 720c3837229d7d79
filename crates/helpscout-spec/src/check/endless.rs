//! Objects that contain themselves: they would need infinite room.

use super::Checked;
use crate::code::Code;
use crate::finding::Finding;
use crate::findings::Sink;
use helpscout_description::quote::quoted;
use helpscout_description::{Object, Type};
use std::collections::HashMap;

/// Reports one field of every cycle of objects. Lists may lead back, since they may be empty.
pub(super) fn check(checked: &Checked, sink: &mut Sink) {
    let objects = &checked.objects;
    let numbers = objects.iter().enumerate();
    let numbers: HashMap<&str, usize> = numbers.map(|(n, one)| (one.name.as_str(), n)).collect();
    let mut visits = vec![Visit::None; objects.len()];
    for start in 0..objects.len() {
        if visits[start] == Visit::None {
            walk(start, &numbers, &mut visits, checked, sink);
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Visit {
    None,
    Open,
    Done,
}

/// Follows all objects below one, without recursion: chains may be long.
fn walk(
    start: usize,
    numbers: &HashMap<&str, usize>,
    visits: &mut [Visit],
    checked: &Checked,
    sink: &mut Sink,
) {
    let mut open = vec![(start, 0)];
    visits[start] = Visit::Open;
    while let Some((number, next)) = open.last_mut() {
        let object = &checked.objects[*number];
        let Some(field) = object.fields.get(*next) else {
            visits[*number] = Visit::Done;
            open.pop();
            continue;
        };
        *next += 1;
        let inner = match &field.ty {
            Type::Object(name) if !field.list => numbers.get(name.as_str()).copied(),
            _ => None,
        };
        match inner.map(|inner| (inner, visits[inner])) {
            Some((inner, Visit::None)) => {
                visits[inner] = Visit::Open;
                open.push((inner, 0));
            }
            Some((inner, Visit::Open)) => {
                report(
                    object,
                    &field.wire,
                    &checked.objects[inner].name,
                    checked,
                    sink,
                );
            }
            Some((_, Visit::Done)) | None => {}
        }
    }
}

fn report(object: &Object, wire: &str, target: &str, checked: &Checked, sink: &mut Sink) {
    let key = (object.name.clone(), wire.to_owned());
    if let Some(place) = checked.places.fields.get(&key) {
        let message = format!("{} contains itself", quoted(target));
        let finding = Finding::new(Code::EndlessObject, place.clone(), message);
        sink.add(finding.help("an object may contain itself only through a list"));
    }
}

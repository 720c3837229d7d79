//! Computed reports, before the description decides what is sent.
#![allow(clippy::unwrap_used)]

mod agreement;
mod figures;
mod lists;
mod over_time;

use axum::http::HeaderMap;
use helpscout_description::{Parameter, Type};
use serde_json::Value;

use super::{Computed, compute};
use crate::{
    desk::Desk,
    interpret::{Arguments, Given},
    tests::embedded,
    volume::Volume,
};

/// Computes a report without pages. The query may use the parameters of all reports.
fn report(desk: &Desk, id: &str, query: &str) -> Value {
    let api = embedded();
    let mut operation = api.operation("user_conversation_history").unwrap().clone();
    let status = operation.parameter("status").unwrap().clone();
    operation.parameters.push(Parameter {
        fields: Vec::new(),
        wire: "viewBy".to_owned(),
        ty: Type::Text,
        ..status
    });
    for parameter in &mut operation.parameters {
        parameter.required = false;
    }
    let headers = HeaderMap::new();
    let given = Given::new(&operation, &operation.path, query, &headers, &Value::Null);
    let arguments = Arguments::read(&api, &operation, &given).ok().unwrap();
    id.clone_into(&mut operation.id);
    let volume = Volume {
        held_back: 0,
        factor: 1,
    };
    match compute(|| desk, &operation, &arguments, volume) {
        Some(Computed::Body(body)) => body,
        _ => panic!("{id} computes no body"),
    }
}

/// Adds up the values of one key over a list.
fn sum(list: &Value, key: &str) -> i64 {
    let points = list.as_array().unwrap().iter();
    points.map(|point| point[key].as_i64().unwrap()).sum()
}

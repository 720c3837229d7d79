//! Reads any body with the types of every operation. The result is a value that can be written and
//! read again, or a typed error, never a panic.
#![no_main]

use helpscout_reports::*;
use libfuzzer_sys::fuzz_target;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

include!(concat!(env!("OUT_DIR"), "/operations.rs"));

fuzz_target!(|bytes: &[u8]| {
    let Ok(body) = std::str::from_utf8(bytes) else {
        return;
    };
    macro_rules! read {
        ($query:ident) => {
            read::<$query>(body);
        };
    }
    each_operation!(read);
});

fn read<Q>(body: &str)
where
    Q: Endpoint<Response: Serialize + DeserializeOwned>,
{
    // `compare` also requires one of the documented keys.
    let compared = compare::<Q>(body);
    let Ok(value) = serde_json::from_str::<Q::Response>(body) else {
        let error = compared.expect_err("compared with a model that can't be read");
        assert!(error.is_decode() && !format!("{error}{error:?}").is_empty());
        return;
    };
    match compared {
        Ok(differences) => assert!(
            differences
                .iter()
                .all(|difference| !difference.to_string().is_empty())
        ),
        Err(error) => assert!(error.is_decode()),
    }
    let written = serde_json::to_string(&value).expect("a value can be written");
    let again: Q::Response = serde_json::from_str(&written).expect("what was written can be read");
    let tree = |value: &Q::Response| serde_json::to_value(value).expect("a value can be written");
    assert!(
        same(&tree(&value), &tree(&again)),
        "{}: {written}",
        Q::OPERATION.id
    );
}

/// Returns whether two values are equal, except for the last digits of fractions: the fast parser is
/// not exact there.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let is_there = |(key, value)| other.get(key).is_some_and(|other| same(value, other));
            one.len() == other.len() && one.iter().all(is_there)
        }
        (Value::Number(one), Value::Number(other)) if one.is_f64() && other.is_f64() => {
            let (one, other) = (one.as_f64().unwrap_or(0.0), other.as_f64().unwrap_or(0.0));
            (one - other).abs() <= one.abs() * 1e-12
        }
        _ => one == other,
    }
}

//! Whether an answer shows that something was counted.

use helpscout_description::{Api, Object, Type};
use helpscout_reports::{Request, describe};
use serde_json::Value;

/// What an answer says about the IDs it was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// Something was counted, so at least one of the IDs of each parameter exists.
    Something,
    /// Nothing was counted, or the answer doesn't tell.
    Nothing,
}

impl Evidence {
    /// Returns the evidence in the number of rows of a report.
    pub(crate) fn of_rows(rows: i64) -> Self {
        if rows == 0 {
            Self::Nothing
        } else {
            Self::Something
        }
    }

    /// Returns what two answers say together.
    pub(crate) fn or(self, other: Self) -> Self {
        match self {
            Self::Something => self,
            Self::Nothing => other,
        }
    }

    /// Returns the evidence in an answer without rows.
    ///
    /// Only a mean or a share other than zero counts. A whole number may be the length of the
    /// interval or the number of an hour, which are there even if nothing is counted.
    pub(crate) fn of_body(request: &Request, body: &str) -> Self {
        let api = describe::api();
        let operation = api.operation(request.operation().id);
        let Some(object) = operation.and_then(|operation| api.object(&operation.response)) else {
            return Self::Nothing;
        };
        Self::of_object(api, object, body)
    }

    fn of_object(api: &Api, object: &Object, body: &str) -> Self {
        let Ok(value) = serde_json::from_str::<Value>(body) else {
            return Self::Nothing;
        };
        if has_figure(api, object, &value) {
            Self::Something
        } else {
            Self::Nothing
        }
    }
}

/// Returns whether a described number in the value is not zero. The depth of a value that was
/// parsed is bounded.
fn has_figure(api: &Api, object: &Object, value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(|item| has_figure(api, object, item)),
        Value::Object(members) => members.iter().any(|(key, value)| {
            let Some(field) = object.field(key) else {
                return false;
            };
            match &field.ty {
                Type::Number => is_not_zero(value),
                Type::Object(name) => api
                    .object(name)
                    .is_some_and(|object| has_figure(api, object, value)),
                _ => false,
            }
        }),
        _ => false,
    }
}

fn is_not_zero(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(is_not_zero),
        value => value.as_f64().is_some_and(|number| number != 0.0),
    }
}

#[cfg(test)]
mod tests {
    use helpscout_reports::Query;

    use super::*;

    fn of(body: &str) -> Evidence {
        let company = describe::api().operation("company");
        let company = company.and_then(describe::operation).expect("a report");
        Evidence::of_body(&Request::new(company, Query::new()), body)
    }

    #[test]
    fn a_mean_is_evidence_and_the_length_of_the_interval_is_not() {
        assert_eq!(
            of(r#"{"current": {"repliesPerDay": 0.5}}"#),
            Evidence::Something
        );
        let nothing = r#"{"current": {"totalDays": 31, "closed": 0, "repliesPerDay": 0.0,
            "repliesPerDayPerUser": null, "mood": 5.5}, "users": []}"#;
        assert_eq!(of(nothing), Evidence::Nothing);
        assert_eq!(of(&"[".repeat(20_000)), Evidence::Nothing);
        assert_eq!(Evidence::of_rows(0), Evidence::Nothing);
    }
}

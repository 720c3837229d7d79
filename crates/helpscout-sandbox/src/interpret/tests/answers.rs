//! Answers that are made up from the description, and answers with computed figures.

mod shapes;

use axum::http::StatusCode;
use helpscout_description::{Api, Field, Object, Type};
use serde_json::{Value, json};

use self::shapes::{field, shapes};
use crate::{
    Sandbox,
    tests::{Caller, HISTORY, MAY, embedded},
};

/// Lists the places where a value does not have the described shape.
fn misfits(api: &Api, object: &str, value: &Value, at: &str, found: &mut Vec<String>) {
    let object = api.object(object).unwrap();
    let Some(members) = value.as_object() else {
        return found.push(format!("{at}: no object"));
    };
    found.extend(
        members
            .keys()
            .filter(|key| object.field(key).is_none())
            .map(|key| format!("{at}.{key}: unknown")),
    );
    for field in &object.fields {
        let at = format!("{at}.{}", field.wire);
        match members.get(&field.wire) {
            None if field.optional => {}
            None => found.push(format!("{at}: missing")),
            Some(Value::Null) if field.nullable => {}
            Some(Value::Array(items)) if field.list => {
                items
                    .iter()
                    .for_each(|item| misfit(api, field, item, &format!("{at}[]"), found));
            }
            Some(value) if !field.list => misfit(api, field, value, &at, found),
            Some(value) => found.push(format!("{at}: {value}")),
        }
    }
}

fn misfit(api: &Api, field: &Field, value: &Value, at: &str, found: &mut Vec<String>) {
    let fits = match &field.ty {
        Type::Object(name) => return misfits(api, name, value, at, found),
        Type::Integer | Type::Id(_) | Type::EpochSeconds | Type::EpochMilliseconds => {
            value.is_i64()
        }
        Type::Any => true,
        Type::Number => value.is_number(),
        Type::Text | Type::Date => value.is_string(),
        Type::Boolean => value.is_boolean(),
        Type::Instant => value
            .as_str()
            .is_some_and(|text| text.len() == 20 && text.ends_with('Z')),
        Type::Enum(name) => api
            .enumeration(name)
            .unwrap()
            .values
            .iter()
            .any(|known| *value == known.wire),
    };
    if !fits {
        found.push(format!("{at}: {value}"));
    }
}

fn assert_shape(api: &Api, object: &str, value: &Value) {
    let mut found = Vec::new();
    misfits(api, object, value, "$", &mut found);
    assert!(found.is_empty(), "{found:#?}\n{value:#}");
}

async fn body(caller: &Caller, path: &str) -> Value {
    let answer = caller.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    answer.json()
}

#[tokio::test]
async fn a_described_endpoint_nobody_computes_is_answered_in_its_shape() {
    let api = shapes();
    for seed in 0..50 {
        let caller = Caller::of(Sandbox::builder().spec(api.clone()).seed(seed)).await;
        assert_shape(&api, "Everything", &body(&caller, "/v2/everything").await);
    }
}

#[tokio::test]
async fn made_up_answers_are_the_same_every_time_and_differ_with_the_seed() {
    let first = Caller::of(Sandbox::builder().spec(shapes()).seed(1)).await;
    let again = Caller::of(Sandbox::builder().spec(shapes()).seed(1)).await;
    let other = Caller::of(Sandbox::builder().spec(shapes()).seed(2)).await;
    for path in ["/v2/everything", "/v2/nested?page=2"] {
        assert_eq!(
            body(&first, path).await.to_string(),
            body(&again, path).await.to_string()
        );
        assert_ne!(body(&first, path).await, body(&other, path).await);
    }
}

#[tokio::test]
async fn made_up_values_use_all_the_freedom_the_description_gives() {
    let caller = Caller::of(Sandbox::builder().spec(shapes())).await;
    let rows = all_rows(
        &caller,
        "/v2/nested",
        "/conversations/all",
        "/conversations/rows",
    )
    .await;
    let some = |what: &str, wanted: &dyn Fn(&Value) -> bool| {
        assert!(rows.iter().any(wanted), "no row {what}");
    };
    some("without the optional name", &|row| {
        row.get("name").is_none()
    });
    some("with the optional name", &|row| row.get("name").is_some());
    some("with a null time", &|row| row["time"].is_null());
    some("with a fraction of a second", &|row| {
        row["time"].as_f64().is_some_and(|time| time.fract() != 0.0)
    });
    some("with whole seconds", &|row| row["time"].is_u64());
    some("that is red", &|row| row["colour"] == "red");
    some("that is green", &|row| row["colour"] == "green");
    some("with parts", &|row| {
        row["parts"]
            .as_array()
            .is_some_and(|parts| !parts.is_empty())
    });
}

#[tokio::test]
async fn made_up_pages_work_wherever_the_description_puts_them() {
    let api = shapes();
    let caller = Caller::of(Sandbox::builder().spec(api.clone())).await;
    for (path, object, number, total, count, rows) in [
        (
            "/v2/nested",
            "Nested",
            "number",
            "/conversations/all",
            "/conversations/total",
            "/conversations/rows",
        ),
        (
            "/v2/hal",
            "Hal",
            "page",
            "/page/totalPages",
            "/page/totalElements",
            "/_embedded/users",
        ),
    ] {
        let first = body(&caller, path).await;
        assert_shape(&api, object, &first);
        assert_eq!(first.pointer(total), Some(&json!(3)), "{number}");
        let rows = all_rows(&caller, path, total, rows).await;
        assert_eq!(first.pointer(count), Some(&json!(rows.len())));
        let mut ids: Vec<i64> = rows.iter().map(|row| row["id"].as_i64().unwrap()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), rows.len(), "every row comes once");
    }
    let beyond = body(&caller, "/v2/hal?page=9").await;
    assert_eq!(
        (&beyond["_embedded"]["users"], &beyond["page"]["number"]),
        (&json!([]), &json!(9))
    );
}

#[tokio::test]
async fn a_made_up_row_that_is_identified_comes_once() {
    for identity in ["name", "count", "id"] {
        let mut api = shapes();
        for operation in &mut api.operations {
            if let Some(pages) = operation.pages.as_mut() {
                pages.page_size = Some(1000);
                pages.identity = Some(identity.to_owned());
            }
        }
        let caller = Caller::of(Sandbox::builder().spec(api)).await;
        let rows = all_rows(&caller, "/v2/hal", "/page/totalPages", "/_embedded/users").await;
        assert!(rows.len() > 2000);
        // A row may lack the field if it is optional.
        let given = rows.iter().map(|row| row[identity].to_string());
        let mut given: Vec<String> = given.filter(|id| id != "null").collect();
        let count = given.len();
        assert!(count > 1000);
        given.sort_unstable();
        given.dedup();
        assert_eq!(given.len(), count, "{identity}");
    }
}

async fn all_rows(caller: &Caller, path: &str, total: &str, rows: &str) -> Vec<Value> {
    let mut all = Vec::new();
    for page in 1.. {
        let body = body(caller, &format!("{path}?page={page}")).await;
        all.extend(
            body.pointer(rows)
                .unwrap()
                .as_array()
                .unwrap()
                .iter()
                .cloned(),
        );
        if body.pointer(total).unwrap().as_i64().unwrap() <= page {
            break;
        }
    }
    all
}

#[tokio::test]
async fn an_object_that_contains_itself_comes_to_an_end() {
    let caller = Caller::of(Sandbox::builder().spec(shapes())).await;
    assert!(body(&caller, "/v2/endless").await["inner"]["inner"].is_object());
}

/// Returns the description with the row object of the conversation history edited.
fn edited(edit: impl FnOnce(&mut Object)) -> Api {
    let mut api = embedded();
    edit(
        api.objects
            .iter_mut()
            .find(|object| object.name == "ConversationReply")
            .unwrap(),
    );
    api
}

#[tokio::test]
async fn computed_reports_have_the_described_shape_on_every_page() {
    let api = embedded();
    let caller = Caller::new().await;
    for page in ["1", "7", "20", "99"] {
        let body = body(&caller, &format!("{HISTORY}?{MAY}&page={page}")).await;
        assert_shape(&api, "UserConversationHistoryPage", &body);
    }
}

#[tokio::test]
async fn a_field_the_computation_does_not_know_is_made_up_the_same_for_every_row_of_a_conversation()
{
    let api = edited(|row| row.fields.push(field("subject", Type::Text)));
    let caller = Caller::of(Sandbox::builder().spec(api)).await;
    let plain = Caller::new().await.history(MAY).await;
    let mut more = caller.history(MAY).await;
    let subjects: Vec<(Value, Value)> = more["results"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .map(take_subject)
        .collect();
    assert_eq!(more, plain, "nothing else changes");
    assert!(subjects.iter().all(|(_, subject)| subject.is_string()));
    assert!(
        subjects
            .windows(2)
            .all(|pair| pair[0].0 != pair[1].0 || pair[0].1 == pair[1].1)
    );
    assert!(subjects.windows(2).any(|pair| pair[0].1 != pair[1].1));
}

fn take_subject(row: &mut Value) -> (Value, Value) {
    let subject = row.as_object_mut().unwrap().remove("subject").unwrap();
    (row["id"].clone(), subject)
}

#[tokio::test]
async fn the_fields_of_a_row_are_in_the_order_of_the_description() {
    for api in [embedded(), edited(|row| row.fields.reverse())] {
        let caller = Caller::of(Sandbox::builder().spec(api.clone())).await;
        let row = api.object("ConversationReply").unwrap();
        let described: Vec<&String> = row.fields.iter().map(|field| &field.wire).collect();
        for row in caller.history(MAY).await["results"].as_array().unwrap() {
            let sent: Vec<&String> = row.as_object().unwrap().keys().collect();
            assert_eq!(sent, described);
        }
    }
}

#[tokio::test]
async fn a_field_the_description_does_not_have_is_not_sent() {
    let api = edited(|row| {
        row.fields
            .retain(|field| !["status", "customers"].contains(&field.wire.as_str()));
    });
    let caller = Caller::of(Sandbox::builder().spec(api.clone())).await;
    let body = caller.history(MAY).await;
    assert_shape(&api, "UserConversationHistoryPage", &body);
    assert_eq!(body["results"][0].as_object().unwrap().len(), 7);
}

#[tokio::test]
async fn an_unknown_figure_is_left_out_where_it_may_not_be_null() {
    let nulls = |rows: &Value| {
        rows.as_array()
            .unwrap()
            .iter()
            .filter(|row| row["resolveTime"].is_null())
            .count()
    };
    let plain = Caller::new().await.history(MAY).await;
    assert!(nulls(&plain["results"]) > 0);

    let never_null = |row: &mut Object| {
        let time = row
            .fields
            .iter_mut()
            .find(|field| field.wire == "resolveTime")
            .unwrap();
        time.nullable = false;
    };
    let api = edited(never_null);
    let body = Caller::of(Sandbox::builder().spec(api.clone()))
        .await
        .history(MAY)
        .await;
    assert_shape(&api, "UserConversationHistoryPage", &body);
    let missing = body["results"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row.get("resolveTime").is_none());
    assert_eq!(missing.count(), nulls(&plain["results"]));
}

#[tokio::test]
async fn a_computed_report_whose_description_lost_what_it_needs_is_made_up() {
    let mut api = embedded();
    let operation = api
        .operations
        .iter_mut()
        .find(|operation| operation.id == "user_conversation_history")
        .unwrap();
    operation
        .parameters
        .retain(|parameter| parameter.wire != "user");
    let caller = Caller::of(Sandbox::builder().spec(api.clone())).await;
    let interval = MAY.strip_prefix("user=447723&").unwrap();
    let body = caller.history(interval).await;
    assert_shape(&api, "UserConversationHistoryPage", &body);
    assert_eq!(
        (&body["pages"], body["results"].as_array().unwrap().len()),
        (&json!(3), 120)
    );
}

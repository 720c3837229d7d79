//! Cursors of every type that a parameter and the field of an answer can have.

use std::collections::HashSet;

use helpscout_description::{Api, DefaultValue, IdForm, Parameter, Type};
use serde_json::{Value, json};

use super::other_api::{self, mistakes, operation, page, parameter};
use crate::{Sandbox, tests::Caller};

/// Describes a report whose cursors are of these types.
fn api(sent: &Type, answered: &Type) -> Api {
    let style = json!({ "cursor": { "parameter": "from", "next": "after" } });
    let pages = json!({ "style": style, "size": "size", "rows": "rows", "page_size": 20, "identity": "id" });
    let parameters = json!([
        parameter("from", &json!("text"), &json!({})),
        parameter("size", &json!("integer"), &json!({}))
    ]);
    let mut api = other_api::api(&json!([operation("GET", "/rows", &parameters, &pages)]));
    let mut hex = api.ids[0].clone();
    hex.name = "HexId".to_owned();
    hex.form = IdForm::Hex24;
    api.ids.push(hex);
    let page = api.objects.iter_mut().find(|object| object.name == "Page");
    let mut fields = page.unwrap().fields.iter_mut();
    let after = fields.find(|field| field.wire == "after").unwrap();
    after.ty = answered.clone();
    cursor(&mut api).ty = sent.clone();
    api
}

fn cursor(api: &mut Api) -> &mut Parameter {
    &mut api.operations[0].parameters[0]
}

fn caller(api: &Api) -> Caller {
    Caller::without_token(Sandbox::builder().spec(api.clone()).service().unwrap())
}

/// Reads all pages. Returns their cursors.
async fn walk(caller: &Caller, size: usize) -> Vec<Value> {
    let mut cursors = Vec::new();
    let mut ids = HashSet::new();
    let mut body = page(caller, &format!("/rows?size={size}")).await;
    loop {
        for row in body["rows"].as_array().unwrap() {
            assert!(ids.insert(row["id"].as_i64().unwrap()), "{row} comes twice");
        }
        let cursor = body["after"].clone();
        if cursor.is_null() {
            break;
        }
        let text = cursor.as_str().map(str::to_owned);
        let text = text.unwrap_or_else(|| cursor.to_string());
        let text = text.replace('+', "%2B").replace('=', "%3D");
        assert!(!cursors.contains(&cursor), "{cursor} comes twice");
        cursors.push(cursor);
        body = page(caller, &format!("/rows?size={size}&from={text}")).await;
    }
    let whole = page(caller, "/rows?size=1000").await;
    assert_eq!(whole["rows"].as_array().unwrap().len(), ids.len());
    assert_eq!(cursors.len(), ids.len().div_ceil(size) - 1);
    cursors
}

fn id(name: &str) -> Type {
    Type::Id(name.to_owned())
}

#[tokio::test]
async fn cursors_of_every_type_lead_to_the_last_page() {
    let numbers = [Type::Integer, id("RowId")];
    for sent in numbers.iter().chain(&[Type::Text]) {
        for answered in &numbers {
            let cursors = walk(&caller(&api(sent, answered)), 7).await;
            let cursors: Vec<i64> = cursors.iter().map(|it| it.as_i64().unwrap()).collect();
            assert!(cursors.is_sorted() && cursors[0] > 1 << 32, "{cursors:?}");
        }
        let cursors = walk(&caller(&api(sent, &Type::Text)), 7).await;
        assert!(cursors.iter().all(Value::is_string), "{cursors:?}");
    }
    for (sent, answered) in [
        (id("HexId"), id("HexId")),
        (id("HexId"), Type::Text),
        (Type::Text, id("HexId")),
    ] {
        for cursor in walk(&caller(&api(&sent, &answered)), 7).await {
            assert!(IdForm::Hex24.fits(cursor.as_str().unwrap()), "{cursor}");
        }
    }
}

#[tokio::test]
async fn a_number_that_is_written_as_text_is_a_cursor() {
    let mut api = api(&Type::Integer, &Type::Integer);
    let page = api.objects.iter_mut().find(|object| object.name == "Page");
    let mut fields = page.unwrap().fields.iter_mut();
    let after = fields.find(|field| field.wire == "after").unwrap();
    after.as_text = true;
    let cursors = walk(&caller(&api), 7).await;
    assert!(cursors.iter().all(Value::is_string), "{cursors:?}");
}

#[tokio::test]
async fn cursors_are_within_the_limits_of_their_parameter() {
    for (least, most) in [
        (Some(0), None),
        (Some(-5), Some(200)),
        (None, Some(150)),
        (Some(1), Some(i64::MAX)),
    ] {
        let mut api = api(&Type::Integer, &Type::Integer);
        (cursor(&mut api).minimum, cursor(&mut api).maximum) = (least, most);
        let cursors = walk(&caller(&api), 7).await;
        let allowed = least.unwrap_or(i64::MIN)..=most.unwrap_or(i64::MAX);
        let is_allowed = |cursor: &Value| allowed.contains(&cursor.as_i64().unwrap());
        assert!(cursors.iter().all(is_allowed), "{cursors:?}");
    }
    for (least, most) in [(40, 50), (1, 8), (3, 3)] {
        let mut api = api(&Type::Text, &Type::Text);
        (cursor(&mut api).min_length, cursor(&mut api).max_length) = (Some(least), Some(most));
        for cursor in walk(&caller(&api), 7).await {
            let length = cursor.as_str().unwrap().chars().count();
            assert!(
                (least as usize..=most as usize).contains(&length),
                "{cursor}"
            );
        }
    }
}

#[tokio::test]
async fn another_number_or_id_is_refused() {
    let refused = "from is not a cursor of /rows; send the value of after";
    let numbers = caller(&api(&Type::Integer, &Type::Integer));
    for wrong in ["0", "2", "-1", "4300000000", "9223372036854775807"] {
        let answer = numbers.get(&format!("/rows?from={wrong}")).await;
        assert_eq!(mistakes(&answer), [refused], "{wrong}");
    }
    let cursor = walk(&numbers, 20).await[0].as_i64().unwrap();
    for wrong in [cursor - 1, cursor + 1] {
        let answer = numbers.get(&format!("/rows?from={wrong}")).await;
        assert_eq!(mistakes(&answer), [refused], "{wrong}");
    }
    let ids = caller(&api(&id("HexId"), &id("HexId")));
    let answer = ids.get("/rows?from=5c9cb9b62c7d3a4a7e2d1f60").await;
    assert_eq!(mistakes(&answer), [refused]);
}

#[tokio::test]
async fn the_default_of_a_cursor_leads_to_the_first_page() {
    let mut api = api(&Type::Integer, &Type::Integer);
    cursor(&mut api).default = Some(DefaultValue::One("0".to_owned()));
    let caller = caller(&api);
    assert!(!walk(&caller, 7).await.is_empty());
    let [first, sent] = ["/rows", "/rows?from=0"].map(|target| page(&caller, target));
    assert_eq!(first.await, sent.await);
}

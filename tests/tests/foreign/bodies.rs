//! Lists of objects in the body of a request.

use super::*;
use features::bodies;
use helpscout_description::SentObject;

fn thread() -> bodies::NewThread {
    bodies::NewThread::new(bodies::ThreadType::Customer, "ada@example.com")
}

fn conversation(
    threads: impl IntoIterator<Item = bodies::NewThread>,
) -> bodies::CreateConversation {
    bodies::CreateConversation::new("Late", bodies::MailboxId(7), threads)
}

const CREATE: &str = "/v2/conversations";

async fn refused_with(body: &Value) -> BTreeSet<String> {
    let sandbox = serving("bodies").await;
    let head = format!("POST {CREATE}");
    let refused = refused_by_sandbox(exchange(&sandbox, &head, &body.to_string()).await);
    sandbox.shutdown().await;
    refused
}

#[tokio::test]
async fn objects_are_sent_as_the_body_has_them() {
    let sandbox = serving("bodies").await;
    let client = client(&sandbox, bodies::SERVICE);
    let file = bodies::NewAttachment::new("a \"b\".txt").size(1.5);
    let full = thread()
        .text("Where?")
        .id(9)
        .imported(true)
        .cc(["bo@example.com"])
        .attachments([file]);
    let query = conversation([full, thread()]).tags(["vip"]);
    client.send(&query).await.unwrap();
    let calls = sandbox.calls();
    let read = calls.last_read(CREATE).unwrap();
    let sent: Vec<Value> = read["threads"]
        .iter()
        .map(|text| serde_json::from_str(text).unwrap())
        .collect();
    let customer = json!({ "email": "ada@example.com", "id": 9 });
    assert_eq!(
        sent,
        [
            json!({
                "type": "customer", "customer": customer, "text": "Where?", "imported": true,
                "cc": ["bo@example.com"], "attachments": [{ "fileName": "a \"b\".txt", "size": 1.5 }],
            }),
            json!({ "type": "customer", "customer": { "email": "ada@example.com" } }),
        ]
    );
    let saved = serde_json::to_value(&query).unwrap();
    assert_eq!(saved["threads"], json!(sent));
    let again: bodies::CreateConversation = serde_json::from_value(saved).unwrap();
    assert_eq!(again, query);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_search_with_conditions_is_read_page_by_page() {
    let sandbox = serving("bodies").await;
    let client = client(&sandbox, bodies::SERVICE);
    let query = || {
        let condition = bodies::Condition::new("status").values([1, 2]);
        bodies::Search::new().conditions([condition])
    };
    let rows = read_in_every_way(&client, query).await;
    assert!(rows.len() > 50, "{} rows", rows.len());
    let calls = sandbox.calls();
    let read = calls.last_read("/v2/search").unwrap();
    assert_eq!(
        read["filter.conditions"],
        [r#"{"field":"status","values":[1,2]}"#]
    );
    sandbox.shutdown().await;
}

#[tokio::test]
async fn both_sides_refuse_the_same_in_objects() {
    let file = bodies::NewAttachment::new("a").size(-1.0);
    let long = bodies::NewThread::new(bodies::ThreadType::Reply, "a")
        .id(0)
        .attachments([file]);
    let by_client = refused_by_client(&conversation([thread(), long]));
    let wrong = [
        "threads[1].customer.email",
        "threads[1].customer.id",
        "threads[1].attachments[0].size",
    ];
    assert_eq!(by_client, set(&wrong));
    let body = json!({
        "subject": "Late", "mailboxId": 7,
        "threads": [
            { "type": "customer", "customer": { "email": "ada@example.com" } },
            { "type": "reply", "customer": { "email": "a", "id": 0 }, "attachments": [{ "fileName": "a", "size": -1 }] },
        ],
    });
    assert_eq!(refused_with(&body).await, by_client);

    let four = (0..4).map(|_| thread());
    assert_eq!(refused_by_client(&conversation(four)), set(&["threads"]));
    assert_eq!(refused_by_client(&conversation([])), set(&["threads"]));
}

#[tokio::test]
async fn both_sides_refuse_what_is_no_such_object() {
    let request = |threads: &[Value]| {
        let query = Query::new().with("subject", "Late").with("mailboxId", 7);
        let texts = threads.iter().map(ToString::to_string);
        Request::new(
            bodies::CreateConversation::OPERATION,
            query.with_values("threads", texts),
        )
    };
    let customer = || json!({ "email": "ada" });
    for (thread, place) in [
        (json!({ "customer": customer() }), "threads[0].type"),
        (json!({ "type": "reply" }), "threads[0].customer.email"),
        (
            json!({ "type": "reply", "customer": customer(), "txt": "a" }),
            "threads[0].txt",
        ),
        (
            json!({ "type": "reply", "customer": { "email": "ada", "mail": "ada" } }),
            "threads[0].customer.mail",
        ),
        (
            json!({ "type": "reply", "customer": "ada" }),
            "threads[0].customer",
        ),
        (
            json!({ "type": "reply", "customer": { "email": 7 } }),
            "threads[0].customer.email",
        ),
        (
            json!({ "type": "reply", "customer": customer(), "cc": "ada" }),
            "threads[0].cc",
        ),
        (
            json!({ "type": "reply", "customer": customer(), "attachments": [{ "fileName": "a" }, { "fileName": "b", "url": "c" }] }),
            "threads[0].attachments[1].url",
        ),
        (json!("reply"), "threads"),
    ] {
        let body = json!({ "subject": "Late", "mailboxId": 7, "threads": [thread] });
        let refused = refused_with(&body).await;
        assert!(refused.contains(place), "{thread}: {refused:?}");
        let refused = names(
            &request(std::slice::from_ref(&thread))
                .validate()
                .unwrap_err(),
        );
        assert_eq!(refused, set(&[place]), "{thread}");
    }
}

#[tokio::test]
async fn every_object_with_an_unknown_field_is_named() {
    let thread = json!({ "type": "reply", "customer": { "email": "ada" }, "txt": "a" });
    let query = Query::new().with("subject", "Late").with("mailboxId", 7);
    let query = query.with_values("threads", [thread.to_string(), thread.to_string()]);
    let request = Request::new(bodies::CreateConversation::OPERATION, query);
    let refused = names(&request.validate().unwrap_err());
    assert_eq!(refused, set(&["threads[0].txt", "threads[1].txt"]));
    let body = json!({ "subject": "Late", "mailboxId": 7, "threads": [thread, thread] });
    assert_eq!(refused_with(&body).await, refused);
}

#[test]
fn a_value_that_can_not_be_written_is_all_that_is_said_of_its_object() {
    let file = bodies::NewAttachment::new("a").size(f64::NAN);
    let query = conversation([thread().attachments([file])]);
    assert_eq!(refused_by_client(&query), set(&["threads"]));
}

#[test]
fn a_saved_query_says_what_is_wrong_with_an_object() {
    let read = |threads: Value| {
        let saved = json!({ "subject": "Late", "mailboxId": 7, "threads": threads });
        serde_json::from_value::<bodies::CreateConversation>(saved)
            .map_err(|error| error.to_string())
    };
    for (threads, said) in [
        (
            json!([{ "type": "reply" }]),
            "an object that lacks `customer.email`",
        ),
        (
            json!([{ "type": 7, "customer": { "email": "a" } }]),
            "has `type`, which must be a text",
        ),
        (json!(["a"]), "a list of objects"),
        (json!({ "type": "reply" }), "a list of objects"),
    ] {
        let refused = read(threads).unwrap_err();
        assert!(refused.contains(said), "{refused}");
    }
}

#[test]
fn the_command_line_takes_objects_as_json() {
    let mut api = api("bodies");
    // What changes something is not offered.
    assert!(help(&api, "create_conversation").is_none());
    for operation in &mut api.operations {
        operation.safe = true;
    }
    let (_, text) = help(&api, "create_conversation").unwrap();
    assert!(text.contains("--threads <JSON>"), "{text}");
    assert!(
        text.contains("- customer.email (required): The address of the customer."),
        "{text}"
    );
    let operation = api.operation("create_conversation").unwrap();
    let threads = operation.parameter("threads").unwrap();
    let objects = SentObject::of(&api, threads);
    let problem = |text: &str| objects.problem(text);
    assert_eq!(problem(&threads.example[0]), None);
    for (text, said) in [
        ("[]", "is not a JSON object"),
        ("{}", "lacks `type`"),
        (
            r#"{"type":"reply","customer":{"mail":"a"}}"#,
            "has `customer.mail`, which is not a field; did you mean `customer.email`?",
        ),
        (
            r#"{"type":"reply","customer":{"email":true}}"#,
            "has `customer.email`, which must be a text",
        ),
    ] {
        assert_eq!(problem(text).as_deref(), Some(said));
    }
}

/// The description, the client and the sandbox read objects with code of their own.
#[tokio::test]
async fn the_command_line_a_saved_query_and_the_sandbox_refuse_the_same_objects() {
    let api = api("bodies");
    let operation = api.operation("create_conversation").unwrap();
    let described = SentObject::of(&api, operation.parameter("threads").unwrap());
    let sandbox = serving("bodies").await;
    let mut refused = 0;
    for thread in nearly_threads() {
        let body = json!({ "subject": "Late", "mailboxId": 7, "threads": [thread] });
        let by_client = serde_json::from_value::<bodies::CreateConversation>(body.clone());
        let by_client = by_client.err().map(|error| error.to_string());
        let Some(problem) = described.problem(&thread.to_string()) else {
            assert_eq!(by_client, None, "{thread}");
            continue;
        };
        refused += 1;
        let by_client = by_client.unwrap_or_else(|| panic!("{thread} {problem}"));
        let (problem, _) = problem.split_once("; ").unwrap_or((&problem, ""));
        let expected = format!("but contains an object that {problem}");
        assert!(by_client.ends_with(&expected), "{thread}: {by_client}");
        let (status, _) = exchange(&sandbox, &format!("POST {CREATE}"), &body.to_string()).await;
        assert_eq!(status, 400, "{thread} {problem}");
    }
    assert!(refused > 80, "{refused}");
    sandbox.shutdown().await;
}

/// A thread in which one value is another or is not there.
fn nearly_threads() -> Vec<Value> {
    let whole = json!({
        "type": "customer", "customer": { "email": "ada@example.com", "id": 9 }, "text": "Where?",
        "imported": true, "cc": ["bo@example.com"],
        "attachments": [{ "fileName": "a.txt", "size": 1.5 }],
    });
    let paths = [
        "/type",
        "/customer",
        "/customer/email",
        "/customer/id",
        "/text",
        "/imported",
        "/cc",
        "/attachments",
        "/attachments/0",
        "/attachments/0/fileName",
        "/attachments/0/size",
    ];
    let values = [
        json!(null),
        json!(true),
        json!(7),
        json!(7.0),
        json!(1.5),
        json!("reply"),
        json!([]),
        json!(["a@example.com"]),
        json!([null]),
        json!({}),
        json!({ "email": "a@example.com" }),
        json!([{ "fileName": "a" }]),
    ];
    let mut threads = vec![whole.clone()];
    for path in paths {
        for value in &values {
            let mut thread = whole.clone();
            *thread.pointer_mut(path).unwrap() = value.clone();
            threads.push(thread);
        }
        let (parent, key) = path.rsplit_once('/').unwrap();
        for name in [None, Some(format!("{key}s"))] {
            let mut thread = whole.clone();
            let parent = thread.pointer_mut(parent).unwrap();
            if let Some(parent) = parent.as_object_mut() {
                let value = parent.remove(key).unwrap();
                parent.extend(name.map(|name| (name, value)));
            }
            threads.push(thread);
        }
    }
    threads
}

#[tokio::test]
async fn the_openapi_document_has_the_schema_of_the_objects() {
    let sandbox = serving("bodies").await;
    let (status, document) = exchange(&sandbox, "GET /openapi.json", "").await;
    assert_eq!(status, 200);
    let body = &document["paths"][CREATE]["post"]["requestBody"]["content"]["application/json"];
    let threads = &body["schema"]["properties"]["threads"];
    assert_eq!(
        (&threads["type"], &threads["maxItems"]),
        (&json!("array"), &json!(3))
    );
    let thread = &threads["items"];
    assert_eq!(thread["required"], json!(["type", "customer"]));
    let customer = &thread["properties"]["customer"];
    assert_eq!(customer["required"], json!(["email"]));
    assert_eq!(customer["properties"]["email"]["minLength"], json!(3));
    let file = &thread["properties"]["attachments"]["items"];
    assert_eq!(file["required"], json!(["fileName"]));
    let example = &threads["examples"][0][0];
    assert_eq!(example["customer"]["email"], "ada@example.com");
    sandbox.shutdown().await;
}

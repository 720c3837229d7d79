//! Names with dollars and digits, and paths with colons: every part of the toolkit takes them.

use super::*;

const FIND: &str = "/rest/desk/v1/@me/chats:search";

#[tokio::test]
async fn names_with_dollars_and_digits_are_sent_as_they_are_documented() {
    let sandbox = serving("requests").await;
    let client = client(&sandbox, requests::SERVICE);
    let query = || {
        requests::Find::new()
            .filter("late & open")
            .top(50)
            .order_by(["created", "id"])
            .two_factor(true)
    };
    let found = client.send(&query()).await.unwrap().into_value();
    let calls = sandbox.calls();
    let read = calls.last_read(FIND).unwrap();
    assert_eq!(read["$filter"], ["late & open"]);
    assert_eq!(read["$top"], ["50"]);
    assert_eq!(read["$order[$by]"], ["created", "id"]);
    assert_eq!(read["2fa"], ["true"]);

    // Other clients encode other characters.
    for target in [
        "/rest/desk/v1/@me/chats:search?$top=50&$filter=late&2fa=true",
        "/rest/desk/v1/%40me/chats%3Asearch?%24top=50&%24filter=late&2fa=true",
    ] {
        let (status, answer) = exchange(&sandbox, &format!("GET {target}"), "").await;
        assert_eq!(status, 200, "{answer}");
        assert_eq!(answer["total"], found.total);
    }
    let refused = exchange(&sandbox, &format!("GET {FIND}?$top=0"), "").await;
    assert_eq!(refused_by_sandbox(refused), set(&["$top"]));
    assert_eq!(refused_by_client(&query().top(0)), set(&["$top"]));
    sandbox.shutdown().await;
}

#[test]
fn options_have_no_dollars() {
    let (command, text) = help(&api("requests"), "find").unwrap();
    assert_eq!(command, "helpscout report find --help");
    for option in ["--filter ", "--top ", "--order-by ", "--2fa "] {
        assert!(text.contains(option), "{option}\n{text}");
    }
}

#[test]
fn other_tools_get_the_names_as_they_are_sent() {
    let tree = helpscout_codegen::openapi(&api("requests"));
    for (file, text) in tree.files() {
        let document: Value = serde_json::from_str(text).unwrap();
        let operation = &document["paths"][FIND]["get"];
        let parameters = operation["parameters"].as_array().unwrap().iter();
        let names: Vec<&str> = parameters
            .map(|one| one["name"].as_str().unwrap())
            .collect();
        let expected = ["$filter", "$top", "$order[$by]", "2fa"];
        assert_eq!(names, expected, "{file}");
        assert!(operation["operationId"].is_string(), "{file}");
    }
}

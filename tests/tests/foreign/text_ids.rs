//! IDs that are text, wherever an ID can be: in a path, a query, a header, a body and an answer.

use super::*;
use features::ledger::{
    AccountId, Customer, CustomerId, GetCustomer, InvoiceId, Invoices, ListCustomers, SERVICE,
};

const CUSTOMERS: &str = "/v1/customers";

#[tokio::test]
async fn an_id_that_is_text_is_sent_in_a_path_a_query_a_header_and_a_body() {
    let sandbox = serving("ledger").await;
    let client = client(&sandbox, SERVICE);
    let odd = CustomerId::from("cus/ä b%2F?#");
    client.send(&GetCustomer::new(odd.clone())).await.unwrap();
    let calls = sandbox.calls();
    let read = calls.last_read("/v1/customers/{customer}").unwrap();
    assert_eq!(read["customer"], [odd.0]);

    let query = ListCustomers::new()
        .account(AccountId::from("ACC 7"))
        .ids([CustomerId::from("a,b"), CustomerId::from("c")])
        .not([CustomerId::from("d"), CustomerId::from("e")])
        .x_on_behalf_of("ACC-2".into());
    client.send(&query).await.unwrap();
    let calls = sandbox.calls();
    let read = calls.last_read(CUSTOMERS).unwrap();
    assert_eq!(read["account"], ["ACC 7"]);
    assert_eq!(read["ids[]"], ["a,b", "c"]);
    assert_eq!(read["not"], ["d", "e"]);
    assert_eq!(read["X-On-Behalf-Of"], ["ACC-2"]);

    let query = Invoices::new("ACC-1".into())
        .customers(["cus_1".into(), "cus_2".to_owned().into()])
        .after(InvoiceId::from("7"));
    let report = client.send(&query).await.unwrap().into_value();
    assert!(!report.invoices.is_empty());
    let calls = sandbox.calls();
    let read = calls.last_read("/v1/invoices/search").unwrap();
    assert_eq!(read["filter.customers"], ["cus_1", "cus_2"]);
    assert_eq!(read["filter.after"], ["7"]);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn made_up_ids_look_like_the_documented_one_and_identify_rows() {
    let sandbox = serving("ledger").await;
    let client = client(&sandbox, SERVICE);
    let rows = read_in_every_way(&client, ListCustomers::new).await;
    assert!(rows.len() > 50, "{} rows", rows.len());
    let ids: BTreeSet<&CustomerId> = rows.iter().map(|row| &row.id).collect();
    assert_eq!(ids.len(), rows.len());
    for id in ids {
        let rest = id.0.strip_prefix("cus_").unwrap();
        assert!(
            rest.len() == 10 && !rest.contains(|char: char| !char.is_alphanumeric()),
            "{id}"
        );
    }
    let again = read_in_every_way(&client, ListCustomers::new).await;
    assert_eq!(again, rows);
    let report = client.send(&Invoices::new("ACC-1".into())).await.unwrap();
    for invoice in &report.value().invoices {
        let parts: Vec<usize> = invoice.id.0.split('-').map(str::len).collect();
        assert_eq!(parts, [8, 4, 4, 4, 12], "{}", invoice.id);
    }
    sandbox.shutdown().await;
}

#[tokio::test]
async fn both_sides_refuse_an_empty_id() {
    let mut api = api("ledger");
    api.service.basic = None;
    let sandbox = Sandbox::builder().spec(api).start().await.unwrap();
    let empty = || CustomerId::from("");
    let queries = [
        ListCustomers::new().account("".into()),
        ListCustomers::new().ids([empty()]),
        ListCustomers::new().not([empty(), "d".into()]),
    ];
    let targets = ["account=", "ids%5B%5D=", "not=,d"];
    for (query, target) in queries.iter().zip(targets) {
        let by_client = refused_by_client(query);
        assert_eq!(by_client.len(), 1, "{target}");
        let target = format!("GET {CUSTOMERS}?{target}");
        assert_eq!(
            refused_by_sandbox(exchange(&sandbox, &target, "").await),
            by_client
        );
    }
    let refused = |error: Error| error.violations()[0].message.to_string();
    let error = Request::of(&GetCustomer::new(empty()))
        .validate()
        .unwrap_err();
    assert_eq!(error.violations().len(), 1, "{error}");
    assert_eq!(
        refused(error),
        "`customer` is required but empty; set a value"
    );
    let error = Request::of(&queries[2]).validate().unwrap_err();
    assert_eq!(refused(error), "`not` has an empty ID; set an ID");
    for body in [json!({ "account": "" }), json!({ "account": 7 })] {
        let answer = exchange(&sandbox, "POST /v1/invoices/search", &body.to_string()).await;
        assert_eq!(refused_by_sandbox(answer), set(&["account"]));
    }
    sandbox.shutdown().await;
}

#[test]
fn an_id_of_another_kind_is_refused_in_an_answer() {
    let customer = |id: Value| json!({ "id": id, "name": "", "account": null, "merged": [] });
    assert!(serde_json::from_value::<Customer>(customer(json!("7"))).is_ok());
    assert!(serde_json::from_value::<Customer>(customer(json!(7))).is_err());
    let api = api("ledger");
    let operation = api.operation("get_customer").unwrap();
    assert!(compare(&api, operation, &customer(json!("7"))).is_empty());
    let found = compare(&api, operation, &customer(json!(7)));
    let messages: Vec<String> = found
        .iter()
        .map(|found| found.message("the answer"))
        .collect();
    assert_eq!(
        messages,
        ["`id` in `the answer` must be an ID, which is a string, not the number `7`"]
    );
}

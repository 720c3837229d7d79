//! Clients of other documented APIs, generated from their spec folders, against the sandbox over
//! HTTP. Nothing in them is written by hand.
//!
//! - `tickets` has numbers of minutes, epoch seconds, maps, bracket names, cursors, and pages that
//!   are counted from 0.
//! - `desk` has offsets, either/or, headers, JSON searches, milliseconds, and keys with blanks.
//! - `ledger` has HTTP Basic and IDs that are text.
//! - `versions` has the newer look-ups of Help Scout, whose answers have the URL of the next page.
#![allow(clippy::unwrap_used)]

mod basic;
mod bodies;
mod changes;
mod contents;
mod cursors;
mod lists;
mod names;
mod text_ids;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

use helpscout_command::help;
use helpscout_description::{Api, compare};
use helpscout_runtime::{
    Client, ClientBuilder, Endpoint, Error, ErrorKind, Paged, Query, Request, Service,
    jiff::{Timestamp, civil::Date},
};
use helpscout_sandbox::{Builder, Fault, Faults, Sandbox};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

mod features {
    include!(concat!(env!("OUT_DIR"), "/features.rs"));
}
use features::{desk, paging, requests, tickets, versions};

const REQUESTS: &str = "/rest/desk/1/requests";
const SEARCH: &str = "/rest/desk/1/requests/search";
const METRICS: &str = "/api/v2/ticket_metrics.json";

fn api(name: &str) -> Api {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("specs")
        .join(name);
    let reading = helpscout_spec::read(&folder);
    assert_eq!(reading.findings.render(false), "");
    reading.api.unwrap()
}

fn builder(name: &str) -> Builder {
    Sandbox::builder().spec(api(name))
}

async fn serving(name: &str) -> Sandbox {
    builder(name).start().await.unwrap()
}

fn credentials(sandbox: &Sandbox, service: &'static Service) -> ClientBuilder {
    let client = Client::builder()
        .service(service)
        .base_url(sandbox.base_url());
    if sandbox.needs_token() {
        client.client_credentials(sandbox.app_id(), sandbox.app_secret())
    } else if service.basic.is_some() {
        client.api_key(sandbox.app_secret())
    } else {
        client.access_token("any")
    }
}

fn client(sandbox: &Sandbox, service: &'static Service) -> Client {
    credentials(sandbox, service).build().unwrap()
}

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Asserts that the sandbox of a spec answers each operation without parameters as it is described.
async fn assert_as_described(spec: &str) {
    let api = api(spec);
    let sandbox = serving(spec).await;
    for operation in &api.operations {
        let head = format!("{} {}", operation.method, operation.path);
        let body = if operation.method == "POST" { "{}" } else { "" };
        let (status, answer) = exchange(&sandbox, &head, body).await;
        assert_eq!(status, 200, "{answer}");
        assert!(compare(&api, operation, &answer).is_empty(), "{answer}");
    }
    sandbox.shutdown().await;
}

/// Sends a request without a client. Returns the status and the JSON of the answer.
async fn exchange(sandbox: &Sandbox, head: &str, body: &str) -> (u16, Value) {
    let address = sandbox.base_url().strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!(
        "{head} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap())
}

/// Returns the parameters that the client refuses before it sends a call.
fn refused_by_client<Q: Endpoint>(query: &Q) -> BTreeSet<String> {
    let refused = Request::of(query).validate().unwrap_err();
    names(&refused)
}

fn names(refused: &Error) -> BTreeSet<String> {
    let violations = refused.violations().iter();
    violations
        .map(|found| found.parameter.to_string())
        .collect()
}

/// Returns the parameters that the sandbox refuses.
fn refused_by_sandbox((status, answer): (u16, Value)) -> BTreeSet<String> {
    assert_eq!(status, 400, "{answer}");
    let errors = answer["errors"].as_array().unwrap().iter();
    errors
        .map(|error| error["path"].as_str().unwrap().to_owned())
        .collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Reads a report in every way there is. Returns its rows.
async fn read_in_every_way<Q>(client: &Client, query: impl Fn() -> Q) -> Vec<Q::Row>
where
    Q: Paged + Send + 'static,
{
    let all = client.all(query()).await.unwrap();
    let mut rows = client.rows(query());
    while rows.next().await.unwrap().is_some() {}
    assert_eq!(rows.rows_read(), all.len() as u64);
    let mut pages = client.pages(query());
    let mut count = 0;
    while let Some(page) = pages.next().await.unwrap() {
        count += Q::into_rows(page.into_value()).len();
    }
    assert_eq!(count, all.len());
    let raw = client.raw_all(Request::of(&query())).await.unwrap();
    assert_eq!(raw.len(), all.len());
    all
}

#[tokio::test]
async fn a_report_with_cursors_is_read_page_by_page() {
    let sandbox = serving("tickets").await;
    let client = client(&sandbox, tickets::SERVICE);
    let query = || {
        tickets::TicketMetrics::new()
            .page_size(25)
            .ids([tickets::TicketId(35436), tickets::TicketId(35437)])
            .include([tickets::Include::Channels, tickets::Include::Events])
            .sort(tickets::MetricsSort::CreatedAt)
    };
    let before = sandbox.calls().to(METRICS);
    let rows = client.all(query()).await.unwrap();
    let calls = sandbox.calls().to(METRICS) - before;
    assert_eq!(calls, rows.len().div_ceil(25) as u64);
    assert!(calls > 3, "{calls} pages");
    let ids: HashSet<_> = rows.iter().map(|row| row.id).collect();
    assert_eq!(ids.len(), rows.len());
    assert_eq!(read_in_every_way(&client, query).await, rows);

    let calls = sandbox.calls();
    let read = calls.last_read(METRICS).unwrap();
    assert_eq!(read["ids"], ["35436", "35437"]);
    assert_eq!(read["include"], ["channels", "events"]);
    assert_eq!(read["page[size]"], ["25"]);
    assert!(
        read.contains_key("page[after]"),
        "the last page has a cursor"
    );
    let mut minutes = rows
        .iter()
        .filter_map(|row| row.reply_time_in_minutes.calendar);
    let minutes = minutes.next().unwrap();
    let seconds = minutes.to_duration().unwrap().as_secs_f64();
    assert!((seconds - minutes.0 * 60.0).abs() < 1e-6);
    let waits = rows.iter().flat_map(|row| &row.waits_in_minutes);
    assert!(waits.clone().any(Option::is_none) && waits.clone().any(Option::is_some));
    let satisfaction = rows.iter().filter_map(|row| row.satisfaction);
    assert!(satisfaction.count() > 0);
    let mut channels = rows.iter().filter_map(|row| row.channels.as_ref());
    assert!(channels.any(|channels| !channels.0.is_empty()));
    sandbox.shutdown().await;
}

#[tokio::test]
async fn an_answer_is_typed_as_its_page_documents_it() {
    let api = api("tickets");
    let body = &api.operation("ticket_metrics").unwrap().examples[0].body;
    let page: tickets::TicketMetricsPage = serde_json::from_str(body).unwrap();
    let row = &page.ticket_metrics[0];
    assert_eq!(row.created_timestamp.0, row.created_at);
    assert_eq!(row.solved_on, Some("2019-05-03".parse::<Date>().unwrap()));
    assert_eq!(row.satisfaction, Some(4.5));
    assert_eq!(row.full_resolution_time_in_minutes.business, None);
    assert_eq!(row.waits_in_minutes.iter().flatten().count(), 2);
    let events = row.events.as_ref().unwrap();
    assert_eq!(events.0["reply"].known().unwrap()[0].kind, "measure");
    assert_eq!(
        serde_json::to_value(&page).unwrap(),
        serde_json::from_str::<Value>(body).unwrap()
    );
}

#[tokio::test]
async fn pages_that_start_at_zero_and_have_no_count_are_read_to_the_end() {
    let sandbox = serving("tickets").await;
    let client = client(&sandbox, tickets::SERVICE);
    let groups = read_in_every_way(&client, || tickets::ListGroups::new().per_page(20)).await;
    assert!(groups.len() > 40, "{} groups", groups.len());
    let second = client
        .send(&tickets::ListGroups::new().per_page(20).page(1))
        .await;
    let second = second.unwrap().into_value();
    assert_eq!(second.page, 1);
    assert_eq!(second.groups, groups[20..40]);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_report_with_offsets_is_read_by_either_of_two_parameters() {
    let sandbox = serving("desk").await;
    let client = client(&sandbox, desk::SERVICE);
    let query = || {
        desk::Requests::new()
            .desk(desk::DeskId(10))
            .fields(["first reply", "rating"])
            .expand([desk::Expand::Sla, desk::Expand::Participant])
            .limit(30)
            .x_experimental("opt-in")
    };
    let rows = read_in_every_way(&client, query).await;
    assert!(rows.len() > 60, "{} requests", rows.len());
    let calls = sandbox.calls();
    assert_eq!(calls.tokens(), 1);
    let read = calls.last_read(REQUESTS).unwrap();
    assert_eq!(read["fields"], ["first reply", "rating"]);
    assert_eq!(read["expand"], ["sla", "participant"]);
    assert_eq!(read["X-Experimental"], ["opt-in"]);
    let replies = rows
        .iter()
        .filter_map(|row| row.fields.first_reply.as_ref()?.value);
    let reply = replies.max_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
    let seconds = reply.to_duration().unwrap().as_secs_f64();
    assert!((seconds - reply.0 / 1000.0).abs() < 1e-6);
    let goals = rows.iter().filter_map(|row| row.sla.as_ref());
    assert!(goals.flat_map(|goals| &goals.0).count() > 0);
    let page = client.send(&query().start(60)).await.unwrap().into_value();
    assert_eq!(page.start, 60);
    assert_eq!(page.values[..], rows[60..90.min(rows.len())]);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn an_instant_may_have_an_offset_without_a_colon() {
    let api = api("desk");
    let body = &api.operation("requests").unwrap().examples[0].body;
    let page: desk::RequestPage = serde_json::from_str(body).unwrap();
    let created = &page.values[0].created_date;
    assert_eq!(created.iso8601, instant("2019-05-02T13:29:00Z"));
    assert_eq!(created.epoch_millis.0, instant("2019-05-02T13:29:00Z"));
    assert_eq!(page.values[0].labels, [Some("vip".to_owned()), None]);
    let first_reply = page.values[0].fields.first_reply.as_ref().unwrap();
    assert_eq!(first_reply.value.unwrap().to_string(), "1h 30m");
}

fn search() -> desk::SearchRequests {
    desk::SearchRequests::new(desk::RequestStatus::Open)
        .created_after("2019-05-02".parse().unwrap())
        .minimum_wait(1.5)
        .desks([desk::DeskId(10), desk::DeskId(12)])
        .text("printer")
        .max_results(40)
}

#[tokio::test]
async fn a_search_sends_a_json_object_and_is_repeated_after_a_failure() {
    let faults = Faults::new().at(2, 1, Fault::BadGateway);
    let sandbox = builder("desk").faults(faults).start().await.unwrap();
    let client = client(&sandbox, desk::SERVICE);
    let rows = client.all(search()).await.unwrap();
    assert!(rows.len() > 80, "{} requests", rows.len());
    let calls = sandbox.calls();
    assert_eq!(calls.faults().len(), 1);
    assert_eq!(calls.to(SEARCH), 1 + rows.len().div_ceil(40) as u64);
    let read = calls.last_read(SEARCH).unwrap();
    let expected = [
        ("desks", &["10", "12"][..]),
        ("filter.createdAfter", &["2019-05-02"]),
        ("filter.minimumWait", &["1.5"]),
        ("filter.status", &["OPEN"]),
        ("maxResults", &["40"]),
        ("text", &["printer"]),
    ];
    for (name, values) in expected {
        assert_eq!(read[name], values, "{name}");
    }
    assert_eq!(read_in_every_way(&client, search).await, rows);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn the_url_of_the_next_page_is_followed_on_the_same_host() {
    let sandbox = serving("versions").await;
    let client = client(&sandbox, versions::SERVICE);
    let customers = read_in_every_way(&client, versions::ListCustomers::new).await;
    assert!(customers.len() > 100, "{} customers", customers.len());
    let ids: HashSet<_> = customers.iter().map(|customer| customer.id).collect();
    assert_eq!(ids.len(), customers.len());
    let users = read_in_every_way(&client, versions::ListSystemUsers::new).await;
    assert!(!users.is_empty());
    sandbox.shutdown().await;
}

#[tokio::test]
async fn both_sides_refuse_the_same_parameters() {
    let sandbox = builder("tickets").start().await.unwrap();
    let query = tickets::TicketMetrics::new()
        .page_size(500)
        .start_time(instant("2019-06-02T12:00:00Z").into())
        .end_time(instant("2019-05-02T12:00:00Z").into())
        .sort(tickets::MetricsSort::SolvedOn);
    #[allow(deprecated)]
    let query = query.sort_by(tickets::MetricsSort::CreatedAt);
    let target = format!(
        "GET {METRICS}?page%5Bsize%5D=500&start_time=1559476800&end_time=1556798400&sort=solved_on&sort_by=created_at"
    );
    let by_sandbox = refused_by_sandbox(exchange(&sandbox, &target, "").await);
    assert_eq!(by_sandbox, set(&["page[size]", "end_time", "sort_by"]));
    let by_client = refused_by_client(&query);
    assert_eq!(by_client.len(), 3, "{by_client:?}");
    assert!(by_client.contains("page[size]") && by_client.contains("sort_by"));
    assert!(by_client.contains("start_time") || by_client.contains("end_time"));
    let many = (0..101).map(tickets::TicketId);
    let target = format!("GET {METRICS}?ids={}", vec!["1"; 101].join(","));
    let by_sandbox = refused_by_sandbox(exchange(&sandbox, &target, "").await);
    assert_eq!(
        by_sandbox,
        refused_by_client(&tickets::TicketMetrics::new().ids(many))
    );
    sandbox.shutdown().await;
}

#[tokio::test]
async fn both_sides_refuse_the_same_fields_of_a_body() {
    let mut api = api("desk");
    api.service.token = None;
    let sandbox = Sandbox::builder().spec(api).start().await.unwrap();
    let target = format!("POST {SEARCH}");
    let query = desk::SearchRequests::new(desk::RequestStatus::Open)
        .minimum_wait(1000.5)
        .desks((0..11).map(desk::DeskId))
        .text("ab")
        .start_at(-1);
    let body = json!({
        "filter": { "status": "OPEN", "minimumWait": 1000.5 },
        "desks": (0..11).collect::<Vec<_>>(), "text": "ab", "startAt": -1,
    });
    let by_sandbox = refused_by_sandbox(exchange(&sandbox, &target, &body.to_string()).await);
    assert_eq!(
        by_sandbox,
        set(&["desks", "filter.minimumWait", "startAt", "text"])
    );
    assert_eq!(by_sandbox, refused_by_client(&query));

    let nothing = Request::new(desk::SearchRequests::OPERATION, Query::new());
    let by_sandbox = refused_by_sandbox(exchange(&sandbox, &target, "{}").await);
    assert_eq!(by_sandbox, set(&["filter.status"]));
    assert_eq!(by_sandbox, names(&nothing.validate().unwrap_err()));

    let by_sandbox = refused_by_sandbox(exchange(&sandbox, &format!("GET {REQUESTS}"), "").await);
    assert_eq!(by_sandbox, set(&["desk"]));
    assert_eq!(by_sandbox, refused_by_client(&desk::Requests::new()));
    let both = desk::Requests::new()
        .desk(desk::DeskId(10))
        .organization(desk::OrganizationId(3));
    let target = format!("GET {REQUESTS}?desk=10&organization=3");
    let by_sandbox = refused_by_sandbox(exchange(&sandbox, &target, "").await);
    assert_eq!(by_sandbox, set(&["organization"]));
    assert_eq!(by_sandbox, refused_by_client(&both));
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_query_of_another_service_is_refused_before_anything_is_sent() {
    let sandbox = serving("desk").await;
    let client = client(&sandbox, desk::SERVICE);
    let refused = client.send(&tickets::ListGroups::new()).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Setup, "{refused}");
    let refused = client.all(tickets::TicketMetrics::new()).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Setup, "{refused}");
    for title in ["Ticket metrics", "Service desk"] {
        assert!(refused.to_string().contains(title), "{refused}");
    }
    let calls = sandbox.calls();
    assert_eq!((calls.tokens(), calls.unknown()), (0, 0));
    sandbox.shutdown().await;
}

#[tokio::test]
async fn every_answer_of_the_sandbox_is_as_described() {
    for name in ["desk", "ledger", "tickets", "versions"] {
        let api = api(name);
        let mut without_tokens = api.clone();
        without_tokens.service.token = None;
        without_tokens.service.basic = None;
        for seed in 0..20 {
            let builder = Sandbox::builder().spec(without_tokens.clone()).seed(seed);
            let sandbox = builder.start().await.unwrap();
            for operation in &api.operations {
                let (query, body) = match operation.id.as_str() {
                    "requests" => ("?desk=10", String::new()),
                    "invoices" => ("", json!({ "account": "ACC-1" }).to_string()),
                    "search_requests" => ("", json!({ "filter": { "status": "ALL" } }).to_string()),
                    _ => ("", String::new()),
                };
                let head = format!("{} {}{query}", operation.method, operation.path);
                let (status, answer) = exchange(&sandbox, &head, &body).await;
                assert_eq!(status, 200, "{answer}");
                let found: BTreeMap<_, _> = compare(&api, operation, &answer)
                    .into_iter()
                    .map(|found| (found.path.clone(), found.message("the answer")))
                    .collect();
                assert!(found.is_empty(), "{}: {found:?}", operation.id);
            }
            sandbox.shutdown().await;
        }
    }
}

/// Returns the first words of the lines with tabs above the response, which are the names in the
/// tables of parameters, in their order.
fn documented_parameters(page: &str) -> Vec<&str> {
    let request = page.lines().take_while(|line| {
        let is_response = |start| line.starts_with(start);
        !["Response", "Example response"]
            .into_iter()
            .any(is_response)
    });
    let rows = request.filter_map(|line| Some(line.split_once('\t')?.0));
    rows.filter(|name| !["Name", "Parameter", "Field"].contains(name))
        .collect()
}

#[test]
fn every_parameter_of_a_documented_page_is_described_in_its_order() {
    for (page, name, operation) in [
        ("desk-requests", "desk", "requests"),
        ("desk-search", "desk", "search_requests"),
        ("ticket-groups", "tickets", "list_groups"),
        ("ticket-metrics", "tickets", "ticket_metrics"),
    ] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pages-foreign");
        let page = std::fs::read_to_string(folder.join(page).with_extension("txt")).unwrap();
        let api = api(name);
        let operation = api.operation(operation).unwrap();
        let described: Vec<&str> = operation
            .parameters
            .iter()
            .map(|parameter| parameter.wire.as_str())
            .collect();
        assert_eq!(documented_parameters(&page), described);
        let request = format!("{} {}", operation.method, operation.path);
        assert!(page.lines().any(|line| line == request), "{request}");
    }
}

#[test]
fn the_command_line_has_the_options_of_every_api() {
    for (name, operation) in [
        ("desk", "requests"),
        ("desk", "search_requests"),
        ("ledger", "get_customer"),
        ("tickets", "list_groups"),
        ("tickets", "ticket_metrics"),
        ("versions", "list_customers"),
    ] {
        let (command, text) = help(&api(name), operation).unwrap();
        insta::with_settings!({ snapshot_path => "../../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("help-{operation}"), format!("$ {command}\n{text}"));
        });
    }
}

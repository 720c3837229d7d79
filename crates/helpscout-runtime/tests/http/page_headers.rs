//! Headers that say how many rows and pages there are, and which page is next.

use helpscout_runtime::{Error, ErrorKind, Operation, Paging, Query, Request};

use crate::service::{Reply, Seen, Service};

const LIST: Paging = Paging::by_page("page", 1, "").size("size").identity("id");

const PROJECTS: &Operation = &Operation {
    id: "projects",
    path: "/v4/projects",
    pages: Some(
        LIST.count_header("X-Total")
            .total_header("X-Total-Pages")
            .more_header("X-Next-Page"),
    ),
    ..Operation::DEFAULT
};

/// The rows of a page of two in a report of five.
fn page(seen: &Seen) -> (i64, Reply) {
    let number = seen
        .query
        .split('&')
        .find_map(|pair| pair.strip_prefix("page="));
    let number: i64 = number.unwrap().parse().unwrap();
    let rows: Vec<String> = (2 * number - 1..=(2 * number).min(5))
        .map(|id| format!("{{\"id\":{id}}}"))
        .collect();
    (number, Reply::ok(format!("[{}]", rows.join(","))))
}

fn next(number: i64) -> String {
    if number < 3 {
        (number + 1).to_string()
    } else {
        String::new()
    }
}

/// Reads a report, and returns its rows and the number of calls.
async fn read(service: &Service, operation: &'static Operation) -> Result<(usize, usize), Error> {
    let request = Request::new(operation, Query::new().with("size", 2));
    let rows = service.client().raw_all(request).await?;
    Ok((rows.len(), service.calls().len()))
}

#[tokio::test]
async fn each_header_by_itself_tells_the_last_page() {
    const COUNTED: &Operation = &Operation {
        pages: Some(LIST.count_header("X-Total")),
        ..*PROJECTS
    };
    const NUMBERED: &Operation = &Operation {
        pages: Some(LIST.total_header("X-Total-Pages")),
        ..*PROJECTS
    };
    const FOLLOWED: &Operation = &Operation {
        pages: Some(LIST.more_header("X-Next-Page")),
        ..*PROJECTS
    };
    for operation in [PROJECTS, COUNTED, NUMBERED, FOLLOWED] {
        let service = Service::start(|seen| {
            let (number, reply) = page(seen);
            reply
                .with("X-Total", 5)
                .with("X-Total-Pages", 3)
                .with("X-Next-Page", next(number))
        })
        .await;
        let whole = read(&service, operation).await.unwrap();
        assert_eq!(whole, (5, 3), "{:?}", operation.pages);
    }
}

#[tokio::test]
async fn a_report_whose_counts_are_left_out_is_read_to_its_end() {
    // Some services count only small reports.
    let service = Service::start(|seen| {
        let (number, reply) = page(seen);
        reply.with("X-Next-Page", next(number))
    })
    .await;
    assert_eq!(read(&service, PROJECTS).await.unwrap(), (5, 3));
    // Without any header, the first short page is the last.
    let service = Service::start(|seen| page(seen).1).await;
    assert_eq!(read(&service, PROJECTS).await.unwrap(), (5, 3));
    let service = Service::start(|seen| page(seen).1.with("X-Total", "")).await;
    assert_eq!(read(&service, PROJECTS).await.unwrap(), (5, 3));
}

#[tokio::test]
async fn a_page_is_the_last_only_if_both_headers_say_so() {
    let service = Service::start(|seen| {
        let (number, reply) = page(seen);
        reply
            .with("X-Total-Pages", 1)
            .with("X-Next-Page", next(number))
    })
    .await;
    assert_eq!(read(&service, PROJECTS).await.unwrap(), (5, 3));
    let service = Service::start(|seen| {
        let (_, reply) = page(seen);
        reply.with("X-Total-Pages", 3).with("X-Next-Page", "")
    })
    .await;
    assert_eq!(read(&service, PROJECTS).await.unwrap(), (5, 3));
}

#[tokio::test]
async fn fewer_rows_than_a_header_counts_are_an_error() {
    let service = Service::start(|seen| {
        let (number, reply) = page(seen);
        reply.with("X-Total", 6).with("X-Next-Page", next(number))
    })
    .await;
    let error = read(&service, PROJECTS).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Inconsistent, "{error}");
}

#[tokio::test]
async fn a_header_that_is_no_number_is_an_error() {
    for (name, value) in [
        ("X-Total", "many"),
        ("X-Total", "-1"),
        ("X-Total-Pages", "1.5"),
    ] {
        let service = Service::start(move |seen| page(seen).1.with(name, value)).await;
        let error = read(&service, PROJECTS).await.unwrap_err();
        let problem = format!("the header `{name}` is not a whole number of at least 0");
        assert!(error.to_string().contains(&problem), "{error}");
    }
}

#[tokio::test]
async fn a_number_of_pages_that_changes_is_noticed() {
    let service = Service::start(|seen| {
        let (number, reply) = page(seen);
        reply
            .with("X-Total-Pages", 2 + number)
            .with("X-Next-Page", next(number))
    })
    .await;
    let error = read(&service, PROJECTS).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Inconsistent, "{error}");
}

//! Tests of pages that the last row of the page before leads to, and of links in a header.

use helpscout_runtime::{Error, Operation, Paging, Request};

use crate::service::{Reply, Service};

const AFTER: &Operation = &Operation {
    id: "charges",
    path: "/v1/charges",
    pages: Some(Paging::after_row("after", "place.id", "rows").more("more")),
    ..Operation::DEFAULT
};

/// Pages that are lists of rows, and end with the first empty one.
const SINCE: &Operation = &Operation {
    id: "statuses",
    path: "/v1/statuses",
    pages: Some(Paging::after_row("since", "id", "")),
    ..Operation::DEFAULT
};

const LINKED: &Operation = &Operation {
    id: "issues",
    path: "/issues",
    pages: Some(Paging::link_header("Link", "").identity("id")),
    ..Operation::DEFAULT
};

/// Starts a service whose pages are these, the last of which comes again and again.
async fn paged(pages: &'static [&'static str]) -> Service {
    Service::start(move |seen| Reply::ok(pages[seen.before.min(pages.len() - 1)])).await
}

async fn read(service: &Service, operation: &'static Operation) -> Result<Vec<String>, Error> {
    let rows = service
        .client()
        .raw_all(Request::new(operation, Default::default()))
        .await?;
    Ok(rows.iter().map(|row| row.get().to_owned()).collect())
}

async fn refused(service: &Service, operation: &'static Operation) -> String {
    read(service, operation).await.unwrap_err().to_string()
}

fn queries(service: &Service) -> Vec<String> {
    service.calls().into_iter().map(|call| call.query).collect()
}

#[tokio::test]
async fn the_value_of_the_last_row_is_sent_until_there_are_no_more() {
    let service = paged(&[
        r#"{"rows":[{"place":{"id":"a b"}},{"place":{"id":"ch_2&x"}}],"more":true}"#,
        r#"{"rows":[{"place":{"id":7.0}}],"more":false}"#,
    ])
    .await;
    assert_eq!(read(&service, AFTER).await.unwrap().len(), 3);
    assert_eq!(queries(&service), ["", "after=ch_2%26x"]);

    let service = paged(&[r#"[{"id":9},{"id":7}]"#, r#"[{"id":3}]"#, "[]"]).await;
    assert_eq!(read(&service, SINCE).await.unwrap().len(), 3);
    assert_eq!(queries(&service), ["", "since=7", "since=3"]);
}

#[tokio::test]
async fn a_last_row_without_its_value_is_an_error_and_never_the_end() {
    for row in [
        "{}",
        r#"{"id":null}"#,
        r#"{"id":""}"#,
        "7",
        "null",
        r#"{"id":[1]}"#,
    ] {
        let page: &'static str = format!(r#"[{{"id":1}},{row}]"#).leak();
        let service = Service::start(move |_| Reply::ok(page)).await;
        let refused = read(&service, SINCE).await.unwrap_err();
        assert!(refused.is_decode(), "{row}: {refused}");
    }
    let service = paged(&[r#"{"rows":[{"place":null}],"more":true}"#]).await;
    let refused = refused(&service, AFTER).await;
    assert!(
        refused.contains("nothing leads to the next page"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_service_that_ignores_the_last_row_is_noticed() {
    let refused = refused(&paged(&[r#"[{"id":9},{"id":7}]"#]).await, SINCE).await;
    assert!(refused.contains("does not advance"), "{refused}");
}

#[tokio::test]
async fn more_rows_that_are_promised_must_come() {
    let service = paged(&[
        r#"{"rows":[{"place":{"id":1}}],"more":true}"#,
        r#"{"rows":[],"more":true}"#,
    ])
    .await;
    let refused = refused(&service, AFTER).await;
    assert!(
        refused.contains("page 2: the service says that there are more pages"),
        "{refused}"
    );
}

#[tokio::test]
async fn an_object_in_place_of_a_list_is_no_page() {
    for operation in [SINCE, LINKED] {
        let refused = read(&paged(&[r#"{"message":"slow down"}"#]).await, operation).await;
        assert!(refused.unwrap_err().is_decode());
    }
}

/// Reads pages of which the first has this link.
async fn linked(link: impl Into<String>) -> (Service, Result<Vec<String>, Error>) {
    let link = link.into();
    let service = Service::start(move |seen| {
        let reply = Reply::ok(format!(r#"[{{"id":{}}}]"#, seen.before));
        match seen.before {
            0 => reply.with("link", &link),
            _ => reply,
        }
    })
    .await;
    let read = read(&service, LINKED).await;
    (service, read)
}

#[tokio::test]
async fn a_link_in_a_header_is_followed_where_the_call_went_only() {
    let (service, rows) = linked("</issues?page=2&x=%20>; rel=\"next\"").await;
    assert_eq!(rows.unwrap().len(), 2);
    assert_eq!(queries(&service), ["", "page=2&x=%20"]);
    let (_, rows) = linked("</issues?page=9>; rel=last").await;
    assert_eq!(rows.unwrap().len(), 1);

    let other = Service::start(|_| Reply::ok("[]")).await;
    for link in [
        format!("<{}/issues>; rel=next", other.base_url()),
        "</users>; rel=next".to_owned(),
    ] {
        let (service, refused) = linked(link).await;
        let refused = refused.unwrap_err().to_string();
        assert!(refused.contains("was not followed"), "{refused}");
        assert_eq!((service.calls().len(), other.calls().len()), (1, 0));
    }
}

#[tokio::test]
async fn a_header_that_can_not_be_read_is_an_error_and_never_the_end() {
    let (_, refused) = linked("https://api.example.com/issues?page=2").await;
    let refused = refused.unwrap_err();
    assert!(refused.is_decode(), "{refused}");
    let expected = "the header `Link` is not a list of links";
    assert!(refused.to_string().contains(expected), "{refused}");
}

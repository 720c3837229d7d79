//! Tests tokens that end while a report is read.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::pin::pin;

use futures_util::TryStreamExt;
use helpscout_reports::{AccessToken, Client};
use helpscout_sandbox::Sandbox;

use crate::report::{IN_FLIGHT, Report, Walk, client, patient, query};

async fn ending_after(calls: u32) -> Sandbox {
    patient().token_calls(calls).start().await.unwrap()
}

/// Returns a token of the sandbox that the client can't renew.
async fn token(sandbox: &Sandbox) -> String {
    let address = sandbox.base_url().strip_prefix("http://").unwrap();
    let request = format!(
        "POST /v2/oauth2/token?grant_type=client_credentials&client_id={}&client_secret={} HTTP/1.1\r\n\
         host: {address}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
        sandbox.app_id(),
        sandbox.app_secret()
    );
    let mut connection = TcpStream::connect(address).unwrap();
    connection.write_all(request.as_bytes()).unwrap();
    let answer = tokio::task::spawn_blocking(move || {
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        answer
    });
    let answer = answer.await.unwrap();
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    body["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_that_end_during_the_walk_are_replaced_and_cost_no_row() {
    let report = Report::read().await;
    let pages = report.pages.len() as u64;
    // With fewer calls for each token, sixteen calls at once use up two of them at once, and a
    // second refusal of the same call is an error.
    for calls in [3, 4, 5] {
        for in_flight in IN_FLIGHT {
            let sandbox = ending_after(calls).await;
            let client = client(&sandbox, in_flight).build().unwrap();
            assert_eq!(client.all(query()).await.unwrap(), report.rows());
            let tokens = sandbox.calls().tokens();
            let fewest = pages.div_ceil(calls.into());
            assert!((fewest..=fewest + 1).contains(&tokens), "{tokens} tokens");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_that_end_sooner_than_they_can_be_replaced_give_all_rows_or_an_error() {
    let report = Report::read().await;
    for calls in [1, 2] {
        for in_flight in IN_FLIGHT {
            let sandbox = ending_after(calls).await;
            let client = client(&sandbox, in_flight).build().unwrap();
            let walk = Walk::with(&client).await;
            match walk.error {
                None => assert!(walk.rows == report.rows()),
                Some(error) => {
                    assert!(error.is_unauthorized(), "{error}");
                    let page = error.page().unwrap();
                    assert!(walk.rows == report.rows_before(page), "{error}");
                }
            }
            let made = sandbox.calls().tokens();
            assert!(
                made <= 2 * report.pages.len() as u64,
                "{made} token requests"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_revoked_during_the_walk_is_replaced_once() {
    let report = Report::read().await;
    for in_flight in IN_FLIGHT {
        let sandbox = patient().start().await.unwrap();
        let client = client(&sandbox, in_flight).build().unwrap();
        let mut stream = pin!(client.rows(query()));
        let mut rows = Vec::from_iter(stream.try_next().await.unwrap());
        sandbox.revoke_tokens();
        while let Some(row) = stream.try_next().await.unwrap() {
            rows.push(row);
        }
        assert!(rows == report.rows(), "{in_flight} in flight");
        assert!(sandbox.calls().tokens() <= 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_given_token_that_ends_is_an_error_that_names_the_page() {
    let report = Report::read().await;
    for in_flight in IN_FLIGHT {
        let sandbox = ending_after(3).await;
        let given = Client::builder()
            .base_url(sandbox.base_url())
            .access_token(token(&sandbox).await)
            .pages_in_flight(in_flight)
            .build()
            .unwrap();
        let walk = Walk::with(&given).await;
        let error = walk.error.unwrap();
        assert!(error.is_unauthorized(), "{error}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
        assert!(walk.rows == report.rows_before(error.page().unwrap()));
        assert_eq!(sandbox.calls().tokens(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_keeps_giving_a_spent_token_is_an_error_not_a_loop() {
    let sandbox = patient().start().await.unwrap();
    let spent = token(&sandbox).await;
    sandbox.revoke_tokens();
    let client = client(&sandbox, 4)
        .token_provider(move || {
            let token = AccessToken::new(spent.clone());
            async move { Ok::<_, std::io::Error>(token) }
        })
        .build()
        .unwrap();
    let error = client.all(query()).await.unwrap_err();
    assert!(error.is_unauthorized(), "{error}");
    assert_eq!(error.page(), Some(1));
    assert_eq!(
        sandbox.calls().to("/v2/reports/user/conversation-history"),
        2
    );
}

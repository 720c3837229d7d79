//! Credentials as programs read them.

use helpscout_runtime::secrecy::SecretString;
use helpscout_runtime::{AccessToken, ClientBuilder};

use crate::history::{full_page, history};
use crate::service::{Reply, Service};

async fn store(_: SecretString) -> std::io::Result<()> {
    Ok(())
}

#[tokio::test]
async fn the_line_break_at_the_end_of_a_file_is_no_part_of_a_credential() {
    let ways: [fn(ClientBuilder) -> ClientBuilder; 5] = [
        |builder| builder.client_credentials("app\n", " s3cret\r\n"),
        |builder| builder.access_token("good\n"),
        |builder| {
            builder.token_provider(|| async { Ok::<_, std::io::Error>(AccessToken::new("good\n")) })
        },
        |builder| builder.refresh_token("app\n", "s3cret\n", "refresh\n", store),
        |builder| builder.authorization_code("app\n", "s3cret\n", "code\n", store),
    ];
    for way in ways {
        let service = Service::start_with_tokens(
            |_| Reply::token("good", 7200),
            |_| Reply::ok(full_page(1, 1)),
        )
        .await;
        let client = way(service.builder()).build().unwrap();
        client.send(&history()).await.unwrap();
        for request in service.token_requests() {
            let values: Vec<&String> = request.form.values().collect();
            assert!(
                values.iter().all(|value| value.trim() == *value),
                "{values:?}"
            );
        }
        assert_eq!(service.calls()[0].token.as_deref(), Some("good"));
    }
}

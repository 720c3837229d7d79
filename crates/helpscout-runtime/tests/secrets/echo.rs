//! Errors of every kind, from a service that repeats a secret wherever it can.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use helpscout_runtime::{Client, ClientBuilder, Error, ErrorKind, Operation, Paging, Request};
use tokio::runtime::Builder;

use crate::history::{History, OPERATION, history, query};
use crate::service::{Reply, Seen, Service};
use crate::untrusted;

/// A client's secret, and the text that a service sends, which has it in some spelling.
#[derive(Clone, Copy, Debug)]
pub struct Echo<'a> {
    pub secret: &'a str,
    pub text: &'a str,
}

/// A report whose rows are identified by a text.
const NAMED: &Operation = &Operation {
    id: "drilldown",
    pages: Some(Paging::new("page", "page", "pages", "count", "results").identity("name")),
    ..*OPERATION
};

impl Echo<'_> {
    /// Returns errors of this kind.
    pub async fn errors(self, kind: ErrorKind) -> Vec<Error> {
        match kind {
            ErrorKind::Setup => self.setup(),
            ErrorKind::InvalidQuery => self.invalid_query().await,
            ErrorKind::Unauthorized => {
                [self.refusals(401).await, self.token_refusals(400).await].concat()
            }
            ErrorKind::PlanRefused => self.refusals(403).await,
            ErrorKind::Forbidden => self.token_refusals(403).await,
            ErrorKind::NotFound => self.refusals(404).await,
            ErrorKind::RateLimited => self.refusals(429).await,
            ErrorKind::Unavailable => {
                [self.refusals(503).await, self.token_refusals(500).await].concat()
            }
            ErrorKind::Refused => [
                self.refusals(400).await,
                self.refusals(501).await,
                self.token_refusals(418).await,
            ]
            .concat(),
            ErrorKind::TokenProvider => self.failing_programs().await,
            ErrorKind::Connect => vec![self.unreachable().await],
            ErrorKind::Proxy => self.refusals(407).await,
            ErrorKind::Certificate => vec![untrusted::error(self.secret).await],
            ErrorKind::Timeout => self.slow().await,
            ErrorKind::Interrupted => self.cut().await,
            ErrorKind::Redirect => self.redirects().await,
            ErrorKind::TooLarge => self.too_large().await,
            ErrorKind::Decode => self.undecodable().await,
            ErrorKind::Inconsistent => self.repeated().await,
            ErrorKind::Stopped => vec![self.stopped().await],
            other => panic!("there is no case for {other}; add one"),
        }
    }

    fn builder(self, service: &Service) -> ClientBuilder {
        service
            .builder()
            .client_credentials("app", self.secret)
            .max_attempts(1)
    }

    /// Returns the errors of calls that get these responses.
    async fn answers(self, replies: Vec<fn(Self) -> Reply>) -> Vec<Error> {
        let mut errors = Vec::new();
        for reply in replies {
            errors.push(self.answer(reply).await);
        }
        errors
    }

    async fn answer(self, reply: impl Fn(Echo<'static>) -> Reply + Send + Sync + 'static) -> Error {
        let own = self.leaked();
        let service = Service::start(move |_| reply(own)).await;
        let client = self
            .builder(&service)
            .max_body(100_000)
            .max_pages(10)
            .timeout(Duration::from_secs(20));
        client.build().unwrap().send(&history()).await.unwrap_err()
    }

    async fn token_answer(
        self,
        reply: impl Fn(Echo<'static>, &Seen) -> Reply + Send + Sync + 'static,
    ) -> Error {
        let own = self.leaked();
        let service =
            Service::start_with_tokens(move |seen| reply(own, seen), |_| Reply::ok("{}")).await;
        self.builder(&service)
            .build()
            .unwrap()
            .send(&history())
            .await
            .unwrap_err()
    }

    /// The closures of a service outlive the test.
    fn leaked(self) -> Echo<'static> {
        Echo {
            secret: self.secret.to_owned().leak(),
            text: self.text.to_owned().leak(),
        }
    }

    /// Returns the bodies of refusals, in each shape that the client reads.
    fn bodies(self) -> Vec<String> {
        let text = self.text;
        let padding = "x".repeat(195);
        vec![
            format!(
                r#"{{"message":"no {text}!","logRef":"{text}","_embedded":{{"errors":[{{"path":"{text}","message":"{text}","rejectedValue":"{text}"}},"{text}"]}}}}"#
            ),
            format!(
                r#"{{"error":"{text}","error_description":"{text}","errors":[{{"{text}":1}}]}}"#
            ),
            format!(r#""{text}""#),
            format!("{padding}{text}"),
            format!(r#"{{"message":"{padding}{text}"}}"#),
            format!("<html><title>{text}</title>"),
            text.to_owned(),
        ]
    }

    fn header(self, reply: Reply) -> Reply {
        match axum::http::HeaderValue::from_str(self.text) {
            Ok(value) => {
                let value = value.to_str().unwrap_or_default();
                reply
                    .with("Correlation-Id", value)
                    .with("Retry-After", value)
                    .with("X-Echo", value)
            }
            Err(_) => reply,
        }
    }

    async fn refusals(self, status: u16) -> Vec<Error> {
        let mut errors = Vec::new();
        for body in self.bodies() {
            errors.push(
                self.answer(move |echo| echo.header(Reply::new(status, body.clone())))
                    .await,
            );
        }
        errors
    }

    async fn token_refusals(self, status: u16) -> Vec<Error> {
        let mut errors = Vec::new();
        for body in self.bodies() {
            errors.push(
                self.token_answer(move |echo, _| echo.header(Reply::new(status, body.clone())))
                    .await,
            );
        }
        errors
    }

    fn setup(self) -> Vec<Error> {
        let Self { secret, text } = self;
        [
            format!("https://{text}.example/v2"),
            format!("http://{text}.example"),
            format!("ftp://host.example/{text}"),
            format!("me:{text}@api.example"),
            text.to_owned(),
        ]
        .into_iter()
        .filter_map(|url| {
            Client::builder()
                .client_credentials("app", secret)
                .base_url(url)
                .build()
                .err()
        })
        .chain([Client::builder().build().unwrap_err()])
        .collect()
    }

    async fn invalid_query(self) -> Vec<Error> {
        let client = Client::builder()
            .client_credentials("app", self.secret)
            .build()
            .unwrap();
        let odd = History(query().with("start", self.text).with("page", self.text));
        vec![
            client.send(&odd).await.unwrap_err(),
            client.all(odd).await.unwrap_err(),
        ]
    }

    async fn failing_programs(self) -> Vec<Error> {
        let own = self.leaked();
        let service = Service::start_with_tokens(
            |_| {
                Reply::ok(
                    r#"{"access_token":"a-token-of-this-call","refresh_token":"the-next-one"}"#,
                )
            },
            |_| Reply::ok("{}"),
        )
        .await;
        let store =
            service
                .builder()
                .refresh_token("app", self.secret, "first", move |_| async move {
                    Err::<(), _>(format!("could not store with {}", own.text))
                });
        // The program gave its token once, before it failed.
        let issued = std::sync::atomic::AtomicBool::new(false);
        let refusing = Service::start(|_| Reply::new(401, "")).await;
        let provider = refusing.builder().max_attempts(1).token_provider(move || {
            let is_first = !issued.swap(true, std::sync::atomic::Ordering::SeqCst);
            async move {
                if is_first && own.secret.is_ascii() {
                    Ok(helpscout_runtime::AccessToken::new(own.secret))
                } else if is_first {
                    Ok(helpscout_runtime::AccessToken::new("unused"))
                } else {
                    Err(format!("the vault says {}", own.text))
                }
            }
        });
        let mut errors = vec![store.build().unwrap().send(&history()).await.unwrap_err()];
        // The service of the tests reads only headers in ASCII.
        if self.secret.is_ascii() {
            errors.push(
                provider
                    .build()
                    .unwrap()
                    .send(&history())
                    .await
                    .unwrap_err(),
            );
        }
        errors
    }

    async fn unreachable(self) -> Error {
        let client = Client::builder()
            .client_credentials("app", self.secret)
            .base_url("http://127.0.0.1:1");
        client
            .max_attempts(1)
            .build()
            .unwrap()
            .send(&history())
            .await
            .unwrap_err()
    }

    async fn slow(self) -> Vec<Error> {
        let own = self.leaked();
        let service =
            Service::start(move |_| Reply::ok(own.text).after(Duration::from_secs(600))).await;
        let client = self
            .builder(&service)
            .deadline(Duration::from_millis(30))
            .build()
            .unwrap();
        vec![client.send(&history()).await.unwrap_err()]
    }

    async fn cut(self) -> Vec<Error> {
        self.answers(vec![
            |echo| {
                echo.header(Reply::ok(format!(
                    r#"{{"page":1,"{}":["{}""#,
                    echo.text, echo.text
                )))
            },
            |echo| Reply::ok(format!(r#"{{"page":"{}"#, echo.text)),
            |echo| Reply::cut(format!(r#"{{"page":"{}"#, echo.text).leak()),
        ])
        .await
    }

    async fn redirects(self) -> Vec<Error> {
        let mut errors = Vec::new();
        for location in [
            format!("https://{}.example/c", self.text),
            format!("https://b.example/{}?secret={}", self.text, self.text),
            format!("https://me:{}@b.example/", self.text),
            self.text.to_owned(),
        ] {
            let Ok(location) = axum::http::HeaderValue::from_str(&location) else {
                continue;
            };
            let Ok(location) = location.to_str().map(str::to_owned) else {
                continue;
            };
            let at_token = location.clone();
            errors.push(
                self.answer(move |_| Reply::new(304, "").with("Location", &location))
                    .await,
            );
            errors.push(
                self.token_answer(move |_, _| Reply::new(307, "").with("Location", &at_token))
                    .await,
            );
        }
        errors.push(
            self.answer(|_| Reply::new(302, "").with("Location", "https://b.example/c"))
                .await,
        );
        errors
    }

    async fn too_large(self) -> Vec<Error> {
        self.answers(vec![|echo| Reply::ok(echo.text.repeat(20_000))])
            .await
    }

    async fn undecodable(self) -> Vec<Error> {
        let mut errors = self
            .answers(vec![
                |echo| {
                    echo.header(Reply::ok(format!(
                        r#"{{"page":"{}","pages":1,"count":1}}"#,
                        echo.text
                    )))
                },
                |echo| Reply::ok(format!(r#"{{"{}":1}}"#, echo.text)),
                |echo| Reply::ok(format!(r#"["{}"]"#, echo.text)),
                |echo| Reply::ok(format!(r#""{}""#, echo.text)),
                |echo| {
                    Reply::ok(format!(
                        r#"{{"page":1,"pages":1,"count":1,"results":[{{"number":"{}"}}]}}"#,
                        echo.text
                    ))
                },
                |echo| Reply::ok(format!("{}{}", "x".repeat(195), echo.text)),
                |echo| Reply::ok(format!("<html><title>{}</title>", echo.text)),
                |echo| Reply::ok([echo.text.as_bytes(), b"\xff"].concat()),
            ])
            .await;
        errors.push(
            self.token_answer(|echo, _| {
                Reply::ok(format!(
                    r#"{{"token_type":"{}","scope":"{}"}}"#,
                    echo.text, echo.text
                ))
            })
            .await,
        );
        errors.push(
            self.token_answer(|echo, _| {
                Reply::ok(format!(r#"{{"access_token":["{}"],"x":1}}"#, echo.text))
            })
            .await,
        );
        errors.push(
            self.token_answer(|echo, _| Reply::ok(format!("<html><title>{}</title>", echo.text)))
                .await,
        );
        errors.push(self.token_answer(|echo, _| Reply::ok(echo.text)).await);
        errors
    }

    async fn repeated(self) -> Vec<Error> {
        let own = self.leaked();
        let row = format!(r#"{{"name":"{}"}}"#, own.text);
        let service = Service::start(move |_| {
            Reply::ok(format!(
                r#"{{"page":1,"pages":1,"count":2,"results":[{row},{row}]}}"#
            ))
        })
        .await;
        let client = self.builder(&service).build().unwrap();
        vec![
            client
                .raw_all(Request::new(NAMED, query()))
                .await
                .unwrap_err(),
        ]
    }

    /// A runtime that ends while a call is in flight.
    async fn stopped(self) -> Error {
        let own = self.leaked();
        let service =
            Service::start(move |_| Reply::ok(own.text).after(Duration::from_secs(600))).await;
        let client = self.builder(&service).build().unwrap();
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let guard = runtime.enter();
        let history = history();
        let mut call = Box::pin(client.send(&history));
        // The first poll starts the task on the runtime that ends.
        let _ = poll_fn(|context| Poll::Ready(call.as_mut().poll(context))).await;
        drop(guard);
        runtime.shutdown_background();
        call.await.unwrap_err()
    }
}

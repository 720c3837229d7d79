//! Tests of kept connections that are dead without a sign, as after a firewall has forgotten them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use helpscout_runtime::{
    CallOptions, Client, ClientBuilder, ErrorKind, Method, Operation, Query, Request,
};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Barrier;

use crate::history::{full_page, history};

/// What becomes of a request on a dead connection.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Death {
    Closed,
    Silent,
}

/// How many connections are kept before they die.
const KEPT: usize = 8;

/// A service whose first connections die.
struct Forgetful {
    address: SocketAddr,
    death: Death,
    connections: AtomicUsize,
    requests: AtomicUsize,
    tokens: AtomicUsize,
    /// The number of the first connection that works.
    alive_from: AtomicUsize,
    /// Holds the first requests back until each has a connection of its own.
    all_here: Barrier,
}

/// The head of a request, in lower case.
struct Head(String);

impl Forgetful {
    async fn start(death: Death) -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let service = Arc::new(Self {
            address: listener.local_addr().unwrap(),
            death,
            connections: AtomicUsize::new(0),
            requests: AtomicUsize::new(0),
            tokens: AtomicUsize::new(0),
            alive_from: AtomicUsize::new(0),
            all_here: Barrier::new(KEPT),
        });
        let serving = service.clone();
        tokio::spawn(async move {
            loop {
                let (connection, _) = listener.accept().await.unwrap();
                let number = serving.connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serving.clone().serve(connection, number));
            }
        });
        service
    }

    async fn serve(self: Arc<Self>, connection: TcpStream, number: usize) {
        let mut connection = BufReader::new(connection);
        while let Some(head) = Head::read(&mut connection).await {
            let is_for_token = head.0.starts_with("post /v2/oauth2/token");
            let count = if is_for_token {
                &self.tokens
            } else {
                &self.requests
            };
            let request = count.fetch_add(1, Ordering::SeqCst);
            if number < self.alive_from.load(Ordering::SeqCst) {
                match self.death {
                    Death::Closed => return,
                    Death::Silent => std::future::pending().await,
                }
            }
            if !is_for_token && request < KEPT {
                self.all_here.wait().await;
            }
            let body = if is_for_token {
                format!(
                    r#"{{"access_token":"access-{request}","refresh_token":"refresh-{request}","expires_in":10}}"#
                )
            } else {
                full_page(1, 1)
            };
            let agent = head.value("user-agent");
            let length = body.len();
            let response = format!(
                "HTTP/1.1 200 OK\r\nX-Agent: {agent}\r\nContent-Length: {length}\r\n\r\n{body}"
            );
            connection.write_all(response.as_bytes()).await.unwrap();
        }
    }

    fn builder(&self) -> ClientBuilder {
        Client::builder()
            .access_token("fixed")
            .base_url(format!("http://{}", self.address))
    }

    /// Returns a client whose kept connections are all dead.
    async fn forget(&self, builder: ClientBuilder) -> Client {
        let client = builder.build().unwrap();
        let query = history();
        let calls = join_all((0..KEPT).map(|_| client.send(&query))).await;
        assert!(calls.iter().all(Result::is_ok), "{calls:?}");
        let connections = self.connections.load(Ordering::SeqCst);
        self.alive_from.store(connections, Ordering::SeqCst);
        client
    }

    fn new_connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst) - self.alive_from.load(Ordering::SeqCst)
    }

    fn new_requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst) - KEPT
    }
}

impl Head {
    /// Reads a request, or returns `None` if there is none.
    async fn read(connection: &mut BufReader<TcpStream>) -> Option<Self> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if connection.read_line(&mut head).await.unwrap() == 0 {
                return None;
            }
        }
        let head = Self(head.to_ascii_lowercase());
        let length = head.value("content-length").parse().unwrap_or(0);
        connection.read_exact(&mut vec![0; length]).await.unwrap();
        Some(head)
    }

    fn value(&self, name: &str) -> &str {
        let mut lines = self.0.lines();
        let value = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        value.unwrap_or_default()
    }
}

#[tokio::test(start_paused = true)]
async fn dead_connections_cost_one_attempt_of_one_call() {
    for death in [Death::Closed, Death::Silent] {
        let service = Forgetful::start(death).await;
        let client = service.forget(service.builder().max_attempts(2)).await;
        let response = client.send(&history()).await.unwrap();
        assert_eq!(response.attempts(), 2, "{death:?}");
        assert_eq!((service.new_requests(), service.new_connections()), (2, 1));

        // Seven dead connections are left, and no call is sent on one of them.
        let query = history();
        for response in join_all((0..20).map(|_| client.send(&query))).await {
            assert_eq!(response.unwrap().attempts(), 1, "{death:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn no_report_or_call_is_lost_while_all_kept_connections_are_dead() {
    for death in [Death::Closed, Death::Silent] {
        let service = Forgetful::start(death).await;
        let client = service.forget(service.builder().max_attempts(2)).await;
        let reports = client.all_of((0..3).map(|_| history())).try_collect();
        assert_eq!(reports.await.unwrap().len(), 3, "{death:?}");

        let service = Forgetful::start(death).await;
        let client = service.forget(service.builder().max_attempts(2)).await;
        let calls = client.send_each((0..3).map(|_| history())).try_collect();
        assert_eq!(calls.await.unwrap().len(), 3, "{death:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn connections_are_kept_again_once_the_dead_ones_are_gone() {
    let service = Forgetful::start(Death::Silent).await;
    let client = service.forget(service.builder()).await;
    for _ in 0..3 {
        client.send(&history()).await.unwrap();
    }
    assert_eq!(service.new_connections(), 3);
    tokio::time::sleep(Duration::from_secs(51)).await;
    for _ in 0..5 {
        assert_eq!(client.send(&history()).await.unwrap().attempts(), 1);
    }
    assert_eq!(service.new_connections(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_program_that_gives_up_a_call_early_meets_one_dead_connection() {
    let service = Forgetful::start(Death::Silent).await;
    let client = service.forget(service.builder()).await;
    // So soon, a slow answer is more likely.
    let early = tokio::time::timeout(Duration::from_secs(1), client.send(&history())).await;
    assert!(early.is_err());
    let late = tokio::time::timeout(Duration::from_secs(5), client.send(&history())).await;
    assert!(late.is_err());
    assert_eq!((service.new_requests(), service.new_connections()), (2, 0));

    let query = history();
    let hasty = client.with(CallOptions::new().deadline(Duration::from_secs(5)));
    for response in join_all((0..20).map(|_| hasty.send(&query))).await {
        assert_eq!(response.unwrap().attempts(), 1);
    }
    assert_eq!(service.new_requests(), 22);
}

#[tokio::test(start_paused = true)]
async fn a_deadline_that_passes_meets_one_dead_connection() {
    let service = Forgetful::start(Death::Silent).await;
    let client = service.forget(service.builder()).await;
    let hasty = client.with(CallOptions::new().deadline(Duration::from_secs(5)));
    let late = hasty.send(&history()).await.unwrap_err();
    assert_eq!(late.kind(), ErrorKind::Timeout);
    assert_eq!(hasty.send(&history()).await.unwrap().attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_settings_of_the_program_apply_to_new_connections_too() {
    let service = Forgetful::start(Death::Closed).await;
    let agent = String::from("mine");
    // The function gives away what it captured.
    let builder = service.builder();
    let builder = builder.configure_http(|http| http.user_agent(agent));
    let client = service.forget(builder).await;
    let response = client.send(&history()).await.unwrap();
    assert_eq!(response.attempts(), 2);
    assert_eq!(response.headers()["x-agent"], "mine");
}

#[tokio::test(start_paused = true)]
async fn what_can_not_be_repeated_is_sent_on_a_new_connection() {
    const CHANGE: &Operation = &Operation {
        id: "change",
        method: Method::Post,
        path: "/v2/change",
        ..Operation::DEFAULT
    };
    for death in [Death::Closed, Death::Silent] {
        let service = Forgetful::start(death).await;
        let builder = service.builder().timeout(Duration::from_secs(5));
        let builder = builder.refresh_token("app", "s3cret", "first", |_| async {
            Ok::<_, std::io::Error>(())
        });
        let client = service.forget(builder).await;
        let change = Request::new(CHANGE, Query::new());
        assert_eq!(client.send_raw(&change).await.unwrap().attempts(), 1);

        // The token has expired, and the refresh token may be used once.
        tokio::time::sleep(Duration::from_secs(9)).await;
        client.send(&history()).await.unwrap();
        assert_eq!(service.tokens.load(Ordering::SeqCst), 2, "{death:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_that_answers_on_no_connection_is_given_up() {
    let service = Forgetful::start(Death::Closed).await;
    let client = service.forget(service.builder().max_attempts(3)).await;
    service.alive_from.store(usize::MAX, Ordering::SeqCst);
    let error = client.send(&history()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Interrupted, 3)
    );
}

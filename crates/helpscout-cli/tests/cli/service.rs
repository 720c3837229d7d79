//! A minimal service, for answers that a correct service never gives.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
#[cfg(unix)]
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::thread;
#[cfg(unix)]
use std::time::Duration;

/// Where nobody listens. A port that was free a moment ago may belong to another test.
pub(crate) const NOBODY: &str = "http://127.0.0.1:1";

/// Answers every request with the result of a function, until the tests end.
pub(crate) struct Service {
    pub(crate) base_url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

/// A status and a body.
pub(crate) type Answer = (u16, String);

impl Service {
    /// Starts a service. The function gets the path and query of a request: `/v2/reports/…?user=1&page=2`.
    pub(crate) fn start(answer: impl Fn(&str) -> Answer + Send + 'static) -> Self {
        Self::with_headers(move |asked| {
            let (status, body) = answer(asked);
            (status, "", body)
        })
    }

    /// Starts a service whose answers have headers, each with a line end.
    pub(crate) fn with_headers(
        answer: impl Fn(&str) -> (u16, &'static str, String) + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // The program may end before it has read the answer.
                let _ = serve(stream, &noted, &answer);
            }
        });
        Self { base_url, asked }
    }

    /// Starts a service that does not answer for a minute, and tells when it is asked.
    #[cfg(unix)]
    pub(crate) fn stalling() -> (Self, mpsc::Receiver<()>) {
        let (tell, told) = mpsc::channel();
        let service = Self::start(move |_| {
            tell.send(()).unwrap();
            thread::sleep(Duration::from_secs(60));
            (200, String::new())
        });
        (service, told)
    }

    /// Starts a service for a report with these pages that announces `count` rows.
    pub(crate) fn with_pages(pages: &'static [&'static str], count: usize) -> Self {
        Self::start(move |asked| match pages.get(page_of(asked) - 1) {
            Some(rows) => (200, page(page_of(asked), pages.len(), count, rows)),
            None => (200, page(page_of(asked), pages.len(), count, "[]")),
        })
    }

    /// Makes the program call this service.
    pub(crate) fn asked_by(&self, mut command: Command) -> Command {
        command
            .env("HELPSCOUT_BASE_URL", &self.base_url)
            .env("HELPSCOUT_ACCESS_TOKEN", "token-of-the-tests");
        command
    }

    /// Returns the path and query of every request so far.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// Returns the page that a request asks for.
pub(crate) fn page_of(asked: &str) -> usize {
    let query = asked.split_once('?').map_or("", |(_, query)| query);
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix("page="))
        .map_or(1, |page| page.parse().unwrap())
}

/// Returns a page as the service writes it, with these rows.
pub(crate) fn page(page: usize, pages: usize, count: usize, rows: &str) -> String {
    format!(
        "{{\n\"results\" : {rows},\n\"page\" : {page}, \"count\": {count},\n\"pages\" : {pages}\n}}"
    )
}

fn serve(
    mut stream: TcpStream,
    noted: &Mutex<Vec<String>>,
    answer: &impl Fn(&str) -> (u16, &'static str, String),
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let Some(first) = lines.next().transpose()? else {
        // A connection that was opened for a call that was then given up.
        return Ok(());
    };
    for line in lines.by_ref() {
        if line?.is_empty() {
            break;
        }
    }
    let asked = first.split(' ').nth(1).unwrap_or_default().to_owned();
    noted.lock().unwrap().push(asked.clone());
    let (status, headers, body) = answer(&asked);
    write!(
        stream,
        "HTTP/1.1 {status} Answer\r\nContent-Type: application/json\r\n{headers}\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

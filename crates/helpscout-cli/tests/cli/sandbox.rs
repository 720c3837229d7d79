use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, TcpStream, UdpSocket};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use insta::assert_snapshot;
use tempfile::tempdir;

use crate::program::{history, program, report, run, send_signal};

/// An interval of a quarter of an hour.
const SHORT: [&str; 4] = [
    "--start",
    "2019-05-07T14:00:00Z",
    "--end",
    "2019-05-07T14:15:00Z",
];

fn short(name: &[&str]) -> Command {
    let mut command = program();
    command
        .args(name)
        .args(["--user", "447723", "--sandbox"])
        .args(SHORT);
    command
}

#[test]
fn a_report_of_the_sandbox_needs_no_credentials_and_ignores_those_there_are() {
    let run = run(short(&["report", "user-conversation-history"])
        .args(["--format", "csv"])
        .env("HELPSCOUT_BASE_URL", "https://127.0.0.1:1")
        .env("HELPSCOUT_ACCESS_TOKEN", "wrong"));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_snapshot!(run.shown());
}

#[test]
fn a_period_without_made_up_data_gets_one_that_has_some() {
    let note = "the sandbox has data of 2019 only; ask for a period such as 2019-W20";
    for (period, is_noted) in [
        ("last-week", true),
        ("2018", true),
        ("2019-12-31", false),
        ("2018-12-24..2019-01-06", false),
    ] {
        let mut command = program();
        command.args(["report", "company", "--sandbox", "--period", period]);
        let run = run(&mut command);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert_eq!(
            run.stderr.contains(note),
            is_noted,
            "{period}: {}",
            run.stderr
        );
    }
    let mut command = program();
    command.args([
        "report",
        "company",
        "--sandbox",
        "--quiet",
        "--period",
        "2018",
    ]);
    assert_eq!(run(&mut command).stderr, "");
}

#[test]
fn a_table_of_the_sandbox_is_readable() {
    let run = run(short(&["report", "user-conversation-history"]).args(["--format", "table"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_snapshot!(run.shown());
}

#[test]
fn a_history_of_the_sandbox_is_readable() {
    let run = run(short(&["history"]).args(["--format", "table"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_snapshot!(run.shown());
}

/// A sandbox in a process of its own, which ends with the test.
struct Served {
    child: Child,
    base_url: String,
}

impl Served {
    fn start(options: &[&str]) -> Self {
        let mut command = program();
        command.arg("sandbox").args(options);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let base_url = line.trim_end().to_owned();
        Self { child, base_url }
    }

    /// Sends the signal and returns the exit code and stderr.
    fn stop(mut self, signal: &str) -> (Option<i32>, String) {
        send_signal(signal, self.child.id());
        let mut stderr = String::new();
        self.child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut stderr)
            .unwrap();
        (self.child.wait().unwrap().code(), stderr)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // If the test stopped it, it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns the names and values of the lines `  export NAME=value`.
fn exported(stderr: &str) -> Vec<(String, String)> {
    let exports = stderr
        .lines()
        .filter_map(|line| line.trim().strip_prefix("export "));
    exports
        .map(|export| export.split_once('=').unwrap())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

#[test]
fn the_sandbox_prints_its_base_url_first_and_succeeds_when_stopped() {
    for signal in ["-INT", "-TERM"] {
        let served = Served::start(&["--listen", "127.0.0.1:0"]);
        let base_url = served.base_url.clone();
        assert!(base_url.starts_with("http://127.0.0.1:"), "{base_url}");
        let (code, stderr) = served.stop(signal);
        assert_eq!(code, Some(0), "{stderr}");
        assert_snapshot!(
            "how_to_use_the_sandbox",
            stderr.replace(&base_url, "http://127.0.0.1:PORT")
        );
    }
}

#[test]
fn an_answer_in_progress_is_sent_before_the_sandbox_ends() {
    let served = Served::start(&["--listen", "127.0.0.1:0", "--latency", "3000"]);
    let address = served.base_url.strip_prefix("http://").unwrap().to_owned();
    let mut stream = TcpStream::connect(&address).unwrap();
    let request = format!("GET /v2/tags HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    // Nothing tells when the request has arrived.
    thread::sleep(Duration::from_millis(1500));
    let (code, stderr) = served.stop("-TERM");
    assert_eq!(code, Some(0), "{stderr}");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
}

#[test]
fn what_the_sandbox_prints_is_enough_to_use_it() {
    let how_to_use = Served::start(&[]).stop("-TERM").1;
    let served = Served::start(&[]);
    let mut command = history();
    command
        .envs(exported(&how_to_use))
        .env("HELPSCOUT_BASE_URL", &served.base_url);
    let run = run(command.args(["--format", "json"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stdout.starts_with("{\"summary\":{\"replies\":"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_plan_without_reports_refuses_them() {
    let how_to_use = Served::start(&[]).stop("-TERM").1;
    let served = Served::start(&["--plan", "standard"]);
    let mut command = report();
    command
        .envs(exported(&how_to_use))
        .env("HELPSCOUT_BASE_URL", &served.base_url);
    let run = run(&mut command);
    assert_eq!((run.code, run.stdout.as_str()), (Some(3), ""));
    let (before, after) = run.stderr.split_once(" (correlation ID ").unwrap();
    assert_snapshot!(format!("{before}{}", after.split_once(')').unwrap().1));
}

/// Fetches the report of May from a sandbox of its own.
fn report_of(options: &[&str]) -> crate::program::Run {
    let how_to_use = Served::start(&[]).stop("-TERM").1;
    let served = Served::start(options);
    let mut command = report();
    command
        .envs(exported(&how_to_use))
        .env("HELPSCOUT_BASE_URL", &served.base_url);
    run(&mut command)
}

#[test]
fn a_report_is_complete_despite_failing_calls_and_expiring_tokens() {
    let calm = report_of(&[]);
    let trouble = ["--fail", "20", "--fail-with", "429,500,cut,drop"];
    let rough = [&trouble[..], &["--retry-after", "0", "--token-calls", "7"]].concat();
    let rough = report_of(&rough);
    assert_eq!(rough.code, Some(0), "{}", rough.stderr);
    assert!(calm.stdout.lines().count() > 2000);
    assert!(
        rough.stdout == calm.stdout,
        "other rows than without trouble"
    );
}

#[test]
fn a_report_that_fails_for_good_prints_no_row() {
    let run = report_of(&["--fail", "100%", "--fail-with", "html"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(5), ""));
    assert!(run.stderr.contains("HTML page"), "{}", run.stderr);
}

#[test]
fn rows_that_arrive_meanwhile_are_in_the_report() {
    let calm = report_of(&["--rows-factor", "2"]);
    let growing = report_of(&["--rows-factor", "2", "--arriving-rows", "5"]);
    assert_eq!(growing.code, Some(0), "{}", growing.stderr);
    assert!(calm.stdout.lines().count() > 4000);
    assert!(growing.stdout == calm.stdout, "other rows than all at once");
}

#[test]
fn an_invalid_percentage_is_refused() {
    for share in ["120", "often", "-1"] {
        let run = run(program().args(["sandbox", &format!("--fail={share}")]));
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{share}");
        assert!(run.stderr.contains("20%"), "{}", run.stderr);
    }
}

#[test]
fn an_address_that_is_taken_is_named() {
    let served = Served::start(&[]);
    let address = served.base_url.strip_prefix("http://").unwrap();
    let run = run(program().args(["sandbox", "--listen", address]));
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    assert_snapshot!(run.stderr.replace(address, "127.0.0.1:PORT"));
}

#[test]
fn an_invalid_address_is_refused_with_an_example() {
    let run = run(program().args(["sandbox", "--listen", "8080"]));
    assert_eq!(run.code, Some(2));
    assert_snapshot!(run.stderr);
}

/// A service with a plan, a base path and an environment of its own.
const OTHER: &str = "\
service:
  title: Ticket desk
  base_url: https://tickets.example.com
  docs: https://docs.example.com/
  plans: [{ name: team, calls_per_minute: 60 }]
";
const OTHER_LIST: &str = "\
operation: list_tickets
request: GET /api/v2/tickets
docs: https://docs.example.com/tickets
summary: The tickets.
response:
  object: Tickets
  doc: The tickets.
  fields:
    - { path: total, type: integer, doc: Their number. }
examples: [tickets.json]
";

#[test]
fn an_unknown_plan_is_refused_with_the_plans_there_are() {
    let run = run(program().args(["sandbox", "--plan", "gold"]));
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    let expected = "the description has no plan gold; service.plans names standard, plus, pro";
    assert!(run.stderr.contains(expected), "{}", run.stderr);
}

#[test]
fn another_service_is_served_with_its_own_plan_and_environment() {
    let folder = tempdir().unwrap();
    let lookups = folder.path().join("lookups");
    fs::create_dir(&lookups).unwrap();
    fs::write(folder.path().join("api.yaml"), OTHER).unwrap();
    fs::write(lookups.join("tickets.yaml"), OTHER_LIST).unwrap();
    fs::write(lookups.join("tickets.json"), r#"{"total": 3}"#).unwrap();
    let spec = folder.path().to_str().unwrap();
    let served = Served::start(&["--spec", spec, "--plan", "team"]);
    let base_url = served.base_url.clone();
    let address = base_url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let request =
        format!("GET /api/v2/tickets HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("{\"total\":"), "{answer}");
    let (code, stderr) = served.stop("-TERM");
    assert_eq!(code, Some(0), "{stderr}");
    let expected = [
        ("TICKET_DESK_BASE_URL", base_url.as_str()),
        ("TICKET_DESK_ACCESS_TOKEN", "not-needed"),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(exported(&stderr), expected);
    assert!(!stderr.contains("helpscout history"), "{stderr}");
}

#[test]
fn findings_in_a_spec_folder_are_printed_and_nothing_is_served() {
    let folder = tempdir().unwrap();
    fs::write(
        folder.path().join("api.yaml"),
        "service: { title: Desk, base_ulr: x }\n",
    )
    .unwrap();
    let run = run(program().args(["sandbox", "--spec"]).arg(folder.path()));
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(
        run.stderr.contains("did you mean `base_url`?"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains(" errors in the spec folder "),
        "{}",
        run.stderr
    );
}

#[cfg(unix)]
#[test]
fn a_link_in_a_spec_folder_is_named_and_not_quoted() {
    let folder = tempfile::tempdir().unwrap();
    let outside = folder.path().join("outside");
    fs::write(&outside, "secret: [\n").unwrap();
    let spec = folder.path().join("spec");
    fs::create_dir(&spec).unwrap();
    std::os::unix::fs::symlink(&outside, spec.join("api.yaml")).unwrap();
    let run = run(program().args(["sandbox", "--spec"]).arg(&spec));
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(
        run.stderr.contains("this is a symbolic link") && run.stderr.contains("--> api.yaml"),
        "{}",
        run.stderr
    );
    assert!(!run.stderr.contains("secret"), "{}", run.stderr);
}

#[test]
fn a_missing_spec_folder_is_named() {
    let run = run(program().args(["sandbox", "--spec", "/no/such/folder"]));
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(
        run.stderr
            .contains("error: 1 error in the spec folder /no/such/folder")
    );
}

/// Sends a request for the page at `/` under a name. Returns the answer.
fn called_as(served: &Served, name: &str) -> String {
    called_with(served, &format!("Host: {name}\r\n"))
}

/// Sends a request for the page at `/` with these headers. Returns the answer.
fn called_with(served: &Served, headers: &str) -> String {
    let address = served.base_url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET / HTTP/1.1\r\n{headers}Connection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn the_sandbox_has_the_names_of_this_machine_and_those_that_are_allowed() {
    let served = Served::start(&["--allow-host", "desk.test", "--allow-host", "b.test"]);
    for (name, status) in [
        ("localhost:1", "200"),
        ("127.0.0.1", "200"),
        ("desk.test", "200"),
        ("B.test:8080", "200"),
        ("evil.example", "421"),
    ] {
        let answer = called_as(&served, name);
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status} ")),
            "{answer}"
        );
    }
    let named = Served::start(&["--listen", "localhost:0"]);
    assert!(called_as(&named, "localhost").starts_with("HTTP/1.1 200 "));
}

#[test]
fn pages_of_other_origins_may_read_what_is_public_or_allowed() {
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec");
    let (docs, other) = ("https://docs.example", "https://other.example");
    for (arguments, readers) in [
        (&[][..], &["*", "*"]),
        (&["--spec", spec], &["", ""]),
        (&["--spec", spec, "--allow-origin", "*"], &["*", "*"]),
        (&["--allow-origin", "https://docs.example/"], &[docs, ""]),
    ] {
        let served = Served::start(arguments);
        for (origin, reader) in [docs, other].iter().zip(readers) {
            let answer = called_with(
                &served,
                &format!("Host: a.localhost\r\nOrigin: {origin}\r\n"),
            );
            let mut lines = answer.lines();
            let found = lines.find_map(|line| line.strip_prefix("access-control-allow-origin: "));
            assert_eq!(found.unwrap_or_default(), *reader, "{arguments:?} {origin}");
        }
    }
}

#[test]
fn an_origin_with_a_path_is_wrong_usage() {
    for typed in ["docs.example", "https://docs.example/ui", "https://", "a,b"] {
        let run = run(program().args(["sandbox", "--allow-origin", typed]));
        assert_eq!(run.code, Some(2), "{typed}");
        assert!(
            run.stderr.contains("such as https://docs.example"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn a_sandbox_that_others_can_reach_says_so_and_prints_a_url_that_the_client_accepts() {
    let how_to_use = Served::start(&[]).stop("-TERM").1;
    let served = Served::start(&["--listen", "0.0.0.0:0", "--quiet"]);
    let base_url = served.base_url.clone();
    assert!(base_url.starts_with("http://127.0.0.1:"), "{base_url}");
    let mut command = report();
    command
        .envs(exported(&how_to_use))
        .env("HELPSCOUT_BASE_URL", &base_url);
    let run = run(&mut command);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let (code, stderr) = served.stop("-TERM");
    assert_eq!(code, Some(0), "{stderr}");
    assert_snapshot!(stderr.replace(&base_url, "http://127.0.0.1:PORT"));
}

/// Returns an address of this machine by which others can reach it, if it has one. Nothing is sent
/// to find it out.
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").unwrap();
    socket.connect("192.0.2.1:9").ok()?;
    let address = socket.local_addr().unwrap().ip();
    (!address.is_loopback()).then_some(address)
}

#[test]
fn a_url_that_the_client_refuses_comes_with_one_that_it_accepts() {
    let Some(address) = own_address() else {
        return;
    };
    let served = Served::start(&["--listen", &format!("{address}:0")]);
    let base_url = served.base_url.clone();
    let name = base_url.strip_prefix("http://").unwrap();
    assert!(name.starts_with(&address.to_string()), "{base_url}");
    assert!(called_as(&served, name).starts_with("HTTP/1.1 200 "));
    let run = run(report()
        .env("HELPSCOUT_BASE_URL", &base_url)
        .env("HELPSCOUT_ACCESS_TOKEN", "x"));
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    let (code, stderr) = served.stop("-TERM");
    assert_eq!(code, Some(0), "{stderr}");
    assert!(!stderr.contains("HELPSCOUT_BASE_URL"), "{stderr}");
    assert_snapshot!(stderr.replace(&base_url, "http://10.0.0.1:PORT"));
}

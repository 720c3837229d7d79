//! `helpscout sandbox`: a service like the live one, on this machine.

use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use helpscout_command::{options, whole_number};
use helpscout_reports::describe;
use helpscout_sandbox::{Builder, Fault, Faults, Growth, Sandbox, StartError, spec};
use helpscout_stdout::Stdout;

use crate::interrupt::Session;
use crate::message::{Failure, counted, is_json, note, warning};
use crate::span::{Unit, span};

/// Creates the command `helpscout sandbox`.
pub(crate) fn command() -> Command {
    Command::new("sandbox")
        .about("Serve a sandbox that answers like the live service, with made-up data for 2019")
        .after_help("The first line on stdout is the base URL. Press Ctrl-C to stop the sandbox.")
        // The options of other commands have no effect here.
        .args(options::connection(describe::api()).map(|option| option.hide(true)))
        .args([
            Arg::new("listen")
                .long("listen")
                .value_name("ADDRESS")
                .default_value("127.0.0.1:0")
                .value_parser(listen)
                .help("Address and port to listen on; port 0 picks a free port"),
            Arg::new("allow-host")
                .long("allow-host")
                .value_name("NAME")
                .action(ArgAction::Append)
                .help("Name that requests may call the sandbox by, besides localhost"),
            Arg::new("allow-origin")
                .long("allow-origin")
                .value_name("ORIGIN")
                .action(ArgAction::Append)
                .value_parser(origin)
                .help(
                    "Web pages that may call the sandbox, such as https://docs.example, or * for all; \
                     defaults to all, and with --spec to those of this machine",
                ),
            Arg::new("spec")
                .long("spec")
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf))
                .help("Serve the API that this spec folder describes instead of the built-in one"),
            Arg::new("plan")
                .long("plan")
                .value_name("NAME")
                .help("Plan of the account, such as standard, which has no reports [default: the largest]"),
            Arg::new("latency")
                .long("latency")
                .value_name("TIME")
                .value_parser(span(
                    Unit::Milliseconds,
                    Duration::ZERO..=Duration::from_secs(600),
                    "of at most ten minutes, such as 200ms or 1.5s",
                ))
                .help("Least time that each answer takes, such as 1.5s; a number alone is in ms"),
            Arg::new("token-lifetime")
                .long("token-lifetime")
                .value_name("TIME")
                .value_parser(span(
                    Unit::Seconds,
                    Duration::from_secs(1)..=Duration::from_secs(315_360_000),
                    "from a second to ten years, such as 90s or 2h",
                ))
                .help("Lifetime of an access token, such as 90s or 2h; default: the service's"),
            Arg::new("seed")
                .long("seed")
                .value_name("NUMBER")
                .allow_negative_numbers(true)
                .value_parser(whole_number::<u64>(0..))
                .help("Seed of the made-up data; the same seed gives the same data"),
        ])
        .next_help_heading("Faults (the same in every run with the same seed)")
        .args(fault_options())
}

fn fault_options() -> [Arg; 7] {
    let number = |name: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name("NUMBER")
            .allow_negative_numbers(true)
    };
    [
        Arg::new("fail")
            .long("fail")
            .value_name("PERCENT")
            .value_parser(percentage)
            .help("Percentage of calls that fail"),
        Arg::new("fail-with")
            .long("fail-with")
            .value_name("KIND,…")
            .requires("fail")
            .value_delimiter(',')
            .action(ArgAction::Append)
            .value_parser(PossibleValuesParser::new(
                Fault::ALL.iter().map(|fault| fault.name()),
            ))
            .help(
                "Kinds of faults of --fail; defaults to all but 429-silent, 501, html, stall and stall-body",
            ),
        Arg::new("retry-after")
            .long("retry-after")
            .value_name("TIME")
            .requires("fail")
            .value_parser(retry_after)
            .help("Time that a 429 of --fail tells a call to wait, such as 30s [default: 1s]"),
        number("calls-per-minute")
            .value_parser(whole_number::<u32>(1..))
            .help("Rate limit; defaults to that of the plan"),
        number("token-calls")
            .value_parser(whole_number::<u32>(1..))
            .help("Number of calls after which an access token expires"),
        number("arriving-rows")
            .value_parser(whole_number::<u32>(1..))
            .help(
                "Number of rows to withhold from a report until its second page is requested",
            ),
        number("rows-factor")
            .value_parser(whole_number::<u32>(1..))
            .help("Number of times to repeat each row, for load tests"),
    ]
}

/// Returns the time in seconds, which the header for it has.
fn retry_after(typed: &str) -> Result<u64, String> {
    let expected = "in whole seconds of at most an hour, such as 30s or 2m";
    let length = span(
        Unit::Seconds,
        Duration::ZERO..=Duration::from_secs(3600),
        expected,
    )(typed)?;
    if length.subsec_nanos() > 0 {
        return Err(format!("write a time {expected}"));
    }
    Ok(length.as_secs())
}

fn percentage(typed: &str) -> Result<String, String> {
    let percentage = if typed.ends_with('%') {
        typed.to_owned()
    } else {
        format!("{typed}%")
    };
    let faults = percentage.parse::<Faults>();
    match faults {
        Ok(_) => Ok(percentage),
        Err(error) => Err(error.to_string()),
    }
}

/// How long the end waits for answers in progress.
const LAST_ANSWERS: Duration = Duration::from_secs(5);

/// Where to listen.
#[derive(Clone, Debug)]
struct Listen {
    address: SocketAddr,
    /// The name that was given instead of an address.
    name: Option<String>,
}

fn listen(typed: &str) -> Result<Listen, String> {
    let expected = || "expected an address and a port, such as 127.0.0.1:8080".to_owned();
    let mut found = typed.to_socket_addrs().map_err(|_| expected())?;
    let address = found.next().ok_or_else(expected)?;
    let name = typed.rsplit_once(':').map(|(name, _)| name.to_owned());
    let name = name.filter(|_| typed.parse::<SocketAddr>().is_err());
    Ok(Listen { address, name })
}

fn origin(typed: &str) -> Result<String, String> {
    let is_origin = typed.split_once("://").is_some_and(|(scheme, rest)| {
        let host = rest.strip_suffix('/').unwrap_or(rest);
        let is_other = |character: char| "/?#@*,".contains(character) || character.is_whitespace();
        !scheme.is_empty() && !host.is_empty() && !host.contains(is_other)
    });
    if is_origin || ["*", "null"].contains(&typed) {
        return Ok(typed.to_owned());
    }
    Err(
        "expected the start of a URL, such as https://docs.example or http://localhost:3000, or *"
            .to_owned(),
    )
}

/// Starts the sandbox and serves until the process is asked to end.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let session = Session::start_server()?;
    let sandbox = session.run(start(matches))?;
    if let Err(error) = announce(&sandbox) {
        return Err(Failure::not_done(format!(
            "can't print the base URL: {error}"
        )));
    }
    let reach = Reach::of(matches);
    if let Some(text) = reach.warning(sandbox.base_url()) {
        warning(text);
    }
    if !matches.get_flag("quiet") {
        note(how_to_use(&sandbox, reach));
    }
    session.serve(sandbox.wait());
    session.finish(sandbox.shutdown(), LAST_ANSWERS);
    Ok(())
}

async fn start(matches: &ArgMatches) -> Result<Sandbox, Failure> {
    let mut builder = Sandbox::builder();
    if let Some(Listen { address, name }) = matches.get_one("listen") {
        builder = builder.listen(*address);
        builder = name.iter().fold(builder, Builder::allow_host);
    }
    let names = matches.get_many::<String>("allow-host");
    builder = names
        .into_iter()
        .flatten()
        .fold(builder, Builder::allow_host);
    let origins = matches.get_many::<String>("allow-origin");
    builder = origins
        .into_iter()
        .flatten()
        .fold(builder, Builder::allow_origin);
    if let Some(folder) = matches.get_one::<PathBuf>("spec") {
        builder = builder.spec(described(folder)?);
    }
    if let Some(name) = matches.get_one::<String>("plan") {
        builder = builder.plan_named(name);
    }
    if let Some(latency) = matches.get_one::<Duration>("latency") {
        builder = builder.latency(*latency);
    }
    if let Some(lifetime) = matches.get_one::<Duration>("token-lifetime") {
        builder = builder.token_lifetime(*lifetime);
    }
    if let Some(seed) = matches.get_one::<u64>("seed") {
        builder = builder.seed(*seed);
    }
    if let Some(calls) = matches.get_one::<u32>("calls-per-minute") {
        builder = builder.calls_per_minute(*calls);
    }
    if let Some(calls) = matches.get_one::<u32>("token-calls") {
        builder = builder.token_calls(*calls);
    }
    if let Some(rows) = matches.get_one::<u32>("arriving-rows") {
        builder = builder.growing(Growth::of(*rows as usize));
    }
    if let Some(factor) = matches.get_one::<u32>("rows-factor") {
        builder = builder.rows_factor(*factor);
    }
    if let Some(faults) = faults(matches)? {
        builder = builder.faults(faults);
    }
    builder.start().await.map_err(|error| match error {
        StartError::UnknownPlan { .. } => Failure::usage(error),
        error => Failure::not_done(error),
    })
}

fn faults(matches: &ArgMatches) -> Result<Option<Faults>, Failure> {
    let Some(percentage) = matches.get_one::<String>("fail") else {
        return Ok(None);
    };
    let kinds = matches
        .get_many::<String>("fail-with")
        .into_iter()
        .flatten();
    let kinds: Vec<&str> = kinds.map(String::as_str).collect();
    let faults = format!("{percentage} {}", kinds.join(","));
    let faults: Faults = faults.parse().map_err(Failure::usage)?;
    Ok(Some(match matches.get_one::<u64>("retry-after") {
        Some(seconds) => faults.retry_after(*seconds),
        None => faults,
    }))
}

/// Prints the base URL at once: scripts wait for this line.
fn announce(sandbox: &Sandbox) -> io::Result<()> {
    Stdout::open()?.write_all(format!("{}\n", sandbox.base_url()).as_bytes())
}

/// Who can reach the sandbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// This machine only.
    Loopback,
    /// Other machines too.
    Everyone,
    /// Other machines too. Programs on this machine have to use the same address as others.
    EveryoneByOneAddress,
}

impl Reach {
    fn of(matches: &ArgMatches) -> Self {
        let listen: Option<&Listen> = matches.get_one("listen");
        listen.map_or(Self::Loopback, |listen| Self::by(listen.address.ip()))
    }

    fn by(address: IpAddr) -> Self {
        let address = address.to_canonical();
        if address.is_loopback() {
            Self::Loopback
        } else if address.is_unspecified() {
            Self::Everyone
        } else {
            Self::EveryoneByOneAddress
        }
    }

    /// Says that others can reach the sandbox, and which address the client accepts.
    fn warning(self, url: &str) -> Option<String> {
        let who = "other machines can reach the sandbox; its credentials are public, so everyone \
                   who can connect can read the API that it describes";
        match self {
            Self::Loopback => None,
            Self::Everyone => Some(format!(
                "{who}\nhelpscout on this machine can use {url}; helpscout on other machines needs a \
                 proxy with https in front of the sandbox, because it sends no token over http"
            )),
            Self::EveryoneByOneAddress => Some(format!(
                "{who}\nhelpscout refuses {url}, because it sends no token over http, except to a \
                 loopback address: use --listen 127.0.0.1:0 or --listen 0.0.0.0:0 for helpscout on \
                 this machine, or a proxy with https in front of the sandbox"
            )),
        }
    }
}

/// The first word of the environment variables of this program.
const ENVIRONMENT: &str = "HELPSCOUT";

fn how_to_use(sandbox: &Sandbox, reach: Reach) -> String {
    let start = "The sandbox serves made-up data for 2019 until you press Ctrl-C.";
    let environment = sandbox.environment();
    let mut credentials = sandbox.credentials();
    if credentials.is_empty() {
        let name = format!("{environment}_ACCESS_TOKEN");
        credentials.push((name, "not-needed".to_owned()));
    }
    let credentials = credentials.iter();
    let credentials = credentials.map(|(name, value)| format!("  export {name}={value}"));
    let credentials = credentials.collect::<Vec<_>>().join("\n");
    if reach == Reach::EveryoneByOneAddress {
        return format!("{start} Its credentials:\n\n{credentials}");
    }
    let url = sandbox.base_url();
    let mut text = format!(
        "{start} To use it from another shell:\n\n  \
         export {environment}_BASE_URL={url}\n{credentials}"
    );
    // Another service has other commands, which this program does not know.
    if environment == ENVIRONMENT {
        text.push_str(
            "\n  helpscout history --user 447723 --start 2019-05-02T12:00:00Z \
             --end 2019-06-02T12:00:00Z",
        );
    }
    text
}

/// Reads the description in a folder, and prints its errors and warnings.
fn described(folder: &Path) -> Result<spec::Api, Failure> {
    let reading = spec::read(folder);
    if !reading.findings.is_empty() {
        let color = helpscout_stdout::is_styled(&io::stderr());
        note(format!("{}\n", reading.findings.render(color).trim_end()));
        if is_json() {
            warning(reading.findings.render(false).trim_end());
        }
    }
    reading.api.ok_or_else(|| {
        let errors = counted(reading.findings.error_count(), "error");
        Failure::usage(format!("{errors} in the spec folder {}", folder.display()))
            .help("fix the errors above, then start the sandbox again")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_addresses_are_out_of_reach() {
        for (address, reach) in [
            ("127.0.0.1", Reach::Loopback),
            ("127.8.8.8", Reach::Loopback),
            ("::1", Reach::Loopback),
            ("::ffff:127.0.0.1", Reach::Loopback),
            ("0.0.0.0", Reach::Everyone),
            ("::", Reach::Everyone),
            ("::ffff:0.0.0.0", Reach::Everyone),
            ("10.0.0.1", Reach::EveryoneByOneAddress),
            ("fe80::1", Reach::EveryoneByOneAddress),
        ] {
            let address: IpAddr = address.parse().expect("an address");
            assert_eq!(Reach::by(address), reach, "{address}");
        }
    }

    #[test]
    fn an_address_that_the_client_refuses_is_not_offered() {
        let url = "http://10.0.0.1:8080";
        let text = Reach::EveryoneByOneAddress.warning(url);
        insta::assert_snapshot!(text.unwrap_or_default(), @r"
        other machines can reach the sandbox; its credentials are public, so everyone who can connect can read the API that it describes
        helpscout refuses http://10.0.0.1:8080, because it sends no token over http, except to a loopback address: use --listen 127.0.0.1:0 or --listen 0.0.0.0:0 for helpscout on this machine, or a proxy with https in front of the sandbox
        ");
        assert_eq!(Reach::Loopback.warning(url), None);
    }
}

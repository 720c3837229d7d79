//! The way to the service: its name, its port, and the proxy.

use std::net::SocketAddr;
use std::time::Duration;

use helpscout_reports::reqwest::Url;
use helpscout_reports::{Client, ErrorKind};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

use super::line::{End, Line};
use crate::exit::Exit;

/// The longest time for the look-up of a name, and for a connection.
const LONGEST: Duration = Duration::from_secs(10);

/// How a call ends that can't connect.
const UNREACHABLE: End = End {
    exit: Exit::NotDone,
    kind: ErrorKind::Connect.as_str(),
};

/// Says which proxy calls go through.
pub(super) fn proxy(client: &Client) -> Line {
    match client.proxy() {
        Some(proxy) => Line::ok("proxy", proxy),
        None => Line::ok("proxy", "none"),
    }
}

/// Checks that the name of the service has an address, and that something listens there. Through a
/// proxy, that is the proxy's business.
pub(super) async fn connection(client: &Client, url: &Url) -> Line {
    let host = url.host_str().unwrap_or_default();
    let port = url.port_or_known_default().unwrap_or_default();
    if client.proxy().is_some() {
        return Line::skipped("connection", "the proxy connects to the service");
    }
    let addresses = match timeout(LONGEST, lookup_host((bare(host), port))).await {
        Ok(Ok(addresses)) => addresses.collect::<Vec<_>>(),
        Ok(Err(error)) => return unknown(host, &error.to_string()),
        Err(_) => return unknown(host, "no answer within 10 seconds"),
    };
    let mut problem = "it has no address".to_owned();
    for address in &addresses {
        match timeout(LONGEST, TcpStream::connect(address)).await {
            Ok(Ok(_)) => return reached(host, *address),
            Ok(Err(error)) => problem = format!("{address}: {error}"),
            Err(_) => problem = format!("{address}: no answer within 10 seconds"),
        }
    }
    let message = format!("can't connect to {host} on port {port}: {problem}");
    Line::failed("connection", UNREACHABLE, message).next(
        "check the base URL and the firewall, and set HTTPS_PROXY if only a proxy reaches the service",
    )
}

fn reached(host: &str, address: SocketAddr) -> Line {
    let message = if address.ip().to_string() == bare(host) {
        format!("{address} accepts connections")
    } else {
        format!("{host} is {address}, which accepts connections")
    };
    Line::ok("connection", message)
}

fn unknown(host: &str, problem: &str) -> Line {
    let message = format!("the name {host} can't be resolved: {problem}");
    Line::failed("connection", UNREACHABLE, message).next(
        "check the base URL and the network, and set HTTPS_PROXY if only a proxy reaches the service",
    )
}

/// Returns a host without the brackets of an IPv6 address.
fn bare(host: &str) -> &str {
    host.trim_start_matches('[').trim_end_matches(']')
}

//! The names that a request may call the sandbox by.
//!
//! A web page can give a name of its own the address of this machine (DNS rebinding). A browser then
//! lets the page read the answers, but it sends that name in `Host`, so such a request is refused.
//! An address can't be rebound.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::{
    http::{StatusCode, header, request::Parts, uri::Authority},
    response::Response,
};
use serde_json::json;

use crate::response::json_response;

/// The names and addresses of a sandbox.
#[derive(Clone, Debug)]
pub(crate) struct Hosts {
    listen: IpAddr,
    names: Vec<String>,
}

impl Hosts {
    /// Creates the names of a sandbox that listens on an address: those of the loopback interface,
    /// the address itself, and others that are allowed. A sandbox that listens on all addresses has
    /// all of them.
    pub(crate) fn new(listen: IpAddr, names: Vec<String>) -> Self {
        Self {
            listen: listen.to_canonical(),
            names,
        }
    }

    /// Returns the name in a request that is not one of the sandbox, if there is one. A request
    /// without a name is not from a browser.
    pub(crate) fn foreign(&self, request: &Parts) -> Option<String> {
        let in_target = request.uri.authority().map(Authority::as_str);
        let in_headers = request.headers.get_all(header::HOST).into_iter();
        let in_headers = in_headers.map(|host| host.to_str().unwrap_or("\u{fffd}"));
        let mut given = in_target.into_iter().chain(in_headers);
        let foreign = given.find(|host| !host.is_empty() && !self.have(host))?;
        Some(foreign.chars().take(LONGEST).collect())
    }

    /// Returns what a request calls the sandbox, with the port if it has one, such as
    /// `127.0.0.1:8080`. Returns `None` if the request has no name.
    pub(crate) fn given(request: &Parts) -> Option<String> {
        let in_headers = request.headers.get(header::HOST);
        let in_headers = || in_headers?.to_str().ok()?.parse::<Authority>().ok();
        let authority = request.uri.authority().cloned().or_else(in_headers)?;
        // Whatever is before an at sign is no part of the name.
        let host = authority.host();
        let port = authority.port().map(|port| format!(":{port}"));
        (!host.is_empty()).then(|| format!("{host}{}", port.unwrap_or_default()))
    }

    /// Returns whether a page of this origin, such as `http://localhost:3000`, is from this machine or
    /// from a server with an allowed name. An address is no proof of that if the sandbox listens on
    /// all addresses, because strangers have addresses, too.
    pub(crate) fn are_origin(&self, origin: &str) -> bool {
        let authority = origin.split_once("://").map(|(_, authority)| authority);
        let host = authority.and_then(Host::read);
        host.is_some_and(|host| match host {
            Host::Address(address) => address.is_loopback() || self.listen == address,
            Host::Name(name) => self.have_name(&name),
        })
    }

    fn have(&self, authority: &str) -> bool {
        Host::read(authority).is_some_and(|host| match host {
            Host::Address(address) => {
                address.is_loopback() || self.listen == address || self.listen.is_unspecified()
            }
            Host::Name(name) => self.have_name(&name),
        })
    }

    fn have_name(&self, name: &str) -> bool {
        name == "localhost"
            || name.ends_with(".localhost")
            || self.names.iter().any(|own| own.eq_ignore_ascii_case(name))
    }
}

/// Returns the address under which programs on this machine reach a server.
pub(crate) fn on_this_machine(mut address: SocketAddr) -> SocketAddr {
    let ip = address.ip().to_canonical();
    if ip.is_unspecified() {
        address.set_ip(match ip {
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}

/// The host of a URL.
enum Host {
    Address(IpAddr),
    /// A name in lowercase, without the dot that may be at its end.
    Name(String),
}

impl Host {
    /// Reads the host in front of a port, if there is one.
    fn read(authority: &str) -> Option<Self> {
        let authority = authority.parse::<Authority>().ok()?;
        let host = authority.host().to_ascii_lowercase();
        let address = host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'));
        if let Ok(address) = address.unwrap_or(&host).parse::<IpAddr>() {
            return Some(Self::Address(address.to_canonical()));
        }
        let name = host.strip_suffix('.').unwrap_or(&host);
        Some(Self::Name(name.to_owned()))
    }
}

/// Refuses a request under the name of another server. Nothing in the answer is from the
/// description, which a stranger may not read.
pub(crate) fn misdirected(name: &str) -> Response {
    let message = format!(
        "The sandbox does not answer as {name}, because a web page could read its answers under a \
         name of its own. Call it as localhost or 127.0.0.1, or start it with --allow-host NAME or \
         Builder::allow_host to allow the name."
    );
    let body = json!({ "message": message });
    json_response(StatusCode::MISDIRECTED_REQUEST, "application/json", &body)
}

/// The number of characters of a name that are repeated in an answer.
const LONGEST: usize = 253;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use axum::http::Request;

    use super::*;

    fn foreign(listen: &str, target: &str, hosts: &[&[u8]]) -> Option<String> {
        let hosts_of_sandbox = Hosts::new(listen.parse().unwrap(), vec!["Desk.Test".to_owned()]);
        let mut request = Request::get(target);
        for host in hosts {
            request = request.header("host", *host);
        }
        hosts_of_sandbox.foreign(&request.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn names_of_this_machine_are_its_own_with_and_without_a_port() {
        for host in [
            "localhost",
            "LOCALHOST:8080",
            "localhost.",
            "a.b.localhost:1",
            "127.0.0.1",
            "127.1.2.3:8080",
            "[::1]",
            "[::1]:8080",
            "[::ffff:127.0.0.1]:1",
            "desk.test:8080",
            "",
        ] {
            assert_eq!(
                foreign("127.0.0.1", "/", &[host.as_bytes()]),
                None,
                "{host}"
            );
        }
        assert_eq!(foreign("127.0.0.1", "/", &[]), None);
        assert_eq!(foreign("127.0.0.1", "http://localhost:1/", &[]), None);
    }

    #[test]
    fn other_names_are_foreign_wherever_they_are() {
        for host in [
            "evil.example",
            "evil.example:8080",
            "localhost.evil.example",
            "notlocalhost",
            "127.0.0.1.evil.example",
            "10.0.0.1",
            "0.0.0.0:80",
            "[::]",
            "[fe80::1]",
            "2130706433",
            "localhost@evil.example",
            "localhost evil.example",
        ] {
            let found = foreign("127.0.0.1", "/", &[host.as_bytes()]);
            assert_eq!(found.as_deref(), Some(host));
        }
        let target = "http://evil.example/v2/users";
        assert!(foreign("127.0.0.1", target, &[b"localhost"]).is_some());
        assert!(foreign("127.0.0.1", "/", &[b"localhost", b"evil.example"]).is_some());
        assert!(foreign("127.0.0.1", "/", &[b"local\xffhost"]).is_some());
    }

    #[test]
    fn the_address_to_listen_on_is_its_own_too() {
        assert_eq!(foreign("10.0.0.1", "/", &[b"10.0.0.1:80"]), None);
        assert!(foreign("10.0.0.1", "/", &[b"10.0.0.2:80"]).is_some());
        for listen in ["0.0.0.0", "::"] {
            assert_eq!(foreign(listen, "/", &[b"10.0.0.2:80"]), None);
            assert_eq!(foreign(listen, "/", &[b"[fe80::1]:80"]), None);
            assert!(foreign(listen, "/", &[b"evil.example"]).is_some());
        }
    }
}

//! Keeps calls over http on this machine, because anybody on the way could read their tokens.
//!
//! Whatever the name in the base URL is, the address that is connected to must be a loopback
//! address. The [`Resolver`] finds only such addresses, so that no packet leaves the machine. If
//! the program changes how the client connects, the [`Guard`] checks each connection before
//! anything is sent on it, and so includes proxies and addresses that the program sets. Both use
//! the addresses of the connection itself, so it does not matter if a name resolves to other
//! addresses later.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper_util::client::legacy::connect::{Connection, HttpInfo};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tower_layer::Layer;
use tower_service::Service;

type BoxError = Box<dyn StdError + Send + Sync>;

/// Returns whether an address is that of this machine, also if it is an IPv4 address that is written
/// as an IPv6 address.
pub(crate) fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

/// Returns whether a name is `localhost` or below it.
pub(crate) fn is_local_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

/// Why nothing was sent: the connection would leave this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outside {
    /// A name resolves to other addresses only.
    Name {
        name: String,
        addresses: Vec<IpAddr>,
    },
    /// The connection was made to another address, or the response came from there.
    Address(SocketAddr),
}

impl fmt::Display for Outside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the base URL uses http, but ")?;
        match self {
            Self::Name { name, addresses } => {
                let addresses: Vec<String> = addresses.iter().map(IpAddr::to_string).collect();
                let addresses = addresses.join(", ");
                write!(f, "`{name}` resolves to {addresses}, which is not")?;
            }
            Self::Address(address) => write!(f, "the connection goes to {address}, which is not")?,
        }
        f.write_str(
            " a loopback address, so others could read the token; use https, or 127.0.0.1 if the service runs on this machine",
        )
    }
}

impl StdError for Outside {}

/// Resolves names to loopback addresses only.
pub(crate) struct Resolver;

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let name = name.as_str();
            let found = tokio::net::lookup_host((name, 0)).await;
            let found = only_loopback(name, found.map(Iterator::collect))?;
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Keeps the loopback addresses of those that the system found.
fn only_loopback(
    name: &str,
    found: io::Result<Vec<SocketAddr>>,
) -> Result<Vec<SocketAddr>, BoxError> {
    let found = match found {
        Ok(found) => found,
        // These names mean this machine (RFC 6761), but some systems know only `localhost`.
        Err(_) if is_local_name(name) => {
            let both = [
                IpAddr::from(Ipv4Addr::LOCALHOST),
                Ipv6Addr::LOCALHOST.into(),
            ];
            return Ok(both.map(|address| SocketAddr::new(address, 0)).into());
        }
        Err(error) => return Err(error.into()),
    };
    let (inside, outside): (Vec<_>, Vec<_>) = found
        .into_iter()
        .partition(|address| is_loopback(address.ip()));
    if inside.is_empty() && !outside.is_empty() {
        let mut addresses: Vec<IpAddr> = outside.iter().map(SocketAddr::ip).collect();
        addresses.dedup();
        return Err(Outside::Name {
            name: name.to_owned(),
            addresses,
        }
        .into());
    }
    Ok(inside)
}

/// Adds a check to what makes connections: each one must be to a loopback address.
#[derive(Clone)]
pub(crate) struct Guard;

impl<S> Layer<S> for Guard {
    type Service = Guarded<S>;

    fn layer(&self, connect: S) -> Guarded<S> {
        Guarded(connect)
    }
}

/// Makes connections, and ends those that leave this machine before anything is sent.
#[derive(Clone)]
pub(crate) struct Guarded<S>(S);

impl<S, To> Service<To> for Guarded<S>
where
    S: Service<To, Error = BoxError>,
    S::Response: Connection,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, to: To) -> Self::Future {
        let connecting = self.0.call(to);
        Box::pin(async move {
            let connection = connecting.await?;
            match peer(&connection) {
                Some(address) if !is_loopback(address.ip()) => {
                    Err(Outside::Address(address).into())
                }
                // A Unix socket has no address, and neither has a connection that is lost already.
                _ => Ok(connection),
            }
        })
    }
}

fn peer(connection: &impl Connection) -> Option<SocketAddr> {
    let mut facts = http::Extensions::new();
    connection.connected().get_extras(&mut facts);
    facts.get::<HttpInfo>().map(HttpInfo::remote_addr)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn kept(name: &str, found: &[&str]) -> Result<Vec<String>, String> {
        let found = found.iter();
        let found = found.map(|address| SocketAddr::new(address.parse().unwrap(), 0));
        let kept = only_loopback(name, Ok(found.collect()));
        kept.map(|kept| {
            kept.iter()
                .map(|address| address.ip().to_string())
                .collect()
        })
        .map_err(|error| error.to_string())
    }

    #[test]
    fn only_loopback_addresses_are_connected_to() {
        for (found, expected) in [
            (&["127.0.0.1"][..], &["127.0.0.1"][..]),
            (&["::1", "127.0.0.1"], &["::1", "127.0.0.1"]),
            (&["127.0.0.2"], &["127.0.0.2"]),
            (&["192.0.2.1", "127.0.0.1", "fe80::1"], &["127.0.0.1"]),
            (&["::ffff:127.0.0.1"], &["::ffff:127.0.0.1"]),
        ] {
            assert_eq!(kept("x.localhost", found).unwrap(), expected);
        }
        for found in [
            "192.0.2.1",
            "0.0.0.0",
            "::",
            "::ffff:192.0.2.1",
            "10.0.0.1",
            "fe80::1",
        ] {
            for name in ["localhost", "x.localhost", "proxy.example"] {
                let expected = format!(
                    "the base URL uses http, but `{name}` resolves to {found}, which is not a \
                     loopback address, so others could read the token; use https, or 127.0.0.1 if \
                     the service runs on this machine"
                );
                assert_eq!(kept(name, &[found]).unwrap_err(), expected);
            }
        }
    }

    #[test]
    fn a_local_name_that_the_system_does_not_know_is_this_machine() {
        let unknown = || Err(io::Error::other("Name or service not known"));
        let kept = only_loopback("X.localhost.", unknown()).unwrap();
        let kept: Vec<IpAddr> = kept.iter().map(SocketAddr::ip).collect();
        assert_eq!(
            kept,
            [IpAddr::from([127, 0, 0, 1]), Ipv6Addr::LOCALHOST.into()]
        );
        assert!(only_loopback("localhost.example", unknown()).is_err());
    }
}

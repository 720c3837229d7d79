//! Finds the cause of a request without a response in the chain of errors.
//!
//! The HTTP client wraps the cause in several errors of private types, so that their texts are what
//! tells them apart.

use std::error::Error as StdError;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::SocksV5;
use reqwest::Url;

use crate::base_url::authority;
use crate::error::{CertificateFault, Error, Kind, Obstacle, ProxyFault, ProxyProblem, length};
use crate::loopback::{Outside, is_local_name, is_loopback};
use crate::proxy::Proxies;

/// What rustls and OpenSSL say if what answers is no TLS.
const NO_TLS: [&str; 2] = ["received corrupt message", "wrong version number"];

/// The maximum length of a URL in the crate `http`.
const LONGEST_URL: usize = u16::MAX as usize - 1;

/// The error of a connection through a SOCKS proxy, which has no public name.
type SocksError = <SocksV5<HttpConnector> as tower_service::Service<http::Uri>>::Error;

/// Returns the error for a request without a complete response, on which `waited` was spent of
/// `timeout`.
pub(crate) fn network_error(
    error: reqwest::Error,
    asked: &Url,
    proxies: &Proxies,
    waited: Duration,
    timeout: Duration,
) -> Error {
    // The URL contains the query, which may be personal data.
    let error = error.without_url();
    let kind = if let Some(outside) = outside(&error) {
        Kind::Setup(outside.to_string())
    } else if let Some(problem) = set_up_problem(&error, asked) {
        Kind::Setup(problem)
    } else if let Some((problem, is_permanent)) = proxy_problem(&error, asked, waited) {
        let address = connect_address(&error).map(|address| address.to_string());
        Kind::Proxy(Box::new(ProxyFault {
            host: authority(asked),
            proxy: proxies.used(address),
            status: None,
            problem,
            is_permanent,
        }))
    } else if let Some((fault, detail)) = certificate_fault(&error) {
        Kind::Certificate {
            host: authority(asked),
            fault,
            detail,
        }
    } else if error.is_redirect() {
        Kind::RedirectPolicy {
            cause: root_cause(&error),
        }
    } else if error.is_connect() {
        Kind::Connect {
            host: format!("{}{}", authority(asked), proxies.suffix()),
            cause: connect_cause(&error, waited),
            obstacle: obstacle(&error, asked),
            is_permanent: is_permanent(&error),
        }
    } else if error.is_timeout() {
        Kind::Timeout {
            after: waited.min(timeout),
            // It may have limits of its own.
            is_of_http_client: waited < timeout,
        }
    } else {
        Kind::Interrupted {
            cause: root_cause(&error),
        }
    };
    Error::new(kind).caused_by(error)
}

/// Returns the text of the innermost error.
pub(crate) fn root_cause(error: &(dyn StdError + 'static)) -> String {
    chain(error)
        .last()
        .map(ToString::to_string)
        .unwrap_or_default()
}

/// Returns what is wrong with the HTTP client, if it makes no request to such a URL.
fn set_up_problem(error: &reqwest::Error, asked: &Url) -> Option<String> {
    let cause = root_cause(error);
    let place = format!("{}://{}", asked.scheme(), authority(asked));
    // The words of a connector without TLS.
    if error.is_connect() && cause.ends_with("scheme is not http") {
        return Some(format!(
            "the HTTP client has no TLS, so it can't connect to {place}; turn on the feature `rustls-ring` or `native-tls`, or give `http_client` a client with TLS"
        ));
    }
    if !error.is_builder() {
        return None;
    }
    let length = asked.as_str().len();
    Some(if length > LONGEST_URL {
        format!(
            "the URL of the request has {length} bytes, more than the {LONGEST_URL} that can be sent; ask for fewer values at once"
        )
    } else {
        format!(
            "the HTTP client makes no request to {place} ({cause}); check the URL and what `configure_http` or `http_client` sets"
        )
    })
}

/// Returns the text of the innermost error of a connection that could not be made, in `waited`.
fn unconnected(error: &(dyn StdError + 'static), waited: Duration) -> String {
    // What tokio and reqwest say of a time limit.
    const LIMITS: [&str; 2] = ["deadline has elapsed", "operation timed out"];
    let cause = root_cause(error);
    if LIMITS.contains(&cause.as_str()) {
        let waited = length(waited);
        format!("no connection within {waited}; the limit is `connect_timeout` of the HTTP client")
    } else {
        cause
    }
}

/// Returns why there is no connection, in words that say whose fault it is.
fn connect_cause(error: &(dyn StdError + 'static), waited: Duration) -> String {
    let cause = unconnected(error, waited);
    if is_local_look_up(error) {
        format!(
            "for a proxy of socks4:// or socks5://, this machine looks up the host, and fails: {cause}; \
             with socks4a:// or socks5h://, the proxy looks it up"
        )
    } else if NO_TLS.iter().any(|mark| cause.contains(mark)) {
        format!("the port does not speak TLS: {cause}")
    } else {
        cause
    }
}

/// Returns what is in the way of a connection.
fn obstacle(error: &(dyn StdError + 'static), asked: &Url) -> Obstacle {
    // What reqwest and hyper say of any look-up that fails.
    let is_look_up = |cause: &(dyn StdError + 'static)| cause.to_string() == "dns error";
    if was_refused(error) {
        let host = asked.host_str().unwrap_or_default();
        let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
        if address.map_or_else(|_| is_local_name(host), is_loopback) {
            Obstacle::Silence
        } else {
            Obstacle::Refusal
        }
    } else if is_local_look_up(error) || chain(error).any(is_look_up) {
        Obstacle::Name
    } else {
        Obstacle::Other
    }
}

/// Returns whether this machine, and not the SOCKS proxy, did not find the host of the service.
fn is_local_look_up(error: &(dyn StdError + 'static)) -> bool {
    chain(error).any(|cause| cause.to_string() == "error resolving for socks proxy")
}

fn chain<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| match error.downcast_ref() {
        // It does not tell its cause as others do.
        Some(SocksError::Inner(cause)) => Some(cause),
        Some(SocksError::Io(cause)) => Some(cause),
        _ => error.source(),
    })
}

/// Returns where the connection would have gone, if it would have left this machine over http.
fn outside<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a Outside> {
    chain(error).find_map(|cause| cause.downcast_ref())
}

/// Returns what is wrong with the proxy, if the connection failed because of it, and whether that is
/// a fault of the set-up.
fn proxy_problem(
    error: &(dyn StdError + 'static),
    asked: &Url,
    waited: Duration,
) -> Option<(ProxyProblem, bool)> {
    use ProxyProblem::Other;

    match chain(error).find_map(|cause| cause.downcast_ref()) {
        None | Some(SocksError::Inner(_)) => {}
        Some(SocksError::Io(cause)) => {
            let problem = format!("it closed the connection ({cause})");
            return Some((Other(problem), false));
        }
        Some(refusal @ (SocksError::V4(_) | SocksError::V5(_))) => {
            let problem = format!("it refused to connect to the service ({refusal})");
            return Some((Other(problem), true));
        }
        Some(other) => {
            let problem = format!("its response was not understood ({other})");
            return Some((Other(problem), true));
        }
    }
    let texts: Vec<String> = chain(error).map(ToString::to_string).collect();
    let tunnel = texts
        .iter()
        .find_map(|text| text.strip_prefix("tunnel error: "));
    match tunnel {
        Some("proxy authorization required") => return Some((ProxyProblem::Password, true)),
        Some("unsuccessful") => {
            let problem = "it refused to connect to the service".to_owned();
            return Some((Other(problem), true));
        }
        Some("failed to create underlying connection") => {}
        Some("unexpected end of file" | "io error establishing tunnel") => {
            let problem = format!("it closed the connection ({})", root_cause(error));
            return Some((Other(problem), false));
        }
        Some(other) => {
            let problem = format!("its response was not understood ({other})");
            return Some((Other(problem), true));
        }
        None if is_local_look_up(error) => return None,
        None => {
            let is_socks = texts.iter().any(|text| text.contains("socks proxy"));
            let is_elsewhere = connect_address(error)
                .is_some_and(|address| Some(address.port()) != asked.port_or_known_default());
            if !is_socks && !is_elsewhere {
                return None;
            }
        }
    }
    Some(match certificate_fault(error) {
        Some((fault, detail)) => {
            let problem = format!("its certificate was rejected: {fault} ({detail})");
            (Other(problem), true)
        }
        None => {
            let problem = format!("it can't be reached ({})", unconnected(error, waited));
            (Other(problem), was_refused(error) || is_permanent(error))
        }
    })
}

fn was_refused(error: &(dyn StdError + 'static)) -> bool {
    chain(error)
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::ConnectionRefused)
}

/// Returns the address to which no TCP connection could be made. Only the `Debug` text of the error
/// has it.
fn connect_address(error: &(dyn StdError + 'static)) -> Option<SocketAddr> {
    chain(error).find_map(|cause| {
        let shown = format!("{cause:?}");
        let fields = shown.strip_prefix("ConnectError(")?;
        fields.split(", ").find_map(|field| field.parse().ok())
    })
}

/// Returns why the certificate was rejected, if it was, and the text of the TLS library.
fn certificate_fault(error: &(dyn StdError + 'static)) -> Option<(CertificateFault, String)> {
    // The first is of rustls, the second of OpenSSL, and the others are of the systems' libraries.
    const MARKS: [&str; 5] = [
        "invalid peer certificate: ",
        "certificate verify failed",
        "certificate chain",
        "certificate was not trusted",
        "certificate is not trusted",
    ];
    let detail = chain(error).map(ToString::to_string).find_map(|text| {
        let mark = MARKS.iter().find(|mark| text.contains(**mark))?;
        Some(text.strip_prefix(mark).unwrap_or(&text).to_owned())
    })?;
    let names = |words: &[&str]| words.iter().any(|word| detail.contains(word));
    let fault = if names(&[
        "UnknownIssuer",
        "self-signed",
        "self signed",
        "local issuer",
    ]) || names(&["not trusted", "CaUsedAsEndEntity", "BadSignature"])
    {
        CertificateFault::Untrusted
    } else if names(&["not valid for name", "NotValidForName", "ostname mismatch"]) {
        CertificateFault::OtherHost
    } else if names(&["not valid yet", "NotValidYet", "not yet valid"]) {
        CertificateFault::Early
    } else if names(&["expired", "Expired"]) {
        CertificateFault::Expired
    } else if names(&["EkuError", "InvalidPurpose", "certificate purpose"]) {
        CertificateFault::OtherPurpose
    } else if names(&["Revoked", "revoked"]) {
        CertificateFault::Revoked
    } else {
        CertificateFault::Other
    };
    Some((fault, detail))
}

/// Returns whether a connection fails in the same way until somebody changes the set-up: the host
/// does not exist, or does not speak TLS as the client does.
fn is_permanent(error: &(dyn StdError + 'static)) -> bool {
    const MARKS: [&str; 7] = [
        // A host that does not exist, on Linux (glibc, musl), macOS and Windows.
        "Name or service not known",
        "Name does not resolve",
        "No address associated with hostname",
        "nodename nor servname provided",
        "No such host is known",
        // A failed TLS handshake.
        "received fatal alert",
        "peer is incompatible",
    ];
    let cause = root_cause(error);
    MARKS.iter().chain(&NO_TLS).any(|mark| cause.contains(mark))
}

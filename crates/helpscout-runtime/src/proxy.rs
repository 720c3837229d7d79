//! Finds out which proxy the HTTP client uses, so that messages can name it.

pub(crate) mod variables;

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::Url;

/// The variables that name a proxy for https, in the order in which they count.
const FOR_HTTPS: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
/// The same for http.
const FOR_HTTP: [&str; 4] = ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/// What is known about the proxies of the HTTP client.
#[derive(Clone, Debug, Default)]
pub(crate) struct Proxies {
    /// The proxy for the service that the environment or the system names.
    found: Option<Proxy>,
    /// Whether the program changed the HTTP client, which may then use another proxy.
    are_changed: bool,
}

#[derive(Clone, Debug)]
struct Proxy {
    /// The host and port, without a password.
    address: String,
    /// The environment variable, or `None` for the settings of the system.
    variable: Option<&'static str>,
}

/// The proxy that a call went through, as far as it is known.
#[derive(Clone, Debug)]
pub(crate) struct UsedProxy {
    /// The host and port.
    pub(crate) address: Option<String>,
    /// The environment variable that names it, or may name it.
    pub(crate) variable: Option<&'static str>,
    /// Whether the program may have set it.
    pub(crate) may_be_programs: bool,
}

impl Proxies {
    /// Returns what the HTTP client of reqwest takes from the environment and the system for calls
    /// of `url`.
    pub(crate) fn of_system(url: &Url) -> Self {
        let variables = match url.scheme() {
            "http" => FOR_HTTP,
            _ => FOR_HTTPS,
        };
        let found = url.as_str().parse().ok().and_then(|url| {
            let proxy = Matcher::from_system().intercept(&url)?;
            let address = address(
                proxy.uri().host()?,
                proxy.uri().port_u16(),
                proxy.uri().scheme_str(),
            );
            let host = proxy.uri().host()?;
            let names_it =
                |variable: &&str| std::env::var(variable).is_ok_and(|value| value.contains(host));
            Some(Proxy {
                address,
                variable: variables.into_iter().find(names_it),
            })
        });
        Self {
            found,
            are_changed: false,
        }
    }

    /// Returns the source of the proxy, if there is one: the environment variable that names it, or
    /// the settings of the system.
    pub(crate) fn source(&self) -> Option<&'static str> {
        let found = self.found.as_ref()?;
        Some(found.variable.unwrap_or("the settings of the system"))
    }

    /// Returns the same for an HTTP client that the program changed.
    pub(crate) fn changed(self) -> Self {
        Self {
            are_changed: true,
            ..self
        }
    }

    /// Returns the proxy that a call went through if it went through one. `address` is where the
    /// connection failed, if that is known.
    pub(crate) fn used(&self, address: Option<String>) -> UsedProxy {
        let found = self.found.as_ref();
        let known = found
            .filter(|_| !self.are_changed)
            .map(|proxy| proxy.address.clone());
        UsedProxy {
            address: known.or(address),
            variable: found.and_then(|proxy| proxy.variable),
            may_be_programs: self.are_changed,
        }
    }

    /// Describes the proxy for a message about the host, or returns an empty text if no proxy is
    /// known.
    pub(crate) fn suffix(&self) -> String {
        match self.described() {
            Some(proxy) => format!(" through the proxy {proxy}"),
            None => String::new(),
        }
    }

    /// Describes the proxy, if one is known: its host and port, and the variable that names it.
    pub(crate) fn described(&self) -> Option<String> {
        match &self.found {
            Some(_) if self.are_changed => None,
            Some(Proxy {
                address,
                variable: Some(variable),
            }) => Some(format!("{address} ({variable})")),
            Some(Proxy { address, .. }) => Some(address.clone()),
            None => None,
        }
    }
}

fn address(host: &str, port: Option<u16>, scheme: Option<&str>) -> String {
    let port = port.unwrap_or(match scheme {
        Some("https") => 443,
        Some("http") | None => 80,
        Some(_) => 1080,
    });
    format!("{host}:{port}")
}

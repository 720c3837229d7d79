//! The URL of the service, and the URLs of single calls.

use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;

use crate::error::{Error, Kind};
use crate::loopback;
use crate::operation::placeholder;
use crate::options::CallOptions;
use crate::request::Request;
use crate::service::Service;

/// The root URL of a service. It has no path of an operation and no trailing slash, and it uses https
/// unless the service runs on this machine.
#[derive(Debug)]
pub(crate) struct BaseUrl {
    root: Url,
    /// The URLs of the paths that were called so far. There are as many as paths, and to copy one is
    /// much faster than to read a path again for each call.
    known: Mutex<Vec<(&'static str, Url)>>,
}

impl BaseUrl {
    /// Reads the URL that a program gives for a service.
    pub(crate) fn parse(given: &str, service: &Service) -> Result<Self, Error> {
        let refuse =
            |problem: String| Err(Error::new(Kind::Setup(format!("the base URL {problem}"))));
        // Without a scheme, or with a wrong one, a password is read as another part of the URL, so
        // a URL with an `@` anywhere is in no message.
        if given.contains(['@', '\u{ff20}', '\u{fe6b}']) || given.contains("%40") {
            return refuse("contains a user name or password (an `@`); remove them".to_owned());
        }
        let mut url = match given.trim().parse::<Url>() {
            Ok(url) => url,
            Err(error) => {
                let problem = format!(
                    "could not be parsed ({error}); write it like {}",
                    service.base_url
                );
                return refuse(problem).map_err(|refused| refused.caused_by(error));
            }
        };
        if url.query().is_some() || url.fragment().is_some() {
            return refuse("contains a `?` or `#`; remove it and what follows".to_owned());
        }
        match (url.scheme(), url.host_str()) {
            ("https", Some(_)) => {}
            ("http", Some(host)) if is_this_machine(host) => {}
            ("http", Some(host)) if address(host).is_some_and(|host| host.is_unspecified()) => {
                return refuse(format!(
                    "has the host {host}, which is where a service listens, not an address of it; use 127.0.0.1 or [::1] for a service on this machine"
                ));
            }
            ("http", _) => {
                return refuse(format!(
                    "http://{} is not encrypted, so tokens would be readable; use https (http is accepted only for this machine)",
                    authority(&url)
                ));
            }
            // Without a scheme, a password may be anywhere in the text.
            _ => {
                return refuse(format!(
                    "is not an https URL; write it like {}",
                    service.base_url
                ));
            }
        }
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        let base_url = Self {
            root: url,
            known: Mutex::default(),
        };
        // The token endpoint is usually below the same path as the operations, which are not known.
        match service.token.map(|tokens| base_url.check_path(tokens)) {
            Some(Err(error)) => Err(error),
            Some(Ok(())) | None => Ok(base_url),
        }
    }

    /// Checks that the URL does not end with the start of a path that is added to it.
    ///
    /// # Errors
    /// Returns an error that has the URL without it.
    pub(crate) fn check_path(&self, path: &str) -> Result<(), Error> {
        if self.root.path() == "/" {
            return Ok(());
        }
        let first = path.trim_start_matches('/').split('/').next();
        let Some(first) = first.filter(|first| !first.is_empty()) else {
            return Ok(());
        };
        let root = self.root.path().strip_suffix(first);
        let Some(root) = root.and_then(|root| root.strip_suffix('/')) else {
            return Ok(());
        };
        let mut url = self.root.clone();
        url.set_path(root);
        let url = url.as_str().trim_end_matches('/');
        Err(Error::new(Kind::Setup(format!(
            "the base URL ends in /{first}, which the client adds to each call; use {url}"
        ))))
    }

    pub(crate) fn of_call(&self, request: &Request, options: &CallOptions) -> Url {
        let path = request.operation().path;
        let has_placeholders = path.contains('{');
        let mut url = if has_placeholders {
            self.of_resource(request)
        } else {
            self.at(path)
        };
        let is_in_path = |name: &str| {
            has_placeholders && request.operation().in_path().any(|other| other == name)
        };
        if let Some(link) = request.link() {
            url.set_query(Some(link).filter(|link| !link.is_empty()));
            return url;
        }
        {
            let mut parameters = url.query_pairs_mut();
            let operation = request.operation();
            for (name, value) in request.query().iter() {
                if !is_in_path(name) && operation.how(name).is_none() {
                    parameters.append_pair(name, value);
                }
            }
            for (name, value) in options.extra_query() {
                parameters.append_pair(name, value);
            }
        }
        if url.query() == Some("") {
            url.set_query(None);
        }
        url
    }

    /// Returns the URL of an operation whose path contains parameters.
    fn of_resource(&self, request: &Request) -> Url {
        let mut url = self.root.clone();
        let mut path = url.path().trim_end_matches('/').to_owned();
        for part in request.operation().path.trim_start_matches('/').split('/') {
            path.push('/');
            match placeholder(part).and_then(|name| request.query().get(name)) {
                Some(value) => path.extend(utf8_percent_encode(value, &ENCODED)),
                None => path.push_str(part),
            }
        }
        url.set_path(&path);
        url
    }

    /// Returns the URL of the token endpoint, if the service has one.
    pub(crate) fn of_tokens(&self, service: &Service) -> Option<Url> {
        service.token.map(|path| self.at(path))
    }

    pub(crate) const fn url(&self) -> &Url {
        &self.root
    }

    pub(crate) fn is_encrypted(&self) -> bool {
        self.root.scheme() == "https"
    }

    /// Returns whether the host is a loopback address or a name for this machine. What the name
    /// resolves to is not known before a call.
    pub(crate) fn is_this_machine(&self) -> bool {
        is_this_machine(self.host())
    }

    /// Returns whether the host is an IP address and not a name.
    pub(crate) fn is_address(&self) -> bool {
        address(self.host()).is_some()
    }

    /// Returns the host, with brackets if it is an IPv6 address.
    pub(crate) fn host(&self) -> &str {
        self.root.host_str().unwrap_or_default()
    }

    /// Returns the host and port for messages.
    pub(crate) fn authority(&self) -> String {
        authority(&self.root)
    }

    fn at(&self, path: &'static str) -> Url {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, url)) = known.iter().find(|(known, _)| *known == path) {
            return url.clone();
        }
        let mut url = self.root.clone();
        url.set_path(&format!("{}{path}", url.path().trim_end_matches('/')));
        known.push((path, url.clone()));
        url
    }
}

/// What is percent-encoded in a value that is one segment of a path, or a part of one: all that RFC 3986
/// does not allow there. A `Url` would drop tabs and line breaks, which leads to another resource, and
/// leave `^`, `|`, `[` and `]`, which strict services refuse.
const ENCODED: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// Returns the host and port of a URL for messages.
pub(crate) fn authority(url: &Url) -> String {
    match (url.host_str(), url.port_or_known_default()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (host, _) => host.unwrap_or("an unknown host").to_owned(),
    }
}

fn is_this_machine(host: &str) -> bool {
    match address(host) {
        Some(address) => loopback::is_loopback(address),
        None => loopback::is_local_name(host),
    }
}

/// Returns the address if the host is not a name. The URL has it in its usual form, also if it was
/// given as `127.1` or `0x7f.1`.
fn address(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[')
        .trim_end_matches(']')
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::generated::service::SERVICE;
    use crate::operation::Operation;
    use crate::query::Query;

    const OPERATION: &Operation = &Operation {
        id: "user_history",
        path: "/v2/reports/user/history",
        ..Operation::DEFAULT
    };

    fn refused(url: &str) -> String {
        BaseUrl::parse(url, &SERVICE).unwrap_err().to_string()
    }

    #[test]
    fn a_call_goes_below_the_base_url_with_or_without_a_slash() {
        let request = Request::new(OPERATION, Query::new().with("a", "1,2 & 3"));
        for (base, call) in [
            (
                "https://api.helpscout.net",
                "https://api.helpscout.net/v2/reports/user/history",
            ),
            (
                "http://127.0.0.1:8080/",
                "http://127.0.0.1:8080/v2/reports/user/history",
            ),
            (
                "http://[::1]:8080",
                "http://[::1]:8080/v2/reports/user/history",
            ),
            (
                "http://localhost",
                "http://localhost/v2/reports/user/history",
            ),
            (
                "https://gate.example/helpscout/",
                "https://gate.example/helpscout/v2/reports/user/history",
            ),
        ] {
            let base = BaseUrl::parse(base, &SERVICE).unwrap();
            let url = base.of_call(&request, &CallOptions::new());
            assert_eq!(url.as_str(), format!("{call}?a=1%2C2+%26+3"));
            let bare = base.of_call(&Request::new(OPERATION, Query::new()), &CallOptions::new());
            assert_eq!(bare.as_str(), call);
        }
    }

    #[test]
    fn a_value_in_the_path_is_one_segment_with_the_characters_of_rfc_3986() {
        const FILE: &Operation = &Operation {
            id: "file",
            path: "/v1/files/{name}/lines",
            ..Operation::DEFAULT
        };
        let root = "https://gate.example/x";
        let base = BaseUrl::parse(root, &SERVICE).unwrap();
        for (value, segment) in [
            ("x\ty", "x%09y"),
            ("x\r\ny\n", "x%0D%0Ay%0A"),
            ("\t..", "%09.."),
            ("a|b^c[d]", "a%7Cb%5Ec%5Bd%5D"),
            ("a/b\\c?d#e", "a%2Fb%5Cc%3Fd%23e"),
            ("%2e%2e", "%252e%252e"),
            (
                "\0 \"<>`{}\u{7f}\u{e9}",
                "%00%20%22%3C%3E%60%7B%7D%7F%C3%A9",
            ),
            ("a@b.c+d:e,f;g=h&i", "a@b.c+d:e,f;g=h&i"),
            ("a(b)'c'~d!*$-_", "a(b)'c'~d!*$-_"),
        ] {
            let request = Request::new(FILE, Query::new().with("name", value));
            let url = base.of_call(&request, &CallOptions::new());
            assert_eq!(url.as_str(), format!("{root}/v1/files/{segment}/lines"));
        }
    }

    #[test]
    fn this_machine_has_many_names() {
        for (url, is_this_machine) in [
            ("http://127.0.0.1:1", true),
            ("https://127.0.0.1", true),
            ("https://127.8.9.10:8443/x", true),
            ("https://127.1", true),
            ("https://[::1]", true),
            ("https://[::ffff:127.0.0.1]", true),
            ("https://LOCALHOST", true),
            ("https://localhost.", true),
            ("https://api.localhost", true),
            ("https://api.helpscout.net", false),
            ("https://localhost.example.com", false),
            ("http://127.0.0.1.", true),
            ("http://0x7f.1", true),
            ("http://2130706433", true),
            ("http://[::ffff:7f00:1]", true),
            ("https://10.0.0.1", false),
            ("https://0.0.0.0", false),
            ("https://[::]", false),
            ("https://[::2]", false),
        ] {
            let base = BaseUrl::parse(url, &SERVICE).unwrap();
            assert_eq!(base.is_this_machine(), is_this_machine, "{url}");
        }
    }

    #[test]
    fn a_base_url_that_would_not_work_is_refused_with_the_way_out() {
        assert!(
            refused("https://api.helpscout.net/v2/").ends_with("use https://api.helpscout.net")
        );
        assert!(refused("http://api.helpscout.net").contains("use https"));
        assert!(refused("http://127.0.0.1.example.com").contains("use https"));
        for url in ["http://0.0.0.0:8080", "http://0", "http://[::]:8080"] {
            assert!(refused(url).contains("use 127.0.0.1 or [::1]"), "{url}");
        }
        for url in [
            "http://128.0.0.1",
            "http://[::ffff:10.0.0.1]",
            "http://localhost.example",
        ] {
            assert!(refused(url).contains("use https"), "{url}");
        }
        assert!(refused("http://[::1%lo]").contains("could not be parsed"));
        for url in [
            "me:hunter2@api.helpscout.net",
            "me:hunter2",
            "hunter2:me@api.helpscout.net",
            "ftp:me:hunter2@api.helpscout.net",
            "http://api.helpscout.net/hunter2",
        ] {
            assert!(!refused(url).contains("hunter2"), "{}", refused(url));
        }
        assert!(refused("api.helpscout.net").contains("write it like https://"));
        assert!(refused("ftp://api.helpscout.net").contains("not an https URL"));
        assert!(refused("https://api.helpscout.net?x=1").contains("`?`"));
        let with_password = refused("https://me:hunter2@api.helpscout.net");
        assert!(with_password.contains("password") && !with_password.contains("hunter2"));
    }
}

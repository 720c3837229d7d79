//! Checks the environment variables that name a proxy.
//!
//! The HTTP client ignores a variable that it can't use, and then connects directly, which may be
//! forbidden or show the service where the program runs. So such a variable is an error. Only the
//! variable that decides about a call of the service is checked: the others may be meant for other
//! programs. An entry of `NO_PROXY` that matches nothing is no error, because then the call goes
//! through the proxy.

use std::ffi::{OsStr, OsString};

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::Url;

use crate::error::{Error, Kind};

/// The variables for https, in the order in which they count. Of each pair only the first that is
/// set is read, and if it is empty the next pair decides.
const PAIRS: [[&str; 2]; 2] = [["HTTPS_PROXY", "https_proxy"], ["ALL_PROXY", "all_proxy"]];
const EXCEPTIONS: [&str; 2] = ["NO_PROXY", "no_proxy"];
/// With this variable the HTTP client takes the program for a CGI program, in which the header
/// `Proxy` of a request sets `HTTP_PROXY`, and ignores all proxies.
const CGI: &str = "REQUEST_METHOD";
const SCHEMES: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

/// Checks that the proxy which the environment names for calls of `url`, if there is one, is used.
/// Messages don't contain the value, which may have a password.
pub(crate) fn check(url: &Url) -> Result<(), Error> {
    check_in(url, std::env::var_os::<&str>)
}

fn check_in(url: &Url, read: impl Fn(&'static str) -> Option<OsString>) -> Result<(), Error> {
    let set = |names: [&'static str; 2]| {
        let mut names = names.into_iter();
        names.find_map(|name| read(name).map(|value| (name, value)))
    };
    let mut named = PAIRS.into_iter().filter_map(set);
    let Some((variable, value)) = named.find(|(_, value)| !value.is_empty()) else {
        return Ok(());
    };
    if let Some((exceptions, hosts)) = set(EXCEPTIONS) {
        let Some(hosts) = hosts.to_str() else {
            return Err(setup(format!(
                "the environment variable {exceptions} is not valid UTF-8, so it would have no effect; set it to names of hosts, separated by commas, or unset it"
            )));
        };
        if is_exception(url, hosts) {
            return Ok(());
        }
    }
    if read(CGI).is_some() {
        return Err(setup(format!(
            "the proxy that the environment variable {variable} names would not be used, because {CGI} is set, as in a CGI program; unset {CGI}, or unset {variable} to connect without a proxy"
        )));
    }
    match problem(url, &value) {
        Some(problem) => Err(setup(format!(
            "the environment variable {variable} does not name a proxy that the client can use: {problem}; write it like http://proxy.example:3128, or unset it to connect without a proxy"
        ))),
        None => Ok(()),
    }
}

/// Returns whether `hosts`, the value of `NO_PROXY`, contains the host of the URL.
fn is_exception(url: &Url, hosts: &str) -> bool {
    let any = Matcher::builder().all("http://proxy.invalid").no(hosts);
    !intercepts(&any.build(), url)
}

/// Returns what is wrong with the value of a variable.
fn problem(url: &Url, value: &OsStr) -> Option<String> {
    let Some(value) = value.to_str() else {
        return Some("it is not valid UTF-8".to_owned());
    };
    if value.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Some("it has a space or a line break in it".to_owned());
    }
    if !value.is_ascii() {
        return Some("it has characters other than ASCII".to_owned());
    }
    let (scheme, rest) = value.split_once("://").unwrap_or(("http", value));
    if !SCHEMES.contains(&scheme) && !["HTTP", "HTTPS"].contains(&scheme) {
        return Some(format!("its scheme is none of {}", SCHEMES.join(", ")));
    }
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    if path.contains('@') || authority.matches('@').count() > 1 {
        return Some(
            "its user name or password has one of the characters `@/?#`; percent-encode it (`@` is %40)"
                .to_owned(),
        );
    }
    let place = authority.rsplit('@').next().unwrap_or(authority);
    // The colons of an IPv6 address are in brackets.
    let end = place.rfind(']').map_or(0, |bracket| bracket + 1);
    let port = place[end..].find(':').map(|colon| colon + end);
    let (host, port) = place.split_at(port.unwrap_or(place.len()));
    if host.is_empty() {
        return Some("it has no host".to_owned());
    }
    let is_port = |port: &str| port.parse::<u16>().is_ok_and(|port| port > 0);
    if port.strip_prefix(':').is_some_and(|port| !is_port(port)) {
        return Some("its port is not a number from 1 to 65535".to_owned());
    }
    let only = Matcher::builder().all(value).build();
    (!intercepts(&only, url)).then(|| "it can't be parsed".to_owned())
}

fn intercepts(matcher: &Matcher, url: &Url) -> bool {
    let url = url.as_str().parse();
    url.is_ok_and(|url| matcher.intercept(&url).is_some())
}

fn setup(problem: String) -> Error {
    Error::new(Kind::Setup(problem))
}

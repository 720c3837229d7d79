//! HTTP Basic: a user name and a password, which take the place of a token.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use crate::error::{Error, Kind};
use crate::service::{APP_OR_TOKEN, Service};

/// What a program gives for HTTP Basic.
#[derive(Clone)]
pub(crate) enum BasicSource {
    /// The half that the service does not state.
    Key(SecretString),
    Both {
        user: SecretString,
        password: SecretString,
    },
}

impl BasicSource {
    /// Returns what the credentials are, for messages.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Key(_) => "an API key",
            Self::Both { .. } => "a user name and a password",
        }
    }

    /// Returns why a service can't take the credentials, with what to set.
    pub(crate) fn misfit(&self, service: &Service) -> Option<String> {
        let title = service.title;
        match (self, service.basic) {
            (_, None) => Some(format!(
                "{title} has no HTTP Basic, so {} can't be used; {}",
                self.name(),
                match service.token {
                    Some(_) => format!("set {APP_OR_TOKEN}"),
                    None =>
                        "set an `access_token`, or no credentials if calls need none".to_owned(),
                }
            )),
            (Self::Key(_), Some(basic)) if !basic.takes_key() => Some(format!(
                "{title} takes a user name and a password, not one key; set `basic_auth`"
            )),
            _ => None,
        }
    }

    /// Returns the texts that a service wants from programs, each with its name.
    pub(crate) fn given(&self, service: &Service) -> Vec<(&'static str, &SecretString)> {
        let basic = service.basic;
        match self {
            Self::Key(key) => vec![("API key", key)],
            Self::Both { user, password } => {
                let user = ("user name", user, basic.and_then(|basic| basic.user));
                let password = ("password", password, basic.and_then(|basic| basic.password));
                let halves = [user, password].into_iter();
                let own = halves.filter(|(_, _, stated)| stated.is_none());
                own.map(|(name, half, _)| (name, half)).collect()
            }
        }
    }

    /// Returns what is hidden in messages: the key, or the password, and the header that has it. The
    /// user name is no secret, unless it is the key.
    pub(crate) fn secrets(&self, service: &Service) -> Vec<SecretString> {
        let given = self.given(service);
        let mut secrets: Vec<SecretString> = match given.as_slice() {
            [(_, key)] => vec![(*key).clone()],
            given => {
                let passwords = given.iter().filter(|(name, _)| *name == "password");
                passwords.map(|(_, half)| (*half).clone()).collect()
            }
        };
        secrets.push(self.encoded(service).into());
        secrets
    }

    /// Returns the header with the credentials.
    ///
    /// # Errors
    /// Returns an error if they can't be sent.
    pub(crate) fn header(&self, service: &Service) -> Result<HeaderValue, Error> {
        let refuse = |problem: String| Error::new(Kind::Setup(problem));
        let (user, password) = self.halves(service);
        let name = |half: &'static str| match self {
            Self::Key(_) => "API key",
            Self::Both { .. } => half,
        };
        if user.contains(':') {
            let name = name("user name");
            return Err(refuse(format!(
                "the {name} has a colon, which ends the user name of HTTP Basic; leave out the colon \
                 and what follows it if that is the password"
            )));
        }
        for (half, text) in [("user name", user), ("password", password)] {
            if text.contains(char::is_control) {
                let name = name(half);
                return Err(refuse(format!(
                    "the {name} contains characters that can't be sent, such as a line break; check \
                     where it comes from"
                )));
            }
        }
        let encoded = self.encoded(service);
        let header = HeaderValue::try_from(format!("Basic {encoded}"));
        let mut header = header
            .map_err(|error| refuse("the credentials can't be sent".to_owned()).caused_by(error))?;
        header.set_sensitive(true);
        Ok(header)
    }

    /// Returns the user name and the password.
    fn halves<'a>(&'a self, service: &Service) -> (&'a str, &'a str) {
        match self {
            Self::Key(key) => {
                let key = key.expose_secret();
                let basic = service.basic;
                let user = basic.and_then(|basic| basic.user);
                let password = basic.and_then(|basic| basic.password);
                (user.unwrap_or(key), password.unwrap_or(key))
            }
            Self::Both { user, password } => (user.expose_secret(), password.expose_secret()),
        }
    }

    /// Returns the credentials as they are sent. Characters beyond ASCII are UTF-8.
    fn encoded(&self, service: &Service) -> String {
        let (user, password) = self.halves(service);
        BASE64_STANDARD.encode(format!("{user}:{password}"))
    }
}

//! The credentials for the live service, and the file that they can come from.
//!
//! `cargo xtask` compiles this program before it runs, and with it the build scripts and macros of
//! its dependencies. What the environment holds, they can read. Therefore `.cargo/config.toml`
//! replaces the credentials in the environment of everything that `cargo xtask` starts, and
//! `--credentials` reads them from a file that no build script is told about.

use std::io;
use std::path::Path;

use helpscout_description::{Basic, Service};
use helpscout_files::{read_named, read_to_limit};
use helpscout_runtime::{Client, ClientBuilder};

use crate::error::Error;

/// The largest file of credentials, in bytes.
const LARGEST: u64 = 1 << 16;

/// Where the service is, and what it asks for.
pub(crate) struct Credentials<'a> {
    service: &'a Service,
    base_url: Setting,
    access_token: Setting,
    /// The ID of an app, or a user name. It is not read if the service takes only a key.
    id: Setting,
    /// The secret of an app, a password, or a key.
    secret: Setting,
}

/// A variable that a file or the environment may set. The value is empty if neither does.
struct Setting {
    name: String,
    value: String,
}

impl<'a> Credentials<'a> {
    /// Returns credentials without values. Their names start with the first word of the service's
    /// variables, such as `HELPSCOUT`.
    fn none(service: &'a Service) -> Self {
        let setting = |end: &str| Setting {
            name: format!("{}_{end}", service.environment),
            value: String::new(),
        };
        let (id, secret) = match &service.basic {
            Some(_) if takes_key(service) => ("USER", "API_KEY"),
            Some(_) => ("USER", "PASSWORD"),
            None => ("APP_ID", "APP_SECRET"),
        };
        Self {
            service,
            base_url: setting("BASE_URL"),
            access_token: setting("ACCESS_TOKEN"),
            id: setting(id),
            secret: setting(secret),
        }
    }

    /// Reads the variables of the environment.
    pub(crate) fn from_environment(service: &'a Service) -> Self {
        let mut credentials = Self::none(service);
        for setting in credentials.settings() {
            setting.read_variable();
        }
        credentials
    }

    /// Reads a file with lines such as `HELPSCOUT_APP_ID=…`, or stdin if the path is `-`. What the
    /// file does not say about the address comes from the environment.
    ///
    /// # Errors
    ///
    /// Fails if the file can't be read or has other lines. No value is part of the message.
    pub(crate) fn from_file(path: &Path, service: &'a Service) -> Result<Self, Error> {
        let bytes = if path == Path::new("-") {
            read_to_limit(io::stdin(), LARGEST).map_err(|problem| Error::read(path, problem))?
        } else {
            read_named(path, LARGEST).map_err(|error| Error::read(path, error.problem()))?
        };
        let text = str::from_utf8(&bytes).map_err(|_| Error::read(path, "it is not UTF-8"))?;
        let mut credentials = Self::none(service);
        credentials.base_url.read_variable();
        for (index, line) in text.lines().enumerate() {
            credentials.set(line.trim()).map_err(|problem| {
                let place = format!("{}:{}", path.display(), index + 1);
                let names = credentials.settings().into_iter();
                let names: Vec<String> = names.map(|setting| setting.name.clone()).collect();
                Error::new(problem).at(place).next(format_args!(
                    "write NAME=VALUE; the names are {}",
                    names.join(", ")
                ))
            })?;
        }
        Ok(credentials)
    }

    /// Sets what a line says. Empty lines and comments say nothing.
    fn set(&mut self, line: &str) -> Result<(), &'static str> {
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        let line = line.strip_prefix("export ").unwrap_or(line);
        let (name, value) = line.split_once('=').ok_or("the line has no `=`")?;
        let value = value.trim();
        let quotes = ['"', '\''];
        let quoted = quotes.iter().find_map(|quote| {
            let rest = value.strip_prefix(*quote)?;
            rest.strip_suffix(*quote)
        });
        let known = |setting: &&mut Setting| setting.name == name.trim();
        let setting = self.settings().into_iter().find(known);
        let setting = setting.ok_or("the name is unknown")?;
        quoted.unwrap_or(value).clone_into(&mut setting.value);
        Ok(())
    }

    fn settings(&mut self) -> Vec<&mut Setting> {
        let id = (!takes_key(self.service)).then_some(&mut self.id);
        let others = [&mut self.secret, &mut self.access_token, &mut self.base_url];
        id.into_iter().chain(others).collect()
    }

    /// Returns a builder of a client that uses these credentials.
    ///
    /// # Errors
    ///
    /// Fails if the service has a token endpoint or HTTP Basic, and neither a token nor what that needs
    /// is given.
    pub(crate) fn client(self) -> Result<ClientBuilder, Error> {
        let builder = if self.base_url.is_empty() {
            Client::builder()
        } else {
            Client::builder().base_url(self.base_url.value)
        };
        if !self.access_token.is_empty() {
            return Ok(builder.access_token(self.access_token.value));
        }
        let takes_key = takes_key(self.service);
        let is_given = (!self.id.is_empty(), !self.secret.is_empty());
        let problem = match is_given {
            (_, true) if takes_key => return Ok(builder.api_key(self.secret.value)),
            (true, true) => {
                let (id, secret) = (self.id.value, self.secret.value);
                return Ok(match self.service.basic {
                    Some(_) => builder.basic_auth(id, secret),
                    None => builder.client_credentials(id, secret),
                });
            }
            (true, false) if !takes_key => format!("{} is not set", self.secret.name),
            (false, true) => format!("{} is not set", self.id.name),
            // Calls need no token, or a parameter has their key.
            _ if self.service.token.is_none() && self.service.basic.is_none() => {
                return Ok(builder);
            }
            _ => "there are no credentials for the live service".to_owned(),
        };
        let Self {
            id,
            secret,
            access_token,
            ..
        } = self;
        let id = if takes_key {
            String::new()
        } else {
            format!("{}=… and ", id.name)
        };
        Err(Error::new(problem).next(format_args!(
            "write {id}{}=…, or {}=…, to a file and name it with `--credentials FILE`, or `-` \
             for stdin; don't export these variables, because build scripts could read them, and \
             `cargo xtask` does not pass those of Help Scout on",
            secret.name, access_token.name
        )))
    }
}

/// Returns whether the service has HTTP Basic with one half that programs give.
fn takes_key(service: &Service) -> bool {
    service.basic.as_ref().is_some_and(Basic::takes_key)
}

impl Setting {
    fn read_variable(&mut self) {
        self.value = std::env::var(&self.name).unwrap_or_default();
    }

    fn is_empty(&self) -> bool {
        self.value.is_empty()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::Credentials;
    use crate::workspace::root;

    #[test]
    fn lines_are_read_as_a_shell_reads_them_and_values_are_not_repeated() {
        let reading = helpscout_spec::read(&root().join("spec"));
        let service = reading.api.unwrap().service;
        let mut credentials = Credentials::none(&service);
        for line in [
            "",
            "# comment",
            "export HELPSCOUT_APP_ID=id",
            "HELPSCOUT_APP_SECRET = 'a=b#c'",
        ] {
            assert_eq!(credentials.set(line), Ok(()), "{line}");
        }
        assert_eq!(credentials.id.value, "id");
        assert_eq!(credentials.secret.value, "a=b#c");
        assert_eq!(credentials.set("hush"), Err("the line has no `=`"));
        assert_eq!(
            credentials.set("HELPSCOUT_SECRET=hush"),
            Err("the name is unknown")
        );
    }
}

//! The credentials for the live service, and the file that they can come from.
//!
//! `cargo xtask` compiles this program before it runs, and with it the build scripts and macros of
//! its dependencies. What the environment holds, they can read. Therefore `.cargo/config.toml`
//! replaces the credentials in the environment of everything that `cargo xtask` starts, and
//! `--credentials` reads them from a file that no build script is told about.

use std::io;
use std::path::Path;

use helpscout_description::Service;
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
    app_id: Setting,
    app_secret: Setting,
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
        Self {
            service,
            base_url: setting("BASE_URL"),
            access_token: setting("ACCESS_TOKEN"),
            app_id: setting("APP_ID"),
            app_secret: setting("APP_SECRET"),
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
                let names = credentials.settings().map(|setting| setting.name.clone());
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

    fn settings(&mut self) -> [&mut Setting; 4] {
        [
            &mut self.app_id,
            &mut self.app_secret,
            &mut self.access_token,
            &mut self.base_url,
        ]
    }

    /// Returns a builder of a client that uses these credentials.
    ///
    /// # Errors
    ///
    /// Fails if the service has a token endpoint, and neither a token nor an ID with its secret is
    /// given.
    pub(crate) fn client(self) -> Result<ClientBuilder, Error> {
        let builder = if self.base_url.is_empty() {
            Client::builder()
        } else {
            Client::builder().base_url(self.base_url.value)
        };
        if !self.access_token.is_empty() {
            return Ok(builder.access_token(self.access_token.value));
        }
        let is_given = (!self.app_id.is_empty(), !self.app_secret.is_empty());
        let problem = match is_given {
            (true, true) => {
                return Ok(builder.client_credentials(self.app_id.value, self.app_secret.value));
            }
            (true, false) => format!("{} is not set", self.app_secret.name),
            (false, true) => format!("{} is not set", self.app_id.name),
            // Calls need no token, or a parameter has their key.
            (false, false) if self.service.token.is_none() => return Ok(builder),
            (false, false) => "there are no credentials for the live service".to_owned(),
        };
        let Self {
            app_id,
            app_secret,
            access_token,
            ..
        } = self;
        Err(Error::new(problem).next(format_args!(
            "write {}=… and {}=…, or {}=…, to a file and name it with `--credentials FILE`, or `-` \
             for stdin; don't export these variables, because build scripts could read them, and \
             `cargo xtask` does not pass those of Help Scout on",
            app_id.name, app_secret.name, access_token.name
        )))
    }
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
        assert_eq!(credentials.app_id.value, "id");
        assert_eq!(credentials.app_secret.value, "a=b#c");
        assert_eq!(credentials.set("hush"), Err("the line has no `=`"));
        assert_eq!(
            credentials.set("HELPSCOUT_SECRET=hush"),
            Err("the name is unknown")
        );
    }
}

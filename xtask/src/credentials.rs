//! The credentials for the live service, and the file that they can come from.
//!
//! `cargo xtask` compiles this program before it runs, and with it the build scripts and macros of
//! its dependencies. What the environment holds, they can read. Therefore `.cargo/config.toml`
//! replaces the credentials in the environment of everything that `cargo xtask` starts, and
//! `--credentials` reads them from a file that no build script is told about.

use std::io;
use std::path::Path;

use helpscout_files::{read_named, read_to_limit};
use helpscout_runtime::{Client, ClientBuilder};

use crate::error::Error;

const BASE_URL: &str = "HELPSCOUT_BASE_URL";
const ACCESS_TOKEN: &str = "HELPSCOUT_ACCESS_TOKEN";
const APP_ID: &str = "HELPSCOUT_APP_ID";
const APP_SECRET: &str = "HELPSCOUT_APP_SECRET";

/// The largest file of credentials, in bytes.
const LARGEST: u64 = 1 << 16;

/// Where the service is, and what it asks for. Values are empty if they are not given.
#[derive(Default)]
pub(crate) struct Credentials {
    base_url: String,
    access_token: String,
    app_id: String,
    app_secret: String,
}

impl Credentials {
    /// Reads the variables of the environment.
    pub(crate) fn from_environment() -> Self {
        let variable = |name: &str| std::env::var(name).unwrap_or_default();
        Self {
            base_url: variable(BASE_URL),
            access_token: variable(ACCESS_TOKEN),
            app_id: variable(APP_ID),
            app_secret: variable(APP_SECRET),
        }
    }

    /// Reads a file with lines such as `HELPSCOUT_APP_ID=…`, or stdin if the path is `-`. What the
    /// file does not say about the address comes from the environment.
    ///
    /// # Errors
    ///
    /// Fails if the file can't be read or has other lines. No value is part of the message.
    pub(crate) fn from_file(path: &Path) -> Result<Self, Error> {
        let bytes = if path == Path::new("-") {
            read_to_limit(io::stdin(), LARGEST).map_err(|problem| Error::read(path, problem))?
        } else {
            read_named(path, LARGEST).map_err(|error| Error::read(path, error.problem()))?
        };
        let text = str::from_utf8(&bytes).map_err(|_| Error::read(path, "it is not UTF-8"))?;
        let mut credentials = Self {
            base_url: Self::from_environment().base_url,
            ..Self::default()
        };
        for (index, line) in text.lines().enumerate() {
            credentials.set(line.trim()).map_err(|problem| {
                let place = format!("{}:{}", path.display(), index + 1);
                let names = [APP_ID, APP_SECRET, ACCESS_TOKEN, BASE_URL].join(", ");
                Error::new(problem)
                    .at(place)
                    .next(format_args!("write NAME=VALUE; the names are {names}"))
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
        let field = match name.trim() {
            BASE_URL => &mut self.base_url,
            ACCESS_TOKEN => &mut self.access_token,
            APP_ID => &mut self.app_id,
            APP_SECRET => &mut self.app_secret,
            _ => return Err("the name is unknown"),
        };
        quoted.unwrap_or(value).clone_into(field);
        Ok(())
    }

    /// Returns a builder of a client that uses these credentials.
    ///
    /// # Errors
    ///
    /// Fails if neither a token nor an ID with its secret is given.
    pub(crate) fn client(self) -> Result<ClientBuilder, Error> {
        let builder = if self.base_url.is_empty() {
            Client::builder()
        } else {
            Client::builder().base_url(self.base_url)
        };
        if !self.access_token.is_empty() {
            return Ok(builder.access_token(self.access_token));
        }
        if self.app_id.is_empty() || self.app_secret.is_empty() {
            return Err(Error::new("there are no credentials for the live service").next(
                "write HELPSCOUT_APP_ID=… and HELPSCOUT_APP_SECRET=…, or HELPSCOUT_ACCESS_TOKEN=…, \
                 to a file and name it with `--credentials FILE`, or `-` for stdin; `cargo xtask` \
                 does not pass the variables of these names on, because build scripts could read \
                 them",
            ));
        }
        Ok(builder.client_credentials(self.app_id, self.app_secret))
    }
}

#[cfg(test)]
mod tests {
    use super::Credentials;

    #[test]
    fn lines_are_read_as_a_shell_reads_them_and_values_are_not_repeated() {
        let mut credentials = Credentials::default();
        for line in [
            "",
            "# comment",
            "export HELPSCOUT_APP_ID=id",
            "HELPSCOUT_APP_SECRET = 'a=b#c'",
        ] {
            assert_eq!(credentials.set(line), Ok(()), "{line}");
        }
        assert_eq!(credentials.app_id, "id");
        assert_eq!(credentials.app_secret, "a=b#c");
        assert_eq!(credentials.set("hush"), Err("the line has no `=`"));
        assert_eq!(
            credentials.set("HELPSCOUT_SECRET=hush"),
            Err("the name is unknown")
        );
    }
}

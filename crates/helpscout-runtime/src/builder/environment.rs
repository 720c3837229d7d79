//! Sets up a client from environment variables, by the rules of the command line.

use std::env::{self, VarError};

use super::ClientBuilder;
use crate::base_url::BaseUrl;
#[cfg(feature = "blocking")]
use crate::blocking;
use crate::client::Client;
use crate::error::{Error, Kind};

const APP_ID: &str = "HELPSCOUT_APP_ID";
const APP_SECRET: &str = "HELPSCOUT_APP_SECRET";
const ACCESS_TOKEN: &str = "HELPSCOUT_ACCESS_TOKEN";
const BASE_URL: &str = "HELPSCOUT_BASE_URL";

impl Client {
    /// Creates a client from environment variables. Nothing is sent yet.
    ///
    /// | variable | value |
    /// |---|---|
    /// | `HELPSCOUT_APP_ID`, `HELPSCOUT_APP_SECRET` | the ID and secret of an OAuth2 application |
    /// | `HELPSCOUT_ACCESS_TOKEN` | a token obtained elsewhere; preferred if both are set |
    /// | `HELPSCOUT_BASE_URL` | the URL of the service without `/v2`, if it is not the live one |
    ///
    /// These are the variables of the command-line program `helpscout`. A variable that is empty
    /// counts as unset, and whitespace around a value is ignored.
    ///
    /// ```no_run
    /// use helpscout_runtime::{Client, Error, Request};
    ///
    /// # async fn example(request: Request) -> Result<(), Error> {
    /// let client = Client::from_env()?;
    /// println!("{}", client.send_raw(&request).await?.value());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns an error if there are no credentials, or only half of those of an application, if a
    /// variable can't be read or is not a base URL, and the errors of [`ClientBuilder::build`].
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build()
    }
}

#[cfg(feature = "blocking")]
impl blocking::Client {
    /// Creates a client from environment variables, like
    /// [`Client::from_env`](crate::Client::from_env).
    ///
    /// ```no_run
    /// use helpscout_runtime::{Error, Request, blocking};
    ///
    /// # fn example(request: Request) -> Result<(), Error> {
    /// let client = blocking::Client::from_env()?;
    /// println!("{}", client.send_raw(&request)?.value());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`crate::Client::from_env`], and an error if the system can't start a
    /// thread.
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build_blocking()
    }
}

impl ClientBuilder {
    /// Creates a builder with the credentials and the base URL that environment variables set; see
    /// [`Client::from_env`]. All other settings have their defaults.
    ///
    /// ```no_run
    /// use std::time::Duration;
    /// use helpscout_runtime::{ClientBuilder, Error};
    ///
    /// # fn example() -> Result<(), Error> {
    /// let client = ClientBuilder::from_env()?
    ///     .timeout(Duration::from_secs(30))
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns an error if there are no credentials, or only half of those of an application, or if
    /// a variable can't be read or is not a base URL.
    pub fn from_env() -> Result<Self, Error> {
        from_variables(&variable)
    }

    /// Sets the credentials that environment variables set, by the rules of [`Client::from_env`],
    /// for a program that has its own way to set the base URL.
    ///
    /// ```no_run
    /// use helpscout_runtime::{Client, Error};
    ///
    /// # fn example(url: String) -> Result<(), Error> {
    /// let client = Client::builder().credentials_from_env()?.base_url(url).build()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns an error if there are no credentials, or only half of those of an application, or if
    /// a variable can't be read.
    pub fn credentials_from_env(self) -> Result<Self, Error> {
        with_credentials(self, &variable)
    }
}

type Variable<'a> = &'a dyn Fn(&str) -> Result<String, VarError>;

fn variable(name: &str) -> Result<String, VarError> {
    env::var(name)
}

fn from_variables(variable: Variable<'_>) -> Result<ClientBuilder, Error> {
    let builder = with_credentials(ClientBuilder::default(), variable)?;
    let Some(url) = read(variable, BASE_URL)? else {
        return Ok(builder);
    };
    // It is checked here, where the error can say that it is from the environment.
    match BaseUrl::parse(&url) {
        Ok(_) => Ok(builder.base_url(url)),
        Err(error) => {
            let problem = format!("{BASE_URL} is set, but {}", error.problem());
            Err(Error::new(Kind::Setup(problem)).caused_by(error))
        }
    }
}

fn with_credentials(
    builder: ClientBuilder,
    variable: Variable<'_>,
) -> Result<ClientBuilder, Error> {
    if let Some(token) = read(variable, ACCESS_TOKEN)? {
        return Ok(builder.access_token(token));
    }
    match (read(variable, APP_ID)?, read(variable, APP_SECRET)?) {
        (Some(id), Some(secret)) => Ok(builder.client_credentials(id, secret)),
        (Some(_), None) => Err(half(APP_ID, APP_SECRET)),
        (None, Some(_)) => Err(half(APP_SECRET, APP_ID)),
        (None, None) => Err(refused(
            "there are no credentials in the environment".to_owned(),
            format!(
                "Set {APP_ID} and {APP_SECRET} of an OAuth2 application, or set {ACCESS_TOKEN}"
            ),
        )),
    }
}

fn half(set: &str, missing: &str) -> Error {
    refused(
        format!("{set} is set, but {missing} is not"),
        format!("Set {missing} in the environment as well"),
    )
}

/// Returns the value of a variable, unless it is empty. An error does not contain the value.
fn read(variable: Variable<'_>, name: &str) -> Result<Option<String>, Error> {
    match variable(name) {
        Ok(value) => Ok(Some(value.trim().to_owned()).filter(|value| !value.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(refused(
            format!("{name} is not valid UTF-8; it may be truncated or in another encoding"),
            "Set it again".to_owned(),
        )),
    }
}

fn refused(problem: String, advice: String) -> Error {
    Error::new(Kind::Environment { problem, advice })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::ffi::OsString;

    use super::*;

    /// Sets up a client with these variables, and returns its `Debug` text or the error.
    fn built(variables: &[(&str, &str)]) -> Result<String, Error> {
        let variable = |name: &str| {
            let found = variables.iter().find(|(set, _)| *set == name);
            found
                .map(|(_, value)| (*value).to_owned())
                .ok_or(VarError::NotPresent)
        };
        let client = from_variables(&variable)?.build()?;
        Ok(format!("{client:?}"))
    }

    fn refused(variables: &[(&str, &str)]) -> String {
        built(variables).unwrap_err().to_string()
    }

    const ID: (&str, &str) = (APP_ID, "app");
    const SECRET: (&str, &str) = (APP_SECRET, "hush");
    const TOKEN: (&str, &str) = (ACCESS_TOKEN, "hush");

    #[test]
    fn credentials_are_those_of_an_app_or_a_token_which_is_preferred() {
        let live = |tokens: &str| {
            format!(r#"Client {{ base_url: "api.helpscout.net:443", tokens: {tokens}, .. }}"#)
        };
        let app = live("client credentials");
        let token = live("a fixed access token");
        assert_eq!(built(&[ID, SECRET]).unwrap(), app);
        assert_eq!(built(&[TOKEN]).unwrap(), token);
        assert_eq!(built(&[ID, SECRET, TOKEN]).unwrap(), token);
        assert_eq!(built(&[ID, TOKEN]).unwrap(), token);
        assert_eq!(built(&[ID, SECRET, (ACCESS_TOKEN, " \n")]).unwrap(), app);
        assert_eq!(built(&[TOKEN, (BASE_URL, " ")]).unwrap(), token);
        let local = built(&[TOKEN, (BASE_URL, " http://127.0.0.1:8080\n")]);
        assert!(local.unwrap().contains(r#"base_url: "127.0.0.1:8080""#));
    }

    #[test]
    fn missing_credentials_are_an_error_that_says_what_to_set() {
        let none = "there are no credentials in the environment. Set HELPSCOUT_APP_ID and \
                    HELPSCOUT_APP_SECRET of an OAuth2 application, or set HELPSCOUT_ACCESS_TOKEN";
        assert_eq!(refused(&[]), none);
        let empty = [(APP_ID, ""), (APP_SECRET, " "), (ACCESS_TOKEN, "\t")];
        assert_eq!(refused(&empty), none);
        assert_eq!(
            refused(&[ID, (APP_SECRET, "")]),
            "HELPSCOUT_APP_ID is set, but HELPSCOUT_APP_SECRET is not. \
             Set HELPSCOUT_APP_SECRET in the environment as well"
        );
        assert_eq!(
            refused(&[SECRET]),
            "HELPSCOUT_APP_SECRET is set, but HELPSCOUT_APP_ID is not. \
             Set HELPSCOUT_APP_ID in the environment as well"
        );
    }

    #[test]
    fn a_base_url_that_would_not_work_is_an_error_that_names_the_variable() {
        for (url, problem) in [
            ("api.helpscout.net", "could not be parsed"),
            ("http://api.helpscout.net", "is not encrypted"),
            ("https://me:hush@api.helpscout.net", "(an `@`)"),
            ("https://api.helpscout.net/v2", "ends in /v2"),
        ] {
            let text = refused(&[TOKEN, (BASE_URL, url)]);
            assert!(
                text.starts_with("HELPSCOUT_BASE_URL is set, but the base URL "),
                "{text}"
            );
            assert!(text.contains(problem) && !text.contains("hush"), "{text}");
        }
    }

    #[test]
    fn a_value_that_is_no_text_is_an_error_without_the_value() {
        for wrong in [APP_ID, APP_SECRET, ACCESS_TOKEN, BASE_URL] {
            let variable = |name: &str| match name {
                name if name == wrong => Err(VarError::NotUnicode(OsString::from("hush"))),
                ACCESS_TOKEN if wrong != BASE_URL => Err(VarError::NotPresent),
                _ => Ok("x".to_owned()),
            };
            let error = from_variables(&variable).unwrap_err();
            let expected = format!(
                "{wrong} is not valid UTF-8; it may be truncated or in another encoding. \
                 Set it again"
            );
            assert_eq!(error.to_string(), expected);
            assert!(!format!("{error:?}").contains("hush"));
        }
    }
}

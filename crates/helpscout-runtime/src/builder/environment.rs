//! Sets up a client from environment variables, by the rules of the command line.

use std::env::{self, VarError};

use super::ClientBuilder;
use crate::base_url::BaseUrl;
#[cfg(feature = "blocking")]
use crate::blocking;
use crate::client::Client;
use crate::error::{Error, Kind};
use crate::generated::service::SERVICE;
use crate::service::{Basic, Service};

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
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::{Client, Error, Request};
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
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::{Error, Request, blocking};
    ///
    /// # fn example(request: Request) -> Result<(), Error> {
    /// let client = blocking::Client::from_env()?;
    /// println!("{}", client.send_raw(&request)?.value());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`Client::from_env`](crate::Client::from_env), and an error if the
    /// system can't start a thread.
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
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::{ClientBuilder, Error};
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
        Self::from_env_of(&SERVICE)
    }

    /// Creates a builder like [`ClientBuilder::from_env`] for another service, whose variables start
    /// with its [`environment`](Service::environment).
    ///
    /// ```no_run
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::{Client, ClientBuilder, Error, Service};
    ///
    /// const TICKETS: &Service = &Service {
    ///     title: "Ticket Metrics",
    ///     base_url: "https://tickets.example",
    ///     environment: "TICKETS",
    ///     ..Service::DEFAULT
    /// };
    /// # fn example() -> Result<(), Error> {
    /// // Reads TICKETS_ACCESS_TOKEN and TICKETS_BASE_URL, which may both be unset.
    /// let client = ClientBuilder::from_env_of(TICKETS)?.build()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`ClientBuilder::from_env`]. A service without a
    /// [token endpoint](Service::token) needs no credentials, and those of an application are an error.
    /// One with [HTTP Basic](Service::basic) needs `TICKETS_API_KEY`, or `TICKETS_USER` and
    /// `TICKETS_PASSWORD` if it states neither half.
    pub fn from_env_of(service: &'static Service) -> Result<Self, Error> {
        from_variables(service, &variable)
    }

    /// Sets the credentials that environment variables set, by the rules of [`Client::from_env`],
    /// for a program that has its own way to set the base URL.
    ///
    /// ```no_run
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::{Client, Error};
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

fn from_variables(
    service: &'static Service,
    variable: Variable<'_>,
) -> Result<ClientBuilder, Error> {
    let builder = ClientBuilder::default().service(service);
    let builder = with_credentials(builder, variable)?;
    let name = Names::of(service).base_url;
    let Some(url) = read(variable, &name)? else {
        return Ok(builder);
    };
    // It is checked here, where the error can say that it is from the environment.
    match BaseUrl::parse(&url, service) {
        Ok(_) => Ok(builder.base_url(url)),
        Err(error) => {
            let problem = format!("{name} is set, but {}", error.problem());
            Err(Error::new(Kind::Setup(problem)).caused_by(error))
        }
    }
}

fn with_credentials(
    builder: ClientBuilder,
    variable: Variable<'_>,
) -> Result<ClientBuilder, Error> {
    let service = builder.service;
    let Names {
        app_id,
        app_secret,
        access_token,
        ..
    } = Names::of(service);
    if let Some(token) = read(variable, &access_token)? {
        return Ok(builder.access_token(token));
    }
    if let Some(basic) = service.basic {
        return with_basic(builder, basic, variable);
    }
    if service.token.is_none() {
        for name in [app_id, app_secret] {
            if read(variable, &name)?.is_some() {
                let problem = format!("{name} is set, but {} has no token endpoint", service.title);
                let advice =
                    format!("Set {access_token} instead, or neither if calls need no token");
                return Err(refused(problem, advice));
            }
        }
        return Ok(builder);
    }
    match (read(variable, &app_id)?, read(variable, &app_secret)?) {
        (Some(id), Some(secret)) => Ok(builder.client_credentials(id, secret)),
        (Some(_), None) => Err(half(&app_id, &app_secret)),
        (None, Some(_)) => Err(half(&app_secret, &app_id)),
        (None, None) => Err(nothing_set(format!(
            "Set {app_id} and {app_secret} of an OAuth2 application, or set {access_token}"
        ))),
    }
}

fn with_basic(
    builder: ClientBuilder,
    basic: Basic,
    variable: Variable<'_>,
) -> Result<ClientBuilder, Error> {
    let Names {
        api_key,
        user,
        password,
        ..
    } = Names::of(builder.service);
    if basic.takes_key() {
        return match read(variable, &api_key)? {
            Some(key) => Ok(builder.api_key(key)),
            None => Err(nothing_set(format!("Set {api_key}"))),
        };
    }
    match (read(variable, &user)?, read(variable, &password)?) {
        (Some(user), Some(password)) => Ok(builder.basic_auth(user, password)),
        (Some(_), None) => Err(half(&user, &password)),
        (None, Some(_)) => Err(half(&password, &user)),
        (None, None) => Err(nothing_set(format!("Set {user} and {password}"))),
    }
}

fn nothing_set(advice: String) -> Error {
    let problem = "there are no credentials in the environment";
    refused(problem.to_owned(), advice)
}

/// The names of the variables of a service.
struct Names {
    app_id: String,
    app_secret: String,
    access_token: String,
    api_key: String,
    user: String,
    password: String,
    base_url: String,
}

impl Names {
    fn of(service: &Service) -> Self {
        let name = |end: &str| format!("{}_{end}", service.environment);
        Self {
            app_id: name("APP_ID"),
            app_secret: name("APP_SECRET"),
            access_token: name("ACCESS_TOKEN"),
            api_key: name("API_KEY"),
            user: name("USER"),
            password: name("PASSWORD"),
            base_url: name("BASE_URL"),
        }
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
        let client = from_variables(&SERVICE, &variable)?.build()?;
        Ok(format!("{client:?}"))
    }

    fn refused(variables: &[(&str, &str)]) -> String {
        built(variables).unwrap_err().to_string()
    }

    const APP_ID: &str = "HELPSCOUT_APP_ID";
    const APP_SECRET: &str = "HELPSCOUT_APP_SECRET";
    const ACCESS_TOKEN: &str = "HELPSCOUT_ACCESS_TOKEN";
    const BASE_URL: &str = "HELPSCOUT_BASE_URL";

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
    fn another_service_has_variables_of_its_own() {
        const TICKETS: &Service = &Service {
            title: "Ticket Metrics",
            base_url: "https://tickets.example",
            environment: "TICKETS",
            token: None,
            ..SERVICE
        };
        let built = |variables: &[(&str, &str)]| {
            let variable = |name: &str| {
                let found = variables.iter().find(|(set, _)| *set == name);
                found
                    .map(|(_, value)| (*value).to_owned())
                    .ok_or(VarError::NotPresent)
            };
            let client = from_variables(TICKETS, &variable)?.build()?;
            Ok::<_, Error>(format!("{client:?}"))
        };
        let token = ("TICKETS_ACCESS_TOKEN", "hush");
        assert_eq!(
            built(&[TOKEN, token]).unwrap(),
            r#"Client { base_url: "tickets.example:443", tokens: a fixed access token, .. }"#
        );
        let local = built(&[token, ("TICKETS_BASE_URL", "http://127.0.0.1:8080")]);
        assert!(local.unwrap().contains(r#"base_url: "127.0.0.1:8080""#));
        // It has no token endpoint, so it may need no token, and an ID and a secret are of no use.
        assert_eq!(
            built(&[TOKEN]).unwrap(),
            r#"Client { base_url: "tickets.example:443", tokens: no token, .. }"#
        );
        for name in ["TICKETS_APP_ID", "TICKETS_APP_SECRET"] {
            assert_eq!(
                built(&[(name, "hush")]).unwrap_err().to_string(),
                format!(
                    "{name} is set, but Ticket Metrics has no token endpoint. Set \
                     TICKETS_ACCESS_TOKEN instead, or neither if calls need no token"
                )
            );
        }
    }

    #[test]
    fn http_basic_has_variables_of_its_own() {
        const KEYED: &Service = &Service {
            base_url: "https://docs.example",
            environment: "DOCS",
            token: None,
            basic: Some(Basic {
                user: None,
                password: Some("X"),
            }),
            ..SERVICE
        };
        const BOTH: &Service = &Service {
            basic: Some(Basic {
                user: None,
                password: None,
            }),
            ..*KEYED
        };
        let built = |service: &'static Service, variables: &[(&str, &str)]| {
            let variable = |name: &str| {
                let found = variables.iter().find(|(set, _)| *set == name);
                found
                    .map(|(_, value)| (*value).to_owned())
                    .ok_or(VarError::NotPresent)
            };
            let client = from_variables(service, &variable).and_then(ClientBuilder::build);
            client.map_or_else(
                |error| error.to_string(),
                |client| format!("{client:?}").replace("docs.example:443", "…"),
            )
        };
        let live = |tokens| format!(r#"Client {{ base_url: "…", tokens: {tokens}, .. }}"#);
        let (key, user, password) = (
            ("DOCS_API_KEY", "hush"),
            ("DOCS_USER", "marta"),
            ("DOCS_PASSWORD", "hush"),
        );
        let token = ("DOCS_ACCESS_TOKEN", "hush");
        assert_eq!(built(KEYED, &[key]), live("an API key"));
        assert_eq!(
            built(BOTH, &[user, password]),
            live("a user name and a password")
        );
        assert_eq!(built(KEYED, &[key, token]), live("a fixed access token"));
        let none = "there are no credentials in the environment. Set DOCS_";
        assert_eq!(built(KEYED, &[user, password]), format!("{none}API_KEY"));
        assert_eq!(built(BOTH, &[key]), format!("{none}USER and DOCS_PASSWORD"));
        assert_eq!(
            built(BOTH, &[user]),
            "DOCS_USER is set, but DOCS_PASSWORD is not. Set DOCS_PASSWORD in the environment as well"
        );
        let text = built(KEYED, &[("DOCS_API_KEY", "hush:X")]);
        assert!(text.starts_with("the API key has a colon"), "{text}");
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
            let error = from_variables(&SERVICE, &variable).unwrap_err();
            let expected = format!(
                "{wrong} is not valid UTF-8; it may be truncated or in another encoding. \
                 Set it again"
            );
            assert_eq!(error.to_string(), expected);
            assert!(!format!("{error:?}").contains("hush"));
        }
    }
}

//! The ways in which a client gets its tokens.

use std::error::Error as StdError;
use std::future::Future;

use secrecy::SecretString;

use super::ClientBuilder;
use crate::secrets::unpadded;
use crate::token::{AccessToken, BasicSource, Grant, Source};

impl ClientBuilder {
    /// Sets the ID and secret of your app. The client requests tokens with them as needed. As with all
    /// credentials, whitespace around them is ignored, such as the line break at the end of a file.
    ///
    /// [`ClientBuilder::credentials_from_env`] takes them from the environment, and
    /// [`ClientBuilder::sandbox`] sets those of a sandbox.
    ///
    /// ```
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::Client;
    ///
    /// # fn main() -> Result<(), helpscout_runtime::Error> {
    /// let client = Client::builder().client_credentials("id of the app", "its secret").build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn client_credentials(
        mut self,
        app_id: impl Into<SecretString>,
        secret: impl Into<SecretString>,
    ) -> Self {
        self.source = Some(Source::App {
            id: unpadded(app_id.into()),
            secret: unpadded(secret.into()),
        });
        self
    }

    /// Sets a token obtained elsewhere. It is not replaced: after about two days the service
    /// rejects it.
    ///
    /// If neither a token nor other credentials are set, calls of a service without a
    /// [token endpoint](crate::Service::token) and without [HTTP Basic](crate::Service::basic) have no
    /// header `Authorization`.
    pub fn access_token(mut self, token: impl Into<SecretString>) -> Self {
        self.source = Some(Source::Fixed(unpadded(token.into())));
        self
    }

    /// Sets the key of a service with [HTTP Basic](crate::Service::basic), of which the service states
    /// the other half, such as a password that is always `X`. The key is sent with every call, and to
    /// no other host.
    ///
    /// ```
    /// use helpscout_runtime::{Basic, Client, Service};
    ///
    /// const DOCS: &Service = &Service {
    ///     title: "Docs",
    ///     base_url: "https://docs.example",
    ///     environment: "DOCS",
    ///     // Stripe and Freshdesk are alike: the key is the user name, and the password means nothing.
    ///     basic: Some(Basic { user: None, password: Some("X") }),
    ///     ..Service::DEFAULT
    /// };
    /// # fn main() -> Result<(), helpscout_runtime::Error> {
    /// let client = Client::builder().service(DOCS).api_key("key").build()?;
    ///
    /// let error = Client::builder().service(DOCS).build().unwrap_err();
    /// assert_eq!(error.problem(), "no credentials; set an `api_key`");
    /// # Ok(())
    /// # }
    /// ```
    pub fn api_key(mut self, key: impl Into<SecretString>) -> Self {
        self.source = Some(Source::Basic(BasicSource::Key(unpadded(key.into()))));
        self
    }

    /// Sets the user name and the password of a service with [HTTP Basic](crate::Service::basic). They
    /// are sent with every call, and to no other host. Characters beyond ASCII are sent as UTF-8.
    ///
    /// Some services call them an account and its secret, or want something behind the user name, such
    /// as `marta@example.com/token`. A user name with a colon can't be sent, so it is an error.
    ///
    /// ```
    /// use helpscout_runtime::{Basic, Client, Service};
    ///
    /// const CALLS: &Service = &Service {
    ///     title: "Calls",
    ///     base_url: "https://calls.example",
    ///     environment: "CALLS",
    ///     basic: Some(Basic { user: None, password: None }),
    ///     ..Service::DEFAULT
    /// };
    /// # fn main() -> Result<(), helpscout_runtime::Error> {
    /// let client = Client::builder().service(CALLS).basic_auth("AC5ef8732a", "secret").build()?;
    ///
    /// let error = Client::builder().service(CALLS).basic_auth("AC5ef8732a:secret", "x").build();
    /// assert!(error.unwrap_err().problem().contains("has a colon"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn basic_auth(
        mut self,
        user: impl Into<SecretString>,
        password: impl Into<SecretString>,
    ) -> Self {
        self.source = Some(Source::Basic(BasicSource::Both {
            user: unpadded(user.into()),
            password: unpadded(password.into()),
        }));
        self
    }

    /// Sets the ID and secret of an app, and the refresh token of a user who authorized it.
    ///
    /// Each refresh token can be used once, and its use returns the next one. `store` must keep the
    /// next one, because it is needed after a restart. The client calls `store` before it uses the
    /// new token. If `store` fails, the call fails, and the next call tries to store the token
    /// again. The same happens if `store` does not return within nine tenths of the
    /// [`deadline`](ClientBuilder::deadline) of the client; its future is then dropped.
    ///
    /// Shortly before an access token expires, one call waits until the next refresh token is stored,
    /// so that it is not lost if the program ends after its last call. All others go on.
    ///
    /// ```no_run
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::{Client, secrecy::ExposeSecret};
    ///
    /// # fn example(app_id: String, secret: String) -> std::io::Result<()> {
    /// let first = std::fs::read_to_string("refresh-token")?;
    /// let builder = Client::builder().refresh_token(app_id, secret, first, |next| async move {
    ///     std::fs::write("refresh-token", next.expose_secret())
    /// });
    /// # Ok(())
    /// # }
    /// ```
    pub fn refresh_token<F, Fut, E>(
        mut self,
        app_id: impl Into<SecretString>,
        secret: impl Into<SecretString>,
        refresh_token: impl Into<SecretString>,
        store: F,
    ) -> Self
    where
        F: Fn(SecretString) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let first = Grant::Refresh(unpadded(refresh_token.into()));
        let (id, secret) = (unpadded(app_id.into()), unpadded(secret.into()));
        self.source = Some(Source::rotating(id, secret, first, store));
        self
    }

    /// Sets the ID and secret of an app, and the authorization code of a user who authorized it.
    ///
    /// The first call exchanges the code for tokens. `store` keeps the refresh token as in
    /// [`ClientBuilder::refresh_token`], which is for the next start of the program, because a code
    /// is valid once.
    ///
    /// ```no_run
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::{Client, secrecy::ExposeSecret};
    ///
    /// # fn example(app_id: String, secret: String, code: String) {
    /// let builder = Client::builder().authorization_code(app_id, secret, code, |next| async move {
    ///     std::fs::write("refresh-token", next.expose_secret())
    /// });
    /// # }
    /// ```
    pub fn authorization_code<F, Fut, E>(
        mut self,
        app_id: impl Into<SecretString>,
        secret: impl Into<SecretString>,
        code: impl Into<SecretString>,
        store: F,
    ) -> Self
    where
        F: Fn(SecretString) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let first = Grant::Code(unpadded(code.into()));
        let (id, secret) = (unpadded(app_id.into()), unpadded(secret.into()));
        self.source = Some(Source::rotating(id, secret, first, store));
        self
    }

    /// Sets a custom token provider.
    ///
    /// The client calls it when there is no token, after the service rejected a token, and before a
    /// token expires. The calls that need a token wait for it, but not while the one in use is valid:
    /// within five minutes before the end of its [lifetime](AccessToken::with_lifetime), and within
    /// the last tenth of it, the client calls the provider in the background. If it fails then, no call
    /// does, and it is called again before the token expires. It is dropped if the program ends, so a
    /// provider that must not be interrupted, such as one that uses up a refresh token, returns tokens
    /// without a lifetime. They are replaced after the service rejected them.
    ///
    /// If it does not return within nine tenths of the [`deadline`](ClientBuilder::deadline) of the
    /// client, its future is dropped, the calls that wait fail with
    /// [`ErrorKind::TokenProvider`](crate::ErrorKind::TokenProvider), and the next call asks again.
    ///
    /// ```no_run
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::{AccessToken, Client};
    ///
    /// let builder = Client::builder().token_provider(|| async {
    ///     std::fs::read_to_string("token").map(|token| AccessToken::new(token.trim()))
    /// });
    /// ```
    pub fn token_provider<F, Fut, E>(mut self, provide: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<AccessToken, E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        self.source = Some(Source::provider(provide));
        self
    }
}

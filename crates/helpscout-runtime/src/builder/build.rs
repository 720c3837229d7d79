//! The last step: a client with these settings, if they fit together.

use std::sync::Arc;

use super::ClientBuilder;
use super::empty::empty_secret;
use crate::base_url::BaseUrl;
use crate::call::Shared;
use crate::client::Client;
use crate::connections::Connections;
use crate::error::{Error, Kind};
use crate::headers::RateLimitNames;
use crate::http::Http;
use crate::rate::RateBudget;
use crate::retry::Retry;
use crate::secrets::Secrets;
use crate::service::APP_OR_TOKEN;
use crate::token::{BasicSource, Source, TokenEndpoint, Tokens};

/// How many calls are in flight by default.
const CALLS_IN_FLIGHT: usize = 8;

impl ClientBuilder {
    /// Creates the client. Nothing is sent yet.
    ///
    /// # Errors
    /// Returns an error if the credentials are empty, not those that the service takes, or missing
    /// although the service has a [token endpoint](crate::Service::token) or
    /// [HTTP Basic](crate::Service::basic), the base URL is invalid, a setting is zero other than
    /// [`rate_reserve`](Self::rate_reserve) and [`longest_wait`](Self::longest_wait), the environment
    /// names a proxy that can't be used, or TLS can't be set up.
    pub fn build(self) -> Result<Client, Error> {
        let secrets = Secrets::new();
        let sources = self.source.iter();
        for secret in sources.flat_map(|source| source.secrets(self.service)) {
            secrets.add(secret);
        }
        secrets.add_proxies_of_environment();
        self.build_with(&secrets)
            .map_err(|error| error.hiding(&secrets))
    }

    fn build_with(mut self, secrets: &Secrets) -> Result<Client, Error> {
        let refuse = |problem: &str| Err(Error::new(Kind::Setup(problem.to_owned())));
        let service = self.service;
        let source = self.checked_source()?;
        self.check_limits()?;
        let calls_in_flight = self
            .calls_in_flight
            .unwrap_or_else(|| self.pages_in_flight.max(CALLS_IN_FLIGHT));
        let url = self.base_url.as_deref().unwrap_or(service.base_url);
        let base_url = BaseUrl::parse(url, service)?;
        let tokens = base_url.of_tokens(service);
        if self.is_sandbox && !base_url.is_this_machine() {
            return refuse(&format!(
                "the URL of the sandbox has the host {}, which is not this machine; set a URL such as http://127.0.0.1:8080, or set `base_url` and credentials for another service",
                base_url.host()
            ));
        }
        let (connections, proxies) = match self.http_client {
            Some(client) => Connections::custom(client, &base_url)?,
            None => Connections::new(
                &base_url,
                tokens.as_ref(),
                self.configure_http.as_ref(),
                &self.roots,
            )?,
        };
        let http = Http {
            connections,
            max_body: self.max_body,
            proxies,
            service,
            secrets: secrets.clone(),
        };
        let mut retry = Retry::new(self.max_attempts, self.longest_wait);
        if base_url.is_this_machine() {
            retry = retry.for_this_machine();
        }
        let retry = Arc::new(retry);
        let endpoint = TokenEndpoint {
            http: http.clone(),
            // Without one, the source of tokens asks for none.
            url: tokens.unwrap_or_else(|| base_url.url().clone()),
            retry: retry.clone(),
            observer: self.observer.clone(),
            timeout: self.timeout,
            deadline: self.deadline,
        };
        Ok(Client::new(Shared {
            service,
            base_url,
            http,
            tokens: Tokens::new(source, endpoint)?,
            retry,
            rate: RateBudget::new(
                self.rate_reserve,
                calls_in_flight,
                self.calls_per_minute,
                self.minute,
            ),
            rate_limit: RateLimitNames::of(service),
            observer: self.observer,
            timeout: self.timeout,
            deadline: self.deadline,
            pages_in_flight: self.pages_in_flight,
            calls_in_flight,
            max_pages: i64::from(self.max_pages),
            max_report: self.max_report,
        }))
    }

    /// Takes the credentials, if they are those that the service takes.
    fn checked_source(&mut self) -> Result<Source, Error> {
        let refuse = |problem: &str| Err(Error::new(Kind::Setup(problem.to_owned())));
        let service = self.service;
        let source = match self.source.take() {
            None => match (service.token, service.basic) {
                (None, None) => Source::Absent,
                (Some(_), None) => {
                    return refuse(&format!("no credentials; set {APP_OR_TOKEN}"));
                }
                (_, Some(basic)) => {
                    return refuse(&format!("no credentials; set {}", basic.setting()));
                }
            },
            // What a sandbox without a token endpoint takes.
            Some(Source::App { id, secret }) if self.is_sandbox && service.token.is_none() => {
                match service.basic {
                    None => Source::Absent,
                    Some(basic) if basic.takes_key() => Source::Basic(BasicSource::Key(secret)),
                    Some(_) => Source::Basic(BasicSource::Both {
                        user: id,
                        password: secret,
                    }),
                }
            }
            Some(source) => source,
        };
        if let Source::Basic(basic) = &source
            && let Some(problem) = basic.misfit(service)
        {
            return refuse(&problem);
        }
        if service.token.is_none() && source.needs_endpoint() {
            let advice = match service.basic {
                Some(basic) => basic.setting(),
                None => {
                    "an `access_token` or a `token_provider`, or neither if calls need no token"
                }
            };
            return refuse(&format!(
                "{} has no token endpoint, so {source:?} can't be used; set {advice}",
                service.title
            ));
        }
        if let Some(name) = empty_secret(&source, service) {
            return refuse(&format!("the {name} is empty; set it"));
        }
        Ok(source)
    }

    /// Checks that no limit keeps the client from sending anything.
    fn check_limits(&self) -> Result<(), Error> {
        let refuse = |problem: &str| Err(Error::new(Kind::Setup(problem.to_owned())));
        let settings = [
            ("timeout", self.timeout.is_zero()),
            ("deadline", self.deadline.is_zero()),
            ("max_attempts", self.max_attempts == 0),
            ("pages_in_flight", self.pages_in_flight == 0),
            ("calls_in_flight", self.calls_in_flight == Some(0)),
            ("calls_per_minute", self.calls_per_minute == Some(0)),
            ("max_pages", self.max_pages == 0),
            ("max_body", self.max_body == 0),
            ("max_report", self.max_report == 0),
        ];
        if let Some((name, _)) = settings.iter().find(|(_, is_zero)| *is_zero) {
            return refuse(&format!(
                "`{name}` is 0, so nothing could be sent; raise it"
            ));
        }
        if self.minute.is_zero() {
            return refuse("`minute` is 0; set the length of a minute of the service's rate limit");
        }
        Ok(())
    }
}

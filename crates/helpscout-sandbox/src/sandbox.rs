//! Starts and stops a sandbox.

use std::{
    borrow::Cow,
    fmt, io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, OnceLock, atomic::AtomicU64},
    time::{Duration, Instant},
};

use helpscout_description::Api;
use tokio::{net::TcpListener, sync::watch};

#[cfg(feature = "tls")]
use crate::tls::Identity;
use crate::{
    calls::Calls,
    connection::ConnectionListener,
    cors::Pages,
    faults::{FaultSchedule, Faults, FaultsError},
    header_names::HeaderNames,
    hosts::{Hosts, on_this_machine},
    lock::lock,
    plan::{self, Plan},
    rate::RateWindow,
    server::serve,
    service::Service,
    token::{APP_ID, APP_SECRET, Tokens},
    volume::{Growth, Volumes},
};

/// A running server that answers like the Reports API. Dropping it stops the server.
///
/// A test starts one of its own, on a free port, and points the program that it tests at it:
///
/// ```
/// use helpscout_sandbox::Sandbox;
///
/// # #[tokio::main]
/// # async fn main() -> Result<(), helpscout_sandbox::StartError> {
/// let sandbox = Sandbox::builder().start().await?;
/// let variables = [
///     ("HELPSCOUT_BASE_URL", sandbox.base_url()),
///     ("HELPSCOUT_APP_ID", sandbox.app_id()),
///     ("HELPSCOUT_APP_SECRET", sandbox.app_secret()),
/// ];
/// // Run the program with these variables, then check what it requested.
/// assert_eq!(sandbox.calls().to("/v2/users"), 0);
/// sandbox.shutdown().await;
/// # Ok(())
/// # }
/// ```
pub struct Sandbox {
    base_url: String,
    #[cfg(feature = "tls")]
    certificate_pem: Option<String>,
    pub(crate) service: Arc<Service>,
    pub(crate) stopped: watch::Receiver<bool>,
}

/// Configures a sandbox. Every setting has a default.
///
/// ```
/// use std::time::Duration;
/// use helpscout_sandbox::{Fault, Faults, Plan, Sandbox};
///
/// # async fn example() -> Result<(), helpscout_sandbox::StartError> {
/// let sandbox = Sandbox::builder()
///     .plan(Plan::Plus)
///     .calls_per_minute(30)
///     .minute(Duration::from_secs(2))
///     .faults(Faults::new().share(Fault::BadGateway, 10.0))
///     .start()
///     .await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Builder {
    listen: SocketAddr,
    hosts: Vec<String>,
    origins: Vec<String>,
    request_timeout: Duration,
    #[cfg(feature = "tls")]
    tls: bool,
    api: Option<Api>,
    plan: Option<String>,
    calls_per_minute: Option<u32>,
    minute: Duration,
    token_lifetime: Option<Duration>,
    token_calls: Option<u32>,
    latency: Duration,
    faults: Faults,
    growth: Option<Growth>,
    rows_factor: u32,
    seed: u64,
}

/// Why a sandbox could not be started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The sandbox can't listen on the address.
    #[error(
        "can't listen on {address}: {source}; choose another address, or port 0 for any free one"
    )]
    Listen {
        /// The requested address.
        address: SocketAddr,
        /// The error of the operating system.
        source: io::Error,
    },
    /// The description does not have the plan, so its rate limit is unknown.
    #[error("the description has no plan {plan}; {}", named(.known))]
    UnknownPlan {
        /// The requested plan.
        plan: String,
        /// The plans of the description, or an empty text if it has none.
        known: String,
    },
    /// There is no description to answer by.
    #[cfg(not(feature = "embedded"))]
    #[error("this build embeds no description; pass one to Builder::spec")]
    NoDescription,
    /// The faults can't be applied.
    #[error("can't apply the faults: {0}")]
    Faults(#[from] FaultsError),
    /// The certificate can't be created.
    #[cfg(feature = "tls")]
    #[error("can't create a certificate for {address}: {source}; start without TLS")]
    Certificate {
        /// The address that the certificate is for.
        address: SocketAddr,
        /// The error of the certificate library.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl Sandbox {
    /// Returns the default configuration: a free port of the loopback interface, the embedded
    /// description, its largest plan (which is [`Plan::Pro`]), tokens with the described lifetime,
    /// no latency and no faults.
    pub fn builder() -> Builder {
        Builder {
            listen: (Ipv4Addr::LOCALHOST, 0).into(),
            hosts: Vec::new(),
            origins: Vec::new(),
            request_timeout: Duration::from_secs(10),
            #[cfg(feature = "tls")]
            tls: false,
            api: None,
            plan: None,
            calls_per_minute: None,
            minute: Duration::from_secs(60),
            token_lifetime: None,
            token_calls: None,
            latency: Duration::ZERO,
            faults: Faults::new(),
            growth: None,
            rows_factor: 1,
            seed: 2019,
        }
    }

    /// Returns the base URL, such as `http://127.0.0.1:PORT`. If the sandbox listens
    /// on all addresses, the URL has that of the loopback interface.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Returns the certificate that clients have to trust, as PEM. Returns `None` without
    /// [`Builder::tls`].
    #[cfg(feature = "tls")]
    pub fn certificate_pem(&self) -> Option<&str> {
        self.certificate_pem.as_deref()
    }

    /// Returns the first word of the environment variables of the service's clients, such as
    /// `HELPSCOUT`.
    pub fn environment(&self) -> &str {
        &self.service.api.service.environment
    }

    /// Returns whether calls need an access token. They don't if the description has no token
    /// endpoint.
    pub fn needs_token(&self) -> bool {
        self.service.api.service.token.is_some()
    }

    /// Returns the ID of the only app that the sandbox knows.
    pub fn app_id(&self) -> &str {
        APP_ID
    }

    /// Returns the secret of that app. It is not really secret: every sandbox has the same one.
    pub fn app_secret(&self) -> &str {
        APP_SECRET
    }

    /// Issues a code, as the browser step of the authorization-code flow would. It is valid once.
    pub fn authorization_code(&self) -> String {
        lock(&self.service.tokens).issue_code()
    }

    /// Returns how many requests the sandbox has received so far.
    ///
    /// ```
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), helpscout_sandbox::StartError> {
    /// let sandbox = helpscout_sandbox::Sandbox::builder().start().await?;
    /// // … run the program …
    /// let calls = sandbox.calls();
    /// assert!(calls.tokens() <= 1, "the program does not reuse its token");
    /// assert_eq!(calls.unknown(), 0, "the program requests paths that don't exist");
    /// # Ok(())
    /// # }
    /// ```
    pub fn calls(&self) -> Calls {
        lock(&self.service.calls).clone()
    }

    /// Revokes every access token issued so far. Refresh tokens stay valid.
    ///
    /// ```
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), helpscout_sandbox::StartError> {
    /// let sandbox = helpscout_sandbox::Sandbox::builder().start().await?;
    /// // The next call with an earlier token gets a 401, and a good client requests a new token.
    /// sandbox.revoke_tokens();
    /// # Ok(())
    /// # }
    /// ```
    pub fn revoke_tokens(&self) {
        lock(&self.service.tokens).revoke();
    }

    /// Stops listening and waits until all answers in progress are sent.
    pub async fn shutdown(self) {
        self.stop();
        self.wait().await;
    }

    /// Waits until the sandbox has stopped.
    pub async fn wait(&self) {
        // An error means that the server's task has ended, which is the goal.
        let _ = self.stopped.clone().wait_for(|stopped| *stopped).await;
    }

    fn stop(&self) {
        self.service.stopping.send_replace(true);
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.stop();
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

impl Builder {
    /// Sets the address to listen on. Port 0 selects a free port. Anyone who can reach the address
    /// can use the sandbox, because its credentials are public.
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// Allows requests to call the sandbox by this name, in the header `Host` or in their target.
    ///
    /// Only `localhost`, names that end with `.localhost`, loopback addresses and the address to
    /// listen on are allowed by default. All other names are refused with the status 421, because a
    /// web page of a stranger could read the answers if its name had the address of this machine.
    pub fn allow_host(mut self, name: impl Into<String>) -> Self {
        self.hosts.push(name.into());
        self
    }

    /// Allows web pages of this origin, such as `https://docs.example`, to call the sandbox from a
    /// browser and to read its answers (CORS). `*` allows those of all origins.
    ///
    /// By default, all pages may if the sandbox serves the built-in description, which is public like
    /// the data and the credentials. With [`Builder::spec`], only those may that are from this machine:
    /// from `localhost`, a loopback address, the address to listen on, or a name that
    /// [`Builder::allow_host`] allows, on any port.
    pub fn allow_origin(mut self, origin: impl Into<String>) -> Self {
        self.origins.push(origin.into());
        self
    }

    /// Sets how long a client may take to send the head of a request, and then its body. After that,
    /// the request is refused with the status 408. A connection without a request is closed after
    /// this time, too. The default is 10 seconds.
    pub fn request_timeout(mut self, timeout: Duration) -> Self {
        self.request_timeout = timeout;
        self
    }

    /// Serves HTTPS only, with a self-signed certificate that is created at the start. See
    /// [`Sandbox::certificate_pem`].
    #[cfg(feature = "tls")]
    pub fn tls(mut self) -> Self {
        self.tls = true;
        self
    }

    /// Sets the description to interpret instead of the embedded one.
    ///
    /// ```
    /// use std::path::Path;
    /// use helpscout_sandbox::{Sandbox, spec};
    ///
    /// let reading = spec::read(Path::new("spec"));
    /// let builder = match reading.api {
    ///     Some(api) => Sandbox::builder().spec(api),
    ///     None => Sandbox::builder(),
    /// };
    /// ```
    pub fn spec(mut self, api: Api) -> Self {
        self.api = Some(api);
        self
    }

    /// Sets the plan of the account. The default is the largest plan of the description.
    pub fn plan(mut self, plan: Plan) -> Self {
        self.plan = Some(plan.name().to_owned());
        self
    }

    /// Sets the plan of the account by its name in the description, for a service with other plans.
    pub fn plan_named(mut self, name: impl Into<String>) -> Self {
        self.plan = Some(name.into());
        self
    }

    /// Sets the rate limit instead of the plan's. A service that has none stays without.
    pub fn calls_per_minute(mut self, calls: u32) -> Self {
        self.calls_per_minute = Some(calls);
        self
    }

    /// Sets how long a minute of the rate limit lasts, for tests that can't wait for the next one.
    /// The default is 60 seconds. The headers keep their names and state the wait in whole seconds,
    /// rounded up. They do not state the length, so a client needs the same (`minute` of its builder).
    pub fn minute(mut self, length: Duration) -> Self {
        self.minute = length;
        self
    }

    /// Sets how long access tokens are valid.
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = Some(lifetime);
        self
    }

    /// Limits the number of calls that an access token is valid for, in addition to its lifetime. A
    /// call counts once its token is accepted, even if it is refused for another reason. The answer
    /// of the token endpoint does not mention this limit.
    pub fn token_calls(mut self, calls: u32) -> Self {
        self.token_calls = Some(calls);
        self
    }

    /// Sets how long every answer takes at least, including those of the token endpoint.
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// Sets which answers go wrong on purpose.
    pub fn faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }

    /// Lets rows arrive while a client reads a report.
    pub fn growing(mut self, growth: Growth) -> Self {
        self.growth = Some(growth);
        self
    }

    /// Repeats every row of a report with pages this many times, for load tests.
    ///
    /// The copies of a conversation have their own IDs and numbers and are otherwise equal, so
    /// sorting and filtering still work. Made-up reports get more made-up rows. Pages are created
    /// on request, so a long report takes no memory. If a row is held back ([`Builder::growing`]),
    /// so are all of its copies. A factor of 0 leaves no rows.
    pub fn rows_factor(mut self, factor: u32) -> Self {
        self.rows_factor = factor;
        self
    }

    /// Sets the seed of the desk and of all figures. It also decides which calls meet a fault,
    /// unless [`Faults::seed`] is set. Equal seeds give equal answers, and each seed is another
    /// account with an ID of its own.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Starts the sandbox on the current tokio runtime.
    ///
    /// # Errors
    /// Fails if the sandbox can't listen on the address, if the description does not have the plan,
    /// or if the shares of faults are not percentages or add up to more than 100.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        let listen = self.listen;
        let failed = |source| StartError::Listen {
            address: listen,
            source,
        };
        #[cfg(feature = "tls")]
        let tls = self.tls;
        let service = Arc::new(self.service()?);
        let listener = TcpListener::bind(listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let connections = ConnectionListener::new(listener);
        #[cfg(feature = "tls")]
        if tls {
            let identity = Identity::new(address)
                .map_err(|source| StartError::Certificate { address, source })?;
            return Ok(Sandbox {
                base_url: format!("https://{}", on_this_machine(address)),
                stopped: serve(connections.with_tls(&identity), &service),
                certificate_pem: Some(identity.certificate_pem),
                service,
            });
        }
        Ok(Sandbox {
            base_url: format!("http://{}", on_this_machine(address)),
            #[cfg(feature = "tls")]
            certificate_pem: None,
            stopped: serve(connections, &service),
            service,
        })
    }

    /// Creates the server without its socket.
    pub(crate) fn service(self) -> Result<Service, StartError> {
        // Without the feature, the `match` has the form of a `let … else`.
        #[allow(clippy::manual_let_else)]
        let api: Cow<'static, Api> = match self.api {
            Some(api) => Cow::Owned(api),
            #[cfg(feature = "embedded")]
            None => Cow::Borrowed(helpscout_description::embedded()),
            #[cfg(not(feature = "embedded"))]
            None => return Err(StartError::NoDescription),
        };
        let plan = plan::described(self.plan, &api.service).map_err(|plan| {
            let known = api.service.plans.iter();
            let known: Vec<&str> = known.map(|plan| plan.name.as_str()).collect();
            StartError::UnknownPlan {
                plan,
                known: known.join(", "),
            }
        })?;
        // Only a service that reports a limit has one.
        let limit = api.service.calls_per_minute(plan);
        let limit = self.calls_per_minute.or(limit).unwrap_or(u32::MAX);
        let plan = plan.map(|plan| plan.name.clone());
        let hosts = Hosts::new(self.listen.ip(), self.hosts);
        let header_names = HeaderNames::of(&api);
        let pages = Pages::new(self.origins, matches!(api, Cow::Borrowed(_)));
        let lifetime = self.token_lifetime.unwrap_or_else(|| {
            let token = api.service.token.as_ref();
            Duration::from_secs(token.map_or(0, |token| token.lifetime.into()))
        });
        Ok(Service {
            #[cfg(feature = "tls")]
            is_https: self.tls,
            #[cfg(not(feature = "tls"))]
            is_https: false,
            plan,
            seed: self.seed,
            latency: self.latency,
            fault_schedule: FaultSchedule::new(self.faults, self.seed)?,
            volumes: Volumes::new(self.rows_factor, self.growth),
            tokens: Mutex::new(Tokens::new(lifetime, self.token_calls)),
            rate: Mutex::new(RateWindow::new(limit, self.minute, Instant::now())),
            calls: Mutex::default(),
            requests: AtomicU64::new(0),
            cors: pages.cors(&hosts, &header_names),
            hosts,
            request_timeout: self.request_timeout,
            desk: OnceLock::new(),
            stopping: watch::Sender::new(false),
            header_names,
            api,
        })
    }
}

/// Says which plans there are.
fn named(known: &str) -> String {
    if known.is_empty() {
        "its service has no plans, so leave the plan out".to_owned()
    } else {
        format!("service.plans names {known}")
    }
}

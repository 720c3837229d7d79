//! Starting and stopping a sandbox.

use std::{
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
    faults::{Fates, Faults, FaultsError},
    line::{Hook, Lines},
    rate::RateWindow,
    service::{self, Service, lock},
    token::{APP_ID, APP_SECRET, Tokens},
    volume::{Growth, Volumes},
};

/// A running server that answers like the Reports API. It stops when it is dropped.
pub struct Sandbox {
    base_url: String,
    #[cfg(feature = "tls")]
    certificate_pem: Option<String>,
    service: Arc<Service>,
    pub(crate) stopped: watch::Receiver<bool>,
}

/// How a sandbox is to be. Every setting has a default.
#[derive(Clone, Debug)]
pub struct Builder {
    listen: SocketAddr,
    #[cfg(feature = "tls")]
    tls: bool,
    api: Option<Api>,
    plan: Plan,
    calls_per_minute: Option<u32>,
    minute: Duration,
    token_lifetime: Duration,
    token_calls: Option<u32>,
    latency: Duration,
    faults: Faults,
    growth: Option<Growth>,
    rows_factor: u32,
    seed: u64,
}

/// What the sandbox's account has paid for. Decides the rate limit and which operations are open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Plan {
    /// Without reports.
    Standard,
    /// With reports.
    Plus,
    /// With reports, and the highest rate limit.
    #[default]
    Pro,
}

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address can't be listened on.
    #[error(
        "can't listen on {address}: {source}; choose another address, or port 0 for any free one"
    )]
    Listen {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The description has no plan of that name, so there is no rate limit to apply.
    #[error("the description has no plan {plan}; service.plans names {known}")]
    UnknownPlan {
        /// The plan that was asked for.
        plan: &'static str,
        /// The plans of the description.
        known: String,
    },
    /// The faults that were asked for can't be had.
    #[error("the faults don't fit: {0}")]
    Faults(#[from] FaultsError),
    /// There is no certificate to show.
    #[cfg(feature = "tls")]
    #[error("can't make a certificate for {address}: {source}; start without tls")]
    Certificate {
        /// The address it was for.
        address: SocketAddr,
        /// What went wrong.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl Sandbox {
    /// Starts from the defaults: any free port of the loopback interface, the embedded
    /// description, the plan with reports and the highest limit, tokens for two days, no latency,
    /// no faults.
    pub fn builder() -> Builder {
        Builder {
            listen: (Ipv4Addr::LOCALHOST, 0).into(),
            #[cfg(feature = "tls")]
            tls: false,
            api: None,
            plan: Plan::default(),
            calls_per_minute: None,
            minute: Duration::from_secs(60),
            token_lifetime: Duration::from_secs(2 * 24 * 60 * 60),
            token_calls: None,
            latency: Duration::ZERO,
            faults: Faults::new(),
            growth: None,
            rows_factor: 1,
            seed: 2019,
        }
    }

    /// Where it answers, `http://127.0.0.1:PORT`, without `/v2`.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The certificate a client has to trust, in PEM; none without [`Builder::tls`].
    #[cfg(feature = "tls")]
    pub fn certificate_pem(&self) -> Option<&str> {
        self.certificate_pem.as_deref()
    }

    /// The id of the only app it knows.
    pub fn app_id(&self) -> &str {
        APP_ID
    }

    /// The secret of that app. It is no secret: every sandbox has the same.
    pub fn app_secret(&self) -> &str {
        APP_SECRET
    }

    /// A code for the authorization-code flow, as the browser would bring it back; good once.
    pub fn authorization_code(&self) -> String {
        lock(&self.service.tokens).issue_code()
    }

    /// What it has been asked so far.
    pub fn calls(&self) -> Calls {
        lock(&self.service.calls).clone()
    }

    /// Makes every access token worthless that was handed out so far. Refresh tokens stay good.
    pub fn revoke_tokens(&self) {
        lock(&self.service.tokens).revoke();
    }

    /// Stops listening, lets answers under way be finished and waits for that.
    pub async fn shutdown(self) {
        self.stop();
        self.wait().await;
    }

    /// Waits until it has stopped.
    pub async fn wait(&self) {
        // An error means that the server's task is gone, which is what is waited for.
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
    /// Where to listen. Port 0 takes any free port. Anybody who can reach the address can use the
    /// sandbox, as its credentials are public.
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// Answers by HTTPS alone, with a certificate made at the start and signed by nobody else; see
    /// [`Sandbox::certificate_pem`].
    #[cfg(feature = "tls")]
    pub fn tls(mut self) -> Self {
        self.tls = true;
        self
    }

    /// The description to answer by, in place of the embedded one.
    pub fn spec(mut self, api: Api) -> Self {
        self.api = Some(api);
        self
    }

    /// The plan of the account.
    pub fn plan(mut self, plan: Plan) -> Self {
        self.plan = plan;
        self
    }

    /// The rate limit, in place of the plan's.
    pub fn calls_per_minute(mut self, calls: u32) -> Self {
        self.calls_per_minute = Some(calls);
        self
    }

    /// How long a minute of the rate limit lasts, for tests that would wait too long for the next.
    /// A minute unless said. The headers keep their names, and tell the wait in whole seconds,
    /// rounded up.
    pub fn minute(mut self, length: Duration) -> Self {
        self.minute = length;
        self
    }

    /// How long access tokens are good.
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = lifetime;
        self
    }

    /// How many calls an access token is good for, besides its lifetime. A call counts when the
    /// token is accepted, whatever is refused afterwards. The token's answer does not tell.
    pub fn token_calls(mut self, calls: u32) -> Self {
        self.token_calls = Some(calls);
        self
    }

    /// How long every answer is held back, those of the token endpoint included.
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// Which answers go wrong on purpose.
    pub fn faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }

    /// Lets rows arrive while they are read.
    pub fn growing(mut self, growth: Growth) -> Self {
        self.growth = Some(growth);
        self
    }

    /// Shows every row of a report with pages so many times, for load tests: no desk is as busy.
    ///
    /// The copies of a conversation have ids and numbers of their own, and all else in common, so
    /// orders and filters hold; made-up reports get more made-up rows. Pages are made as they are
    /// asked for; the size of the report costs no memory. Where rows are held back
    /// ([`Builder::growing`]), all of their copies are. A factor of 0 leaves no rows.
    pub fn rows_factor(mut self, factor: u32) -> Self {
        self.rows_factor = factor;
        self
    }

    /// Decides the desk, and every figure with it, and which calls meet a fault unless
    /// [`Faults::seed`] does. Equal seeds give equal answers.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Starts on the current tokio runtime.
    ///
    /// # Errors
    /// If the address can't be listened on, the description lacks the plan, or the shares of
    /// faults are no shares.
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
        let lines = Lines::new(listener);
        #[cfg(feature = "tls")]
        if tls {
            let identity = Identity::new(address)
                .map_err(|source| StartError::Certificate { address, source })?;
            return Ok(Sandbox {
                base_url: format!("https://{address}"),
                stopped: serve(lines.secured_by(&identity), &service),
                certificate_pem: Some(identity.certificate_pem),
                service,
            });
        }
        Ok(Sandbox {
            base_url: format!("http://{address}"),
            #[cfg(feature = "tls")]
            certificate_pem: None,
            stopped: serve(lines, &service),
            service,
        })
    }

    /// The server without its socket.
    pub(crate) fn service(self) -> Result<Service, StartError> {
        let api = match self.api {
            Some(api) => api,
            None => helpscout_description::embedded().clone(),
        };
        let plan = self.plan.name();
        let Some(known) = api.service.plans.iter().find(|known| known.name == plan) else {
            let known: Vec<&str> = api
                .service
                .plans
                .iter()
                .map(|plan| plan.name.as_str())
                .collect();
            return Err(StartError::UnknownPlan {
                plan,
                known: known.join(", "),
            });
        };
        let limit = self.calls_per_minute.unwrap_or(known.calls_per_minute);
        Ok(Service {
            plan: plan.to_owned(),
            seed: self.seed,
            latency: self.latency,
            fates: Fates::new(self.faults, self.seed)?,
            volumes: Volumes::new(self.rows_factor, self.growth),
            tokens: Mutex::new(Tokens::new(self.token_lifetime, self.token_calls)),
            rate: Mutex::new(RateWindow::new(limit, self.minute, Instant::now())),
            calls: Mutex::default(),
            requests: AtomicU64::new(0),
            desk: OnceLock::new(),
            stopping: watch::Sender::new(false),
            api,
        })
    }
}

/// Answers until the service is stopping, then says so.
fn serve(lines: Lines, service: &Arc<Service>) -> watch::Receiver<bool> {
    let (done, stopped) = watch::channel(false);
    let mut stopping = service.stopping.subscribe();
    let router = service::router(Arc::clone(service));
    let router = router.into_make_service_with_connect_info::<Hook>();
    let serve = axum::serve(lines, router).with_graceful_shutdown(async move {
        // The service keeps the sender, so this ends with the signal alone.
        let _ = stopping.wait_for(|stopping| *stopping).await;
    });
    tokio::spawn(async move {
        // Serving ends with the signal alone; a failed connection is its client's to notice.
        let _ = serve.await;
        let _ = done.send(true);
    });
    stopped
}

impl Plan {
    /// The name in the description.
    pub fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Plus => "plus",
            Self::Pro => "pro",
        }
    }
}

//! HTTPS with a self-signed certificate that is created when the sandbox starts.

#[cfg(test)]
mod tests;

use std::{error::Error, net::SocketAddr, sync::Arc, time::Duration};

use axum::serve::Listener;
use rustls::{ServerConfig, crypto::ring, pki_types::PrivatePkcs8KeyDer};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

/// A certificate with its private key.
pub(crate) struct Identity {
    pub(crate) certificate_pem: String,
    acceptor: TlsAcceptor,
}

/// TLS handshakes in progress. A slow one does not delay the others.
pub(crate) struct Handshakes {
    acceptor: TlsAcceptor,
    under_way: JoinSet<Option<(TlsStream<TcpStream>, SocketAddr)>>,
}

/// How long a handshake may take.
const LONGEST: Duration = Duration::from_secs(10);

impl Identity {
    /// Creates a certificate for the names of the local host and for the address.
    pub(crate) fn new(address: SocketAddr) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let mut names = ["localhost", "127.0.0.1", "::1"]
            .map(str::to_owned)
            .to_vec();
        let own = address.ip().to_string();
        if !names.contains(&own) {
            names.push(own);
        }
        let made = rcgen::generate_simple_self_signed(names)?;
        let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key.into())?;
        Ok(Self {
            certificate_pem: made.cert.pem(),
            acceptor: TlsAcceptor::from(Arc::new(config)),
        })
    }

    pub(crate) fn handshakes(&self) -> Handshakes {
        Handshakes {
            acceptor: self.acceptor.clone(),
            under_way: JoinSet::new(),
        }
    }
}

impl Handshakes {
    /// Returns the next connection whose handshake succeeds. Clients notice failed handshakes
    /// themselves.
    pub(crate) async fn accept(
        &mut self,
        listener: &mut TcpListener,
    ) -> (TlsStream<TcpStream>, SocketAddr) {
        loop {
            tokio::select! {
                (stream, address) = Listener::accept(listener) => {
                    let secured = self.acceptor.accept(stream);
                    self.under_way.spawn(async move {
                        let secured = tokio::time::timeout(LONGEST, secured).await;
                        let stream = secured.ok()?.ok()?;
                        Some((stream, address))
                    });
                }
                Some(done) = self.under_way.join_next() => {
                    if let Ok(Some(secured)) = done {
                        return secured;
                    }
                }
            }
        }
    }
}

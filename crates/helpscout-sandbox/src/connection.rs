//! The TCP or TLS connection below HTTP.
//!
//! A handler can close the connection that its request came over, and so end a response in places
//! where HTTP itself would not allow it.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll, ready},
};

use axum::serve::Listener;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpListener,
};

#[cfg(feature = "tls")]
use crate::tls::{Handshakes, Identity};

/// Listens for connections that handlers can close.
pub(crate) struct ConnectionListener {
    listener: TcpListener,
    /// The TLS handshakes in progress; `None` without TLS.
    #[cfg(feature = "tls")]
    handshakes: Option<Handshakes>,
}

/// A connection that a handler can close.
pub(crate) struct Connection {
    stream: Box<dyn Stream>,
    handle: ConnectionHandle,
}

/// A byte stream, with or without TLS.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// Closes a connection from within a request that came over it.
#[derive(Clone, Default)]
pub(crate) struct ConnectionHandle(Arc<AtomicU8>);

// The states of a handle, which only increase. 0 is open.
const CLOSES_WHEN_SENT: u8 = 1;
const CLOSED: u8 = 2;

impl ConnectionHandle {
    /// Closes the connection now and discards what is not sent yet.
    pub(crate) fn close(&self) {
        self.0.fetch_max(CLOSED, Ordering::AcqRel);
    }

    /// Closes the connection once everything written so far is sent.
    pub(crate) fn close_when_sent(&self) {
        self.0.fetch_max(CLOSES_WHEN_SENT, Ordering::AcqRel);
    }

    fn state(&self) -> u8 {
        self.0.load(Ordering::Acquire)
    }

    /// Fails if the connection is closed. The error ends the connection's task, which closes the
    /// socket.
    fn check(&self) -> io::Result<()> {
        if self.state() == CLOSED {
            return Err(io::Error::new(
                io::ErrorKind::ConnectionAborted,
                "closed on purpose",
            ));
        }
        Ok(())
    }
}

impl ConnectionListener {
    pub(crate) fn new(listener: TcpListener) -> Self {
        Self {
            listener,
            #[cfg(feature = "tls")]
            handshakes: None,
        }
    }

    /// Accepts TLS connections only.
    #[cfg(feature = "tls")]
    pub(crate) fn with_tls(mut self, identity: &Identity) -> Self {
        self.handshakes = Some(identity.handshakes());
        self
    }
}

impl Listener for ConnectionListener {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        #[cfg(feature = "tls")]
        if let Some(handshakes) = &mut self.handshakes {
            let (stream, address) = handshakes.accept(&mut self.listener).await;
            return (Connection::new(stream), address);
        }
        let (stream, address) = Listener::accept(&mut self.listener).await;
        (Connection::new(stream), address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl Connection {
    fn new(stream: impl Stream + 'static) -> Self {
        Self {
            stream: Box::new(stream),
            handle: ConnectionHandle::default(),
        }
    }

    /// Returns what closes the connection.
    pub(crate) fn handle(&self) -> ConnectionHandle {
        self.handle.clone()
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.handle.check()?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.handle.check()?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.handle.check()?;
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// Flushes the stream. Once everything is sent, carries out
    /// [`ConnectionHandle::close_when_sent`].
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.handle.check()?;
        ready!(Pin::new(&mut self.stream).poll_flush(context))?;
        if self.handle.state() == CLOSES_WHEN_SENT {
            self.handle.close();
        }
        Poll::Ready(self.handle.check())
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

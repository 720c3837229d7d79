//! The connection under the HTTP, so that an answer can end where HTTP would not let it.

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

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpListener,
};

/// Listens for connections that can be hung up.
pub(crate) struct Lines {
    listener: TcpListener,
    /// Where connections are secured, if they are.
    #[cfg(feature = "tls")]
    handshakes: Option<crate::tls::Handshakes>,
}

/// A connection that can be hung up.
pub(crate) struct Line {
    stream: Box<dyn Stream>,
    hook: Hook,
}

/// A connection, secured or not.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// Hangs up a connection from within a request that came over it.
#[derive(Clone, Default)]
pub(crate) struct Hook(Arc<AtomicU8>);

// The states of a hook, which only rise; 0 is open.
const CLOSES_WHEN_SENT: u8 = 1;
const CLOSED: u8 = 2;

impl Hook {
    /// Sends nothing more, not even what was handed over already.
    pub(crate) fn hang_up(&self) {
        self.0.fetch_max(CLOSED, Ordering::AcqRel);
    }

    /// Sends what was handed over, then nothing more.
    pub(crate) fn hang_up_when_sent(&self) {
        self.0.fetch_max(CLOSES_WHEN_SENT, Ordering::AcqRel);
    }

    fn state(&self) -> u8 {
        self.0.load(Ordering::Acquire)
    }

    /// The error ends the connection's task, which closes it.
    fn check(&self) -> io::Result<()> {
        match self.state() {
            CLOSED => Err(io::Error::new(
                io::ErrorKind::ConnectionAborted,
                "hung up on purpose",
            )),
            _ => Ok(()),
        }
    }
}

impl Lines {
    pub(crate) fn new(listener: TcpListener) -> Self {
        Self {
            listener,
            #[cfg(feature = "tls")]
            handshakes: None,
        }
    }

    #[cfg(feature = "tls")]
    pub(crate) fn secured_by(mut self, identity: &crate::tls::Identity) -> Self {
        self.handshakes = Some(identity.handshakes());
        self
    }
}

impl Listener for Lines {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        #[cfg(feature = "tls")]
        if let Some(handshakes) = &mut self.handshakes {
            let (stream, address) = handshakes.accept(&mut self.listener).await;
            return (Line::new(stream), address);
        }
        let (stream, address) = Listener::accept(&mut self.listener).await;
        (Line::new(stream), address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl Line {
    fn new(stream: impl Stream + 'static) -> Self {
        Self {
            stream: Box::new(stream),
            hook: Hook::default(),
        }
    }
}

impl Connected<IncomingStream<'_, Lines>> for Hook {
    fn connect_info(stream: IncomingStream<'_, Lines>) -> Self {
        stream.io().hook.clone()
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.hook.check()?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.hook.check()?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.hook.check()?;
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// Called once everything that was handed over is written.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.hook.check()?;
        ready!(Pin::new(&mut self.stream).poll_flush(context))?;
        if self.hook.state() == CLOSES_WHEN_SENT {
            self.hook.hang_up();
        }
        Poll::Ready(self.hook.check())
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

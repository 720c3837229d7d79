//! Bytes over a connection to a sandbox.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::sandbox::Sandbox;

/// A connection to a sandbox.
pub(crate) struct Connection(TcpStream);

impl Connection {
    pub(crate) async fn to(sandbox: &Sandbox) -> Self {
        let address = sandbox.base_url().strip_prefix("http://").unwrap();
        Self(TcpStream::connect(address).await.unwrap())
    }

    /// Sends bytes. The sandbox may have closed the connection already.
    pub(crate) async fn send(&mut self, bytes: &[u8]) {
        let _ = self.0.write_all(bytes).await;
    }

    /// Ends what is sent, and reads until the sandbox closes the connection.
    pub(crate) async fn end(mut self) -> String {
        let _ = self.0.shutdown().await;
        self.rest().await
    }

    /// Reads until the sandbox closes the connection.
    pub(crate) async fn rest(&mut self) -> String {
        let mut bytes = Vec::new();
        // A connection that is reset has ended, too.
        let _ = self.0.read_to_end(&mut bytes).await;
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

//! Digests of bytes.

use std::fmt;

use ring::digest::{Context, SHA256};

/// A digest of the rows of a file, without the time of fetching, so that rows that are fetched again
/// can be compared with those that are there. The caller decides what to put in for each row.
pub struct RowsDigest(Context);

impl RowsDigest {
    /// Creates the digest of no rows.
    pub fn new() -> Self {
        Self(Context::new(&SHA256))
    }

    /// Adds the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Returns the digest as 64 hexadecimal digits.
    pub(crate) fn finish(self) -> String {
        let digest = self.0.finish();
        let digits = digest.as_ref().iter().map(|byte| format!("{byte:02x}"));
        digits.collect()
    }
}

impl Default for RowsDigest {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for RowsDigest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("RowsDigest")
    }
}

//! Digests of bytes.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use ring::digest::{Context, SHA256};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// How many bytes are read at once.
const CHUNK: usize = 1 << 16;

/// The SHA-256 digest of some bytes. Displays as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Digest([u8; 32]);

/// Takes the digest of the rows of a file, without the time of fetching, so that rows that are
/// fetched again can be compared with those that are there. The caller decides what to put in for
/// each row.
///
/// # Examples
/// ```
/// use helpscout_pull::RowsDigest;
///
/// let mut digest = RowsDigest::new();
/// digest.update(br#"{"id":1}"#);
/// digest.update(b"\n");
/// ```
#[derive(Clone)]
pub struct RowsDigest(Context);

impl Digest {
    /// Returns the digest of bytes.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let mut digest = RowsDigest::new();
        digest.update(bytes);
        digest.finish()
    }

    /// Returns the digest of a file, and its size in bytes.
    pub(crate) fn of_file(path: &Path) -> io::Result<(Self, u64)> {
        let mut file = File::open(path)?;
        let mut digest = RowsDigest::new();
        let mut chunk = vec![0; CHUNK];
        let mut size = 0;
        loop {
            match file.read(&mut chunk) {
                Ok(0) => return Ok((digest.finish(), size)),
                Ok(length) => {
                    digest.update(chunk.get(..length).unwrap_or_default());
                    size += length as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut digest = [0; 32];
        let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
        let digits = digits.filter(|digits| digits.len() == 2 * digest.len())?;
        for (byte, pair) in digest.iter_mut().zip(digits.chunks_exact(2)) {
            let value = pair.iter().fold(0, |value, digit| 16 * value + digit);
            *byte = u8::try_from(value).ok()?;
        }
        Some(Self(digest))
    }
}

impl RowsDigest {
    /// Creates the digest of no rows.
    pub fn new() -> Self {
        Self(Context::new(&SHA256))
    }

    /// Adds the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Returns the digest of all bytes.
    pub fn finish(self) -> Digest {
        let mut digest = [0; 32];
        let bytes = self.0.finish();
        for (byte, found) in digest.iter_mut().zip(bytes.as_ref()) {
            *byte = *found;
        }
        Digest(digest)
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

impl fmt::Display for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Digest({self})")
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("expected 64 hexadecimal digits"))
    }
}

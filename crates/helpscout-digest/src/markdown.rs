//! Markdown that fits into a chat message.

use std::io;

use crate::Digest;

/// Writes a report as Markdown.
///
/// # Errors
/// If `out` can't be written.
pub fn write(digest: &Digest<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "{}", digest.title)
}

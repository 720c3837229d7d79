//! One HTML file that needs no network and no script.

use std::io;

use crate::Digest;

/// How the file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The maximum number of rows of a table. A table that is cut says so.
    pub max_rows: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { max_rows: 1_000 }
    }
}

/// Writes a report as HTML.
///
/// # Errors
/// If `out` can't be written.
pub fn write(digest: &Digest<'_>, options: Options, out: &mut dyn io::Write) -> io::Result<()> {
    let _ = options;
    let page = maud::html! { (maud::DOCTYPE) title { (digest.title) } };
    out.write_all(page.into_string().as_bytes())
}

//! The last lines of a table in a file: what it is about. On a terminal, the notes say so.

use std::io::{self, Write};

use helpscout_digest::Digest;

use crate::message::printable;

/// Writes what a table is about, as a page has it below its title, after an empty line.
pub(crate) fn write_foot(digest: &Digest<'_>, out: &mut dyn Write) -> io::Result<()> {
    let compared = digest.compared_with.as_ref();
    let compared = compared.map(|period| format!("Compared with {period}"));
    let lines = [digest.title.clone(), digest.period.clone()];
    let lines = lines
        .into_iter()
        .chain(compared)
        .chain(digest.extent.clone());
    writeln!(out)?;
    for line in lines.filter(|line| !line.is_empty()) {
        writeln!(out, "{}", printable(&line))?;
    }
    Ok(())
}

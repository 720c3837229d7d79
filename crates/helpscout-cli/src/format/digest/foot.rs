//! The last lines of a table in a file: what it is about. On a terminal, the notes say so.

use std::io::{self, Write};
use std::rc::Rc;

use helpscout_digest::Digest;

use super::about::About;
use super::blocks::of_blocks;
use crate::format::Look;
use crate::message::printable;

/// What a table in a file ends with.
pub(crate) struct Foot {
    about: Rc<About>,
    /// Which part of a report the rows are.
    parts: Vec<String>,
}

impl Foot {
    /// Returns the foot of a table, if it has one.
    pub(crate) fn of(look: Look, about: &Rc<About>) -> Option<Self> {
        look.has_foot.then(|| Self {
            about: Rc::clone(about),
            parts: Vec::new(),
        })
    }

    /// Adds which part of a report the rows are.
    pub(crate) fn is_part(&mut self, line: &str) {
        self.parts.push(line.to_owned());
    }

    /// Writes the foot.
    pub(crate) fn write(mut self, out: &mut dyn Write) -> io::Result<()> {
        let about = Rc::make_mut(&mut self.about);
        about.extent.splice(0..0, self.parts);
        write_foot(&of_blocks(about, Vec::new()), out)
    }
}

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

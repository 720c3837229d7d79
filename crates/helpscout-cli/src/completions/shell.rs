//! A shell: its script, and how it asks for candidates.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap::Command;
use clap_complete::env::EnvCompleter;

/// Completes the last of the words, or the one that the shell names, and writes the candidates as the
/// script reads them.
type Complete = fn(&mut Command, Vec<OsString>, Option<&Path>, &mut dyn Write) -> io::Result<()>;

pub(super) struct Shell {
    /// Its name, and others that it goes by.
    pub(super) names: (&'static str, &'static [&'static str]),
    pub(super) script: Script,
    pub(super) complete: Complete,
}

/// What a shell runs when it starts.
pub(super) enum Script {
    /// Our own. `VARIABLE`, `COMPLETER` and `PROGRAM` are replaced.
    Own(&'static str),
    OfLibrary(&'static dyn EnvCompleter),
}

impl EnvCompleter for Shell {
    fn name(&self) -> &'static str {
        self.names.0
    }

    fn is(&self, name: &str) -> bool {
        self.names.0 == name || self.names.1.contains(&name)
    }

    fn write_registration(
        &self,
        variable: &str,
        name: &str,
        program: &str,
        completer: &str,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match self.script {
            Script::Own(script) => {
                let script = script.replace("VARIABLE", variable);
                let script = script.replace("COMPLETER", completer);
                out.write_all(script.replace("PROGRAM", program).as_bytes())
            }
            Script::OfLibrary(library) => {
                library.write_registration(variable, name, program, completer, out)
            }
        }
    }

    fn write_complete(
        &self,
        program: &mut Command,
        words: Vec<OsString>,
        folder: Option<&Path>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        (self.complete)(program, words, folder, out)
    }
}

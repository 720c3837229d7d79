//! Fish. The library's script passes the last word on with its quotes.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap::Command;
use clap_complete::env::{self, EnvCompleter};

use super::quoted;

#[derive(Clone, Copy, Debug)]
pub(super) struct Fish;

impl EnvCompleter for Fish {
    fn name(&self) -> &'static str {
        "fish"
    }

    fn is(&self, name: &str) -> bool {
        name == "fish"
    }

    fn write_registration(
        &self,
        variable: &str,
        name: &str,
        program: &str,
        completer: &str,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        env::Fish.write_registration(variable, name, program, completer, out)
    }

    fn write_complete(
        &self,
        program: &mut Command,
        mut words: Vec<OsString>,
        folder: Option<&Path>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if let Some(last) = words.last_mut() {
            *last = quoted::read(last);
        }
        env::Fish.write_complete(program, words, folder, out)
    }
}

//! Fish. The library's script passes the last word on with its quotes.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap::Command;
use clap_complete::env::{self, EnvCompleter};

use super::quoted;
use super::shell::{Script, Shell};

pub(super) const FISH: Shell = Shell {
    names: ("fish", &[]),
    script: Script::OfLibrary(&env::Fish),
    complete,
};

fn complete(
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

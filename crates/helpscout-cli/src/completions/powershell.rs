//! PowerShell. The library's script inserts a name with a space as two words.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap::Command;
use clap_complete::engine::complete;
use clap_complete::env;

use super::shell::{Script, Shell};

pub(super) const POWERSHELL: Shell = Shell {
    names: ("powershell", &["pwsh"]),
    script: Script::OfLibrary(&env::Powershell),
    complete: complete_word,
};

fn complete_word(
    program: &mut Command,
    words: Vec<OsString>,
    folder: Option<&Path>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let index = words.len().saturating_sub(1);
    for candidate in complete(program, words, index, folder)? {
        write!(out, "{}", quoted(&candidate.get_value().to_string_lossy()))?;
        let help = candidate.get_help().map(ToString::to_string);
        if let Some(line) = help.as_deref().and_then(|help| help.lines().next()) {
            write!(out, "\t{line}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Returns a value as it is typed, which is between quotes if PowerShell would read it otherwise.
fn quoted(value: &str) -> String {
    let is_plain = |char: char| char.is_alphanumeric() || "-_./\\:=+".contains(char);
    if value.chars().all(is_plain) {
        return value.to_owned();
    }
    let mut quoted = String::from("'");
    for char in value.chars() {
        // Typographic quotes end a text as well.
        if matches!(char, '\'' | '‘' | '’' | '‚' | '‛') {
            quoted.push(char);
        }
        quoted.push(char);
    }
    quoted.push('\'');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_one_word() {
        for (value, typed) in [
            ("--format=xlsx", "--format=xlsx"),
            (r"C:\reports\", r"C:\reports\"),
            ("Zoë", "Zoë"),
            ("Marta Lindqvist", "'Marta Lindqvist'"),
            ("--user=Marta Lindqvist", "'--user=Marta Lindqvist'"),
            ("Sam O'Brien", "'Sam O''Brien'"),
            ("Sam O’Brien", "'Sam O’’Brien'"),
            ("$(x)", "'$(x)'"),
        ] {
            assert_eq!(quoted(value), typed);
        }
    }
}

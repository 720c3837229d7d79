//! The shells that are supported.

use clap_complete::env::Shells;

use super::bash::Bash;
use super::fish::Fish;
use super::powershell::Powershell;
use super::zsh::Zsh;

pub(super) const SHELLS: Shells<'static> = Shells(&[&Bash, &Zsh, &Fish, &Powershell]);

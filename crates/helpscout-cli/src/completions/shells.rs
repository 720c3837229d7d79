//! The shells that are supported.

use clap_complete::env::Shells;

use super::bash::BASH;
use super::fish::FISH;
use super::powershell::POWERSHELL;
use super::zsh::ZSH;

pub(super) const SHELLS: Shells<'static> = Shells(&[&BASH, &ZSH, &FISH, &POWERSHELL]);

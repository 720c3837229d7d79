//! `helpscout skill`: a text that teaches this program to assistants.

use clap::Command;
use helpscout_stdout::print;

use crate::message::Failure;

/// The text, as a file that assistants read.
const SKILL: &str = include_str!("SKILL.md");

const LONG_ABOUT: &str = "\
Prints a file that teaches this program to an assistant which runs commands. Save it where the
assistant looks for skills, for example:

  mkdir -p ~/.claude/skills/helpscout
  helpscout skill > ~/.claude/skills/helpscout/SKILL.md

For assistants that call tools instead of commands, there is helpscout mcp.";

/// Creates the command `helpscout skill`.
pub(crate) fn command() -> Command {
    Command::new("skill")
        .about("Print SKILL.md, which teaches this program to an assistant")
        .long_about(LONG_ABOUT)
}

/// Prints the text.
pub(crate) fn run() -> Result<(), Failure> {
    print(SKILL).map_err(|error| Failure::not_done(format!("can't write to stdout: {error}")))
}

//! The commands that a report may have, and their options.

use clap::{Arg, Command};

/// The option that every command with a result has.
pub(super) const OUTPUT: &str = "output";

/// Returns all commands that write a result.
pub(super) fn producers(command: &Command) -> Vec<&Command> {
    let mut all = Vec::new();
    if has_output(command) {
        all.push(command);
    }
    for inner in command.get_subcommands() {
        all.extend(producers(inner));
    }
    all
}

/// Returns the options of a command, with those that all commands have.
pub(super) fn options_of<'c>(
    root: &'c Command,
    leaf: &'c Command,
) -> impl Iterator<Item = &'c Arg> {
    let global = root.get_arguments().filter(|arg| arg.is_global_set());
    leaf.get_arguments().chain(global)
}

/// Returns the inner commands that write a result, or contain some that do.
pub(super) fn choices(command: &Command) -> Vec<&Command> {
    let inner = command.get_subcommands();
    inner.filter(|inner| !producers(inner).is_empty()).collect()
}

fn has_output(command: &Command) -> bool {
    let mut options = command.get_arguments();
    options.any(|arg| arg.get_long() == Some(OUTPUT))
}

pub(super) fn is_called(arg: &Arg, name: &str) -> bool {
    let aliases = arg.get_all_aliases().unwrap_or_default();
    arg.get_long() == Some(name) || aliases.contains(&name)
}

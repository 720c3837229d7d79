//! Values that begin with a dash, which are taken for options.

use clap::{Arg, Command};

/// Returns how to write a value that was taken for an option: `--tag=-vip`. `taken` says whether a
/// word is the one that the error is about.
pub(super) fn value(
    words: &[String],
    command: &Command,
    taken: impl Fn(&str, &str) -> bool,
) -> Option<String> {
    words.windows(2).find_map(|pair| {
        let [option, value] = pair else {
            return None;
        };
        let name = option.strip_prefix("--")?;
        let known = option_named(command, name);
        let takes_value = known.is_some_and(|known| known.get_action().takes_values());
        let is_value = value.starts_with('-') && !value.starts_with("--") && value.len() > 1;
        (takes_value && is_value && taken(name, value))
            .then(|| format!("if {value} is the value of {option}, write {option}={value}"))
    })
}

/// Returns the option that has a long name, perhaps as another name.
pub(super) fn option_named<'a>(command: &'a Command, name: &str) -> Option<&'a Arg> {
    command.get_arguments().find(|option| {
        let mut names = option.get_long_and_visible_aliases().into_iter().flatten();
        names.any(|known| known == name)
    })
}

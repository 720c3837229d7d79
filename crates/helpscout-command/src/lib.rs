//! Creates the command line of an API from its description.
//!
//! In: an [`Api`]. Out: commands for clap, with a subcommand for each operation and an option for
//! each parameter, and the values that were typed, by the wire names of their parameters. Nothing
//! here sends a request or knows the generated client.
//!
//! Look first at [`program`]. Commands of other programs are put together from [`parameters`], the
//! options of an operation, and [`options`], those that do not come from a description.

mod command;
mod ending;
mod epilogue;
mod error_format;
mod format;
mod interval;
mod lookup;
mod moment;
mod name_list;
pub mod names;
mod number;
pub mod options;
mod parameter_help;
pub mod parameters;
mod role;
mod size;
mod value;

use helpscout_description::Api;

pub use self::command::{chosen, program, program_for};
pub use self::ending::UnknownEnding;
pub use self::epilogue::epilogue;
pub use self::error_format::ErrorFormat;
pub use self::format::Format;
pub use self::interval::IntervalParameters;
pub use self::lookup::{List, Lookup};
pub use self::moment::Moment;
pub use self::name_list::{NAME, NameList, element, last_item, list_item, name_in};
pub use self::number::whole_number;
pub use self::role::Role;
pub use self::value::date;

/// Returns the command line that shows the help of an operation, and the help itself.
///
/// Returns `None` if the description has no operation with this ID.
///
/// # Examples
/// ```
/// let api = helpscout_description::embedded();
/// let help = helpscout_command::help(api, "user_replies");
/// let (command, text) = help.ok_or("no such operation")?;
/// assert_eq!(command, "helpscout report user-replies --help");
/// assert!(text.contains("--view-by"));
/// # Ok::<(), &str>(())
/// ```
pub fn help(api: &Api, operation_id: &str) -> Option<(String, String)> {
    let words = names::words(api, operation_id)?;
    let words: Vec<&str> = words.iter().map(String::as_str).chain(["--help"]).collect();
    // clap reports a request for help as an error whose text is the help.
    let parsed = program(api).try_get_matches_from(&words);
    let text = parsed.err()?.render().to_string();
    Some((words.join(" "), text))
}

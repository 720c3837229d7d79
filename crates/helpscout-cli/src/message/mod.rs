//! What the program says on stderr. A failure says what happened, where, and what to do next.
//!
//! `failure` is why a command failed, `stderr` writes it and everything else that is not a result,
//! as text or as JSON, `settings` names the options of the command in the advice of the client, and
//! `text` makes text from outside printable.

mod failure;
mod settings;
mod stderr;
mod text;

pub(crate) use self::failure::Failure;
pub(crate) use self::settings::advice;
pub(crate) use self::stderr::{
    columns, hide_secrets, is_json, note, silence, trace, use_format, warning, without_secrets,
};
pub(crate) use self::text::{
    NARROWEST, counted, excerpt, hanging, is_control, printable, quoted, shortened, wrapped,
};

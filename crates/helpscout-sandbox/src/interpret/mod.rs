//! The part of the sandbox that knows only the description.
//!
//! [`given`] takes a call apart and [`arguments`] checks its parameters. [`body`] writes an answer
//! of the described shape, from computed figures where there are some and from made-up ones where
//! there are none. Nothing here names an endpoint, so an edited description takes effect at once.

mod answer;
mod argument;
mod arguments;
mod body;
mod cursor;
mod given;
mod id_text;
mod instant;
mod invent;
mod page_window;
mod parameter;
mod position;
mod salt;
#[cfg(test)]
mod tests;

pub(crate) use answer::Answer;
pub(crate) use arguments::Arguments;
pub(crate) use body::BodyWriter;
pub(crate) use given::{Given, kind};
pub(crate) use instant::{at as civil_at, print as print_instant, seconds as seconds_of};
pub(crate) use page_window::PageWindow;
pub(crate) use position::link_without_cursor;

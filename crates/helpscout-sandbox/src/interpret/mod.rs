//! The part of the sandbox that knows only the description.
//!
//! [`arguments`] checks the parameters of a call. [`body`] writes an answer of the described shape,
//! from computed figures where there are some and from made-up ones where there are none. Nothing
//! here names an endpoint, so an edited description takes effect at once.

mod arguments;
mod body;
mod instant;
mod invent;
mod page_window;
#[cfg(test)]
mod tests;

pub(crate) use arguments::Arguments;
pub(crate) use body::BodyWriter;
pub(crate) use instant::print as print_instant;
pub(crate) use page_window::PageWindow;

//! The part of the sandbox that knows nothing but the description.
//!
//! [`arguments`] checks the parameters of a call, [`body`] writes an answer of the described shape:
//! around computed figures where there are some, made up where there are none. Nothing here names
//! an endpoint, so an edited description is answered at once.

mod arguments;
mod body;
mod instant;
mod invent;
#[cfg(test)]
mod tests;
mod window;

pub(crate) use arguments::Arguments;
pub(crate) use body::Body;
pub(crate) use instant::print as print_instant;
pub(crate) use window::Window;

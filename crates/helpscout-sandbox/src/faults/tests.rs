#![allow(clippy::unwrap_used)]

mod answers;
mod fate;
mod text;
mod tokens;
mod wire;

#![allow(clippy::unwrap_used)]

mod answers;
mod schedule;
mod text;
mod tokens;
mod wire;

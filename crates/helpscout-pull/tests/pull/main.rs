//! Tests of folders that pulls fill, on a real file system.
#![allow(clippy::unwrap_used)]

mod folder;
mod home;
mod journal;
mod leftovers;
mod lock;
mod look;
mod places;
mod plan;
mod settings;
mod unlisted;
mod windows;

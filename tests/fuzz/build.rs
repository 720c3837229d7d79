//! Lists the operations of the client for the target that reads with the models of all.

#[path = "../build/operations.rs"]
mod operations;

use std::path::Path;

fn main() {
    let out = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let embedded = Path::new("../../crates/helpscout-description/src/generated/api.json");
    operations::write(embedded, Path::new(&out));
}

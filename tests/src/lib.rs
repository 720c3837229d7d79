//! Tests that span the crates; see the files in `tests/`.

//! Where a generated client belongs.

/// The crate that the modules of a client belong to. It decides what the examples in their docs say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// The crate `helpscout-reports`. Examples import its prelude, and `cargo test --doc` compiles
    /// them.
    Reports,
    /// Any other crate, which needs only `helpscout-runtime`. The path of its modules is not known,
    /// so examples import nothing, and `cargo test --doc` ignores them.
    Elsewhere,
}

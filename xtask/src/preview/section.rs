//! A part of a preview.

/// One part of a preview, as it is printed.
pub(crate) struct Section {
    pub(crate) heading: String,
    pub(crate) text: String,
}

//! What a spreadsheet can hold.

/// The limits of a sheet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// The rows of a sheet, with its header.
    pub(super) rows: u32,
    /// The links of a table. A spreadsheet program removes all of them if a sheet has more than
    /// 65,530, and each needs memory until the file is complete.
    pub(super) links: u32,
    /// The rows of a sheet that the library writes, with its header. It takes four times as long for a
    /// row as what writes all others, which can't write links.
    pub(super) head: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            rows: 1_048_576,
            links: 5_000,
            head: 5_001,
        }
    }
}

/// The columns of a sheet.
pub(super) const MAX_COLUMNS: usize = 16_384;

/// The UTF-16 code units of a text.
pub(super) const MAX_TEXT: usize = 32_767;

/// The UTF-16 code units of an address.
pub(super) const MAX_ADDRESS: usize = 2_079;

/// The first whole number whose digits a spreadsheet may not keep: it has 15 of them.
pub(super) const TOO_LARGE: u64 = 1_000_000_000_000_000;

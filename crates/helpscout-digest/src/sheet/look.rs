//! How a cell looks, for the library and for rows that are written without it.

use std::collections::HashMap;

use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// A format, and its number in the file.
#[derive(Debug)]
pub(super) struct Look {
    pub(super) format: Format,
    pub(super) id: u32,
}

/// Adds formats to a workbook that has no other format yet.
pub(super) fn of(
    formats: impl Iterator<Item = Format>,
    workbook: &mut Workbook,
) -> Result<Vec<Look>, XlsxError> {
    // A workbook numbers formats as they are first used, from the one that cells have without any.
    // The cells of this sheet use them all; it is no part of the file.
    let mut sheet = workbook.new_worksheet_with_constant_memory()?;
    let mut ids = HashMap::from([(Format::default(), 0)]);
    let mut looks = Vec::new();
    for (format, column) in formats.zip(0..) {
        sheet.write_blank(0, column, &format)?;
        let next = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        let id = *ids.entry(format.clone()).or_insert(next);
        looks.push(Look { format, id });
    }
    Ok(looks)
}

//! The height of a row of headings. Not every program makes room for headings of several lines, and
//! without it, only the last line is seen.

use rust_xlsxwriter::{Worksheet, XlsxError};

/// The height of a line in points.
const LINE: f64 = 15.0;

/// The most lines of a heading that are shown.
const MOST_LINES: u16 = 8;

/// How much wider letters of a heading are than the digits that the width of a column counts.
const BREADTH: f64 = 1.15;

/// Makes room for all lines of headings, given with the widths of their columns in characters.
pub(super) fn make_room<'t>(
    sheet: &mut Worksheet,
    row: u32,
    headings: impl Iterator<Item = (&'t str, f64)>,
) -> Result<(), XlsxError> {
    let lines = headings.map(|(heading, width)| lines(heading, width)).max();
    if let Some(lines) = lines.filter(|lines| *lines > 1) {
        sheet.set_row_height(row, LINE * f64::from(lines.min(MOST_LINES)))?;
    }
    Ok(())
}

/// Returns how many lines a heading has in a column of that width.
fn lines(heading: &str, width: f64) -> u16 {
    let (mut lines, mut used) = (1_u16, 0.0);
    for word in heading.split_whitespace() {
        let length = word.chars().count() as f64 * BREADTH;
        let space = if used > 0.0 { BREADTH } else { 0.0 };
        if used > 0.0 && used + space + length > width {
            lines = lines.saturating_add(1);
            used = length;
        } else {
            used += space + length;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_broken_between_words() {
        assert_eq!(lines("Replies", 9.0), 1);
        assert_eq!(lines("First response", 13.0), 2);
        assert_eq!(lines("First response (seconds)", 13.0), 3);
        assert_eq!(lines("Incomprehensibilities", 9.0), 1);
        assert_eq!(lines("", 9.0), 1);
    }
}

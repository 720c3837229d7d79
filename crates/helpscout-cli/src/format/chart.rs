//! A table with a column of horizontal bars, drawn with block characters.

use helpscout_digest::scale;
use unicode_width::UnicodeWidthStr;

use super::Look;
use super::table::{self, GAP, Heading, Rendered};

/// The length of the longest bar.
const MAX_LENGTH: usize = 32;

/// The room below which bars are not drawn.
const MIN_ROOM: usize = 8;

/// The characters for the parts of a bar, distinct without color.
const SHADES: [char; 4] = ['█', '░', '▓', '▒'];

/// The ends of a bar, in eighths of a character.
const EIGHTHS: [char; 7] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/// A table and its bars.
#[derive(Debug)]
pub(crate) struct Chart {
    pub(crate) headings: Vec<Heading>,
    pub(crate) rows: Vec<Vec<String>>,
    /// The parts of the bar in each row. Bars with more parts than shades are not drawn.
    pub(crate) bars: Vec<Vec<f64>>,
    /// The titles of the parts, if there are several.
    pub(crate) parts: Vec<String>,
    /// The index of the column after the bars.
    pub(crate) at: usize,
    /// The number of columns that take precedence over bars. Columns after them are left out first.
    pub(crate) kept: usize,
}

impl Chart {
    /// Renders the chart, without bars if they don't fit.
    pub(crate) fn render(mut self, look: Look) -> Rendered {
        let most = self.bars.iter().map(|bar| total(bar)).fold(0.0, f64::max);
        let Some((columns, width)) = self.room(look).filter(|_| most > 0.0) else {
            return table::render(&self.headings, self.rows, look);
        };
        let left_out = self.headings.split_off(columns);
        let legend = Heading::word(self.legend()).dispensable(usize::MAX);
        self.headings.insert(self.at, legend);
        for (row, bar) in self.rows.iter_mut().zip(&self.bars) {
            row.truncate(columns);
            row.insert(self.at, draw(bar, most, width));
        }
        let mut rendered = table::render(&self.headings, self.rows, look);
        let left_out = left_out.iter().map(|heading| heading.title().to_owned());
        rendered.left_out.extend(left_out);
        rendered
    }

    /// Returns how many columns fit beside the bars, and the length of the longest bar.
    fn room(&self, look: Look) -> Option<(usize, usize)> {
        if self.parts.len() > SHADES.len() {
            return None;
        }
        let least = self.legend().width().max(MIN_ROOM);
        let longest = least.max(MAX_LENGTH);
        let all = self.headings.len();
        let Some(width) = look.width else {
            return Some((all, longest));
        };
        let widths = table::widths(&self.headings, &self.rows);
        (self.kept..=all).rev().find_map(|columns| {
            let shown = widths[..columns].iter();
            let mut taken = [
                table::width_of(shown.clone().map(|widths| widths.natural)),
                table::width_of(shown.map(|widths| widths.least)),
            ]
            .into_iter();
            taken.find_map(|taken| {
                let room = usize::from(width).checked_sub(taken + usize::from(GAP))?;
                (room >= least).then(|| (columns, room.min(longest)))
            })
        })
    }

    fn legend(&self) -> String {
        let parts = self.parts.iter().zip(SHADES);
        let parts: Vec<String> = parts
            .map(|(title, shade)| format!("{shade} {title}"))
            .collect();
        parts.join("  ")
    }
}

fn total(bar: &[f64]) -> f64 {
    bar.iter().sum()
}

fn draw(bar: &[f64], most: f64, width: usize) -> String {
    match bar {
        [value] => plain(*value, most, width),
        parts => stacked(parts, most, width),
    }
}

/// Draws a bar of one value. Any value above zero is visible.
fn plain(value: f64, most: f64, width: usize) -> String {
    let eighths = scale::eighths(value, most, width);
    let mut bar = SHADES[0].to_string().repeat(eighths / 8);
    if let Some(end) = (eighths % 8).checked_sub(1) {
        bar.push(EIGHTHS[end]);
    }
    bar
}

/// Draws a bar of several values, one after the other.
fn stacked(parts: &[f64], most: f64, width: usize) -> String {
    let mut bar = String::new();
    let mut drawn = 0;
    for (end, shade) in scale::ends(parts, most, width).into_iter().zip(SHADES) {
        bar.extend(std::iter::repeat_n(shade, end.saturating_sub(drawn)));
        drawn = end;
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_of_a_bar_is_its_share_of_the_longest() {
        assert_eq!(plain(16.0, 16.0, 4), "████");
        assert_eq!(plain(9.0, 16.0, 4), "██▎");
        assert_eq!(plain(0.001, 16.0, 4), "▏");
        assert_eq!(plain(0.0, 16.0, 4), "");
        assert_eq!(plain(-3.0, 16.0, 4), "");
    }

    #[test]
    fn parts_of_a_bar_have_shades_and_add_up() {
        assert_eq!(stacked(&[2.0, 1.0, 1.0], 4.0, 8), "████░░▓▓");
        assert_eq!(stacked(&[0.0, 1.0, 0.0], 4.0, 8), "░░");
        assert_eq!(stacked(&[0.4, 0.4, 0.4], 1.2, 4).chars().count(), 4);
    }
}

//! A table with a column of horizontal bars, drawn with block characters.

use unicode_width::UnicodeWidthStr;

use super::Look;
use super::table::{self, GAP, Heading, Rendered};

/// The longest bar.
const LONGEST: usize = 32;

/// A shorter one says nothing.
const SHORTEST: usize = 8;

/// Parts of a bar, told apart without colour.
const SHADES: [char; 4] = ['█', '░', '▓', '▒'];

/// The end of a bar, in eighths of a character.
const EIGHTHS: [char; 7] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/// A table and the bars that go into it.
#[derive(Debug)]
pub(crate) struct Chart {
    pub(crate) headings: Vec<Heading>,
    pub(crate) rows: Vec<Vec<String>>,
    /// What each row's bar is made of. Bars of more parts than there are shades are not drawn.
    pub(crate) bars: Vec<Vec<f64>>,
    /// The titles of the parts, if there are several.
    pub(crate) parts: Vec<String>,
    /// The column the bars stand before.
    pub(crate) at: usize,
    /// How many columns are worth more than bars; those behind them yield.
    pub(crate) kept: usize,
}

impl Chart {
    /// Lays it out; without bars where there is no room for them.
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

    /// How many columns there are beside the bars, and how long the longest bar may be.
    fn room(&self, look: Look) -> Option<(usize, usize)> {
        if self.parts.len() > SHADES.len() {
            return None;
        }
        let least = self.legend().width().max(SHORTEST);
        let longest = least.max(LONGEST);
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

/// One value. The least of all values is still seen.
fn plain(value: f64, most: f64, width: usize) -> String {
    if value <= 0.0 {
        return String::new();
    }
    let eighths = ((value / most * width as f64 * 8.0).round() as usize).clamp(1, width * 8);
    let mut bar = SHADES[0].to_string().repeat(eighths / 8);
    if let Some(end) = (eighths % 8).checked_sub(1) {
        bar.push(EIGHTHS[end]);
    }
    bar
}

/// Several values, one behind the other.
fn stacked(parts: &[f64], most: f64, width: usize) -> String {
    let mut bar = String::new();
    let mut sum = 0.0;
    let mut drawn = 0;
    for (part, shade) in parts.iter().zip(SHADES) {
        sum += part.max(0.0);
        let end = ((sum / most * width as f64).round() as usize).min(width);
        bar.extend(std::iter::repeat_n(shade, end - drawn));
        drawn = end;
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_part_of_the_longest() {
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

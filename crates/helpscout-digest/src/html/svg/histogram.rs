//! How many values fall into each range. All ranges are drawn equally wide.

use maud::{Markup, html};

use super::axis::{self, Area, HEIGHT, TOP, percent, pixels};
use crate::{Reference, Unit, Words};

/// The distance between the names of two marks.
const NAME: f64 = 15.0;

/// The width of a character of a name on a phone, as a share of the plot.
const CHARACTER: f64 = 0.028;

pub(super) fn draw(
    area: Area<'_>,
    limits: &[f64],
    counts: &[u64],
    references: &[Reference],
) -> Markup {
    let counts = &counts[..counts.len().min(limits.len().saturating_sub(1))];
    let most = counts.iter().copied().max().unwrap_or(0);
    if most == 0 {
        return area.nothing();
    }
    let scale = area.scale(Unit::Count, most as f64);
    let all = counts.len() as f64;
    let names: Vec<String> = limits
        .iter()
        .take(counts.len())
        .map(|limit| Words.in_unit(area.chart.unit, *limit).replace(".0 %", " %"))
        .collect();
    let plot = html! {
        @for (at, (count, range)) in counts.iter().zip(limits.windows(2)).enumerate() {
            @let top = axis::y(&scale, *count as f64);
            rect.bar.joined.c0 x=(percent(at as f64 / all)) y=(pixels(top))
                width=(percent(1.0 / all)) height=(pixels(TOP + HEIGHT - top)) {
                title { (title(area.chart.unit, range, *count)) }
            }
        }
        (marks(limits, references))
    };
    let below = area.names(&names, |at| at as f64 / all);
    area.with_axes(Unit::Count, &scale, below, plot)
}

fn title(unit: Unit, range: &[f64], count: u64) -> String {
    format!("{}: {}", Words.range(unit, range), Words.count(count))
}

/// A value to mark, and where its name is.
struct Mark<'a> {
    name: &'a str,
    x: f64,
    /// The row of its name, from the top on: names in one row don't overlap.
    row: u8,
    /// Whether its name is left of the line, because there is no room on the right.
    is_left: bool,
}

fn placed<'a>(limits: &[f64], references: &'a [Reference]) -> Vec<Mark<'a>> {
    let mut found: Vec<(f64, &Reference)> = references
        .iter()
        .filter_map(|reference| Some((place(limits, reference.value)?, reference)))
        .collect();
    found.sort_by(|(left, _), (right, _)| left.total_cmp(right));
    let mut marks: Vec<Mark<'_>> = Vec::new();
    let mut end = f64::NEG_INFINITY;
    for (x, reference) in found {
        let width = (reference.name.chars().count() + 2) as f64 * CHARACTER;
        let is_left = x + width > 1.0;
        let start = if is_left { x - width } else { x };
        let row = match marks.last() {
            Some(before) if start < end => before.row.saturating_add(1),
            _ => 0,
        };
        end = start + width;
        let name = reference.name.as_str();
        marks.push(Mark {
            name,
            x,
            row,
            is_left,
        });
    }
    marks
}

/// Returns a line with a name at each value to mark.
fn marks(limits: &[f64], references: &[Reference]) -> Markup {
    html! {
        @for mark in placed(limits, references) {
            @let x = percent(mark.x);
            @let y = TOP - 6.0 + f64::from(mark.row) * NAME;
            line.mark x1=(x) x2=(x) y1=(pixels(y - 8.0)) y2=(pixels(TOP + HEIGHT)) {}
            text.mark.end[mark.is_left] x=(x) dx=(if mark.is_left { "-6" } else { "6" }) y=(pixels(y)) {
                (mark.name)
            }
        }
    }
}

/// Returns where a value is along the width, from 0 to 1.
fn place(limits: &[f64], value: f64) -> Option<f64> {
    let ranges = limits.len().checked_sub(1).filter(|ranges| *ranges > 0)?;
    let at = limits
        .windows(2)
        .position(|range| range[0] <= value && (value < range[1] || range[1].is_infinite()))?;
    let (from, to) = (limits[at], limits[at + 1]);
    let inside = if to.is_finite() && to > from {
        (value - from) / (to - from)
    } else {
        0.5
    };
    Some((at as f64 + inside) / ranges as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_inside_the_range_of_its_value() {
        let limits = [0.0, 60.0, 3600.0, f64::INFINITY];
        assert_eq!(place(&limits, 0.0), Some(0.0));
        assert_eq!(place(&limits, 30.0), Some(0.5 / 3.0));
        assert_eq!(place(&limits, 60.0), Some(1.0 / 3.0));
        assert_eq!(place(&limits, 1e9), Some(2.5 / 3.0));
        assert_eq!(place(&limits, -1.0), None);
        assert_eq!(place(&limits, f64::NAN), None);
        assert_eq!(place(&[], 1.0), None);
    }

    #[test]
    fn names_of_marks_stay_inside_and_apart() {
        let reference = |name: &str, value| Reference {
            name: name.to_owned(),
            value,
        };
        let references = [
            reference("p95", 97.0),
            reference("Median", 10.0),
            reference("Mean", 12.0),
        ];
        let marks = placed(&[0.0, 100.0], &references);
        let marks: Vec<_> = marks
            .iter()
            .map(|mark| (mark.name, mark.row, mark.is_left))
            .collect();
        assert_eq!(
            marks,
            [("Median", 0, false), ("Mean", 1, false), ("p95", 0, true)]
        );
    }
}

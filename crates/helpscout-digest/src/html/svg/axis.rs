//! The frame of a chart: its element, its axes and their labels.

use maud::{Markup, html};

use crate::scale::Scale;
use crate::{Chart, Unit, Words};

/// The height of the plot of a chart with axes.
pub(super) const HEIGHT: f64 = 200.0;

/// The room above the plot.
pub(super) const TOP: f64 = 18.0;

/// The room below the plot, for the names of the steps.
const BOTTOM: f64 = 28.0;

/// The number of intervals between the ticks.
const INTERVALS: usize = 4;

/// The widths of a plot: on a wide page, on a wide page beside another, and on a phone.
const WIDE: f64 = 940.0;
const HALF: f64 = 430.0;
const NARROW: f64 = 270.0;

/// The width of a character of a label, and the room between labels.
const CHARACTER: f64 = 6.6;
const BETWEEN: f64 = 12.0;

/// Where a chart is drawn.
#[derive(Clone, Copy)]
pub(super) struct Area<'a> {
    /// The identifier of its figure.
    pub(super) id: &'a str,
    /// The chart.
    pub(super) chart: &'a Chart,
    /// Whether it has the row to itself.
    pub(super) is_wide: bool,
}

impl Area<'_> {
    /// Returns the element with its text alternative. `class` sets the room beside the plot.
    pub(super) fn svg(self, height: f64, class: &str, content: Markup) -> Markup {
        let title = format!("{}-title", self.id);
        let description = format!("{}-description", self.id);
        html! {
            svg class={ "plot " (class) } role="img" width="100%"
                height=(pixels(height)) aria-labelledby={ (title) " " (description) } {
                title id=(title) { (self.chart.title) }
                desc id=(description) { (self.chart.summary) }
                (content)
            }
        }
    }

    /// Returns a chart that has nothing to draw.
    pub(super) fn nothing(self) -> Markup {
        let content = html! { text.empty x="50%" y="36" { "No values in this period" } };
        self.svg(64.0, "", content)
    }

    /// Returns a chart with a vertical axis and names below it.
    pub(super) fn with_axes(
        self,
        unit: Unit,
        scale: &Scale,
        below: Markup,
        plot: Markup,
    ) -> Markup {
        let names: Vec<String> = scale
            .ticks()
            .iter()
            .map(|tick| Words.in_unit(unit, *tick).replace(".0 %", " %"))
            .collect();
        let longest = names.iter().map(|name| name.chars().count()).max();
        let class = format!("left-{}", longest.unwrap_or(1).clamp(1, 9));
        let content = html! {
            @for (tick, name) in scale.ticks().iter().zip(&names) {
                @let y = pixels(y(scale, *tick));
                line.grid.base[*tick <= 0.0] x1="0" x2="100%" y1=(y) y2=(y) {}
                text.tick x="-10" y=(y) dy="0.32em" { (name) }
            }
            (below)
            (plot)
        };
        self.svg(TOP + HEIGHT + BOTTOM, &class, content)
    }

    /// Returns the scale of the vertical axis.
    pub(super) fn scale(self, unit: Unit, most: f64) -> Scale {
        Scale::new(unit, most, INTERVALS)
    }

    /// Returns the names below the plot, as many as there is room for. `place` says where along the
    /// width each of them is, from 0 to 1.
    pub(super) fn names(self, names: &[String], place: impl Fn(usize) -> f64) -> Markup {
        let longest = names.iter().map(|name| name.chars().count()).max();
        let width = longest.unwrap_or(0) as f64 * CHARACTER + BETWEEN;
        let every = |room: f64| ((names.len() as f64 * width / room).ceil() as usize).max(1);
        let wide = every(if self.is_wide { WIDE } else { HALF });
        // Those on a phone are some of those on a wide page.
        let narrow = every(NARROW).div_ceil(wide) * wide;
        let y = pixels(TOP + HEIGHT + 20.0);
        html! {
            @for (at, name) in names.iter().enumerate().step_by(wide) {
                text.name.roomy[at % narrow != 0] x=(percent(place(at))) y=(y) { (name) }
            }
        }
    }
}

/// Returns where a value is along the height.
pub(super) fn y(scale: &Scale, value: f64) -> f64 {
    TOP + (1.0 - scale.share(value)) * HEIGHT
}

/// Returns a share as a length along the width.
pub(super) fn percent(share: f64) -> String {
    let share = if share.is_finite() { share } else { 0.0 };
    format!("{}%", short(share * 100.0))
}

/// Returns a length in pixels.
pub(super) fn pixels(length: f64) -> String {
    short(length)
}

/// Returns a number with at most two decimals.
fn short(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

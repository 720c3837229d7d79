//! Counts for each hour of the week, as a heat map of seven rows and twenty-four columns.

use std::fmt::Write;

use helpscout_description::{EnumValue, Field, Object, Type};
use helpscout_digest::scale;

use super::Look;
use super::definitions::Definitions;
use super::json_object::{self, JsonObject};

const DAY: &str = "day";
const HOUR: &str = "hour";
const COUNT: &str = "count";

const HOURS: usize = 24;

/// From zero to the largest count.
const SHADES: [&str; 5] = ["·", "░", "▒", "▓", "█"];

/// The days, each with a count for each hour.
#[derive(Debug)]
pub(crate) struct HeatMap {
    pub(super) days: Vec<(String, [u64; HOURS])>,
}

impl HeatMap {
    /// Returns `None` if the rows are something else, or are not as described.
    pub(crate) fn of(
        definitions: Definitions,
        object: &'static Object,
        rows: &[JsonObject<'_>],
    ) -> Option<Self> {
        let is_whole = |column: &Field| column.ty == Type::Integer && !column.list;
        let known: &[EnumValue] = object.field(DAY).and_then(|day| definitions.numbers(day))?;
        if !is_whole(object.field(HOUR)?) || !is_whole(object.field(COUNT)?) {
            return None;
        }
        let mut days: Vec<(String, [u64; HOURS])> = known
            .iter()
            .map(|day| (day.wire.clone(), [0; HOURS]))
            .collect();
        for row in rows {
            let text = |key: &str| row.value(key).map(json_object::plain);
            let (day, hour, count) = (text(DAY)?, text(HOUR)?, text(COUNT)?);
            let (_, hours) = days.iter_mut().find(|(known, _)| *known == day)?;
            let hour = hours.get_mut(hour.parse::<usize>().ok()?)?;
            *hour = hour.checked_add(count.parse().ok()?)?;
        }
        for (day, _) in &mut days {
            *day = definitions.word(object.field(DAY)?, day);
        }
        Some(Self { days })
    }

    /// Renders the map and its legend. Returns `None` if the map is too wide.
    pub(crate) fn render(&self, look: Look) -> Option<String> {
        let names = self.days.iter().map(|(name, _)| name.chars().count());
        let name = names.max().unwrap_or(0);
        let sums = self.days.iter().map(|(_, hours)| hours.iter().sum::<u64>());
        let sums: Vec<String> = sums.map(|sum| sum.to_string()).collect();
        let sum = sums
            .iter()
            .map(String::len)
            .max()
            .unwrap_or(0)
            .max("All".len());
        let beside = name + 2 + 2 + sum;
        let cell = match look.width.map(usize::from) {
            None => 2,
            Some(width) if width >= beside + 2 * HOURS => 2,
            Some(width) if width >= beside + HOURS => 1,
            Some(_) => return None,
        };
        let most = self.most();
        let mut map = format!("{:name$}  ", "");
        for hour in (0..HOURS).step_by(3) {
            let _ = write!(map, "{hour:<0$}", 3 * cell);
        }
        let _ = writeln!(map, "  {:>sum$}", "All");
        for ((day, hours), total) in self.days.iter().zip(&sums) {
            let hours = hours.map(|count| SHADES[level(count, most)].repeat(cell));
            let _ = writeln!(map, "{day:<name$}  {}  {total:>sum$}", hours.concat());
        }
        let _ = writeln!(map, "\n{}", legend(most));
        Some(map)
    }

    fn most(&self) -> u64 {
        let counts = self.days.iter().flat_map(|(_, hours)| hours);
        counts.copied().max().unwrap_or(0)
    }
}

/// Returns the index of the shade of a count.
fn level(count: u64, most: u64) -> usize {
    scale::level(count as f64, most as f64, SHADES.len() - 1)
}

/// Returns the range of counts of each shade.
fn legend(most: u64) -> String {
    let mut legend = format!("{} none", SHADES[0]);
    let levels = SHADES.len() as u64 - 1;
    let bound = |level: u64| (u128::from(most) * u128::from(level) / u128::from(levels)) as u64;
    for (level, shade) in (1..=levels).zip(&SHADES[1..]) {
        let (from, to) = (bound(level - 1) + 1, bound(level));
        let _ = match from.cmp(&to) {
            std::cmp::Ordering::Less => write!(legend, "  {shade} {from} to {to}"),
            std::cmp::Ordering::Equal => write!(legend, "  {shade} {to}"),
            std::cmp::Ordering::Greater => Ok(()),
        };
    }
    legend
}

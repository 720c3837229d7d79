//! A table for people: headings, aligned columns, no wider than the terminal.
//!
//! Numbers and fixed words are never wrapped, labels and texts only between words, and texts not to
//! less than [`COMFORTABLE`] characters. If the table still does not fit, whole columns are left out,
//! the least important first, and the result names them. Only a column that is wider than the
//! terminal by itself, or that can't be left out, has broken words.

use comfy_table::{
    Attribute, Cell, CellAlignment, Column, ColumnConstraint, ContentArrangement, LineStyle, Table,
    TableStyle, Width,
};
use unicode_width::UnicodeWidthStr;

use super::Look;

/// The content of a cell without a value.
pub(crate) const NOTHING: &str = "–";

/// The minimum width of a column of longer texts that has to fit somehow.
pub(crate) const READABLE: usize = 12;

/// The number of columns that are shown however narrow the terminal is, if they are not dispensable.
const KEPT: usize = 2;

/// The width that a column of longer texts gets before others are shown beside it.
const COMFORTABLE: usize = 20;

/// The number of spaces between two columns.
pub(crate) const GAP: u16 = 2;

/// The heading of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Heading {
    title: String,
    content: Content,
    /// Columns with a higher number are left out first; those with 0 never are.
    dispensable: usize,
    /// Whether the column is only shown if no other has to be wrapped for it.
    is_extra: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    /// Aligned to the right.
    Number,
    /// One of a few words.
    Word,
    /// May be wrapped between words. Spaces at its start are kept.
    Label,
    /// May be wrapped anywhere.
    Text,
}

impl Heading {
    pub(crate) fn number(title: impl Into<String>) -> Self {
        Self::new(title, Content::Number)
    }

    pub(crate) fn word(title: impl Into<String>) -> Self {
        Self::new(title, Content::Word)
    }

    pub(crate) fn label(title: impl Into<String>) -> Self {
        Self::new(title, Content::Label)
    }

    pub(crate) fn text(title: impl Into<String>) -> Self {
        Self::new(title, Content::Text)
    }

    fn new(title: impl Into<String>, content: Content) -> Self {
        Self {
            title: title.into(),
            content,
            dispensable: 0,
            is_extra: false,
        }
    }

    /// Returns whether cells may be wrapped anywhere.
    pub(crate) fn is_text(&self) -> bool {
        self.content == Content::Text
    }

    pub(crate) fn title(&self) -> &str {
        &self.title
    }

    /// Makes the column one that is left out before columns with a lower number.
    pub(crate) fn dispensable(mut self, order: usize) -> Self {
        self.dispensable = order;
        self
    }

    /// Makes the column one that is only shown if no other has to be wrapped for it.
    pub(crate) fn extra(mut self, is_extra: bool) -> Self {
        self.is_extra = is_extra;
        self
    }

    /// Returns the minimum width at which the column is readable.
    fn least_width(&self, longest: Longest) -> usize {
        let cell = match self.content {
            Content::Number | Content::Word => longest.cell,
            Content::Label => longest.word,
            Content::Text => longest.word.max(longest.cell.min(COMFORTABLE)),
        };
        cell.max(longest_word(&self.title))
    }
}

/// A table as text.
#[derive(Debug)]
pub(crate) struct Rendered {
    /// The lines, each with a line feed.
    pub(crate) text: String,
    /// Titles of the columns that did not fit.
    pub(crate) left_out: Vec<String>,
}

/// Renders a table.
pub(crate) fn render(headings: &[Heading], rows: Vec<Vec<String>>, look: Look) -> Rendered {
    let layout = Layout::of(headings, widths(headings, &rows), look);
    Rendered {
        text: layout.draw(rows.iter().map(Vec::as_slice)),
        // Nothing is missing from a table without rows.
        left_out: if rows.is_empty() {
            Vec::new()
        } else {
            layout.left_out()
        },
    }
}

/// Which columns a table shows and how wide they are.
#[derive(Debug)]
pub(crate) struct Layout<'a> {
    headings: &'a [Heading],
    widths: Vec<Widths>,
    look: Look,
    /// The positions of the columns that fit.
    shown: Vec<usize>,
    /// Whether nothing has to be wrapped.
    is_roomy: bool,
}

impl<'a> Layout<'a> {
    /// Lays out columns that have these widths over all rows.
    pub(crate) fn of(headings: &'a [Heading], mut widths: Vec<Widths>, look: Look) -> Self {
        let width = look.width.map(usize::from);
        for (widths, heading) in widths.iter_mut().zip(headings) {
            let is_too_wide = width.is_some_and(|width| widths.least > width);
            if is_too_wide && heading.is_text() {
                // Its words have to be broken, so it is no reason to leave out others.
                widths.least = READABLE.max(longest_word(heading.title()));
            }
        }
        let natural = |at: usize| widths[at].natural;
        let least = |at: usize| widths[at].least;
        let all: Vec<usize> = (0..headings.len()).collect();
        let shown = match width {
            Some(width) if total(&all, natural) > width => {
                let (extra, main): (Vec<usize>, _) =
                    all.into_iter().partition(|at| headings[*at].is_extra);
                let main = fitting(headings, main, width, least);
                with_extra(headings, main, extra, width, natural)
            }
            _ => all,
        };
        let is_roomy = width.is_none_or(|width| total(&shown, natural) <= width);
        Self {
            headings,
            widths,
            look,
            shown,
            is_roomy,
        }
    }

    /// Draws a table of these rows. How wide a wrapped column is may depend on its cells.
    pub(crate) fn draw<'r>(&self, rows: impl Iterator<Item = &'r [String]>) -> String {
        let mut table = Table::new();
        table.load_style(style());
        if self.look.color {
            table.enforce_styling();
        } else {
            table.force_no_tty();
        }
        let heading_cell =
            |at: &usize| Cell::new(&self.headings[*at].title).add_attribute(Attribute::Bold);
        table.set_header(self.shown.iter().map(heading_cell));
        for row in rows {
            let cells = self.shown.iter().map(|at| indent_kept(&row[*at]));
            table.add_row(cells.map(Cell::new_owned));
        }
        for (at, column) in self.shown.iter().zip(table.column_iter_mut()) {
            let gap = if Some(at) == self.shown.last() {
                0
            } else {
                GAP
            };
            column.set_padding((0, gap));
            let least = (!self.is_roomy).then(|| self.widths[*at].least);
            arrange(column, &self.headings[*at], least);
        }
        table.set_content_arrangement(ContentArrangement::Disabled);
        if let (Some(width), false) = (self.look.width, self.is_roomy) {
            table.set_content_arrangement(ContentArrangement::Dynamic);
            table.set_width(width);
        }
        table.trim_fmt().replace(KEPT_BLANK, " ") + "\n"
    }

    /// Returns the titles of the columns that did not fit.
    pub(crate) fn left_out(&self) -> Vec<String> {
        // The positions are in their order.
        let is_shown = |at: &usize| self.shown.binary_search(at).is_ok();
        let left_out = (0..self.headings.len()).filter(|at| !is_shown(at));
        left_out.map(|at| self.headings[at].title.clone()).collect()
    }
}

/// The widths a column may have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Widths {
    /// The width without wrapping.
    pub(crate) natural: usize,
    /// The width with everything wrapped that may be.
    pub(crate) least: usize,
}

/// Returns the widths of all columns.
pub(crate) fn widths(headings: &[Heading], rows: &[Vec<String>]) -> Vec<Widths> {
    let mut longest = vec![Longest::default(); headings.len()];
    for row in rows {
        for ((longest, heading), cell) in longest.iter_mut().zip(headings).zip(row) {
            longest.add(heading, cell);
        }
    }
    let widths = headings.iter().zip(longest);
    widths
        .map(|(heading, longest)| longest.widths(heading))
        .collect()
}

/// Returns the width of a table with columns of these widths.
pub(crate) fn width_of(columns: impl ExactSizeIterator<Item = usize>) -> usize {
    let gaps = columns.len().saturating_sub(1) * usize::from(GAP);
    columns.sum::<usize>() + gaps
}

/// The widths of the longest cell of a column, and of the longest word in a column that is wrapped.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Longest {
    cell: usize,
    word: usize,
}

impl Longest {
    /// Takes another cell into account. Returns its width if no other was as wide.
    pub(crate) fn add(&mut self, heading: &Heading, cell: &str) -> Option<usize> {
        if matches!(heading.content, Content::Label | Content::Text) {
            self.word = longest_word(&indent_kept(cell)).max(self.word);
        }
        let width = cell.width();
        let is_longest = width > self.cell;
        self.cell = width.max(self.cell);
        is_longest.then_some(width)
    }

    /// Returns the widths of a column with these cells.
    pub(crate) fn widths(self, heading: &Heading) -> Widths {
        Widths {
            natural: self.cell.max(heading.title.width()),
            least: heading.least_width(self),
        }
    }
}

fn longest_word(text: &str) -> usize {
    let words = text.split(' ').map(UnicodeWidthStr::width);
    words.max().unwrap_or(0)
}

/// Stands for a space that is not a place to wrap, while a table is rendered.
const KEPT_BLANK: &str = "\u{e000}";

/// Returns a cell that keeps its indent. The character for that is for private use, so text that
/// contains it loses no meaning.
fn indent_kept(cell: &str) -> String {
    let text = cell.trim_start_matches(' ');
    let indent = cell.len() - text.len();
    KEPT_BLANK.repeat(indent) + &text.replace(KEPT_BLANK, "\u{fffd}")
}

fn total(columns: &[usize], width: impl Fn(usize) -> usize) -> usize {
    width_of(columns.iter().map(|at| width(*at)))
}

/// Leaves out the most dispensable columns until the others fit, but not the first two, and then shows
/// those again for which there is room, the least dispensable first. Returns the columns that are shown,
/// in their order.
fn fitting(
    headings: &[Heading],
    mut columns: Vec<usize>,
    width: usize,
    least: impl Fn(usize) -> usize,
) -> Vec<usize> {
    let mut taken = total(&columns, &least);
    columns.sort_by_key(|at| (headings[*at].dispensable, *at));
    let mut left_out = Vec::new();
    while let Some(next) = columns.last().filter(|_| taken > width) {
        // A line that the terminal breaks is worse than a column that is named below the table.
        if headings[*next].dispensable == 0 && columns.len() <= KEPT {
            break;
        }
        taken = taken.saturating_sub(least(*next) + usize::from(GAP));
        left_out.extend(columns.pop());
    }
    for at in left_out.into_iter().rev() {
        let more = least(at) + usize::from(GAP);
        if taken + more <= width {
            taken += more;
            columns.push(at);
        }
    }
    columns.sort_unstable();
    columns
}

/// Adds the columns for which there is room while nothing is wrapped, the least dispensable first.
fn with_extra(
    headings: &[Heading],
    mut columns: Vec<usize>,
    mut extra: Vec<usize>,
    width: usize,
    natural: impl Fn(usize) -> usize,
) -> Vec<usize> {
    let mut taken = total(&columns, &natural);
    extra.sort_by_key(|at| (headings[*at].dispensable, *at));
    for at in extra {
        let more = natural(at) + usize::from(GAP);
        if taken + more <= width {
            taken += more;
            columns.push(at);
        }
    }
    columns.sort_unstable();
    columns
}

/// Returns the width of the longest line of a cell that is wrapped at a width.
pub(crate) fn longest_line(cell: &str, width: usize) -> usize {
    let natural = cell.width();
    if natural <= width {
        return natural;
    }
    let mut table = Table::new();
    table.load_style(TableStyle::new());
    table.add_row([Cell::new_owned(indent_kept(cell))]);
    if let Some(column) = table.column_mut(0) {
        let width = u16::try_from(width).unwrap_or(u16::MAX);
        column.set_padding((0, 0));
        column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        // The blanks at the end of a line count. No line starts with one.
        column.set_cell_alignment(CellAlignment::Right);
    }
    let lines = table.to_string();
    let lines = lines.lines().map(|line| line.trim_start_matches(' '));
    lines.map(UnicodeWidthStr::width).max().unwrap_or(0)
}

/// Sets the alignment of a column, and its width if a minimum is given.
fn arrange(column: &mut Column, heading: &Heading, least: Option<usize>) {
    if heading.content == Content::Number {
        column.set_cell_alignment(CellAlignment::Right);
    }
    if let Some(least) = least {
        // Constraints include the padding.
        let least = u16::try_from(least).unwrap_or(u16::MAX);
        let width = least.saturating_add(column.padding_width());
        column.set_constraint(match heading.content {
            Content::Text | Content::Label => ColumnConstraint::LowerBoundary(Width::Fixed(width)),
            _ => ColumnConstraint::Absolute(Width::Fixed(width)),
        });
    }
}

fn style() -> TableStyle {
    TableStyle::new().header_separator(LineStyle::none().fill('─'))
}

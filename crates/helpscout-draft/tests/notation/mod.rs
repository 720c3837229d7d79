//! Tables in many notations.

/// A table: its titles and its rows.
#[derive(Clone, Debug)]
pub(crate) struct Cells {
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// A notation of tables, with its name.
pub(crate) type Notation = (&'static str, fn(&Cells) -> String);

/// All notations in which every cell of a table survives.
pub(crate) const NOTATIONS: [Notation; 13] = [
    ("Markdown", markdown),
    ("pipes between cells", pipes),
    ("a cell on each line", lines),
    ("tabs", tabs),
    ("tabs, with lines inside cells", wrapped_tabs),
    ("tabs, with other titles in another order", other_titles),
    ("tabs, with characters that have no width", invisible),
    ("aligned blanks", |cells| aligned(cells, false)),
    ("aligned blanks with a rule", |cells| aligned(cells, true)),
    ("a grid of reStructuredText", grid),
    ("HTML", html),
    ("HTML on one line", |cells| html(cells).replace('\n', "")),
    ("a line for each fact", records),
];

fn joined(cells: &Cells, row: impl Fn(&[String]) -> String) -> String {
    let rows = std::iter::once(&cells.head).chain(&cells.rows);
    rows.map(|cells| row(cells)).collect::<Vec<_>>().join("\n")
}

fn markdown(cells: &Cells) -> String {
    let text = joined(cells, |row| format!("| {} |", row.join(" | ")));
    let rule = format!("|{}\n", "---|".repeat(cells.head.len()));
    let (head, rows) = text.split_once('\n').unwrap_or((&text, ""));
    format!("{head}\n{rule}{rows}\n")
}

fn pipes(cells: &Cells) -> String {
    let rows: Vec<String> = cells.rows.iter().map(|row| row.join(" | ")).collect();
    let rule = vec!["---"; cells.head.len()].join("|");
    format!("{}\n{rule}\n{}\n", cells.head.join(" | "), rows.join("\n"))
}

fn lines(cells: &Cells) -> String {
    let line = |cell: &String| format!("{cell} |");
    let rows = cells.rows.iter().flatten().map(line).collect::<Vec<_>>();
    let rule = "---|".repeat(cells.head.len());
    format!("{} |\n{rule}\n{}", cells.head.join(" | "), rows.join("\n"))
}

fn tabs(cells: &Cells) -> String {
    joined(cells, |row| row.join("\t"))
}

/// Breaks the lines of descriptions in the middle.
fn wrapped_tabs(cells: &Cells) -> String {
    let wrapped = |cell: &String| {
        let words: Vec<&str> = cell.split(' ').collect();
        let middle = words.len() / 2;
        // A list of examples has a line for each.
        let is_prose = words.len() > 3 && words[middle].starts_with(char::is_lowercase);
        if is_prose {
            format!(
                "{}\n{}",
                words[..middle].join(" "),
                words[middle..].join(" ")
            )
        } else {
            cell.clone()
        }
    };
    joined(cells, |row| {
        row.iter().map(wrapped).collect::<Vec<_>>().join("\t")
    })
}

fn other_titles(cells: &Cells) -> String {
    let title = |title: &String| match title.as_str() {
        "Parameter" => "Query Parameter".to_owned(),
        "Path" => "Field".to_owned(),
        "Type" => "Data type".to_owned(),
        "Description" => "Notes".to_owned(),
        "Examples" => "Sample value".to_owned(),
        title => title.to_owned(),
    };
    let backwards = |row: &[String]| row.iter().rev().cloned().collect::<Vec<_>>();
    tabs(&Cells {
        head: backwards(&cells.head.iter().map(title).collect::<Vec<_>>()),
        rows: cells.rows.iter().map(|row| backwards(row)).collect(),
    })
}

fn invisible(cells: &Cells) -> String {
    let spoiled = |cell: &String| {
        let half = cell
            .char_indices()
            .nth(cell.chars().count() / 2)
            .map_or(0, |(at, _)| at);
        let (start, end) = cell.split_at(half);
        format!("{start}\u{200b}{end}").replace(' ', "\u{a0}")
    };
    joined(cells, |row| {
        row.iter().map(spoiled).collect::<Vec<_>>().join("\t")
    })
}

fn widths(cells: &Cells) -> Vec<usize> {
    let rows = || std::iter::once(&cells.head).chain(&cells.rows);
    let width = |at: usize| {
        rows()
            .map(|row| row.get(at).map_or(0, |cell| cell.chars().count()))
            .max()
    };
    (0..cells.head.len())
        .map(|at| width(at).unwrap_or(0))
        .collect()
}

fn aligned(cells: &Cells, has_rule: bool) -> String {
    let widths = widths(cells);
    let padded = |row: &[String]| {
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let text = joined(cells, padded);
    if !has_rule {
        return text;
    }
    let rule: Vec<String> = widths.iter().map(|width| "=".repeat(*width)).collect();
    let (head, rows) = text.split_once('\n').unwrap_or((&text, ""));
    format!("{head}\n{}\n{rows}", rule.join("  "))
}

fn grid(cells: &Cells) -> String {
    let widths = widths(cells);
    let rule = |char: &str| {
        let parts = widths.iter().map(|width| char.repeat(width + 2));
        format!("+{}+", parts.collect::<Vec<_>>().join("+"))
    };
    let padded = |row: &Vec<String>| {
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}"));
        format!(
            "| {} |\n{}",
            cells.collect::<Vec<_>>().join(" | "),
            rule("-")
        )
    };
    let rows: Vec<String> = cells.rows.iter().map(padded).collect();
    let head = padded(&cells.head);
    let head = head.split('\n').next().unwrap_or_default();
    format!(
        "{}\n{head}\n{}\n{}\n",
        rule("-"),
        rule("="),
        rows.join("\n")
    )
}

fn html(cells: &Cells) -> String {
    let row = |tag: &str, row: &Vec<String>| {
        let cells = row
            .iter()
            .map(|cell| format!("<{tag} class=\"x\">{}</{tag}>\n", escaped(cell)));
        format!("<tr>\n{}</tr>\n", cells.collect::<String>())
    };
    let rows: String = cells.rows.iter().map(|cells| row("td", cells)).collect();
    format!(
        "<table>\n<thead>{}</thead>\n<tbody>{rows}</tbody></table>",
        row("th", &cells.head)
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn records(cells: &Cells) -> String {
    let record = |row: &Vec<String>| {
        let facts = cells.head.iter().zip(row);
        let facts = facts.map(|(title, cell)| format!("{title}\t{cell}"));
        facts.collect::<Vec<_>>().join("\n")
    };
    cells
        .rows
        .iter()
        .map(record)
        .collect::<Vec<_>>()
        .join("\n\n")
}

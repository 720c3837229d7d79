//! `cargo xtask explain`.

use std::io;

use clap::builder::styling::Style;
use helpscout_spec::Code;

use crate::error::Error;
use crate::output;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Codes of findings, such as S012; without any, all codes are listed
    #[arg(value_name = "CODE", value_parser = code)]
    codes: Vec<Code>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let strong = if helpscout_stdout::is_styled(&io::stdout()) {
        Style::new().bold()
    } else {
        Style::new()
    };
    let text = match arguments.codes.as_slice() {
        [] => list(strong),
        codes => {
            let texts: Vec<String> = codes.iter().map(|code| explained(*code, strong)).collect();
            texts.join("\n")
        }
    };
    output::print(&text)
}

fn code(word: &str) -> Result<Code, String> {
    let name = word.to_uppercase();
    Code::from_name(&name).ok_or_else(|| match Code::nearest(&name) {
        Some(near) => {
            let title = near.title();
            format!("did you mean `{near}` ({title})? `cargo xtask explain` lists all codes")
        }
        None => "a code is `S` and three digits; `cargo xtask explain` lists all codes".to_owned(),
    })
}

/// Returns one line for each code.
fn list(strong: Style) -> String {
    let lines = Code::ALL.iter().map(|code| {
        let (severity, title) = (code.severity().as_str(), code.title());
        format!("{strong}{code}{strong:#}  {severity:7}  {title}\n")
    });
    lines.collect()
}

/// Returns the explanation of a code for a terminal: headings and blocks without Markdown.
fn explained(code: Code, strong: Style) -> String {
    let (severity, title) = (code.severity().as_str(), code.title());
    let mut text = format!("{strong}{severity}[{code}]: {title}{strong:#}\n\n");
    let mut is_block = false;
    for line in code.explanation().lines() {
        if line.starts_with("```") {
            is_block = !is_block;
            // The block has an empty line around it already.
            continue;
        }
        if is_block {
            text.push_str("    ");
            text.push_str(line);
        } else if let Some(heading) = line.strip_prefix("## ") {
            text.push_str(&format!("{strong}{heading}{strong:#}"));
        } else if let Some(file) = file_name(line) {
            text.push_str(&format!("  {file}"));
        } else {
            text.push_str(line);
        }
        text.push('\n');
    }
    text
}

/// Returns the file name above a block.
fn file_name(line: &str) -> Option<&str> {
    let name = line.strip_prefix('`')?.strip_suffix('`')?;
    (!name.contains('`')).then_some(name)
}

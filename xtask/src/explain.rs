//! `cargo xtask explain`.

use std::io;
use std::process::ExitCode;

use clap::builder::styling::Style;
use helpscout_spec::Code;

use crate::{colour, print};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Codes of findings, as in `error[S012]`; without any, all codes are listed
    #[arg(value_name = "CODE", value_parser = code)]
    codes: Vec<Code>,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let strong = match colour(&io::stdout()) {
        true => Style::new().bold(),
        false => Style::new(),
    };
    let text = match arguments.codes.as_slice() {
        [] => list(strong),
        codes => {
            let texts: Vec<String> = codes.iter().map(|code| explained(*code, strong)).collect();
            texts.join("\n")
        }
    };
    match print(&text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: can't print: {error}");
            ExitCode::FAILURE
        }
    }
}

fn code(word: &str) -> Result<Code, String> {
    let name = word.to_uppercase();
    Code::from_name(&name).ok_or_else(|| match Code::nearest(&name) {
        Some(near) => {
            let title = near.title();
            format!("did you mean `{near}` ({title})? `cargo xtask explain` lists all codes")
        }
        None => "a code is `S` and three digits; `cargo xtask explain` lists all".to_owned(),
    })
}

/// One line for each code.
fn list(strong: Style) -> String {
    let lines = Code::ALL.iter().map(|code| {
        let (severity, title) = (code.severity().as_str(), code.title());
        format!("{strong}{code}{strong:#}  {severity:7}  {title}\n")
    });
    lines.collect()
}

/// The explanation of a code for a terminal: headings and blocks set apart without Markdown.
fn explained(code: Code, strong: Style) -> String {
    let (severity, title) = (code.severity().as_str(), code.title());
    let mut text = format!("{strong}{severity}[{code}]: {title}{strong:#}\n\n");
    let mut is_block = false;
    for line in code.explanation().lines() {
        if line.starts_with("```") {
            is_block = !is_block;
            // An empty line stands around the block already.
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

/// The file name above a block.
fn file_name(line: &str) -> Option<&str> {
    let name = line.strip_prefix('`')?.strip_suffix('`')?;
    (!name.contains('`')).then_some(name)
}

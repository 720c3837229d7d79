//! `cargo xtask explain`.

use std::io::{self, Write};
use std::process::ExitCode;

use helpscout_spec::{Code, Severity};

use crate::colour;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Codes of findings, as in `error[S012]`; without any, all codes are listed
    #[arg(value_name = "CODE", value_parser = code)]
    codes: Vec<Code>,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let style = Style {
        is_on: colour(&io::stdout()),
    };
    let text = match arguments.codes.as_slice() {
        [] => list(style),
        codes => {
            let texts: Vec<String> = codes.iter().map(|code| explained(*code, style)).collect();
            texts.join("\n")
        }
    };
    match io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
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
fn list(style: Style) -> String {
    let lines = Code::ALL.iter().map(|code| {
        let (severity, title) = (severity(*code), code.title());
        format!("{}  {severity:7}  {title}\n", style.strong(code.as_str()))
    });
    lines.collect()
}

/// The explanation of a code for a terminal: headings and blocks set apart without Markdown.
fn explained(code: Code, style: Style) -> String {
    let head = format!("{}[{code}]: {}", severity(code), code.title());
    let mut text = format!("{}\n\n", style.strong(&head));
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
            text.push_str(&style.strong(heading));
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

fn severity(code: Code) -> &'static str {
    match code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

#[derive(Clone, Copy)]
struct Style {
    is_on: bool,
}

impl Style {
    fn strong(self, text: &str) -> String {
        match self.is_on {
            true => format!("\u{1b}[1m{text}\u{1b}[0m"),
            false => text.to_owned(),
        }
    }
}

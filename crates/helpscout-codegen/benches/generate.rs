//! Measures what checking a spec and generating its client cost, for the committed spec and for
//! larger ones that are made of copies of its operations.
//!
//! Each size is measured in a process of its own, whose peak memory is that of this size. The time
//! is that of the processor, so that waiting for a busy machine does not count.
//!
//! Run with `cargo bench -p helpscout-codegen --bench generate`.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::BTreeSet;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use helpscout_codegen::Home;
use helpscout_spec::Sources;

/// The numbers of operations.
const SIZES: [usize; 3] = [41, 141, 1041];

/// How many times each size is measured. The smallest value counts.
const ROUNDS: usize = 5;

fn main() {
    let mut arguments = std::env::args().skip(1);
    if let (Some("--size"), Some(size)) = (arguments.next().as_deref(), arguments.next()) {
        return measure(size.parse().unwrap());
    }
    println!(
        "{:>10}{:>14}{:>14}{:>20}{:>14}",
        "operations", "lint (ms)", "client (ms)", "ms per operation", "peak (MB)"
    );
    for size in SIZES {
        let program = std::env::current_exe().unwrap();
        let mut best = [f64::INFINITY; 3];
        for _ in 0..ROUNDS {
            let size = size.to_string();
            let child = Command::new(&program).args(["--size", &size]).output();
            let text = String::from_utf8(child.unwrap().stdout).unwrap();
            let values = text.split_whitespace().map(|value| value.parse().unwrap());
            for (best, value) in best.iter_mut().zip::<Vec<f64>>(values.collect()) {
                *best = best.min(value);
            }
        }
        let [lint, client, peak] = best;
        println!(
            "{size:>10}{lint:>14.1}{client:>14.1}{:>20.3}{peak:>14.1}",
            (lint + client) / size as f64
        );
    }
}

/// Prints the milliseconds that checking and generating take, and the peak memory in MB.
fn measure(size: usize) {
    let folder = tempfile::tempdir().unwrap();
    write_copies(folder.path(), size);
    let start = Cpu::now();
    let reading = helpscout_spec::read(folder.path());
    let lint = start.milliseconds();
    let api = reading
        .api
        .unwrap_or_else(|| panic!("{}", reading.findings.render(false)));
    let start = Cpu::now();
    black_box(helpscout_codegen::client(&api, Home::Elsewhere));
    println!("{lint} {} {}", start.milliseconds(), peak());
}

/// Writes the committed spec with as many copies of its operations as are missing to `size`.
fn write_copies(folder: &Path, size: usize) {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
    let committed = Sources::load(&committed);
    let text = |path: &str| String::from_utf8(committed.get(path).unwrap().to_vec()).unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let shared = names(&text("api.yaml"));
    let mut operations = Vec::new();
    for (path, bytes) in committed.iter() {
        write(path, str::from_utf8(bytes).unwrap());
        if path.ends_with(".yaml") && path != "api.yaml" {
            operations.push(path);
        }
    }
    let missing = size - operations.len();
    let copies = operations.iter().cycle().take(missing).enumerate();
    for (index, path) in copies {
        let number = index / operations.len() + 2;
        let (before, after) = (text(path), format!("-copy{number}"));
        let own: Vec<String> = names(&before).difference(&shared).cloned().collect();
        write(
            &path.replace(".yaml", &format!("{after}.yaml")),
            &copy(&before, number, &own),
        );
        let example = path.replace(".yaml", ".json");
        if committed.get(&example).is_some() {
            write(
                &example.replace(".json", &format!("{after}.json")),
                &text(&example),
            );
        }
    }
}

/// Returns the names of types that a spec file declares or mentions.
fn names(text: &str) -> BTreeSet<String> {
    let words = text.split(|char: char| !char.is_ascii_alphanumeric());
    let is_type = |word: &&str| word.len() > 2 && word.starts_with(char::is_uppercase);
    let after = ["object: ", "name: "];
    let declared = words.filter(is_type).filter(|word| {
        after
            .iter()
            .any(|key| text.contains(&format!("{key}{word}")))
    });
    declared.map(str::to_owned).collect()
}

/// Gives a copy of an operation names of its own.
fn copy(text: &str, number: usize, own: &[String]) -> String {
    let mut copy = String::new();
    for line in text.lines() {
        let line = match line.split_once(": ") {
            Some(("operation", id)) => format!("operation: {id}_copy{number}"),
            Some(("request", request)) => {
                format!(
                    "request: {}",
                    request.replace("/v2/", &format!("/v2/copy{number}/"))
                )
            }
            Some(("docs", url)) => format!("docs: {url}copy{number}/"),
            Some(("rust", name)) => format!("rust: {name}Copy{number}"),
            Some(("examples", files)) => {
                let file = files.replace(".json", &format!("-copy{number}.json"));
                format!("examples: {file}")
            }
            _ => renamed(line, number, own),
        };
        copy.push_str(&line);
        copy.push('\n');
    }
    copy
}

/// Renames the types of an operation on a line.
fn renamed(line: &str, number: usize, own: &[String]) -> String {
    let mut result = String::new();
    let mut word = String::new();
    for char in line.chars().chain([' ']) {
        if char.is_ascii_alphanumeric() {
            word.push(char);
            continue;
        }
        result.push_str(&word);
        if own.contains(&word) {
            result.push_str(&format!("Copy{number}"));
        }
        word.clear();
        result.push(char);
    }
    result.trim_end().to_owned()
}

/// The time that the processor has spent on this process.
struct Cpu(Result<f64, Instant>);

impl Cpu {
    fn now() -> Self {
        Self(Self::spent().ok_or_else(Instant::now))
    }

    fn milliseconds(&self) -> f64 {
        match (&self.0, Self::spent()) {
            (Ok(before), Some(now)) => now - before,
            (Err(start), _) => start.elapsed().as_secs_f64() * 1e3,
            (Ok(_), None) => f64::NAN,
        }
    }

    /// Returns milliseconds, or `None` where the system does not say.
    fn spent() -> Option<f64> {
        let text = std::fs::read_to_string("/proc/self/schedstat").ok()?;
        let nanoseconds: f64 = text.split_whitespace().next()?.parse().ok()?;
        Some(nanoseconds / 1e6)
    }
}

/// Returns the peak memory of this process in MB, or 0 where the system does not say.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}

//! What a folder has, by its journal alone: nothing is sent.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use helpscout_pull::{DatasetStatus, Fault, Look, Status};
use helpscout_stdout::print;
use serde_json::json;

use super::asked::Place;
use super::trouble;
use crate::message::{Failure, counted, note, printable};

/// The most gaps and faults that are listed.
const MOST_LISTED: usize = 20;

/// Prints what the folder has.
pub(super) fn status(place: Place<'_>, format: &str) -> Result<(), Failure> {
    let (folder, look) = look(place)?;
    let status = look.status().map_err(|error| trouble::failure(&error))?;
    let text = if format == "json" {
        json_lines(&status)
    } else {
        words(folder, &look, &status)
    };
    print(&text).map_err(|error| Failure::not_done(format!("can't write to stdout: {error}")))
}

/// Compares the files of the folder with the journal.
pub(super) fn verify(place: Place<'_>, is_quiet: bool) -> Result<(), Failure> {
    let (folder, look) = look(place)?;
    let verification = look.verify(count);
    let verification = verification.map_err(|error| trouble::failure(&error))?;
    let counts = format!(
        "{}, {}, {} bytes",
        counted(verification.files, "file"),
        counted(verification.rows, "row"),
        verification.bytes
    );
    if verification.faults.is_empty() {
        if !is_quiet {
            note(format!("{counts}: all as the journal says"));
        }
        return Ok(());
    }
    let faults = verification.faults.iter().take(MOST_LISTED);
    let mut lines: Vec<String> = faults.map(line_of).collect();
    if let Some(more) = verification.faults.len().checked_sub(MOST_LISTED + 1) {
        lines.push(format!("and {} more", more + 1));
    }
    let faults = counted(verification.faults.len(), "file");
    let problem = format!(
        "{}: {faults} not as the journal says ({counts}):\n{}",
        folder.display(),
        lines.join("\n")
    );
    Err(Failure::not_done(problem).help(
        "a pull that asks for its report, user and days fetches what is missing or has another size \
         again; remove a changed file to have it fetched again, and move what isn't a pull's elsewhere",
    ))
}

fn line_of(fault: &Fault) -> String {
    printable(&format!("{} {}", fault.path.display(), fault.problem))
}

fn look<'m>(place: Place<'m>) -> Result<(&'m Path, Look), Failure> {
    let Some(folder) = place.folder else {
        return Err(Failure::usage("--status and --verify need a folder").help("add --to DIR"));
    };
    let look = Look::at(folder, place.state).map_err(|error| trouble::failure(&error))?;
    Ok((folder, look))
}

fn words(folder: &Path, look: &Look, status: &Status) -> String {
    let settings = look.settings();
    let mut text = format!(
        "{}: account {}, zone {}, {} files\n",
        printable(&folder.display().to_string()),
        settings.account,
        settings.zone,
        settings.format
    );
    for dataset in &status.datasets {
        text += &of_dataset(dataset);
    }
    if status.datasets.is_empty() {
        text += "nothing was pulled yet\n";
    }
    text
}

fn of_dataset(dataset: &DatasetStatus) -> String {
    let (first, end) = (dataset.first, dataset.end);
    let mut text = format!("{}\n", dataset.name);
    let mut line = |name: &str, value: String| text += &format!("  {name:<9} {value}\n");
    line("days", format!("{first} to {end} (not included)"));
    if dataset.members > 0 {
        line("members", dataset.members.to_string());
    }
    line("units", dataset.units.to_string());
    line("rows", dataset.rows.to_string());
    line("bytes", dataset.bytes.to_string());
    line("calls", dataset.calls.to_string());
    line(
        "fetched",
        format!("{} to {}", dataset.oldest_fetch, dataset.newest_fetch),
    );
    for gap in dataset.gaps.iter().take(MOST_LISTED) {
        let member = gap.member.as_ref();
        let member = member.map(|member| format!(" of {}={}", member.of, member.id));
        let member = member.unwrap_or_default();
        line(
            "missing",
            format!("{} to {} (not included){member}", gap.first, gap.end),
        );
    }
    if let Some(more) = dataset.gaps.len().checked_sub(MOST_LISTED + 1) {
        line("missing", format!("and {} more", more + 1));
    }
    text
}

fn json_lines(status: &Status) -> String {
    let lines = status.datasets.iter().map(|dataset| {
        let gaps = dataset.gaps.iter().map(|gap| {
            json!({
                "member": gap.member,
                "since": gap.first,
                "until": gap.end,
            })
        });
        let line = json!({
            "dataset": dataset.name,
            "since": dataset.first,
            "until": dataset.end,
            "members": dataset.members,
            "units": dataset.units,
            "rows": dataset.rows,
            "bytes": dataset.bytes,
            "calls": dataset.calls,
            "oldestFetch": dataset.oldest_fetch,
            "newestFetch": dataset.newest_fetch,
            "gaps": gaps.collect::<Vec<_>>(),
        });
        format!("{line}\n")
    });
    lines.collect()
}

/// Counts the rows of a file.
fn count(path: &Path) -> Result<u64, String> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    match ending {
        Some("parquet") => helpscout_arrow::rows_of_file(path).map_err(|error| error.to_string()),
        Some("csv") => records(path).map_err(|error| error.to_string()),
        _ => lines(path).map_err(|error| error.to_string()),
    }
}

fn records(path: &Path) -> Result<u64, csv::Error> {
    let mut reader = csv::Reader::from_path(path)?;
    let mut record = csv::ByteRecord::new();
    let mut count = 0;
    while reader.read_byte_record(&mut record)? {
        count += 1;
    }
    Ok(count)
}

fn lines(path: &Path) -> std::io::Result<u64> {
    let mut reader = BufReader::new(File::open(path)?);
    let mut line = Vec::new();
    let mut count = 0;
    while reader.read_until(b'\n', &mut line)? > 0 {
        count += 1;
        line.clear();
    }
    Ok(count)
}

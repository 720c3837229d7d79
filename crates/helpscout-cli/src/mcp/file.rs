//! Long tables as files, if the command names a folder for them.

use std::io;
use std::path::{Path, PathBuf};

use super::answer::cell;
use super::column::TableColumn;
use super::table::Table;
use crate::format::csv::{guarded, io_error, write_header};
use crate::message::Failure;
use crate::profile::of_owner;

/// Writes all rows of a table as CSV into a folder, and returns the path of the new file.
///
/// # Errors
/// If the file can't be written.
pub(super) fn write(table: &mut Table, title: &str, folder: &Path) -> Result<PathBuf, Failure> {
    write_into(table, title, folder).map_err(|error| {
        let shown = folder.display();
        Failure::not_done(format!("can't write a file into {shown}: {error}"))
            .help("ask for fewer rows, so that no file is needed, or free some space there")
    })
}

fn write_into(table: &mut Table, title: &str, folder: &Path) -> io::Result<PathBuf> {
    let prefix = format!("{title}-{}-", table.name);
    // Removed unless it is complete. An error of `tempfile_in` would name it.
    let mut file = tempfile::Builder::new()
        .prefix(&prefix)
        .suffix(".csv")
        .make_in(folder, |path| of_owner().open(path))?;
    let header = table.columns.iter().map(TableColumn::heading);
    write_header(header, file.as_file_mut())?;
    let mut writer = csv::Writer::from_writer(file.as_file_mut());
    for at in 0..table.pages() {
        for row in table.page(at)?.into_iter().flat_map(|page| page.rows) {
            let cells = row.iter().map(|value| {
                let text = cell(value);
                // A number may start with a minus sign.
                if value.is_string() {
                    guarded(&text).into_owned()
                } else {
                    text
                }
            });
            writer.write_record(cells).map_err(io_error)?;
        }
    }
    writer.flush()?;
    drop(writer);
    let (_, path) = file.keep().map_err(|error| error.error)?;
    Ok(path)
}

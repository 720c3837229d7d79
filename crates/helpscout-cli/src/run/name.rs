//! Placeholders in the names of output files.

use std::path::{Path, PathBuf};

/// What placeholders stand for.
pub(super) struct Placeholders<'a> {
    /// The name of the report.
    pub(super) name: &'a str,
    /// Today's date, in the time zone of this machine.
    pub(super) date: &'a str,
}

impl Placeholders<'_> {
    /// Returns the path of a file that the file of reports names: relative to its folder, with the
    /// values of the placeholders. `-` is stdout.
    ///
    /// # Errors
    /// Returns what is wrong with a placeholder.
    pub(super) fn path(&self, text: &str, folder: &Path) -> Result<PathBuf, String> {
        if text == "-" {
            return Ok(text.into());
        }
        Ok(folder.join(self.filled(text)?))
    }

    fn filled(&self, text: &str) -> Result<String, String> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((placeholder, after)) = after.split_once('}') else {
                return Err(format!("`{{` without `}}` in {text}"));
            };
            filled.push_str(before);
            filled.push_str(match placeholder {
                "name" => self.name,
                "date" => self.date,
                other => {
                    let known = "use {name} for the name of the report, or {date} for today's date";
                    return Err(format!("{{{other}}} stands for nothing in {text}; {known}"));
                }
            });
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_relative_to_the_folder_and_have_no_placeholders_left() {
        let placeholders = Placeholders {
            name: "monday",
            date: "2019-05-20",
        };
        let path = |text| placeholders.path(text, Path::new("reports"));
        assert_eq!(
            path("{name}-{date}.csv"),
            Ok("reports/monday-2019-05-20.csv".into())
        );
        assert_eq!(path("/tmp/a.csv"), Ok("/tmp/a.csv".into()));
        assert_eq!(path("-"), Ok("-".into()));
        assert!(path("{start}.csv").is_err_and(|problem| problem.starts_with("{start} stands")));
        assert!(path("a{date.csv").is_err());
    }
}

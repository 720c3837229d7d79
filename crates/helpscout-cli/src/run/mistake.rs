//! Mistakes in the file, each with its line and column.

use crate::message::Failure;

/// The mistakes of a file.
pub(super) struct Mistakes<'t> {
    /// The name of the file, as it is shown.
    file: String,
    text: &'t str,
    all: Vec<Mistake>,
}

struct Mistake {
    at: usize,
    what: String,
    help: Option<String>,
}

/// A line and a column, counted in characters from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    line: usize,
    column: usize,
}

impl<'t> Mistakes<'t> {
    pub(super) fn of(file: &str, text: &'t str) -> Self {
        Self {
            file: file.to_owned(),
            text,
            all: Vec::new(),
        }
    }

    /// Returns the number of mistakes so far.
    pub(super) fn count(&self) -> usize {
        self.all.len()
    }

    /// Adds a mistake at a byte of the text.
    pub(super) fn add(&mut self, at: usize, what: impl Into<String>) {
        self.push(at, what.into(), None);
    }

    /// Adds a mistake with what to write instead.
    pub(super) fn add_with_help(&mut self, at: usize, what: String, help: impl Into<String>) {
        let help = help.into();
        self.push(at, what, (!help.is_empty()).then_some(help));
    }

    /// Adds what a command has to say about its options.
    pub(super) fn add_failure(&mut self, at: usize, failure: &Failure) {
        let help = failure.helps().join("\n");
        self.push(
            at,
            failure.what().to_owned(),
            (!help.is_empty()).then_some(help),
        );
    }

    fn push(&mut self, at: usize, what: String, help: Option<String>) {
        self.all.push(Mistake { at, what, help });
    }

    /// Returns one failure for all mistakes, in the order of the file.
    pub(super) fn into_failure(mut self) -> Option<Failure> {
        self.all.sort_by_key(|mistake| mistake.at);
        let text = self.text;
        let file = &self.file;
        let failures = self.all.into_iter().map(|mistake| {
            let place = place(text, mistake.at).in_file(file);
            let what = mistake.what;
            let failure = Failure::usage(format!("{place}: {what}"));
            match mistake.help {
                Some(help) => failure.help(help),
                None => failure,
            }
        });
        Failure::together(failures.collect())
    }
}

impl Place {
    /// Returns the place with the name of its file: `helpscout.toml:3:1`.
    pub(super) fn in_file(self, file: &str) -> String {
        format!("{file}:{}:{}", self.line, self.column)
    }
}

/// Returns the place of a byte of a text.
pub(super) fn place(text: &str, at: usize) -> Place {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = &text[..at];
    let line = before.rsplit('\n').next().unwrap_or_default();
    Place {
        line: before.matches('\n').count() + 1,
        column: line.chars().count() + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_lines_and_characters_from_one() {
        let text = "a = 1\n# é\nb = \"é\"x";
        let shown = |at| place(text, at).in_file("f.toml");
        assert_eq!(shown(0), "f.toml:1:1");
        assert_eq!(shown(text.find('b').unwrap_or(0)), "f.toml:3:1");
        assert_eq!(shown(text.len() - 1), "f.toml:3:8");
        assert_eq!(shown(usize::MAX), "f.toml:3:9");
    }
}

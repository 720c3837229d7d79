//! Reads a spreadsheet back.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

/// The cells of a spreadsheet.
pub(super) struct Workbook {
    pub(super) names: Vec<String>,
    sheets: Vec<Vec<Vec<Data>>>,
    book: Xlsx<Cursor<Vec<u8>>>,
}

impl Workbook {
    pub(super) fn read(bytes: Vec<u8>) -> Self {
        let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
        let names = book.sheet_names();
        let sheets = names.iter().map(|name| {
            let range = book.worksheet_range(name).unwrap();
            range.rows().map(<[Data]>::to_vec).collect()
        });
        Self {
            sheets: sheets.collect(),
            names,
            book,
        }
    }

    /// Returns the rows of a sheet.
    pub(super) fn rows(&self, name: &str) -> &[Vec<Data>] {
        let at = self.names.iter().position(|other| other == name);
        &self.sheets[at.unwrap_or_else(|| panic!("no {name}: {:?}", self.names))]
    }

    /// Returns the texts of a row, with an empty text for an empty cell.
    pub(super) fn texts(&self, name: &str, row: usize) -> Vec<String> {
        let row = self.rows(name)[row].iter();
        row.map(Data::to_string).collect()
    }

    /// Returns the texts of all sheets.
    pub(super) fn all_texts(&self) -> Vec<&str> {
        let texts = self.cells().filter_map(|cell| match cell {
            Data::String(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }

    /// Returns the numbers of all sheets. Times are in days.
    pub(super) fn all_numbers(&self) -> Vec<f64> {
        let number = |cell: &Data| match cell {
            Data::Float(number) => Some(*number),
            Data::Int(number) => Some(*number as f64),
            Data::DateTime(time) => Some(time.as_f64()),
            _ => None,
        };
        self.cells().filter_map(number).collect()
    }

    fn cells(&self) -> impl Iterator<Item = &Data> {
        self.sheets.iter().flatten().flatten()
    }

    /// Returns the addresses of the links of a sheet that lead out of the file.
    pub(super) fn links(&mut self, name: &str) -> Vec<String> {
        let links = self.book.hyperlinks_by_sheet_name(name).unwrap();
        links.into_iter().filter_map(|link| link.target).collect()
    }

    /// Returns whether no sheet has a formula.
    pub(super) fn has_no_formulas(&mut self) -> bool {
        let names = self.names.clone();
        let mut names = names.iter();
        names.all(|name| self.book.worksheet_formula(name).unwrap().is_empty())
    }
}

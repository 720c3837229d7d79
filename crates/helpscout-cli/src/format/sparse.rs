//! How many columns of undescribed keys the rows of a table can have.
//!
//! A key that only rows have becomes a column, which is empty in all other rows. If every row has
//! keys of its own, the size of the table is the square of the number of rows.

use super::error::TooSparse;

/// The maximum number of cells that are empty because a row lacks an undescribed key.
const MAX_EMPTY: u64 = 50_000_000;

/// The maximum length of all names of such columns, in bytes. A name has the keys of all objects
/// around a value, so names can be much longer than the answer.
const MAX_NAMES: u64 = 64 << 20;

/// The maximum length of the names of all empty cells, in bytes. NDJSON repeats the names.
const MAX_REPEATED: u64 = 1 << 30;

/// The columns of undescribed keys, and the rows so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sparse {
    columns: usize,
    names: u64,
    rows: usize,
    filled: u64,
}

impl Sparse {
    /// Counts a column, whose name has that many bytes.
    pub(crate) fn add_column(&mut self, name: usize) {
        self.columns += 1;
        self.names = self.names.saturating_add(count(name));
    }

    /// Counts a row that has values in that many of the columns.
    pub(crate) fn add_row(&mut self, filled: usize) {
        self.rows += 1;
        self.filled = self.filled.saturating_add(count(filled));
    }

    /// Returns the count with these rows, each with the number of columns that it has values in.
    pub(crate) fn with_rows(mut self, rows: &[usize]) -> Self {
        for filled in rows {
            self.add_row(*filled);
        }
        self
    }

    /// Fails if the columns are too many for the rows.
    pub(crate) fn check(&self) -> Result<(), TooSparse> {
        let columns = count(self.columns);
        let cells = columns.saturating_mul(count(self.rows));
        let empty = cells.saturating_sub(self.filled);
        let average = self.names / columns.max(1);
        let limit = if empty > MAX_EMPTY {
            format!("{MAX_EMPTY} empty cells")
        } else if self.names > MAX_NAMES {
            format!("{MAX_NAMES} bytes of column names")
        } else if empty.saturating_mul(average) > MAX_REPEATED {
            format!("{MAX_REPEATED} bytes of column names, repeated in each row")
        } else {
            return Ok(());
        };
        Err(TooSparse {
            keys: self.columns,
            rows: self.rows,
            limit,
        })
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn sparse(columns: usize, name: usize, rows: usize, filled: usize) -> Sparse {
        let mut sparse = Sparse::default();
        for _ in 0..columns {
            sparse.add_column(name);
        }
        for _ in 0..rows {
            sparse.add_row(filled);
        }
        sparse
    }

    #[test]
    fn many_keys_are_fine_if_rows_have_most_of_them() {
        sparse(300_000, 12, 1, 300_000).check().unwrap();
        sparse(10_000, 12, 10_000, 9_900).check().unwrap();
        sparse(5, 12, 2_000_000, 1).check().unwrap();
    }

    #[test]
    fn a_table_that_would_be_the_square_of_its_rows_is_refused_with_the_limit() {
        let refused = |sparse: Sparse| sparse.check().unwrap_err();
        let too_many = refused(sparse(10_000, 5, 10_000, 1));
        assert_eq!((too_many.keys, too_many.rows), (10_000, 10_000));
        assert_eq!(too_many.limit, "50000000 empty cells");
        let names = refused(sparse(1000, 1 << 20, 1, 1000));
        assert_eq!(names.limit, "67108864 bytes of column names");
        let repeated = refused(sparse(10, 1 << 20, 100_000, 0));
        assert!(repeated.limit.ends_with("repeated in each row"));
    }
}

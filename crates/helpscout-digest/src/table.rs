//! Tables whose rows are made when they are written, so that a long one needs no memory.

use std::fmt;

use crate::value::Value;

/// A table.
pub struct Table<'a> {
    /// The title, which is also the name of its sheet.
    pub title: String,
    /// A short name for files and anchors: `conversations`, `by-mailbox`.
    pub name: String,
    /// What a row is and how its values are calculated, for people.
    pub caption: Option<String>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Box<dyn Rows + 'a>,
    /// The last row: totals that are calculated from all values, not from the rows above.
    pub total: Option<Vec<Value>>,
    /// Whether the table adds details to the figures of the report, which a short form leaves out.
    pub is_detail: bool,
}

/// The rows of a table.
pub trait Rows {
    /// Returns the number of rows.
    fn len(&self) -> usize;

    /// Returns the values of a row, one for each column. `at` is less than the number of rows.
    fn row(&self, at: usize) -> Vec<Value>;

    /// Returns whether there are no rows.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The heading.
    pub title: String,
    /// What its values are. A value may be missing whatever the kind.
    pub kind: Kind,
    /// Columns with a higher number are left out first where there is too little room; those with 0
    /// never are.
    pub dispensable: usize,
    /// What the values mean, in a sentence.
    pub doc: Option<String>,
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// [`Value::Text`] or [`Value::Place`].
    Text,
    /// The same, but it stays on one line, such as `2019-W20`.
    Word,
    /// [`Value::Integer`].
    Integer,
    /// [`Value::Id`].
    Id,
    /// [`Value::Number`].
    Number,
    /// [`Value::Percent`].
    Percent,
    /// [`Value::Points`].
    Points,
    /// [`Value::Duration`].
    Duration,
    /// [`Value::Instant`].
    Instant,
    /// [`Value::Date`].
    Date,
    /// [`Value::Link`], or [`Value::Text`] or [`Value::Id`] where there is no address.
    Link,
    /// [`Value::Change`].
    Change,
}

impl<'a> Table<'a> {
    /// Creates a table.
    pub fn new(
        name: impl Into<String>,
        title: impl Into<String>,
        columns: Vec<Column>,
        rows: impl Rows + 'a,
    ) -> Self {
        Self {
            title: title.into(),
            name: name.into(),
            caption: None,
            columns,
            rows: Box::new(rows),
            total: None,
            is_detail: false,
        }
    }

    /// Makes the table one that a short form leaves out, such as a chat message.
    ///
    /// ```
    /// use helpscout_digest::Table;
    ///
    /// let table = Table::new("conversations", "Conversations", vec![], vec![]).detail();
    /// assert!(table.is_detail);
    /// ```
    #[must_use]
    pub fn detail(mut self) -> Self {
        self.is_detail = true;
        self
    }
}

impl Column {
    /// Creates a column that is always shown.
    pub fn new(title: impl Into<String>, kind: Kind) -> Self {
        Self {
            title: title.into(),
            kind,
            dispensable: 0,
            doc: None,
        }
    }

    /// Makes the column one that is left out before columns with a lower number.
    #[must_use]
    pub fn dispensable(mut self, order: usize) -> Self {
        self.dispensable = order;
        self
    }

    /// Sets what the values mean.
    #[must_use]
    pub fn doc(mut self, doc: impl Into<String>) -> Self {
        self.doc = Some(doc.into());
        self
    }
}

impl Rows for Vec<Vec<Value>> {
    fn len(&self) -> usize {
        self.as_slice().len()
    }

    fn row(&self, at: usize) -> Vec<Value> {
        self.get(at).cloned().unwrap_or_default()
    }
}

impl fmt::Debug for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table")
            .field("name", &self.name)
            .field("columns", &self.columns)
            .field("rows", &self.rows.len())
            .finish_non_exhaustive()
    }
}

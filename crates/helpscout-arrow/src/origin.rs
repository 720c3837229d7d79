//! Columns that say where a row comes from: the account, the user, the interval and the time.

use helpscout_description::Unit;
use jiff::Timestamp;

use crate::column::{Column, ColumnType, InstantForm};

/// Which columns of origin a table has. They stand before the columns of its rows.
///
/// Every table has `accountId`, `fetchedAt` and `rowNumber`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginColumns {
    /// What all rows of an answer belong to, such as `user`, so that there is a column `userId`. The
    /// path of a file then has `user`, so no column of the rows gets that name. `None` if they belong
    /// to the account alone.
    pub member: Option<String>,
    /// Whether rows belong to a window, so that there are columns `windowStart` and `windowEnd`. The
    /// path of a file then has `window`, and otherwise `snapshot`, so no column of the rows gets that
    /// name.
    pub window: bool,
}

/// Where the rows of an answer come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The ID of the account.
    pub account: i64,
    /// The ID of the user, team or mailbox that the rows belong to. `None` if they belong to the
    /// account alone.
    pub member: Option<i64>,
    /// The first and the last instant of the interval, as sent. `None` if there is no interval.
    pub window: Option<(Timestamp, Timestamp)>,
    /// When the first page of the answer was received.
    pub fetched_at: Timestamp,
}

/// A column of origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OriginColumn {
    Account,
    Member,
    WindowStart,
    WindowEnd,
    FetchedAt,
    RowNumber,
}

impl OriginColumns {
    /// Returns the columns in their order.
    pub(crate) fn list(&self) -> Vec<OriginColumn> {
        let mut columns = vec![OriginColumn::Account];
        if self.member.is_some() {
            columns.push(OriginColumn::Member);
        }
        if self.window {
            columns.extend([OriginColumn::WindowStart, OriginColumn::WindowEnd]);
        }
        columns.extend([OriginColumn::FetchedAt, OriginColumn::RowNumber]);
        columns
    }

    /// Returns the names of columns that readers take from the path of a file.
    pub(crate) fn in_path(&self) -> Vec<&str> {
        let slot = if self.window { "window" } else { "snapshot" };
        self.member.as_deref().into_iter().chain([slot]).collect()
    }
}

impl OriginColumn {
    /// Returns the column. `member` is what has the ID of [`OriginColumn::Member`].
    pub(crate) fn column(self, member: &str) -> Column {
        let name = match self {
            Self::Account => "accountId".to_owned(),
            Self::Member => format!("{member}Id"),
            Self::WindowStart => "windowStart".to_owned(),
            Self::WindowEnd => "windowEnd".to_owned(),
            Self::FetchedAt => "fetchedAt".to_owned(),
            Self::RowNumber => "rowNumber".to_owned(),
        };
        let of_member = format!("The ID of the {member} that the report is about.");
        let (ty, doc) = match self {
            Self::Account => (ColumnType::Integer, "The ID of the account."),
            Self::Member => (ColumnType::Integer, of_member.as_str()),
            Self::WindowStart => (
                ColumnType::Instant(InstantForm::Text),
                "The first instant of the interval that the report is about.",
            ),
            Self::WindowEnd => (
                ColumnType::Instant(InstantForm::Text),
                "The last instant of the interval that the report is about.",
            ),
            Self::FetchedAt => (
                ColumnType::Instant(InstantForm::Text),
                "When the first page of the report was received.",
            ),
            Self::RowNumber => (
                ColumnType::Integer,
                "The position of the row in the report, counted from 1.",
            ),
        };
        Column {
            key: name.clone(),
            name,
            aliases: Vec::new(),
            ty,
            nullable: false,
            optional: false,
            as_text: false,
            unit: None::<Unit>,
            values: Vec::new(),
            doc: doc.to_owned(),
        }
    }
}

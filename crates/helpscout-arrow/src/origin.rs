//! Columns that say where a row comes from: the account, the user, the interval and the time.

use helpscout_description::Unit;
use jiff::Timestamp;

use crate::column::{Column, ColumnType, InstantForm};

/// Which columns of origin a table has. They stand before the columns of its rows.
///
/// Every table has `accountId`, `fetchedAt` and `rowNumber`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OriginColumns {
    /// Whether rows belong to one user, so that there is a column `userId`. The path of a file then
    /// has `user`, so no column of the rows gets that name.
    pub user: bool,
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
    /// The ID of the user that the report is about. `None` if it isn't about one.
    pub user: Option<i64>,
    /// The first and the last instant of the interval, as sent. `None` if there is no interval.
    pub window: Option<(Timestamp, Timestamp)>,
    /// When the first page of the answer was received.
    pub fetched_at: Timestamp,
}

/// A column of origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OriginColumn {
    Account,
    User,
    WindowStart,
    WindowEnd,
    FetchedAt,
    RowNumber,
}

impl OriginColumns {
    /// Returns the columns in their order.
    pub(crate) fn list(self) -> Vec<OriginColumn> {
        let mut columns = vec![OriginColumn::Account];
        if self.user {
            columns.push(OriginColumn::User);
        }
        if self.window {
            columns.extend([OriginColumn::WindowStart, OriginColumn::WindowEnd]);
        }
        columns.extend([OriginColumn::FetchedAt, OriginColumn::RowNumber]);
        columns
    }

    /// Returns the names of columns that readers take from the path of a file.
    pub(crate) fn in_path(self) -> Vec<&'static str> {
        let user = self.user.then_some("user");
        let slot = if self.window { "window" } else { "snapshot" };
        user.into_iter().chain([slot]).collect()
    }
}

impl OriginColumn {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Account => "accountId",
            Self::User => "userId",
            Self::WindowStart => "windowStart",
            Self::WindowEnd => "windowEnd",
            Self::FetchedAt => "fetchedAt",
            Self::RowNumber => "rowNumber",
        }
    }

    pub(crate) fn column(self) -> Column {
        let (ty, doc) = match self {
            Self::Account => (ColumnType::Integer, "The ID of the account."),
            Self::User => (
                ColumnType::Integer,
                "The ID of the user that the report is about.",
            ),
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
            name: self.name().to_owned(),
            key: self.name().to_owned(),
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

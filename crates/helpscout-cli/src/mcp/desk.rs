//! What the tools work with.

use std::cell::RefCell;
use std::path::PathBuf;

use helpscout_reports::Client;

use super::account::Account;
use super::answer::{Answer, Shown};
use super::file;
use super::shelf::Shelf;
use super::table::Table;
use crate::message::Failure;
use crate::progress::Progress;

/// What the tools of a server share.
pub(super) struct Desk {
    account: Account,
    shelf: RefCell<Shelf>,
    /// The folder for long tables.
    files: Option<PathBuf>,
    shows_customers: bool,
}

impl Desk {
    pub(super) fn new(account: Account, files: Option<PathBuf>, shows_customers: bool) -> Self {
        Self {
            account,
            shelf: RefCell::default(),
            files,
            shows_customers,
        }
    }

    /// Returns the client for a call, whose progress hears of its waits.
    ///
    /// # Errors
    /// If there are no credentials, or the sandbox can't be started.
    pub(super) async fn client(&self, progress: &Progress) -> Result<Client, Failure> {
        self.account.client(progress).await
    }

    /// Returns whether the names and texts of customers are shown, so that they are marked.
    pub(super) fn shows_customers(&self) -> bool {
        self.shows_customers
    }

    /// Returns the first page of a table, and keeps the others. `title` is what its file is called.
    ///
    /// # Errors
    /// If a file can't be written or read.
    pub(super) fn show(
        &self,
        mut table: Table,
        title: &str,
        period: Option<&str>,
    ) -> Result<Shown, Failure> {
        let folder = self.files.as_ref().filter(|_| table.pages() > 1);
        let file = folder
            .map(|folder| file::write(&mut table, title, folder))
            .transpose()?;
        let shown = self.shelf.borrow_mut().first_page(table, period);
        let mut shown = shown
            .map_err(|error| Failure::not_done(format!("can't read the rows again: {error}")))?;
        shown.file = file.map(|file| file.display().to_string());
        Ok(shown)
    }

    /// Returns the page that a handle names.
    ///
    /// # Errors
    /// If it names none.
    pub(super) fn page(&self, handle: &str) -> Result<Answer, Failure> {
        let (shown, period) = self.shelf.borrow_mut().page(handle)?;
        let head = period.map(|period| ("period", period.into()));
        Ok(Answer {
            head: head.into_iter().collect(),
            tables: Some(vec![shown]),
            ..Answer::default()
        })
    }
}

//! The look-ups of the API, each read at most once per run.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use helpscout_command::{List, Lookup};
use helpscout_description::Parameter;
use helpscout_reports::{
    Client, Endpoint, GetMe, ListTeamMembers, Query, Request, WalkEvent, describe,
};
use serde_json::Value;
use serde_json::value::RawValue;

use super::entry::Entry;
use super::matching::{self, Unmatched};
use super::names::noun;
use crate::format::json_object::{JsonObject, plain};
use crate::message::{Failure, counted};
use crate::{account, remembered, trace};

/// The largest number of rows of a look-up that is read for names.
const MAX_ROWS: usize = 50_000;

/// The largest number of lists that are read for a name: the folders of so many mailboxes.
const MAX_LISTS: usize = 100;

/// The look-ups of an account. Each is read when something in it is asked for, and then kept.
pub(crate) struct Directory {
    client: Client,
    /// The rows by the operation and the value of its parameter.
    lists: BTreeMap<(&'static str, String), Arc<[Entry]>>,
    /// The operations of lists that could not be read.
    unreadable: BTreeSet<&'static str>,
    me: Option<Arc<Value>>,
}

impl Directory {
    pub(crate) fn of(client: &Client) -> Self {
        Self {
            client: client.clone(),
            lists: BTreeMap::new(),
            unreadable: BTreeSet::new(),
            me: None,
        }
    }

    /// Returns the entry of a type of ID that a name stands for. `is_forced` is whether the name can't
    /// be the word `me`. `parents` are the IDs to which the
    /// request is restricted, such as those of mailboxes for a folder; empty if it is not.
    ///
    /// # Errors
    /// If a look-up fails. The inner error is for a name that stands for none or several.
    pub(crate) async fn find(
        &mut self,
        lookup: &Lookup<'static>,
        ty: &str,
        name: &str,
        is_forced: bool,
        parents: &[String],
    ) -> Result<Result<Entry, Unmatched>, Failure> {
        if ty == "UserId" && !is_forced && name.eq_ignore_ascii_case("me") {
            return Ok(Ok(self.me_as_entry().await?));
        }
        let entries = self.entries(lookup, ty, name, parents).await?;
        Ok(matching::find(&entries, name).cloned())
    }

    /// Returns the entries among which one is called by a name.
    pub(super) async fn entries(
        &mut self,
        lookup: &Lookup<'static>,
        ty: &str,
        name: &str,
        parents: &[String],
    ) -> Result<Arc<[Entry]>, Failure> {
        let Some((parameter, parent)) = &lookup.parent else {
            return self.list(&lookup.list, None).await;
        };
        let all = self.list(parent, None).await?;
        let folded = matching::folded(name);
        let is_meant = |entry: &&Entry| {
            let prefix = matching::folded(&format!("{}/", entry.name));
            folded.starts_with(&prefix)
        };
        let mut within: Vec<&Entry> = all.iter().filter(is_meant).collect();
        if within.is_empty() {
            let is_restricted = |entry: &&Entry| parents.is_empty() || parents.contains(&entry.id);
            within = all.iter().filter(is_restricted).collect();
        }
        if within.len() > MAX_LISTS {
            let problem = format!("{name} may be in any of {}", counted(within.len(), "list"));
            return Err(Failure::usage(problem)
                .help(format!("write {}/{name}, with the one it is in", noun(ty))));
        }
        let mut entries = Vec::new();
        for entry in within {
            let list = self.list(&lookup.list, Some((parameter, entry))).await?;
            entries.extend_from_slice(&list);
        }
        Ok(entries.into())
    }

    /// Returns the entries with these IDs, as far as the account knows them.
    pub(crate) async fn entries_of(
        &mut self,
        ty: &str,
        ids: &[String],
    ) -> Result<Vec<Entry>, Failure> {
        let Some(lookup) = Lookup::of(describe::api(), ty) else {
            return Ok(Vec::new());
        };
        if ids.is_empty() || lookup.parent.is_some() {
            return Ok(Vec::new());
        }
        let entries = self.list(&lookup.list, None).await?;
        let known = entries.iter().filter(|entry| ids.contains(&entry.id));
        Ok(known.cloned().collect())
    }

    /// Returns the entries with these IDs for their names, without which a report does not fail. A
    /// list that could not be read is not asked for again.
    pub(crate) async fn named(&mut self, ty: &str, ids: &[String]) -> Vec<Entry> {
        let lookup = Lookup::of(describe::api(), ty);
        if lookup.is_some_and(|lookup| self.unreadable.contains(lookup.list.operation.id.as_str()))
        {
            return Vec::new();
        }
        self.entries_of(ty, ids).await.unwrap_or_default()
    }

    /// Returns all entries of the look-up for a type of ID.
    pub(crate) async fn all(&mut self, ty: &str) -> Result<Vec<Entry>, Failure> {
        match Lookup::of(describe::api(), ty) {
            Some(lookup) if lookup.parent.is_none() => {
                Ok(self.list(&lookup.list, None).await?.to_vec())
            }
            _ => Ok(Vec::new()),
        }
    }

    /// Returns all entries of a list that needs no parameter.
    pub(crate) async fn listed(&mut self, list: &List<'static>) -> Result<Vec<Entry>, Failure> {
        Ok(self.list(list, None).await?.to_vec())
    }

    /// Returns the users of the account. Teams are no users.
    pub(crate) async fn everybody(&mut self) -> Result<Vec<Entry>, Failure> {
        let Some(lookup) = Lookup::of(describe::api(), "UserId") else {
            return Ok(Vec::new());
        };
        let entries = self.list(&lookup.list, None).await?;
        let users = entries.iter().filter(|entry| !entry.is_team);
        Ok(users.cloned().collect())
    }

    /// Returns the teams of the account.
    pub(crate) async fn teams(&mut self) -> Result<Vec<Entry>, Failure> {
        let mut teams = self.all("UserId").await?;
        teams.retain(|entry| entry.is_team);
        Ok(teams)
    }

    /// Returns the users in a team. `team` is its ID.
    pub(crate) async fn team_members(&mut self, team: &str) -> Result<Vec<Entry>, Failure> {
        let key = (ListTeamMembers::OPERATION.id, team.to_owned());
        if let Some(known) = self.lists.get(&key) {
            return Ok(known.to_vec());
        }
        let query = Query::new().with("id", team);
        let request = Request::new(ListTeamMembers::OPERATION, query);
        let entries = self.read(request, "id", None).await?;
        self.lists.insert(key, Arc::clone(&entries));
        Ok(entries.to_vec())
    }

    /// Returns the user whose credentials are used, as the service describes it.
    pub(crate) async fn me(&mut self) -> Result<Arc<Value>, Failure> {
        if let Some(me) = self.me.clone().or_else(account::known) {
            return Ok(me);
        }
        let request = account::request();
        trace::request(&self.client, &request);
        let answer = self.client.send_raw(&request).await?.into_value();
        let me = Arc::new(account::read(&answer)?);
        account::keep(&me);
        self.me = Some(Arc::clone(&me));
        Ok(me)
    }

    async fn me_as_entry(&mut self) -> Result<Entry, Failure> {
        let me = self.me().await?;
        let row = RawValue::from_string(me.to_string()).ok();
        match row.and_then(|row| entry(&row, "id", None)) {
            Some(entry) => Ok(entry),
            None => {
                let id = GetMe::OPERATION.id;
                Err(Failure::undocumented(format!("{id}: the answer has no ID")))
            }
        }
    }

    /// Returns whether the account has an ID, or `None` if what has been read doesn't tell.
    pub(crate) fn knows(&self, ty: &str, id: &str) -> Option<bool> {
        let lookup = Lookup::of(describe::api(), ty)?;
        let operation = lookup.list.operation.id.as_str();
        let mut lists = self.lists.iter();
        if lists.any(|((of, _), list)| *of == operation && list.iter().any(|entry| entry.id == id))
        {
            return Some(true);
        }
        let whole = self.lists.get(&(operation, String::new()));
        whole.map(|_| false)
    }

    /// Returns all rows of a look-up. `parent` is the parameter that it needs, and its value.
    async fn list(
        &mut self,
        list: &List<'static>,
        parent: Option<(&'static Parameter, &Entry)>,
    ) -> Result<Arc<[Entry]>, Failure> {
        let id = parent.map(|(_, entry)| entry.id.clone());
        let key = (list.operation.id.as_str(), id.clone().unwrap_or_default());
        if let Some(known) = self.lists.get(&key) {
            return Ok(Arc::clone(known));
        }
        let Some(operation) = describe::operation(list.operation) else {
            let message = format!("this version can't send {}", list.operation.id);
            return Err(Failure::usage(message));
        };
        let mut query = Query::new();
        if let (Some((parameter, _)), Some(id)) = (parent, id) {
            query = query.with_list(&parameter.wire, [id]);
        }
        let within = parent.map(|(_, entry)| entry.name.as_str());
        let read = self.read(Request::new(operation, query), list.id, within);
        let entries = read.await.inspect_err(|_| {
            self.unreadable.insert(operation.id);
        })?;
        if parent.is_none() {
            let names = entries.iter().map(Entry::as_name);
            remembered::refresh(operation.id, names.collect());
        }
        self.lists.insert(key, Arc::clone(&entries));
        Ok(entries)
    }

    async fn read(
        &self,
        request: Request,
        id: &str,
        within: Option<&str>,
    ) -> Result<Arc<[Entry]>, Failure> {
        let operation = request.operation().id;
        trace::request(&self.client, &request);
        // A list that changes meanwhile is read again from its start.
        let mut walk = self.client.raw_walk(request);
        let mut entries = Vec::new();
        while let Some(event) = walk.next().await? {
            let page = match event {
                WalkEvent::Page(page) => page,
                WalkEvent::Restart(_) => {
                    entries.clear();
                    continue;
                }
                // The client knows no other events.
                _ => continue,
            };
            for row in page.rows {
                let Some(entry) = entry(&row, id, within) else {
                    let row = entries.len() + 1;
                    return Err(Failure::undocumented(format!(
                        "{operation}: row {row} has no ID"
                    )));
                };
                entries.push(entry);
            }
            if entries.len() > MAX_ROWS {
                return Err(Failure::usage(format!(
                    "{operation} has more than {MAX_ROWS} rows, which are too many to look for a name"
                ))
                .help("use the ID instead of the name"));
            }
        }
        Ok(entries.into())
    }
}

/// Reads a row of a look-up. `id` is the dotted path of its ID.
fn entry(row: &RawValue, id: &str, within: Option<&str>) -> Option<Entry> {
    let row = JsonObject::of(row).ok()?;
    let mut keys: Vec<&str> = id.split('.').collect();
    let last = keys.pop()?;
    let holder = keys
        .into_iter()
        .try_fold(row.clone(), |object, key| object.inner(key))?;
    let id = plain(holder.value(last)?);
    (!id.is_empty()).then(|| Entry::of_row(id, &row, within))
}

//! Warns of IDs that the account doesn't know. A report counts nothing for them, which looks like a
//! quiet month.
//!
//! The description says which look-up lists the IDs of a type, so no report needs code of its own.
//! A look-up that fails tells nothing, and never fails a report.

use std::collections::BTreeSet;
use std::time::Duration;

use helpscout_command::{List, Lookup};
use helpscout_description::{Group, Operation, Parameter, Type};
use helpscout_reports::{CallOptions, Client, Query, Request, describe};
use serde_json::Value;

use crate::evidence::Evidence;
use crate::message::Failure;
use crate::progress::Progress;
use crate::who::{Directory, noun};

/// The longest time for all look-ups of a command.
const LONGEST: Duration = Duration::from_secs(30);

/// A look-up for each item of another one, such as the folders of each mailbox, is made for at most
/// so many of them.
const MAX_PARENTS: usize = 20;

/// Returns what a command found for a request. Says which IDs of the request the account doesn't know:
/// in a warning if there is evidence that leaves it open, and in a failure that found nothing.
/// `operation` describes the parameters as the command has them: it may take a list where the API
/// takes one value.
pub(crate) async fn named<T>(
    client: &Client,
    directory: &Directory,
    operation: &Operation,
    request: &Request,
    found: Result<(T, Option<Evidence>), Failure>,
    progress: &Progress,
) -> Result<T, Failure> {
    match found {
        Ok((value, evidence)) => {
            if let Some(evidence) = evidence {
                warn(client, directory, operation, request, evidence, progress).await;
            }
            Ok(value)
        }
        Err(failure) => {
            Err(explain(client, directory, operation, request, failure, progress).await)
        }
    }
}

/// Warns of the IDs in a request that the account doesn't know, if the answer leaves that open.
async fn warn(
    client: &Client,
    directory: &Directory,
    operation: &Operation,
    request: &Request,
    evidence: Evidence,
    progress: &Progress,
) {
    let mut ids = OpenIds::default();
    ids.add(operation, |_| true, request, evidence);
    ids.warn(client, directory, progress).await;
}

/// Adds the IDs that the account doesn't know to the failure of a request that found nothing (404).
async fn explain(
    client: &Client,
    directory: &Directory,
    operation: &Operation,
    request: &Request,
    failure: Failure,
    progress: &Progress,
) -> Failure {
    if progress.is_quiet() || failure.status() != Some(404) {
        return failure;
    }
    let mut ids = OpenIds::default();
    ids.add_all(operation, |_| true, request, |_| true);
    let unknown = ids.unknown(client, directory).await;
    let advice = unknown.iter().map(Unknown::advice);
    advice.fold(failure, Failure::help)
}

/// IDs of one type that the account doesn't know.
#[derive(Debug, PartialEq, Eq)]
struct Unknown {
    /// What has such an ID: `user`.
    noun: String,
    ids: Vec<String>,
    /// The command that lists the known ones.
    command: String,
    group: Group,
}

impl Unknown {
    fn warning(&self) -> String {
        let them = if self.ids.len() == 1 { "it" } else { "them" };
        let effect = match self.group {
            Group::Reports => format!("the report counts nothing for {them}"),
            Group::Lookups => format!("the list has nothing for {them}"),
        };
        let Self { command, .. } = self;
        format!("{}; {effect}; list them with: {command}", self.problem())
    }

    fn advice(&self) -> String {
        format!("{}; list them with: {}", self.problem(), self.command)
    }

    fn problem(&self) -> String {
        let Self { noun, ids, .. } = self;
        match ids.as_slice() {
            [id] => format!("no {noun} of this account has the ID {id}"),
            ids => format!(
                "no {noun} of this account has one of the IDs {}",
                ids.join(", ")
            ),
        }
    }
}

/// IDs of which no answer shows that the account knows them, those of each type in one place. So one
/// look-up tells for all requests of a command.
#[derive(Debug, Default)]
pub(crate) struct OpenIds(Vec<OpenIdsOfType>);

#[derive(Debug)]
struct OpenIdsOfType {
    ty: String,
    /// What they were first sent to.
    group: Group,
    ids: BTreeSet<String>,
}

impl OpenIds {
    /// Adds the IDs in the parameters of a request that its answers leave open.
    pub(crate) fn add(
        &mut self,
        operation: &Operation,
        is_meant: impl Fn(&Parameter) -> bool,
        request: &Request,
        evidence: Evidence,
    ) {
        let is_open = |ids: &[&str]| evidence == Evidence::Nothing || ids.len() > 1;
        self.add_all(operation, is_meant, request, is_open);
    }

    /// Adds an ID that was sent to an operation.
    pub(crate) fn add_id(&mut self, operation: &Operation, ty: &str, id: String) {
        self.of_type(operation, ty).insert(id);
    }

    fn add_all(
        &mut self,
        operation: &Operation,
        is_meant: impl Fn(&Parameter) -> bool,
        request: &Request,
        is_open: impl Fn(&[&str]) -> bool,
    ) {
        let parameters = operation.parameters.iter();
        for parameter in parameters.filter(|parameter| is_meant(parameter)) {
            let (Type::Id(ty), Some(value)) = (&parameter.ty, request.query().get(&parameter.wire))
            else {
                continue;
            };
            let ids: Vec<&str> = match parameter.list {
                Some(_) => value.split(',').collect(),
                None => vec![value],
            };
            if is_open(&ids) {
                let ids = ids.into_iter().map(str::to_owned);
                self.of_type(operation, ty).extend(ids);
            }
        }
    }

    fn of_type(&mut self, operation: &Operation, ty: &str) -> &mut BTreeSet<String> {
        let at = self.0.iter().position(|open| open.ty == ty);
        let at = at.unwrap_or_else(|| {
            self.0.push(OpenIdsOfType {
                ty: ty.to_owned(),
                group: operation.group(),
                ids: BTreeSet::new(),
            });
            self.0.len() - 1
        });
        &mut self.0[at].ids
    }

    /// Warns of those that the account doesn't know.
    pub(crate) async fn warn(self, client: &Client, directory: &Directory, progress: &Progress) {
        if progress.is_quiet() {
            return;
        }
        for unknown in self.unknown(client, directory).await {
            progress.warning(unknown.warning());
        }
    }

    /// Returns those that the account doesn't know, by their type.
    async fn unknown(self, client: &Client, directory: &Directory) -> Vec<Unknown> {
        let api = describe::api();
        let client = client.with(CallOptions::new().deadline(LONGEST));
        let all = async {
            let mut unknown = Vec::new();
            for OpenIdsOfType { ty, group, ids } in self.0 {
                let Some(lookup) = Lookup::of(api, &ty) else {
                    continue;
                };
                let (mut unread, mut missing) = (BTreeSet::new(), BTreeSet::new());
                for id in ids {
                    match directory.knows(&ty, &id) {
                        Some(true) => {}
                        Some(false) => _ = missing.insert(id),
                        None => _ = unread.insert(id),
                    }
                }
                missing.extend(
                    self::missing(&lookup, &client, unread)
                        .await
                        .unwrap_or_default(),
                );
                if !missing.is_empty() {
                    unknown.push(Unknown {
                        noun: noun(&ty),
                        ids: missing.into_iter().collect(),
                        command: lookup.command(api),
                        group,
                    });
                }
            }
            unknown
        };
        tokio::time::timeout(LONGEST, all).await.unwrap_or_default()
    }
}

/// Returns the wanted IDs that are not in the list, or `None` if that can't be told.
async fn missing(
    lookup: &Lookup<'static>,
    client: &Client,
    mut wanted: BTreeSet<String>,
) -> Option<BTreeSet<String>> {
    let Some((parameter, parent)) = &lookup.parent else {
        return without(&lookup.list, client, Query::new(), wanted).await;
    };
    for value in ids(parent, client).await? {
        let query = Query::new().with_list(&parameter.wire, [value]);
        wanted = without(&lookup.list, client, query, wanted).await?;
    }
    Some(wanted)
}

/// Removes the IDs that are in a list. Reads no more pages than needed.
async fn without(
    list: &List<'static>,
    client: &Client,
    query: Query,
    mut wanted: BTreeSet<String>,
) -> Option<BTreeSet<String>> {
    if wanted.is_empty() {
        return Some(wanted);
    }
    let operation = describe::operation(list.operation)?;
    let mut rows = client.raw_rows(Request::new(operation, query));
    while let Some(row) = rows.next().await.ok()? {
        wanted.remove(&id_of(list, row.get())?);
        if wanted.is_empty() {
            break;
        }
    }
    Some(wanted)
}

/// Returns all IDs in a list, or `None` if there are too many.
async fn ids(list: &List<'static>, client: &Client) -> Option<Vec<String>> {
    let operation = describe::operation(list.operation)?;
    let mut rows = client.raw_rows(Request::new(operation, Query::new()));
    let mut ids = Vec::new();
    while let Some(row) = rows.next().await.ok()? {
        ids.push(id_of(list, row.get())?);
        if ids.len() > MAX_PARENTS {
            return None;
        }
    }
    Some(ids)
}

fn id_of(list: &List<'static>, row: &str) -> Option<String> {
    let row: Value = serde_json::from_str(row).ok()?;
    let mut keys = list.id.split('.');
    match keys.try_fold(&row, |value, key| value.get(key))? {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_names_the_ids_and_the_command_that_lists_the_known_ones() {
        let unknown = |ids: &[&str]| Unknown {
            noun: noun("SavedReplyId"),
            ids: ids.iter().map(|id| (*id).to_owned()).collect(),
            command: "helpscout list saved-replies".to_owned(),
            group: Group::Reports,
        };
        assert_eq!(
            unknown(&["7"]).warning(),
            "no saved reply of this account has the ID 7; the report counts nothing for it; \
             list them with: helpscout list saved-replies"
        );
        assert_eq!(
            unknown(&["7", "8"]).advice(),
            "no saved reply of this account has one of the IDs 7, 8; \
             list them with: helpscout list saved-replies"
        );
    }
}

//! Warns of IDs that the account doesn't know. A report counts nothing for them, which looks like a
//! quiet month.
//!
//! The description says which look-up lists the IDs of a type, so no report needs code of its own.
//! A look-up that fails tells nothing, and never fails a report.

use std::collections::BTreeSet;
use std::time::Duration;

use helpscout_command::names;
use helpscout_description::{Api, Group, Operation, Parameter, Type};
use helpscout_reports::{CallOptions, Client, Query, Request, describe};
use serde_json::Value;

use crate::evidence::Evidence;
use crate::message::Failure;
use crate::progress::Progress;

/// The longest time for all look-ups of a command.
const LONGEST: Duration = Duration::from_secs(30);

/// A look-up for each item of another one, such as the folders of each mailbox, is made for at most
/// so many of them.
const MAX_PARENTS: usize = 20;

/// Warns of the IDs in a request that the account doesn't know, if the answer leaves that open.
pub(crate) async fn warn(
    client: &Client,
    request: &Request,
    evidence: Evidence,
    progress: &Progress,
) {
    if progress.is_quiet() {
        return;
    }
    let is_open = |ids: &[&str]| evidence == Evidence::Nothing || ids.len() > 1;
    for unknown in find(client, request, is_open).await {
        progress.warning(unknown.warning());
    }
}

/// Adds the IDs that the account doesn't know to the failure of a request that found nothing (404).
pub(crate) async fn explain(
    client: &Client,
    request: &Request,
    failure: Failure,
    progress: &Progress,
) -> Failure {
    if progress.is_quiet() || failure.status() != Some(404) {
        return failure;
    }
    let unknown = find(client, request, |_| true).await;
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

/// Returns the unknown IDs of the parameters whose values are open, by their type.
async fn find(
    client: &Client,
    request: &Request,
    is_open: impl Fn(&[&str]) -> bool,
) -> Vec<Unknown> {
    let api = describe::api();
    let Some(operation) = api.operation(request.operation().id) else {
        return Vec::new();
    };
    let client = client.with(CallOptions::new().deadline(LONGEST));
    let all = async {
        let mut unknown = Vec::new();
        for (ty, ids) in ids_by_type(operation, request, is_open) {
            let Some(lookup) = Lookup::of(api, ty) else {
                continue;
            };
            let missing = lookup.missing(&client, ids).await.unwrap_or_default();
            if !missing.is_empty() {
                unknown.push(Unknown {
                    noun: noun(ty),
                    ids: missing.into_iter().collect(),
                    command: lookup.command(api),
                    group: operation.group(),
                });
            }
        }
        unknown
    };
    tokio::time::timeout(LONGEST, all).await.unwrap_or_default()
}

/// Returns the open IDs of each type, in the order of the parameters.
fn ids_by_type<'o>(
    operation: &'o Operation,
    request: &Request,
    is_open: impl Fn(&[&str]) -> bool,
) -> Vec<(&'o str, BTreeSet<String>)> {
    let mut by_type: Vec<(&str, BTreeSet<String>)> = Vec::new();
    for parameter in &operation.parameters {
        let (Type::Id(ty), Some(value)) = (&parameter.ty, request.query().get(&parameter.wire))
        else {
            continue;
        };
        let ids: Vec<&str> = match parameter.list {
            Some(_) => value.split(',').collect(),
            None => vec![value],
        };
        if !is_open(&ids) {
            continue;
        }
        let ids = ids.into_iter().map(str::to_owned);
        match by_type.iter_mut().find(|(known, _)| known == ty) {
            Some((_, known)) => known.extend(ids),
            None => by_type.push((ty, ids.collect())),
        }
    }
    by_type
}

/// The operation that lists everything with an ID of a type.
struct Lookup {
    list: List,
    /// The parameter that the operation needs, and the list of its values.
    parent: Option<(&'static Parameter, List)>,
}

impl Lookup {
    fn of(api: &'static Api, ty: &str) -> Option<Self> {
        if let Some(list) = List::whole(api, ty) {
            return Some(Self { list, parent: None });
        }
        List::all(api, ty).find_map(|list| {
            let mut needed = list.needed();
            let (Some(parameter), None) = (needed.next(), needed.next()) else {
                return None;
            };
            let Type::Id(ty) = &parameter.ty else {
                return None;
            };
            let parent = Some((parameter, List::whole(api, ty)?));
            Some(Self { list, parent })
        })
    }

    /// Returns the wanted IDs that are not in the list, or `None` if that can't be told.
    async fn missing(
        &self,
        client: &Client,
        mut wanted: BTreeSet<String>,
    ) -> Option<BTreeSet<String>> {
        let Some((parameter, parent)) = &self.parent else {
            return self.list.without(client, Query::new(), wanted).await;
        };
        for value in parent.ids(client).await? {
            let query = Query::new().with_list(&parameter.wire, [value]);
            wanted = self.list.without(client, query, wanted).await?;
        }
        Some(wanted)
    }

    /// Returns the command that shows the list.
    fn command(&self, api: &Api) -> String {
        let operation = self.list.operation;
        let named = names::operations(api, Group::Lookups);
        let name = named.iter().find(|(_, named)| *named == operation);
        let name = name.map_or(operation.id.as_str(), |(name, _)| name);
        let options = names::options(operation);
        let needed = options.filter(|(parameter, _)| parameter.required);
        let needed: Vec<String> = needed
            .map(|(_, option)| format!(" --{option} ID"))
            .collect();
        format!("helpscout list {name}{}", needed.concat())
    }
}

/// An operation whose rows have IDs of a type.
struct List {
    operation: &'static Operation,
    /// The dotted path of the ID in a row.
    id: &'static str,
}

impl List {
    /// Returns the look-ups whose rows have IDs of the type.
    fn all(api: &'static Api, ty: &str) -> impl Iterator<Item = Self> {
        let lookups = api.operations.iter();
        let lookups = lookups.filter(|operation| operation.group() == Group::Lookups);
        lookups.filter_map(move |operation| {
            let id = identity(api, operation, ty)?;
            Some(Self { operation, id })
        })
    }

    /// Returns the look-up that lists all IDs of the type at once.
    fn whole(api: &'static Api, ty: &str) -> Option<Self> {
        Self::all(api, ty).find(|list| list.needed().next().is_none())
    }

    fn needed(&self) -> impl Iterator<Item = &'static Parameter> + use<> {
        let parameters = self.operation.parameters.iter();
        parameters.filter(|parameter| parameter.required)
    }

    /// Removes the IDs that are in the list. Reads no more pages than needed.
    async fn without(
        &self,
        client: &Client,
        query: Query,
        mut wanted: BTreeSet<String>,
    ) -> Option<BTreeSet<String>> {
        if wanted.is_empty() {
            return Some(wanted);
        }
        let operation = describe::operation(self.operation)?;
        let mut rows = client.raw_rows(Request::new(operation, query));
        while let Some(row) = rows.next().await.ok()? {
            wanted.remove(&self.id_of(row.get())?);
            if wanted.is_empty() {
                break;
            }
        }
        Some(wanted)
    }

    /// Returns all IDs in the list, or `None` if there are too many.
    async fn ids(&self, client: &Client) -> Option<Vec<String>> {
        let operation = describe::operation(self.operation)?;
        let mut rows = client.raw_rows(Request::new(operation, Query::new()));
        let mut ids = Vec::new();
        while let Some(row) = rows.next().await.ok()? {
            ids.push(self.id_of(row.get())?);
            if ids.len() > MAX_PARENTS {
                return None;
            }
        }
        Some(ids)
    }

    fn id_of(&self, row: &str) -> Option<String> {
        let row: Value = serde_json::from_str(row).ok()?;
        match self
            .id
            .split('.')
            .try_fold(&row, |value, key| value.get(key))?
        {
            Value::String(id) => Some(id.clone()),
            Value::Number(id) => Some(id.to_string()),
            _ => None,
        }
    }
}

/// Returns the path of what identifies a row, if it is an ID of that type.
fn identity<'a>(api: &Api, operation: &'a Operation, ty: &str) -> Option<&'a str> {
    let Type::Object(row) = api.row_type(operation)? else {
        return None;
    };
    let identity = operation.pages.as_ref()?.identity.as_deref()?;
    let id = *api.fields_along(row, identity).last()?;
    (id.ty == Type::Id(ty.to_owned())).then_some(identity)
}

/// Returns what has an ID of this type: `saved reply` for `SavedReplyId`.
fn noun(ty: &str) -> String {
    let mut noun = String::new();
    for char in ty.strip_suffix("Id").unwrap_or(ty).chars() {
        if char.is_uppercase() && !noun.is_empty() {
            noun.push(' ');
        }
        noun.extend(char.to_lowercase());
    }
    noun
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lookup(ty: &str) -> Option<String> {
        Some(Lookup::of(describe::api(), ty)?.command(describe::api()))
    }

    #[test]
    fn the_description_says_which_list_has_the_ids_of_a_type() {
        assert_eq!(lookup("UserId").as_deref(), Some("helpscout list users"));
        assert_eq!(
            lookup("MailboxId").as_deref(),
            Some("helpscout list mailboxes")
        );
        assert_eq!(lookup("TagId").as_deref(), Some("helpscout list tags"));
        assert_eq!(lookup("TeamId").as_deref(), Some("helpscout list teams"));
        let folders = "helpscout list mailbox-folders --id ID";
        assert_eq!(lookup("FolderId").as_deref(), Some(folders));
        for unlisted in ["SiteId", "CustomerId", "ConversationId", "CompanyId"] {
            assert_eq!(lookup(unlisted), None, "{unlisted}");
        }
    }

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

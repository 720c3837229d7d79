//! One row of a look-up: a user, a team, a mailbox, a folder or a tag.

use serde_json::value::RawValue;

use crate::format::json_object::{JsonObject, text};
use crate::message::shortened;
use crate::remembered::Name;

/// Something that has an ID and a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) id: String,
    /// The full name: `Marta Lindqvist`. Empty if it has none.
    pub(crate) name: String,
    pub(crate) email: Option<String>,
    /// Whether it is a team in the list of users.
    pub(crate) is_team: bool,
    /// The name of what it is part of: that of the mailbox of a folder.
    pub(crate) within: Option<String>,
    /// What else stands for it alone: other email addresses, the name for mentions.
    pub(super) others: Vec<String>,
    /// The first and the last name of a user.
    pub(super) parts: Vec<String>,
}

impl Entry {
    /// Reads a row of a look-up. `id` is its ID.
    pub(super) fn of_row(id: String, row: &JsonObject<'_>, within: Option<&str>) -> Self {
        let text_of = |key: &str| {
            let text = row.get(key).and_then(text)?;
            let text = text.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        let parts: Vec<String> = ["firstName", "lastName"]
            .into_iter()
            .filter_map(text_of)
            .collect();
        let name = text_of("name").unwrap_or_else(|| parts.join(" "));
        let addresses = row.get("alternateEmails").map(RawValue::get);
        let addresses =
            addresses.and_then(|list| serde_json::from_str::<Vec<&RawValue>>(list).ok());
        let addresses = addresses.unwrap_or_default().into_iter().filter_map(text);
        let mentions = text_of("mention").into_iter();
        let mentions = mentions.flat_map(|name| [format!("@{name}"), name]);
        Self {
            id,
            email: text_of("email"),
            is_team: !parts.is_empty() && text_of("type").is_some_and(|kind| kind == "team"),
            within: within.map(str::to_owned),
            others: mentions.chain(text_of("slug")).chain(addresses).collect(),
            parts: if parts.len() > 1 { parts } else { Vec::new() },
            name,
        }
    }

    /// Returns the name to show: with the mailbox for a folder, and the ID if there is no name.
    pub(crate) fn title(&self) -> String {
        let name = match (self.name.as_str(), &self.email) {
            ("", Some(email)) => email,
            ("", None) => return format!("#{}", self.id),
            (name, _) => name,
        };
        match &self.within {
            Some(within) => shortened(&format!("{within}/{name}")),
            None => shortened(name),
        }
    }

    /// Returns what completion needs of it.
    pub(crate) fn as_name(&self) -> Name {
        Name {
            id: self.id.clone(),
            name: self.name.clone(),
            email: self.email.clone(),
            is_team: self.is_team,
        }
    }

    /// Returns everything that stands for it alone.
    pub(super) fn full_names(&self) -> impl Iterator<Item = String> {
        let whole = self.within.as_ref();
        let whole = whole.map(|within| format!("{within}/{}", self.name));
        let names = [self.name.clone()].into_iter().chain(whole);
        names
            .chain(self.email.clone())
            .chain(self.others.iter().cloned())
            .filter(|name| !name.is_empty())
    }

    /// Returns the line that tells it from others with the same name.
    pub(crate) fn line(&self) -> String {
        let kind = if self.is_team { ", a team" } else { "" };
        let email = self.email.as_deref().filter(|email| *email != self.name);
        let email = email.map(|email| format!("  {}", shortened(email)));
        format!(
            "{}  {}{kind}{}",
            self.id,
            self.title(),
            email.unwrap_or_default()
        )
    }
}

//! Which look-up lists everything with an ID of a type.

use helpscout_description::{Api, Group, Operation, Parameter, Type};

use crate::names;

/// The operation that lists everything with an ID of a type, such as all users for `UserId`.
///
/// # Examples
/// ```
/// use helpscout_command::Lookup;
///
/// let api = helpscout_description::embedded();
/// let users = Lookup::of(api, "UserId").ok_or("no list has the IDs of users")?;
/// assert_eq!(users.command(api), "helpscout list users");
/// assert!(Lookup::of(api, "CustomerId").is_none());
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Lookup<'a> {
    /// The list with the IDs.
    pub list: List<'a>,
    /// The parameter that the list needs, and the list of its values: the folders of a mailbox need
    /// the ID of the mailbox.
    pub parent: Option<(&'a Parameter, List<'a>)>,
}

/// An operation whose rows have IDs of a type.
#[derive(Clone, Copy, Debug)]
pub struct List<'a> {
    /// The operation.
    pub operation: &'a Operation,
    /// The dotted path of the ID in a row.
    pub id: &'a str,
}

impl<'a> Lookup<'a> {
    /// Returns the look-up for the IDs of a type, or `None` if no list has them all.
    pub fn of(api: &'a Api, ty: &str) -> Option<Self> {
        if let Some(list) = List::whole(api, ty) {
            return Some(Self { list, parent: None });
        }
        List::all(api, ty).find_map(|list| {
            let mut needed = list.needed();
            let (Some(parameter), None) = (needed.next(), needed.next()) else {
                return None;
            };
            let parent = Some((parameter, List::whole(api, id_type(parameter)?)?));
            Some(Self { list, parent })
        })
    }

    /// Returns the look-up for the values of a parameter, or `None` if they are not IDs, or no list
    /// has them all.
    ///
    /// # Examples
    /// ```
    /// use helpscout_command::Lookup;
    ///
    /// let api = helpscout_description::embedded();
    /// let company = api.operation("company").ok_or("not described")?;
    /// let has_lookup = |name| Some(Lookup::of_parameter(api, company.parameter(name)?).is_some());
    /// assert_eq!(has_lookup("mailboxes"), Some(true));
    /// assert_eq!(has_lookup("start"), Some(false));
    /// # Ok::<(), &str>(())
    /// ```
    pub fn of_parameter(api: &'a Api, parameter: &Parameter) -> Option<Self> {
        let ty = id_type(parameter)?;
        // Names stand where whole numbers are expected; nothing tells them from an ID that is text.
        if api.is_text_id(ty) {
            return None;
        }
        Self::of(api, ty)
    }

    /// Returns the command that shows the list: `helpscout list mailbox-folders --id ID`.
    pub fn command(&self, api: &Api) -> String {
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

impl<'a> List<'a> {
    /// Returns the look-ups whose rows have IDs of the type.
    fn all(api: &'a Api, ty: &str) -> impl Iterator<Item = Self> {
        let lookups = api.operations.iter();
        let lookups = lookups
            .filter(|operation| operation.group() == Group::Lookups && names::is_shown(operation));
        lookups.filter_map(move |operation| {
            let id = identity(api, operation, ty)?;
            Some(Self { operation, id })
        })
    }

    /// Returns the look-up that lists all IDs of the type at once.
    fn whole(api: &'a Api, ty: &str) -> Option<Self> {
        Self::all(api, ty).find(|list| list.needed().next().is_none())
    }

    fn needed(&self) -> impl Iterator<Item = &'a Parameter> + use<'a> {
        let parameters = self.operation.parameters.iter();
        parameters.filter(|parameter| parameter.required)
    }
}

/// Returns the type of the IDs that a parameter takes.
fn id_type(parameter: &Parameter) -> Option<&str> {
    match &parameter.ty {
        Type::Id(ty) => Some(ty),
        _ => None,
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

#[cfg(test)]
mod tests {
    use helpscout_description::embedded;

    use super::*;

    #[test]
    fn the_description_says_which_list_has_the_ids_of_a_type() {
        let lookup = |ty| Some(Lookup::of(embedded(), ty)?.command(embedded()));
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
}

//! The parameters of one call, as they are sent.

use std::collections::BTreeMap;

use crate::wire::ToWire;

/// Parameters by wire name. Generated queries hold one; tools that offer every operation fill it
/// themselves.
///
/// ```
/// use helpscout_runtime::Query;
///
/// let query = Query::new()
///     .with("user", 447723)
///     .with_list("mailboxes", [123, 567])
///     .with_list("tags", Vec::<i64>::new());
/// assert_eq!(query.get("mailboxes"), Some("123,567"));
/// assert_eq!(query.get("tags"), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    parameters: BTreeMap<&'static str, String>,
}

impl Query {
    /// No parameters.
    pub const fn new() -> Self {
        Self {
            parameters: BTreeMap::new(),
        }
    }

    /// With this parameter; an earlier value is replaced.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToWire) -> Self {
        self.set(name, value);
        self
    }

    /// With these values, joined by commas, the only way the service takes a list. Without any
    /// value the parameter is left out.
    #[must_use]
    pub fn with_list<T: ToWire>(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        let values: Vec<String> = values.into_iter().map(|value| value.to_wire()).collect();
        if values.is_empty() {
            self.parameters.remove(name);
        } else {
            self.parameters.insert(name, values.join(","));
        }
        self
    }

    /// Sets a parameter; an earlier value is replaced.
    pub fn set(&mut self, name: &'static str, value: impl ToWire) {
        self.parameters.insert(name, value.to_wire());
    }

    /// The text of a parameter, if it is set.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }

    /// The parameters that are set, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.parameters
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
    }
}

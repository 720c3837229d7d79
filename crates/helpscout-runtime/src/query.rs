//! The parameters of one call in the form in which they are sent.

use std::collections::BTreeMap;

use crate::wire::ToWire;

/// Parameters by wire name.
///
/// Generated queries contain one. Tools that offer every operation fill it themselves.
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
    /// Creates a query without parameters.
    pub const fn new() -> Self {
        Self {
            parameters: BTreeMap::new(),
        }
    }

    /// Returns the query with this parameter set. An earlier value is replaced.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToWire) -> Self {
        self.set(name, value);
        self
    }

    /// Returns the query with this parameter set to a list of values, joined by commas, which is
    /// the only form of a list that the service accepts. If there are no values, the parameter is
    /// removed.
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

    /// Sets a parameter. An earlier value is replaced.
    pub fn set(&mut self, name: &'static str, value: impl ToWire) {
        self.parameters.insert(name, value.to_wire());
    }

    /// Returns the text of a parameter, if it is set.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }

    /// Returns the parameters that are set, ordered by name.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.parameters
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
    }
}

//! The parameters of one call in the form in which they are sent.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::wire::ToWire;

/// Parameters by wire name.
///
/// Generated queries contain one. Tools that offer every operation fill it themselves. It has the
/// parameters of every place: those of the URL, and also headers and values in a JSON body, whose
/// names are dotted paths. The [`Operation`](crate::Operation) says which is sent where.
///
/// ```
/// use helpscout_runtime::Query;
///
/// let query = Query::new()
///     .with("user", 447723)
///     .with_list("mailboxes", [123, 567])
///     .with_joined("fields", "|", ["key", "status"])
///     .with_values("expand", ["sla", "status"])
///     .with_list("tags", Vec::<i64>::new());
/// assert_eq!(query.get("mailboxes"), Some("123,567"));
/// assert_eq!(query.get("fields"), Some("key|status"));
/// assert_eq!(query.values("expand").collect::<Vec<_>>(), ["sla", "status"]);
/// assert_eq!(query.get("tags"), None);
/// ```
///
/// `Debug` prints the parameters as they are sent, so that a failed assertion is readable:
///
/// ```
/// # use helpscout_runtime::Query;
/// let query = Query::new().with("user", 447723).with_values("expand", ["sla", "status"]);
/// assert_eq!(format!("{query:?}"), r#"{"expand": ["sla", "status"], "user": "447723"}"#);
/// ```
///
/// A clone shares the parameters until one of the two is changed, so a clone for each call costs
/// nothing.
#[derive(Clone, Default)]
pub struct Query(
    /// `None` if nothing was ever set.
    Option<Arc<Parts>>,
);

#[derive(Clone, Default, PartialEq, Eq, Hash)]
struct Parts {
    /// The parameters that are set, ordered by name, with their values, which are at least one. There
    /// are a few, for which a map would only be more code in the programs that use this.
    parameters: Vec<(&'static str, Vec<String>)>,
    /// What is wrong with values whatever the operation is, each with the name of its parameter.
    problems: Vec<(&'static str, String)>,
}

static NOTHING: Parts = Parts {
    parameters: Vec::new(),
    problems: Vec::new(),
};

impl Query {
    /// Creates a query without parameters.
    pub const fn new() -> Self {
        Self(None)
    }

    /// Returns the query with this parameter set. Earlier values are replaced.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToWire) -> Self {
        self.set(name, value);
        self
    }

    /// Returns the query with this parameter set to a list of values, joined by commas. If there
    /// are no values, the parameter is removed.
    #[must_use]
    pub fn with_list<T: ToWire>(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        self.with_joined(name, ",", values)
    }

    /// Returns the query with this parameter set to a list of values, joined by a separator such as
    /// `|`. If there are no values, the parameter is removed.
    #[must_use]
    pub fn with_joined<T: ToWire>(
        self,
        name: &'static str,
        separator: &str,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        let (texts, unsendable) = texts(values);
        let mut query = self.joined(name, separator, &texts);
        query.refuse(name, unsendable);
        query
    }

    /// Returns the query with this parameter set to a list of values that are sent apart: the
    /// parameter is repeated in the URL, or the values are the elements of an array in a JSON body.
    /// If there are no values, the parameter is removed.
    #[must_use]
    pub fn with_values<T: ToWire>(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        let (texts, unsendable) = texts(values);
        let mut query = self.apart(name, texts);
        query.refuse(name, unsendable);
        query
    }

    /// Sets a parameter. Earlier values are replaced.
    pub fn set(&mut self, name: &'static str, value: impl ToWire) {
        let (texts, unsendable) = texts([value]);
        self.put(name, texts);
        self.refuse(name, unsendable);
    }

    /// Returns the text of a parameter, if it is set. Of several values that are sent apart, it is
    /// the first; [`Query::values`] returns all.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values(name).next()
    }

    /// Returns the values of a parameter that are sent apart. There is one if the parameter is set
    /// and takes no such list, and none if it is not set.
    pub fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.all(name).iter().map(String::as_str)
    }

    /// Returns the parameters that are set, ordered by name. A parameter with several values that
    /// are sent apart comes once for each of them.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.parts()
            .parameters
            .iter()
            .flat_map(|(name, values)| values.iter().map(|value| (*name, value.as_str())))
    }

    /// Sets a parameter to a list, or removes it if there are no values.
    pub(crate) fn joined(mut self, name: &'static str, separator: &str, values: &[String]) -> Self {
        let joined = (!values.is_empty()).then(|| values.join(separator));
        self.put(name, joined.into_iter().collect());
        let divided = values.iter().find(|value| value.contains(separator));
        if let Some(value) = divided {
            // The service would read it as several.
            let problem = format!(
                "`{name}` has the value {value:?}, but `{separator}` separates the values of the list; set each as a value of its own"
            );
            self.note(name, problem);
        }
        self
    }

    /// Sets a parameter to values that are sent apart, or removes it if there are none.
    pub(crate) fn apart(mut self, name: &'static str, values: Vec<String>) -> Self {
        self.put(name, values);
        self
    }

    /// Sets a parameter to values, or removes it if there are none.
    fn put(&mut self, name: &'static str, values: Vec<String>) {
        let parts = self.parts_mut();
        parts.problems.retain(|(other, _)| *other != name);
        let known = |(known, _): &(&'static str, Vec<String>)| (*known).cmp(name);
        match parts.parameters.binary_search_by(known) {
            Ok(place) if values.is_empty() => {
                parts.parameters.remove(place);
            }
            Ok(place) => parts.parameters[place].1 = values,
            Err(_) if values.is_empty() => {}
            Err(place) => parts.parameters.insert(place, (name, values)),
        }
    }

    /// Notes that a value can't be sent, if there is one: a number that is not finite, or an empty ID.
    fn refuse(&mut self, name: &'static str, value: Option<String>) {
        if let Some(value) = value {
            self.note(name, unsendable(name, &value));
        }
    }

    /// Notes a problem with a parameter.
    pub(crate) fn note(&mut self, name: &'static str, problem: String) {
        self.parts_mut().problems.push((name, problem));
    }

    /// Returns what is wrong with values that can't be sent, each with the name of the parameter.
    pub(crate) fn problems(&self) -> &[(&'static str, String)] {
        &self.parts().problems
    }

    /// Returns the values of a parameter. Many checks ask for them, so it is not inlined.
    #[inline(never)]
    fn all(&self, name: &str) -> &[String] {
        let mut parameters = self.parts().parameters.iter();
        let found = parameters.find(|(known, _)| *known == name);
        found.map_or(&[], |(_, values)| values)
    }

    fn parts(&self) -> &Parts {
        self.0.as_deref().unwrap_or(&NOTHING)
    }

    fn parts_mut(&mut self) -> &mut Parts {
        Arc::make_mut(self.0.get_or_insert_default())
    }
}

// A query in which everything was removed again is one in which nothing was set.
impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for Query {}

impl Hash for Query {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, values) in &self.parts().parameters {
            match values.as_slice() {
                [value] => map.entry(name, value),
                values => map.entry(name, &values),
            };
        }
        map.finish()
    }
}

/// Returns what is wrong with a value that can't be sent.
pub(crate) fn unsendable(name: &str, value: &str) -> String {
    if value.is_empty() {
        format!("`{name}` has an empty ID; set an ID")
    } else {
        format!("`{name}` is `{value}`; it must be a finite number")
    }
}

/// Returns the texts of values, and that of a value that can't be sent.
fn texts<T: ToWire>(values: impl IntoIterator<Item = T>) -> (Vec<String>, Option<String>) {
    let mut unsendable = None;
    let texts = values.into_iter().map(|value| {
        let text = value.to_wire();
        if !value.is_sendable() {
            unsendable = Some(text.clone());
        }
        text
    });
    (texts.collect(), unsendable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_does_not_change_with_its_original() {
        let original = Query::new().with("user", 7);
        let changed = original.clone().with("user", 8).with("page", 2);
        assert_eq!(original.get("user"), Some("7"));
        assert_eq!(original.get("page"), None);
        assert_eq!(changed.get("user"), Some("8"));
        assert_ne!(original, changed);
    }

    #[test]
    fn a_query_without_parameters_is_the_same_however_it_came_about() {
        use std::collections::HashSet;

        let emptied = Query::new()
            .with("user", 7)
            .with_list("user", Vec::<i64>::new());
        assert_eq!(emptied, Query::new());
        assert_eq!(HashSet::from([emptied, Query::default()]).len(), 1);
    }
}

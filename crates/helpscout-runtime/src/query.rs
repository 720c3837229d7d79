//! The parameters of one call in the form in which they are sent.

use std::fmt;

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
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Query {
    /// The parameters that are set, ordered by name, with their values, which are at least one. There
    /// are a few, for which a map would only be more code in the programs that use this.
    parameters: Vec<(&'static str, Vec<String>)>,
    /// What is wrong with values whatever the operation is, each with the name of its parameter.
    problems: Vec<(&'static str, String)>,
}

impl Query {
    /// Creates a query without parameters.
    pub const fn new() -> Self {
        Self {
            parameters: Vec::new(),
            problems: Vec::new(),
        }
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
        self.parameters
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
            self.problems.push((name, problem));
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
        self.problems.retain(|(other, _)| *other != name);
        let place = self.place(name);
        match place {
            Ok(place) if values.is_empty() => {
                self.parameters.remove(place);
            }
            Ok(place) => self.parameters[place].1 = values,
            Err(_) if values.is_empty() => {}
            Err(place) => self.parameters.insert(place, (name, values)),
        }
    }

    /// Notes that a number is not finite, if there is one.
    fn refuse(&mut self, name: &'static str, number: Option<String>) {
        if let Some(number) = number {
            let problem = format!("`{name}` is `{number}`; it must be a finite number");
            self.problems.push((name, problem));
        }
    }

    /// Notes a problem with a parameter.
    pub(crate) fn note(&mut self, name: &'static str, problem: String) {
        self.problems.push((name, problem));
    }

    /// Returns what is wrong with values that can't be sent, each with the name of the parameter.
    pub(crate) fn problems(&self) -> &[(&'static str, String)] {
        &self.problems
    }

    /// Returns the values of a parameter. Many checks ask for them, so it is not inlined.
    #[inline(never)]
    fn all(&self, name: &str) -> &[String] {
        let found = self.parameters.iter().find(|(known, _)| *known == name);
        found.map_or(&[], |(_, values)| values)
    }

    /// Returns where a parameter is, or where it would be.
    fn place(&self, name: &str) -> Result<usize, usize> {
        self.parameters
            .binary_search_by(|(known, _)| (*known).cmp(name))
    }
}

impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, values) in &self.parameters {
            match values.as_slice() {
                [value] => map.entry(name, value),
                values => map.entry(name, &values),
            };
        }
        map.finish()
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

//! The operations that `verify` is about, and the values to call them with.

use std::collections::{BTreeMap, BTreeSet};

use helpscout_description::{Api, Operation, nearest};

use crate::error::Error;

/// The operations to verify.
pub(crate) struct Selection {
    /// All operations if empty.
    only: Vec<String>,
    /// Values by the name of the parameter, or by `operation.parameter`.
    pub(crate) settings: BTreeMap<String, String>,
}

impl Selection {
    /// Creates a selection.
    ///
    /// # Errors
    ///
    /// If the description has no such operation, or no selected operation has such a parameter.
    pub(crate) fn new(
        api: &Api,
        only: &[String],
        settings: &[(String, String)],
    ) -> Result<Self, Error> {
        if let Some(name) = only.iter().find(|name| api.operation(name).is_none()) {
            return Err(unknown_operation(api, name, Error::usage));
        }
        let selection = Self {
            only: only.to_vec(),
            settings: settings.iter().cloned().collect(),
        };
        let names = selection.setting_names(api);
        if let Some((name, _)) = settings.iter().find(|(name, _)| !names.contains(name)) {
            let error = Error::usage("no selected operation has such a parameter");
            let error = error.at(format_args!("--set {name}"));
            return Err(match nearest(name, names.iter().map(String::as_str)) {
                Some(near) => error.next(format_args!("did you mean `{near}`?")),
                None => error,
            });
        }
        Ok(selection)
    }

    pub(crate) fn includes(&self, operation: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == operation)
    }

    /// Returns the names of the operations if they were given, or else nothing.
    pub(crate) fn named(&self) -> &[String] {
        &self.only
    }

    pub(crate) fn operations<'a>(&'a self, api: &'a Api) -> impl Iterator<Item = &'a Operation> {
        let operations = api.operations.iter();
        operations.filter(|operation| self.includes(&operation.id))
    }

    /// Returns the names that a setting may have.
    fn setting_names(&self, api: &Api) -> BTreeSet<String> {
        let names = |operation: &Operation| {
            let wires = operation.parameters.iter().map(|parameter| &parameter.wire);
            let names = wires.flat_map(|wire| [wire.clone(), format!("{}.{wire}", operation.id)]);
            names.collect::<Vec<_>>()
        };
        self.operations(api).flat_map(names).collect()
    }
}

/// Returns an error about an operation that the description does not have.
pub(crate) fn unknown_operation(api: &Api, name: &str, error: fn(String) -> Error) -> Error {
    let ids = || api.operations.iter().map(|operation| operation.id.as_str());
    let error = error(format!("there is no operation `{name}`"));
    match nearest(name, ids()) {
        Some(near) => error.next(format_args!("did you mean `{near}`?")),
        None => {
            let ids: Vec<&str> = ids().collect();
            error.next(format_args!("the operations are {}", ids.join(", ")))
        }
    }
}

//! The names that the files of a spec folder declare and use.

use std::collections::BTreeSet;

use helpscout_description::IdForm;

use crate::document::{Document, Documents};
use crate::position::At;
use crate::raw::{ApiFile, Enum, OperationFile};

/// The names of a spec folder.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    pub(super) plans: BTreeSet<String>,
    pub(super) groups: BTreeSet<String>,
    pub(super) operations: BTreeSet<String>,
    /// IDs that are whole numbers.
    pub(super) ids: BTreeSet<String>,
    /// IDs of 24 hexadecimal digits.
    pub(super) hex_ids: BTreeSet<String>,
    /// IDs that are texts of any form.
    pub(super) text_ids: BTreeSet<String>,
    /// Enums, each with its values.
    pub(super) enums: Vec<(String, Vec<String>)>,
    pub(super) objects: BTreeSet<String>,
    /// Parameters, as sent, and the paths of the fields of bodies without `[]`.
    pub(super) parameters: BTreeSet<String>,
    /// The paths that `pages:` gives, by key.
    pub(super) paths: Vec<(&'static str, BTreeSet<String>)>,
}

/// The keys of `pages:` that are paths into the response.
const PATHS: [&str; 5] = ["current", "total", "count", "rows", "identity"];

impl Names {
    /// Collects the names of all files. There are none without `api.yaml`, in which most of them
    /// are declared.
    pub(crate) fn of(documents: &Documents) -> Option<Self> {
        let api = documents.api.as_ref()?;
        let mut names = Self {
            paths: PATHS.map(|key| (key, BTreeSet::new())).into(),
            ..Self::default()
        };
        names.shared(api);
        for document in &documents.operations {
            names.operation(document);
        }
        names.enums.sort();
        names.enums.dedup_by(|a, b| a.0 == b.0);
        Some(names)
    }

    fn shared(&mut self, document: &Document<ApiFile>) {
        let (raw, at) = (&document.raw, document.at());
        self.plans = raw
            .service
            .plans
            .iter()
            .map(|plan| plan.name.clone())
            .collect();
        for id in &raw.ids {
            let ids = match id.form.unwrap_or_default() {
                IdForm::Integer => &mut self.ids,
                IdForm::Hex24 => &mut self.hex_ids,
                IdForm::Text => &mut self.text_ids,
            };
            ids.insert(id.name.clone());
        }
        self.declared(&raw.enums);
        for (group, at) in raw
            .parameter_groups
            .iter()
            .zip(at.key("parameter_groups").items())
        {
            self.groups.insert(group.name.clone());
            self.parameters.extend(texts(at.key("parameters"), "name"));
        }
        for (object, at) in raw.objects.iter().zip(at.key("objects").items()) {
            self.objects.insert(object.name.clone());
            self.objects.extend(texts(at.key("fields"), "object"));
        }
    }

    fn operation(&mut self, document: &Document<OperationFile>) {
        let (raw, at) = (&document.raw, document.at());
        self.operations.insert(raw.operation.clone());
        self.declared(&raw.enums);
        self.parameters.extend(texts(at.key("parameters"), "name"));
        let body = texts(at.key("body"), "path");
        let body = body.iter().map(|path| path.trim_end_matches("[]"));
        self.parameters.extend(body.map(str::to_owned));
        self.objects.extend(raw.response.object.clone());
        let fields = at.key("response").key("fields");
        self.objects.extend(texts(fields, "object"));
        let Some(pages) = at.get("pages") else { return };
        for (key, paths) in &mut self.paths {
            paths.extend(text(pages, key));
        }
    }

    fn declared(&mut self, enums: &[Enum]) {
        for declared in enums {
            let values = declared.values.iter().map(|value| value.value.clone());
            self.enums.push((declared.name.clone(), values.collect()));
        }
    }
}

/// Returns the texts that the entries of a list have under a key.
fn texts(list: At<'_>, key: &str) -> Vec<String> {
    list.items().filter_map(|item| text(item, key)).collect()
}

fn text(at: At<'_>, key: &str) -> Option<String> {
    Some(at.get(key)?.scalar()?.text.clone())
}

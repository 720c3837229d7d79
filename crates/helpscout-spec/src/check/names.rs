//! The names that are declared in all files, and how they are looked up.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use helpscout_description::quote::{bare, quoted};
use helpscout_description::suggest;
use helpscout_description::{Api, Type};

use super::declared::Declared;
use super::rust_names::TypeNames;
use crate::code::Code;
use crate::document::{Document, Documents};
use crate::finding::Finding;
use crate::pattern;
use crate::position::At;
use crate::raw::{ApiFile, Field, ParameterEntry};
use crate::yaml::Content;

/// The types every description has.
static BUILT_IN: [(&str, Type); 9] = [
    ("integer", Type::Integer),
    ("number", Type::Number),
    ("text", Type::Text),
    ("boolean", Type::Boolean),
    ("instant", Type::Instant),
    ("date", Type::Date),
    ("epoch_seconds", Type::EpochSeconds),
    ("epoch_milliseconds", Type::EpochMilliseconds),
    ("any", Type::Any),
];

/// The names other languages have for them.
const FOREIGN: [(&str, &str); 14] = [
    ("bool", "boolean"),
    ("date-time", "instant"),
    ("datetime", "instant"),
    ("decimal", "number"),
    ("double", "number"),
    ("enumeration", "the name of an enum"),
    ("float", "number"),
    ("i64", "integer"),
    ("int", "integer"),
    ("int64", "integer"),
    ("long", "integer"),
    ("str", "text"),
    ("string", "text"),
    ("timestamp", "instant"),
];

/// Returns the names of the types that every description has.
pub(crate) fn built_in_types() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(name, _)| *name)
}

/// The names that are declared, in whatever file.
pub(super) struct Names<'a> {
    /// Whether `api.yaml` could be read: without it, no name can be called unknown.
    pub(super) is_known: bool,
    api: Option<&'a ApiFile>,
    /// Enums of single operations, and the file of each.
    local_enums: HashMap<&'a str, &'a str>,
    /// Objects of single operations, and the file of each.
    local_objects: HashMap<&'a str, &'a str>,
    /// What the operation or shared object that is being checked declares for itself.
    pub(super) local: Local<'a>,
    /// Parameter groups, once `api.yaml` has been checked.
    pub(super) groups: HashMap<&'a str, Rc<Declared<'a>>>,
    /// Rust types taken so far.
    pub(super) types: TypeNames,
    /// Files of operations that another file describes as well.
    pub(super) repeated: HashSet<&'a str>,
    /// Files with a type or object whose name is taken. It was meant to have another name, which may
    /// be any that is unknown there.
    pub(super) misnamed: HashSet<String>,
    /// Whether a parameter group has the name of another.
    pub(super) has_misnamed_group: bool,
    /// Whether a plan has the name of another.
    pub(super) has_misnamed_plan: bool,
    /// How often each group, plan and type is used.
    used: HashMap<&'a str, usize>,
}

/// What one operation or shared object declares for itself.
#[derive(Default)]
pub(super) struct Local<'a> {
    pub(super) enums: HashSet<&'a str>,
    pub(super) objects: HashSet<&'a str>,
}

impl<'a> Names<'a> {
    /// Collects the names of the documents.
    pub(super) fn new(documents: &'a Documents) -> Self {
        let mut local_enums = HashMap::new();
        let mut local_objects = HashMap::new();
        for document in &documents.operations {
            let (raw, file) = (&document.raw, document.file());
            let enums = raw.enums.iter().map(|raw_enum| raw_enum.name.as_str());
            local_enums.extend(enums.map(|name| (name, file)));
            let fields = &raw.response.fields;
            let inner = described_objects(fields);
            let root = raw.response.object.as_deref();
            let root = root.filter(|_| !fields.is_empty());
            local_objects.extend(inner.chain(root).map(|name| (name, file)));
        }
        let api = documents.api.as_ref().map(|document| &document.raw);
        let groups = api.map_or(&[][..], |api| api.parameter_groups.as_slice());
        let plans = api.map_or(&[][..], |api| api.service.plans.as_slice());
        let has_misnamed_section = documents
            .api
            .as_ref()
            .is_some_and(|document| has_unknown_section(document.at(), &API_SECTIONS));
        // An empty list has been reported already.
        let has_misnamed_plans = documents.api.as_ref().is_some_and(|document| {
            let at = document.at().key("service");
            has_unknown_section(at, &SERVICE_SECTIONS)
                || plans.is_empty() && at.get("plans").is_some()
        });
        Self {
            is_known: documents.api.is_some(),
            api,
            local_enums,
            local_objects,
            local: Local::default(),
            groups: HashMap::new(),
            types: TypeNames::default(),
            repeated: HashSet::new(),
            misnamed: misnamed_files(documents),
            has_misnamed_group: has_misnamed_section
                || groups
                    .iter()
                    .any(|group| !(pattern::SNAKE.matches)(&group.name)),
            used: uses(documents),
            has_misnamed_plan: has_misnamed_section
                || has_misnamed_plans
                || plans
                    .iter()
                    .any(|plan| !(pattern::PLAN.matches)(&plan.name)),
        }
    }

    /// Returns whether a type or object can be called unknown in a file. It can't if a declaration
    /// has been reported that may be the one with that name.
    pub(super) fn is_complete(&self, file: &str) -> bool {
        self.is_known && !self.misnamed.contains(Api::SHARED) && !self.misnamed.contains(file)
    }

    /// Returns the type of that name.
    pub(super) fn find(&self, name: &str) -> Option<Type> {
        if let Some((_, built_in)) = BUILT_IN.iter().find(|(known, _)| *known == name) {
            return Some(built_in.clone());
        }
        if self.ids().any(|id| id == name) {
            return Some(Type::Id(name.to_owned()));
        }
        let is_enum =
            self.local.enums.contains(name) || self.shared_enums().any(|known| known == name);
        is_enum.then(|| Type::Enum(name.to_owned()))
    }

    /// Returns whether there is an object of that name, shared or local.
    pub(super) fn is_object(&self, name: &str) -> bool {
        self.is_shared_object(name) || self.local.objects.contains(name)
    }

    /// Returns whether `api.yaml` declares an object of that name.
    pub(super) fn is_shared_object(&self, name: &str) -> bool {
        self.shared_objects().any(|known| known == name)
    }

    /// Returns the number of rows that the service has on a page.
    pub(super) fn page_size(&self) -> Option<u32> {
        self.api?.service.page_size
    }

    /// Returns the names of the plans.
    pub(super) fn plans(&self) -> impl Iterator<Item = &'a str> {
        let plans = self.api.map_or(&[][..], |api| api.service.plans.as_slice());
        plans.iter().map(|plan| plan.name.as_str())
    }

    /// Returns the known name that can only be meant by an unknown one. A name that nothing uses may be
    /// the misspelled one, and an unknown name that is used several times may be that of something which
    /// is not declared yet.
    fn certain(&self, name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
        let is_single = self.used.get(name).is_none_or(|count| *count == 1);
        suggest::certain(name, known).filter(|near| is_single && self.used.contains_key(near))
    }

    /// Creates the finding for a type that does not exist.
    /// `is_sent` says whether values of the type are sent, which those of `any` can't be.
    pub(super) fn unknown_type(&self, name: &str, is_sent: bool, at: At<'_>) -> Finding {
        let message = format!("there is no type {}", quoted(name));
        let finding = Finding::new(Code::UnknownType, at.place(), message);
        let is_possible = |ours: &str| !is_sent || ours != "any";
        let foreign = FOREIGN
            .iter()
            .find(|(foreign, ours)| name.eq_ignore_ascii_case(foreign) && is_possible(ours));
        // The number sign of a comment needs a space before it.
        let value = name.split_once('#').map(|(value, _)| value.trim_end());
        let is_glued = value.is_some_and(|value| self.find(value).is_some());
        let help = match (foreign, self.local_enums.get(name)) {
            _ if is_glued => {
                Some("put a space before `#`, so that a comment starts there".to_owned())
            }
            (Some((_, ours)), _) => Some(format!("write {}", backticked_word(ours))),
            (_, Some(file)) => Some(elsewhere("enum", file)),
            _ if self.is_object(name) && !is_sent => Some(format!(
                "write `object: {}`, since it is an object",
                bare(name)
            )),
            _ => None,
        };
        let built_in = BUILT_IN.iter().map(|(name, _)| *name);
        let known = built_in
            .filter(|name| is_possible(name))
            .chain(self.ids())
            .chain(self.shared_enums())
            .chain(self.local.enums.iter().copied());
        let known: Vec<&str> = known.collect();
        let near = suggest::nearest(name, known.iter().copied());
        let meant = self.certain(name, known.into_iter());
        let instead = foreign.map_or(meant, |(_, ours)| Some(*ours));
        let fix = instead.filter(|_| help.is_none() || foreign.is_some());
        let near = near
            .map(|near| format!("did you mean {}?", quoted(near)))
            .unwrap_or_else(|| {
                let any = if is_sent { "" } else { "`any`, " };
                format!(
                    "use `integer`, `number`, `text`, `boolean`, `instant`, `date`, \
                     `epoch_seconds`, `epoch_milliseconds`, {any}or the name of an ID or enum"
                )
            });
        // A date is no instant, so its example may have to change as well.
        let fix = fix.filter(|_| !name.eq_ignore_ascii_case("date"));
        finding
            .help(near)
            .maybe_help(help)
            .maybe_fix(fix.and_then(|word| at.reworded(word)))
    }

    /// Creates the finding for an object that is declared nowhere.
    pub(super) fn unknown_object(&self, name: &str, at: At<'_>) -> Finding {
        let known = self
            .shared_objects()
            .chain(self.local.objects.iter().copied());
        let near = suggest::nearest(name, known);
        let help = match self.local_objects.get(name) {
            Some(file) if *file != at.file() => Some(elsewhere("object", file)),
            _ => near.map(|near| format!("did you mean {}?", quoted(near))),
        };
        let message = format!("the object {} has no fields", quoted(name));
        Finding::new(Code::UnknownObject, at.place(), message)
            .help("describe its fields with paths below this one, or declare it in `api.yaml`")
            .maybe_help(help)
    }

    /// Creates the finding for a parameter group that does not exist. `beside` are the groups that the
    /// same operation uses.
    pub(super) fn unknown_group(&self, name: &str, beside: &[&str], at: At<'_>) -> Finding {
        let groups = self
            .api
            .map_or(&[][..], |api| api.parameter_groups.as_slice());
        let known: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
        let message = format!("there is no parameter group {}", quoted(name));
        let help = "declare it in `parameter_groups` of `api.yaml`";
        self.unknown(Code::UnknownGroup, message, help, name, &known, beside, at)
    }

    /// Creates the finding for a plan that the service does not have. `beside` are the plans that the
    /// same operation lists.
    pub(super) fn unknown_plan(&self, name: &str, beside: &[&str], at: At<'_>) -> Finding {
        let known: Vec<&str> = self.plans().collect();
        let message = format!("the service has no plan {}", quoted(name));
        let help = "declare it in `plans` of the service in `api.yaml`";
        self.unknown(Code::UnknownPlan, message, help, name, &known, beside, at)
    }

    /// Creates the one finding for a name that is declared nowhere, however many operations use it.
    #[allow(
        clippy::too_many_arguments,
        reason = "they are the parts of one finding"
    )]
    fn unknown(
        &self,
        code: Code,
        message: String,
        declare: &str,
        name: &str,
        known: &[&'a str],
        beside: &[&str],
        at: At<'_>,
    ) -> Finding {
        let count = self.used.get(name).copied().unwrap_or(1);
        let message = match count {
            ..=1 => message,
            _ => format!("{message}, which {count} operations use"),
        };
        let is_unused = |known: &&&str| !self.used.contains_key(**known);
        let unused: Vec<&&str> = known.iter().filter(is_unused).collect();
        let is_free = |near: &&str| !beside.contains(near);
        let fix = self.certain(name, known.iter().copied()).filter(is_free);
        let finding = Finding::new(code, at.place(), message);
        let finding = match unused[..] {
            // Only a declaration with another name is left over.
            [renamed] if count > 1 => finding.help(format!(
                "if it is now called {}, which nothing uses, give one of them the name of the other; \
                 otherwise {declare}",
                quoted(renamed)
            )),
            _ => {
                let others = known.iter().copied().filter(is_free);
                finding
                    .help(declare)
                    .maybe_help(suggest::help(name, others))
            }
        };
        finding.maybe_fix(fix.and_then(|near| at.reworded(near)))
    }

    fn ids(&self) -> impl Iterator<Item = &'a str> {
        let ids = self.api.map_or(&[][..], |api| api.ids.as_slice());
        ids.iter().map(|id| id.name.as_str())
    }

    fn shared_enums(&self) -> impl Iterator<Item = &'a str> {
        let enums = self.api.map_or(&[][..], |api| api.enums.as_slice());
        enums.iter().map(|raw_enum| raw_enum.name.as_str())
    }

    fn shared_objects(&self) -> impl Iterator<Item = &'a str> {
        let objects = self.api.map_or(&[][..], |api| api.objects.as_slice());
        objects.iter().map(|object| object.name.as_str())
    }
}

/// Returns the objects of fields that have fields of their own below them.
fn described_objects(fields: &[Field]) -> impl Iterator<Item = &str> {
    let has_fields = |path: &str| {
        let mut others = fields.iter();
        others.any(|other| {
            other
                .path
                .strip_prefix(path)
                .is_some_and(|rest| rest.starts_with('.'))
        })
    };
    let objects = fields.iter().filter(move |field| has_fields(&field.path));
    objects.filter_map(|field| field.object.as_deref())
}

fn field_type(field: &Field) -> Option<&str> {
    field.type_name.as_deref()
}

/// Returns how often each group, plan and type is used.
fn uses(documents: &Documents) -> HashMap<&str, usize> {
    let api = documents.api.as_ref().map(|document| &document.raw);
    let groups = api.map_or(&[][..], |api| api.parameter_groups.as_slice());
    let objects = api.map_or(&[][..], |api| api.objects.as_slice());
    let mut names: Vec<&str> = Vec::new();
    let parameters = groups.iter().flat_map(|group| &group.parameters);
    names.extend(parameters.map(|parameter| parameter.type_name.as_str()));
    names.extend(
        objects
            .iter()
            .flat_map(|object| &object.fields)
            .filter_map(field_type),
    );
    for Document { raw, .. } in &documents.operations {
        names.extend(raw.plans.iter().map(String::as_str));
        names.extend(
            raw.body
                .iter()
                .filter_map(|field| field.type_name.as_deref()),
        );
        names.extend(raw.response.fields.iter().filter_map(field_type));
        names.extend(raw.parameters.iter().map(|entry| match entry {
            ParameterEntry::Own(parameter) => parameter.type_name.as_str(),
            ParameterEntry::Group(name) => name.as_str(),
        }));
    }
    let mut used = HashMap::new();
    names.extend(BUILT_IN.iter().map(|(name, _)| *name));
    for name in names {
        *used.entry(name).or_default() += 1;
    }
    used
}

/// The keys of `api.yaml`, of its service and of operations whose values declare something.
const API_SECTIONS: [&str; 5] = ["service", "ids", "enums", "parameter_groups", "objects"];
const SERVICE_SECTIONS: [&str; 4] = ["plans", "token", "rate_limit", "media_types"];
const OPERATION_SECTIONS: [&str; 8] = [
    "plans",
    "notes",
    "parameters",
    "body",
    "rules",
    "pages",
    "response",
    "enums",
];

/// Returns whether a map has lists of maps, or maps, under a key that is none of its sections: what
/// they declare may be what seems to be unknown.
fn has_unknown_section(at: At<'_>, sections: &[&str]) -> bool {
    let mut entries = at.entries().iter();
    entries.any(|entry| {
        let is_section = match &entry.value.content {
            Content::Map(_) => true,
            Content::List(items) => items
                .iter()
                .any(|item| matches!(item.content, Content::Map(_))),
            Content::Scalar(_) => false,
        };
        is_section && !sections.contains(&entry.key.as_str())
    })
}

/// Returns the files with a declaration whose name or section has been reported already.
fn misnamed_files(documents: &Documents) -> HashSet<String> {
    let is_no_type = |name: &str| !(pattern::TYPE.matches)(name);
    let mut misnamed = HashSet::new();
    if let Some(document) = &documents.api {
        let raw = &document.raw;
        let ids = raw.ids.iter().map(|id| &id.name);
        let enums = raw.enums.iter().map(|raw_enum| &raw_enum.name);
        let objects = raw.objects.iter().map(|object| &object.name);
        if has_unknown_section(document.at(), &API_SECTIONS)
            || ids.chain(enums).chain(objects).any(|name| is_no_type(name))
        {
            misnamed.insert(Api::SHARED.to_owned());
        }
    }
    for document in &documents.operations {
        let at = document.at();
        let enums = &document.raw.enums;
        if has_unknown_section(at, &OPERATION_SECTIONS)
            || has_unknown_section(at.key("response"), &["fields"])
            || enums.iter().any(|raw_enum| is_no_type(&raw_enum.name))
        {
            misnamed.insert(document.file().to_owned());
        }
    }
    misnamed
}

fn elsewhere(noun: &str, file: &str) -> String {
    format!(
        "move the {noun} from {} to `api.yaml` to share it",
        quoted(file)
    )
}

fn backticked_word(word: &str) -> String {
    if word.contains(' ') {
        word.to_owned()
    } else {
        quoted(word)
    }
}

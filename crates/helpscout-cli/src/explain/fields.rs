//! The fields of all reports and look-ups, as the description has them.

use std::fmt::Write;

use helpscout_command::names;
use helpscout_description::path;
use helpscout_description::prose::plain;
use helpscout_description::{Api, Field, Group, Operation, Source, Type, Unit};

/// The number of objects within each other that are listed.
const MAX_DEPTH: usize = 12;

/// All operations with their fields.
pub(super) struct Reports<'a> {
    api: &'a Api,
    all: Vec<Report<'a>>,
}

struct Report<'a> {
    /// The name on the command line, such as `user-conversation-history`.
    name: String,
    operation: &'a Operation,
    fields: Vec<Described<'a>>,
}

/// A field with its path in the answer, as the documented page writes it.
struct Described<'a> {
    path: String,
    field: &'a Field,
}

/// What a name stands for.
#[derive(Debug)]
pub(super) enum Found {
    One(String),
    /// The names of all fields that it may be.
    Several(Vec<String>),
    Nothing,
}

impl<'a> Reports<'a> {
    pub(super) fn of(api: &'a Api) -> Self {
        let groups = [Group::Reports, Group::Lookups].into_iter();
        let operations = groups.flat_map(|group| names::operations(api, group));
        let all = operations.map(|(name, operation)| Report {
            name,
            operation,
            fields: fields(api, operation),
        });
        Self {
            api,
            all: all.collect(),
        }
    }

    /// Returns the explanation of a report, of a field, or of a field of a report.
    pub(super) fn find(&self, name: &str) -> Found {
        let name = ["report ", "list "]
            .iter()
            .find_map(|command| name.strip_prefix(command))
            .unwrap_or(name);
        if let Some(report) = self.all.iter().find(|report| report.is_called(name)) {
            return Found::One(report.list());
        }
        let of_report = name.split_once('.').and_then(|(report, path)| {
            let found = self.all.iter().find(|found| found.is_called(report))?;
            Some((std::slice::from_ref(found), path))
        });
        let (reports, path) = of_report.unwrap_or((&self.all, name));
        let found = reports.iter().flat_map(|report| {
            let best = report.best(path).into_iter();
            best.map(move |described| (report, described))
        });
        let found: Vec<_> = found.collect();
        match found.as_slice() {
            [] => Found::Nothing,
            [(report, described)] => Found::One(self.explain(report, described)),
            several => {
                let names = several.iter();
                let names =
                    names.map(|(report, described)| format!("{}.{}", report.name, described.path));
                Found::Several(names.collect())
            }
        }
    }

    /// Returns the names of all reports, each with what it has.
    pub(super) fn names(&self) -> impl Iterator<Item = (String, String)> {
        let all = self.all.iter();
        all.map(|report| (report.name.clone(), plain(&report.operation.summary)))
    }

    /// Returns the fields of a report by names that [`Self::find`] knows, each with what it means:
    /// without the signs of lists, which mean something to a shell, and without the path of the rows.
    pub(super) fn fields_of(&self, report: &str) -> Vec<(String, String)> {
        let Some(report) = self.all.iter().find(|found| found.name == report) else {
            return Vec::new();
        };
        let rows = report.operation.pages.as_ref();
        let rows = rows.map(|pages| format!("{}.", pages.rows.replace("[]", "")));
        let fields = report.fields.iter().map(|described| {
            let path = described.path.replace("[]", "");
            let of_row = rows.as_deref().and_then(|rows| path.strip_prefix(rows));
            let name = format!("{}.{}", report.name, of_row.unwrap_or(&path));
            (name, plain(&described.field.doc))
        });
        fields.collect()
    }

    /// Returns the names of all reports and the keys of all fields.
    pub(super) fn words(&self) -> Vec<String> {
        let mut words: Vec<String> = self.all.iter().map(|report| report.name.clone()).collect();
        for report in &self.all {
            words.extend(
                report
                    .fields
                    .iter()
                    .map(|described| described.field.wire.clone()),
            );
        }
        words.sort();
        words.dedup();
        words
    }

    fn explain(&self, report: &Report<'_>, described: &Described<'_>) -> String {
        let Described { path, field } = described;
        let mut text = format!("{}.{path}\n\n  {}\n\n", report.name, plain(&field.doc));
        let _ = writeln!(text, "Type:        {}", self.kind(field));
        let source = match field.source {
            Source::Table => "the table of the documented page",
            Source::Example => "the example of the documented page; its table does not have it",
            Source::Observed => "answers of the service; the documented page does not have it",
        };
        let _ = writeln!(text, "Known from:  {source}");
        if let Some(correction) = &field.correction {
            let because = plain(&correction.because);
            let documented = plain(&correction.documented);
            let _ = writeln!(text, "Corrected:   the page says {documented}; {because}");
        }
        for value in self.api.values_of(&field.ty) {
            let _ = writeln!(text, "  {}  {}", plain(&value.wire), plain(&value.doc));
        }
        let command = names::command_of(report.operation.group());
        let _ = writeln!(text, "Report:      helpscout {command} {}", report.name);
        let _ = writeln!(text, "Documented:  {}", plain(&report.operation.docs));
        for note in &report.operation.notes {
            let _ = writeln!(text, "Note:        {}", plain(note));
        }
        text
    }

    fn kind(&self, field: &Field) -> String {
        let ty = match &field.ty {
            Type::Integer => "integer".to_owned(),
            Type::Number => "number".to_owned(),
            Type::Text => "text".to_owned(),
            Type::Boolean => "true or false".to_owned(),
            Type::Instant => "instant in UTC".to_owned(),
            Type::Date => "date".to_owned(),
            Type::EpochSeconds => "instant, in seconds since 1970".to_owned(),
            Type::EpochMilliseconds => "instant, in milliseconds since 1970".to_owned(),
            Type::Id(name) => {
                let id = self.api.id(name);
                id.map_or_else(|| "ID".to_owned(), |id| format!("ID: {}", plain(&id.doc)))
            }
            Type::Enum(_) => "one of the values below, or another".to_owned(),
            Type::Object(_) => "object".to_owned(),
            Type::Any => "any JSON".to_owned(),
        };
        let mut kind = if field.list {
            format!("list of {ty}")
        } else if field.one_or_many {
            format!("{ty}, or a list of them")
        } else {
            ty
        };
        if let Some(unit) = field.unit {
            kind.push_str(match unit {
                Unit::Seconds => ", in seconds",
                Unit::Milliseconds => ", in milliseconds",
                Unit::Minutes => ", in minutes",
                Unit::Days => ", in days",
                Unit::Percent => ", in percent",
                Unit::Points => ", in percentage points",
            });
        }
        if field.nullable {
            kind.push_str("; may be null");
        }
        if field.optional {
            kind.push_str("; may be missing");
        }
        kind
    }
}

impl<'a> Report<'a> {
    fn is_called(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(&name.replace('_', "-"))
    }

    /// Returns the fields that a path names best.
    fn best(&self, path: &str) -> Vec<&Described<'a>> {
        let ranked = self.fields.iter();
        let ranked = ranked.filter_map(|described| Some((self.rank(described, path)?, described)));
        let ranked: Vec<_> = ranked.collect();
        let best = ranked.iter().map(|(rank, _)| *rank).min();
        let ranked = ranked.into_iter();
        ranked
            .filter_map(|(rank, described)| (Some(rank) == best).then_some(described))
            .collect()
    }

    /// Returns how well a path names a field: 0 for its whole path, more if the path is only the end
    /// of it, `None` if it does not name it.
    fn rank(&self, described: &Described<'_>, path: &str) -> Option<usize> {
        if described.path == path {
            return Some(0);
        }
        let plain = |path: &str| path.replace("[]", "").to_lowercase();
        let (whole, path) = (plain(&described.path), plain(path));
        if whole == path {
            return Some(1);
        }
        let rows = self
            .operation
            .pages
            .as_ref()
            .map(|pages| plain(&pages.rows));
        if rows.is_some_and(|rows| whole == path::join(&rows, &path)) {
            return Some(2);
        }
        let before = whole.strip_suffix(path.as_str())?;
        before.ends_with('.').then_some(3)
    }

    /// Lists the fields.
    fn list(&self) -> String {
        let Self {
            name,
            operation,
            fields,
        } = self;
        let mut text = format!("{name}\n\n  {}\n\nFields:\n", plain(&operation.summary));
        for Described { path, field } in fields {
            let _ = writeln!(text, "  {path}\n      {}", plain(&field.doc));
        }
        let _ = writeln!(
            text,
            "\nhelpscout explain {name}.FIELD explains one of them."
        );
        text
    }
}

/// Returns all fields of an answer, those of an object after it.
fn fields<'a>(api: &'a Api, operation: &'a Operation) -> Vec<Described<'a>> {
    let mut all = Vec::new();
    add_fields(api, &operation.response, "", MAX_DEPTH, &mut all);
    all
}

fn add_fields<'a>(
    api: &'a Api,
    object: &str,
    before: &str,
    depth: usize,
    all: &mut Vec<Described<'a>>,
) {
    let Some(object) = api.object(object).filter(|_| depth > 0) else {
        return;
    };
    for field in object.fields.iter().chain(&object.rest) {
        let mut path = if before.is_empty() {
            field.wire.clone()
        } else {
            format!("{before}.{}", field.wire)
        };
        if field.list {
            path.push_str("[]");
        }
        all.push(Described {
            path: path.clone(),
            field,
        });
        if let Type::Object(inner) = &field.ty {
            add_fields(api, inner, &path, depth - 1, all);
        }
    }
}

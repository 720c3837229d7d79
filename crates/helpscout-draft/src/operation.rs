//! The draft of an operation, before it is written as YAML.
//!
//! The types follow the keys of a spec file. Types are names here, since the draft has to name
//! some that don't exist yet.

use helpscout_description::{Correction, ListStyle, Place, Source, Unit};
use helpscout_spec::raw::WrittenAs;

/// The paging of a draft.
#[derive(Clone, Debug)]
pub(crate) struct Pages {
    pub(crate) style: PageStyle,
    pub(crate) size: Option<String>,
    pub(crate) count: Option<String>,
    /// The path of the rows. Empty if the answer is the list of rows itself.
    pub(crate) rows: String,
    pub(crate) identity: Option<String>,
}

/// How a call selects a page.
#[derive(Clone, Debug)]
pub(crate) enum PageStyle {
    Number {
        parameter: String,
        is_from_zero: bool,
        current: Option<String>,
        total: Option<String>,
        more: Option<String>,
    },
    Offset {
        parameter: String,
        current: Option<String>,
        last: Option<String>,
    },
    Cursor {
        parameter: String,
        next: String,
        more: Option<String>,
    },
    LastRow {
        parameter: String,
        value: String,
        more: Option<String>,
    },
    Link {
        next: String,
    },
}

impl Pages {
    /// Returns the paths of the numbers and flags of paging, which every page has.
    pub(crate) fn certain(&self) -> impl Iterator<Item = &str> {
        let (first, second) = match &self.style {
            PageStyle::Number {
                current,
                total,
                more,
                ..
            } => (current.as_ref(), total.as_ref().or(more.as_ref())),
            PageStyle::Offset { current, last, .. } => (current.as_ref(), last.as_ref()),
            PageStyle::Cursor { more, .. } | PageStyle::LastRow { more, .. } => {
                (more.as_ref(), None)
            }
            PageStyle::Link { .. } => (None, None),
        };
        [first, second, self.count.as_ref()]
            .into_iter()
            .flatten()
            .map(String::as_str)
    }

    /// Returns the path of the text that leads to the next page.
    pub(crate) fn next(&self) -> Option<&str> {
        match &self.style {
            PageStyle::Cursor { next, .. } | PageStyle::Link { next } => Some(next),
            PageStyle::Number { .. } | PageStyle::Offset { .. } | PageStyle::LastRow { .. } => None,
        }
    }
}

/// Everything that the spec file will say.
#[derive(Clone, Debug, Default)]
pub(crate) struct OperationDraft {
    pub(crate) id: String,
    pub(crate) request: String,
    /// Whether a `POST` only reads.
    pub(crate) is_safe: bool,
    pub(crate) docs: String,
    pub(crate) summary: String,
    /// The type of the query, if it is not the operation in camel case.
    pub(crate) rust: Option<String>,
    pub(crate) plans: Vec<String>,
    pub(crate) notes: Vec<String>,
    pub(crate) parameters: Vec<ParameterEntry>,
    /// The fields of the request's body.
    pub(crate) body: Vec<ParameterDraft>,
    /// Pairs of parameters that can't be given together.
    pub(crate) exclusions: Vec<[String; 2]>,
    pub(crate) pages: Option<Pages>,
    pub(crate) response: ResponseDraft,
    pub(crate) enums: Vec<EnumDraft>,
}

/// A parameter, or a group of the spec in its place.
#[derive(Clone, Debug)]
pub(crate) enum ParameterEntry {
    Use(String),
    Own(Box<ParameterDraft>),
}

#[derive(Clone, Debug, Default)]
pub(crate) struct ParameterDraft {
    pub(crate) name: String,
    pub(crate) place: Place,
    /// The type, unless `object` is given.
    pub(crate) type_name: String,
    /// The type of the objects, if it is a list of those.
    pub(crate) object: Option<String>,
    pub(crate) required: bool,
    /// Whether the page says that it may be left out. The spec file does not.
    pub(crate) is_optional: bool,
    pub(crate) list: Option<ListStyle>,
    pub(crate) minimum: Option<i64>,
    pub(crate) maximum: Option<i64>,
    /// The fewest and the most characters, or values of a list.
    pub(crate) lengths: (Option<u32>, Option<u32>),
    /// What to use instead, if the page advises against it.
    pub(crate) deprecated: Option<String>,
    pub(crate) default: Option<String>,
    pub(crate) example: Vec<String>,
    pub(crate) doc: String,
    pub(crate) rust: Option<String>,
    pub(crate) todo: Vec<String>,
}

/// The answer of the operation. A shared object has no doc and no fields here.
#[derive(Clone, Debug, Default)]
pub(crate) struct ResponseDraft {
    /// The status, if it is not 200.
    pub(crate) status: Option<u16>,
    /// The type; empty if nothing comes with the status.
    pub(crate) object: String,
    pub(crate) doc: Option<String>,
    pub(crate) fields: Vec<FieldDraft>,
}

impl ResponseDraft {
    /// Returns whether its values are in headers.
    pub(crate) fn is_in_headers(&self) -> bool {
        self.fields.iter().any(|field| field.header.is_some())
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct FieldDraft {
    pub(crate) path: String,
    /// The type, unless `object` is given.
    pub(crate) type_name: String,
    pub(crate) object: Option<String>,
    pub(crate) unit: Option<Unit>,
    pub(crate) nullable: bool,
    pub(crate) nullable_items: bool,
    pub(crate) one_or_many: bool,
    pub(crate) optional: bool,
    pub(crate) written_as: Option<WrittenAs>,
    /// The header that has the value.
    pub(crate) header: Option<String>,
    pub(crate) source: Source,
    pub(crate) doc: String,
    pub(crate) rust: Option<String>,
    pub(crate) correction: Option<Correction>,
    pub(crate) todo: Vec<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct EnumDraft {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) values: Vec<ValueDraft>,
}

#[derive(Clone, Debug)]
pub(crate) struct ValueDraft {
    pub(crate) value: String,
    pub(crate) rust: Option<String>,
    pub(crate) doc: String,
    pub(crate) correction: Option<Correction>,
}

//! What the columns of a table are about, according to their titles.

use crate::text::clean;

/// What a column has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// The names of what the rows describe.
    Name(Subject),
    Type,
    Examples,
    Description,
    Default,
    Required,
    /// Whether a parameter may be left out.
    Optional,
    /// Whether a value may be null.
    Nullable,
    /// Where a parameter is sent.
    Place,
    Values,
    Unit,
    Minimum,
    Maximum,
    Other,
}

/// What the rows of a table describe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// Parameters of the request.
    Parameters,
    /// Headers of the request.
    Headers,
    /// Headers of the answer.
    AnswerHeaders,
    /// Fields of the body of the request.
    Body,
    /// Fields of the answer.
    Fields,
    /// Parameters or fields: a column is titled `name`.
    ParametersOrFields,
    /// Anything else.
    Other,
}

/// Returns what a column is about.
pub(crate) fn column(title: &str) -> Column {
    let title = clean(title).to_lowercase();
    let title = title.trim_matches(|char: char| !char.is_alphanumeric());
    if let Some(known) = known(title) {
        return known;
    }
    let singular = title.strip_suffix('s').unwrap_or(title);
    let stem = singular.strip_suffix(" name").unwrap_or(singular);
    if let Some(known) = known(stem) {
        return known;
    }
    let ends = |words: &[&str]| words.iter().any(|word| stem.ends_with(word));
    if stem.starts_with("body ") && ends(&[" parameter", " param", " field"]) {
        Column::Name(Subject::Body)
    } else if ends(&[" parameter", " param", " argument", " filter"]) {
        Column::Name(Subject::Parameters)
    } else if ends(&[" field", " key"]) {
        Column::Name(Subject::Fields)
    } else if ends(&[" attribute", " property"]) {
        Column::Name(Subject::ParametersOrFields)
    } else if ends(&[" header"]) {
        Column::Name(Subject::Headers)
    } else {
        Column::Other
    }
}

fn known(title: &str) -> Option<Column> {
    Some(match title {
        "parameter" | "param" | "argument" | "query" | "query string" | "filter" | "option" => {
            Column::Name(Subject::Parameters)
        }
        "header" => Column::Name(Subject::Headers),
        "path" | "field" | "key" | "json path" => Column::Name(Subject::Fields),
        "name" | "attribute" | "property" | "element" | "member" | "variable" => {
            Column::Name(Subject::ParametersOrFields)
        }
        "type" | "data type" | "datatype" | "format" | "value type" | "schema" | "kind" => {
            Column::Type
        }
        "example" | "example value" | "sample" | "sample value" | "e.g" => Column::Examples,
        "description" | "detail" | "meaning" | "note" | "comment" | "remark" | "purpose"
        | "explanation" | "usage" | "info" | "summary" | "definition" | "what it does" => {
            Column::Description
        }
        "default" | "default value" => Column::Default,
        "required" | "mandatory" | "req" | "is required" | "requirement" | "presence" => {
            Column::Required
        }
        "optional" => Column::Optional,
        "nullable" | "can be null" | "may be null" => Column::Nullable,
        "in" | "location" | "located in" | "where" | "sent in" | "parameter type" => Column::Place,
        "value" | "allowed value" | "accepted value" | "possible value" | "valid value"
        | "enum" | "choice" => Column::Values,
        "unit" => Column::Unit,
        "min" | "minimum" => Column::Minimum,
        "max" | "maximum" => Column::Maximum,
        _ => return None,
    })
}

/// Returns whether cells are the head of a table about parameters or fields, as far as their titles
/// say so: one of the columns has names, and another one has a title that is known.
pub(crate) fn is_head(cells: &[String]) -> bool {
    let columns: Vec<Column> = cells.iter().map(|cell| column(cell)).collect();
    let names = columns.iter().filter(|column| is_name(column)).count();
    let known = columns.iter().filter(|column| **column != Column::Other);
    // A row about a parameter `name` is no head, although its cells are titles, too.
    names == 1 && known.count() > 1 && cells.iter().all(|cell| clean(cell).len() <= 40)
}

/// Returns the position of the column with the names. If no title says which it is, it is the first
/// one of a table that also has a column with types.
pub(crate) fn name_column(columns: &[Column]) -> Option<(usize, Subject)> {
    let named = columns.iter().enumerate().find_map(|(at, column)| {
        if let Column::Name(subject) = column {
            Some((at, *subject))
        } else {
            None
        }
    });
    let is_typed = columns.first() == Some(&Column::Other) && columns.contains(&Column::Type);
    named.or(is_typed.then_some((0, Subject::ParametersOrFields)))
}

fn is_name(column: &Column) -> bool {
    matches!(column, Column::Name(_))
}

#[cfg(test)]
mod tests {
    use super::{Column, Subject, column, is_head};

    #[test]
    fn titles_have_many_spellings() {
        for (title, expected) in [
            ("**Parameters**", Column::Name(Subject::Parameters)),
            ("Query parameter", Column::Name(Subject::Parameters)),
            ("Field Name", Column::Name(Subject::Fields)),
            ("Attribute", Column::Name(Subject::ParametersOrFields)),
            ("JSON property", Column::Name(Subject::ParametersOrFields)),
            ("Data type", Column::Type),
            ("Required?", Column::Required),
            ("Mandatory", Column::Required),
            ("Comments", Column::Description),
            ("Default value", Column::Default),
            ("Possible Values", Column::Values),
            ("Since", Column::Other),
        ] {
            assert_eq!(column(title), expected, "{title}");
        }
    }

    #[test]
    fn a_head_has_names_and_something_else() {
        let is = |cells: &str| is_head(&cells.split('|').map(str::to_owned).collect::<Vec<_>>());
        assert!(is("Description|Type|Name"));
        assert!(is("Name|Since|Notes"));
        assert!(!is("Status|Meaning"));
        assert!(!is("Name|Since"));
        assert!(!is("user|number|The user"));
    }
}

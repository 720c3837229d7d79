//! What can be pulled: the reports and the lists, with the parameters that a pull sets by itself.

use std::collections::HashSet;

use helpscout_arrow::{OriginColumns, Schema};
use helpscout_command::{IntervalParameters, Lookup, Role, names};
use helpscout_description::{Field, Group, Operation, Parameter, Tables, Type};
use helpscout_reports::describe;

use crate::format::definitions::AnswerType;
use crate::format::shape::{Shape, Shapes};

/// A report or a list that can be pulled.
#[derive(Clone, Debug)]
pub(super) struct Dataset {
    /// The name on the command line, and of the folder.
    pub(super) name: String,
    pub(super) operation: &'static Operation,
    /// The parameter with the ID of a user, a team or a mailbox, if the service needs one.
    pub(super) member: Option<MemberParameter>,
    /// The parameters of the window. Without them, the dataset is fetched as snapshots.
    pub(super) interval: Option<IntervalParameters<'static>>,
    /// The parameter with the number of rows of a page, and the largest one.
    pub(super) page_size: Option<(&'static Parameter, i64)>,
}

/// The parameter that a dataset is fetched for each value of.
#[derive(Clone, Debug)]
pub(super) struct MemberParameter {
    pub(super) parameter: &'static Parameter,
    /// The type of the ID, such as `UserId`.
    pub(super) ty: &'static str,
    /// What has such an ID, as in paths, such as `user`.
    pub(super) noun: String,
}

/// One of the tables of a dataset.
#[derive(Clone, Debug)]
pub(super) struct DatasetTable {
    /// The name, unless it is the main table.
    pub(super) name: Option<String>,
    /// The name among the tables of all datasets, in letters, digits and underscores.
    pub(super) stream: String,
    pub(super) schema: Schema,
    /// The shapes of a row.
    pub(super) shapes: Shapes,
    /// The shape of each described column of a row, and of the values of other keys.
    pub(super) columns: Vec<Shape>,
    pub(super) rest: Shape,
}

/// Returns everything that can be pulled, reports first.
pub(super) fn all() -> Vec<Dataset> {
    let api = describe::api();
    let mut taken = HashSet::new();
    let groups = [Group::Reports, Group::Lookups].into_iter();
    let named = groups.flat_map(|group| names::operations(api, group));
    let datasets = named.map(|(name, operation)| {
        let name = if taken.contains(&name) {
            operation.id.replace('_', "-")
        } else {
            name
        };
        taken.insert(name.clone());
        Dataset::new(name, operation)
    });
    datasets.collect()
}

impl Dataset {
    pub(super) fn new(name: String, operation: &'static Operation) -> Self {
        let mut needed = operation.parameters.iter().filter_map(member);
        Self {
            name,
            operation,
            member: needed.next(),
            interval: IntervalParameters::of(operation),
            page_size: page_size(operation),
        }
    }

    /// Returns whether it is fetched for users.
    pub(super) fn is_of_users(&self) -> bool {
        self.member.as_ref().is_some_and(MemberParameter::is_user)
    }

    /// Returns the columns of origin of its rows.
    pub(super) fn origin(&self) -> OriginColumns {
        OriginColumns {
            member: self.member.as_ref().map(|member| member.noun.clone()),
            window: self.interval.is_some(),
        }
    }

    /// Returns whether it is a list rather than a report.
    pub(super) fn is_list(&self) -> bool {
        self.operation.group() == Group::Lookups
    }

    /// Returns the parameters that are options of the command: those that are not set by the pull
    /// itself and don't change the order of rows. Lists are fetched as a whole, so they have only
    /// those that the service needs.
    pub(super) fn filters(&self) -> impl Iterator<Item = &'static Parameter> {
        let operation = self.operation;
        let member = self.member.as_ref().map(|member| member.parameter);
        let page_size = self.page_size.map(|(parameter, _)| parameter);
        let is_list = self.is_list();
        operation.parameters.iter().filter(move |parameter| {
            let is_set = [member, page_size].contains(&Some(parameter));
            let is_wanted = match Role::of(operation, parameter) {
                Role::Interval | Role::Previous | Role::Page => false,
                Role::Order => parameter.required,
                Role::PageSize | Role::Subject => parameter.required || !is_list,
            };
            is_wanted && !is_set
        })
    }

    /// Returns the name under which a database has a table of the answer: the first one, or the one
    /// with this name.
    pub(super) fn stream(&self, table: Option<&str>) -> String {
        match table {
            None => underscored(&self.name),
            Some(table) => underscored(&format!("{}_{table}", self.name)),
        }
    }

    /// Returns the tables of the answer.
    pub(super) fn tables(&self) -> Vec<DatasetTable> {
        let api = describe::api();
        let answer = AnswerType::of(self.operation);
        let origin = self.origin();
        let tables = Tables::of(api, self.operation);
        let tables = tables.list.iter().enumerate().map(|(at, table)| {
            let fields = table.columns.iter().map(|column| {
                let field = column.field?;
                Some(Field {
                    wire: column.name.clone(),
                    ..field.clone()
                })
            });
            let fields: Vec<Option<Field>> = fields.collect();
            let definitions = answer.definitions;
            let rest = answer.rest.filter(|_| self.operation.pages.is_some());
            let described: Vec<Field> = fields.iter().flatten().cloned().collect();
            let shapes = Shapes::of(definitions, &described, rest);
            let column = |field: &Option<Field>| match field {
                Some(field) => shapes.of_key(0, &field.wire, &mut 0),
                None => Shape::Any,
            };
            DatasetTable {
                name: (at > 0).then(|| table.name.clone()),
                stream: self.stream((at > 0).then_some(table.name.as_str())),
                schema: Schema::of(api, table, Some(&origin)),
                columns: fields.iter().map(column).collect(),
                rest: shapes.rest(0),
                shapes,
            }
        });
        tables.collect()
    }
}

impl MemberParameter {
    pub(super) fn is_user(&self) -> bool {
        self.ty == "UserId"
    }
}

/// Returns the parameter with the number of rows of a page, and the largest one, which takes the
/// fewest calls.
fn page_size(operation: &'static Operation) -> Option<(&'static Parameter, i64)> {
    let size = operation.pages.as_ref()?.size.as_ref()?;
    let parameter = operation.parameter(size)?;
    Some((parameter, parameter.maximum?))
}

fn underscored(name: &str) -> String {
    let is_plain = |char: char| char.is_ascii_alphanumeric();
    name.replace(|char| !is_plain(char), "_")
}

/// Returns a parameter that the service needs, if a list has all of its values.
fn member(parameter: &'static Parameter) -> Option<MemberParameter> {
    let Type::Id(ty) = &parameter.ty else {
        return None;
    };
    let lookup = Lookup::of(describe::api(), ty)?;
    if !parameter.required || parameter.list.is_some() || lookup.parent.is_some() {
        return None;
    }
    let noun = ty.strip_suffix("Id").unwrap_or(ty).to_lowercase();
    Some(MemberParameter {
        parameter,
        ty,
        noun,
    })
}

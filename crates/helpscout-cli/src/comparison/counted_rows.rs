//! Which rows of both periods the figures are calculated from.

use std::sync::Arc;

use clap::ArgMatches;
use helpscout_command::names;
use helpscout_description::tables::Answer;
use helpscout_description::{Operation, Tables};
use helpscout_reports::describe;

use crate::format::definitions::AnswerType;
use crate::message::{Failure, printable};
use crate::select::{self, Selection};

/// The rows that are counted: all, or those that meet conditions.
#[derive(Clone, Debug, Default)]
pub(crate) struct CountedRows {
    pub(super) selection: Option<Arc<Selection>>,
    /// The conditions as they were typed.
    pub(super) conditions: Vec<String>,
}

impl CountedRows {
    /// Reads `--where`, and refuses the options that a comparison has no use for.
    ///
    /// # Errors
    /// If one of those was given, or a condition has a mistake.
    pub(crate) fn from_options(
        operation: &Operation,
        matches: &ArgMatches,
    ) -> Result<Self, Failure> {
        Self::check(operation, matches)?;
        Self::meeting(operation, matches)
    }

    /// Reads `--where`, whatever the other options are.
    ///
    /// # Errors
    /// If a condition has a mistake, or the answer has no rows that could be counted.
    pub(crate) fn meeting(operation: &Operation, matches: &ArgMatches) -> Result<Self, Failure> {
        let typed = matches.get_many::<String>("where").into_iter().flatten();
        let conditions: Vec<String> = typed.map(|text| printable(text)).collect();
        if conditions.is_empty() {
            return Ok(Self::default());
        }
        let tables = Tables::of(describe::api(), operation);
        if !matches!(tables.answer, Answer::Rows | Answer::List) {
            return Err(Failure::usage(format!(
                "--where and --compare can't be used together: the answer of {} has no rows to \
                 choose from",
                operation.id
            ))
            .help("remove --where"));
        }
        let answer = AnswerType::of(operation);
        Ok(Self {
            selection: Selection::of(matches, &select::columns_of(answer), answer)?,
            conditions,
        })
    }

    /// Refuses options that a comparison has no use for.
    ///
    /// # Errors
    /// If one of those was given.
    pub(crate) fn check(operation: &Operation, matches: &ArgMatches) -> Result<(), Failure> {
        let id = &operation.id;
        let is_given = |option: &str| matches.try_contains_id(option).is_ok_and(|given| given);
        let refused = |option: &str, reason: &str, advice: &str| {
            Err(Failure::usage(format!(
                "--{option} and --compare can't be used together: {reason}"
            ))
            .help(format!("remove --{option}{advice}")))
        };
        if is_given("table") {
            return refused("table", &format!("a comparison of {id} is one table"), "");
        }
        if matches.get_flag("raw") {
            return refused(
                "raw",
                &format!("a comparison of {id} has figures, which are calculated, not received"),
                ", or remove --compare for the rows as received",
            );
        }
        let mut selecting = ["columns", "sort", "limit"].into_iter();
        if let Some(option) = selecting.find(|option| is_given(option)) {
            return refused(
                option,
                &format!("a comparison of {id} has a row for each figure of both periods"),
                "; --where chooses the rows that are counted",
            );
        }
        let page = operation.pages.as_ref().and_then(|pages| pages.parameter());
        let mut options = names::options(operation);
        let page = options.find(|(parameter, _)| page == Some(&parameter.wire));
        match page {
            Some((_, option)) if is_given(&format!("--{option}")) => {
                refused(&option, "figures need all rows", "")
            }
            _ => Ok(()),
        }
    }
}

//! The way from the root of an answer to one of its values.

use crate::path;
use crate::quote::bare;

/// A step from a JSON value to one of its parts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// To the value of a key.
    Key(String),
    /// To an item of an array, counted from 0.
    Item(usize),
}

/// The way from the root of an answer to a value. It is written down only for a disagreement.
#[derive(Clone, Copy)]
pub(crate) struct Trail<'t> {
    before: Option<&'t Trail<'t>>,
    last: LastStep<'t>,
}

#[derive(Clone, Copy)]
enum LastStep<'t> {
    None,
    Key(&'t str),
    Item(usize),
}

impl Trail<'_> {
    /// The root.
    pub(crate) const START: Trail<'static> = Trail {
        before: None,
        last: LastStep::None,
    };

    pub(crate) fn key<'t>(&'t self, key: &'t str) -> Trail<'t> {
        Trail {
            before: Some(self),
            last: LastStep::Key(key),
        }
    }

    pub(crate) fn item(&self, index: usize) -> Trail<'_> {
        Trail {
            before: Some(self),
            last: LastStep::Item(index),
        }
    }

    pub(crate) fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut rest = Some(self);
        while let Some(trail) = rest {
            match trail.last {
                LastStep::None => {}
                LastStep::Key(key) => steps.push(Step::Key(key.to_owned())),
                LastStep::Item(index) => steps.push(Step::Item(index)),
            }
            rest = trail.before;
        }
        steps.reverse();
        steps
    }

    /// Returns the way as text, for instance `results[3].customers[0].name`.
    pub(crate) fn path(&self) -> String {
        let steps = self.steps().into_iter();
        steps.fold(String::new(), |path, step| match step {
            Step::Key(key) => path::join(&path, &path::key(&bare(&key))),
            Step::Item(index) => format!("{path}[{index}]"),
        })
    }
}

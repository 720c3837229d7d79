//! Which operation a path belongs to, and the parameters it carries.

use helpscout_description::{Api, Operation};

use crate::form::{self, Pair};

/// The operations whose path this is. `/v2/users/me` is that rather than a user called `me`.
pub(crate) fn operations<'a>(api: &'a Api, path: &str) -> Vec<&'a Operation> {
    let mut found: Vec<&Operation> = api
        .operations
        .iter()
        .filter(|operation| fits(&operation.path, path))
        .collect();
    let fewest = found.iter().map(|one| placeholders(&one.path)).min();
    found.retain(|one| Some(placeholders(&one.path)) == fewest);
    found
}

/// The parameters that stand in the path.
pub(crate) fn arguments(operation: &Operation, path: &str) -> Vec<Pair> {
    let parts = operation.path.split('/').zip(path.split('/'));
    let named =
        parts.filter_map(|(described, given)| Some((Operation::placeholder(described)?, given)));
    named.map(|(name, given)| form::pair(name, given)).collect()
}

fn fits(described: &str, path: &str) -> bool {
    let parts = || described.split('/').zip(path.split('/'));
    let is_part = |(described, given): (&str, &str)| match Operation::placeholder(described) {
        Some(_) => !given.is_empty(),
        None => described == given,
    };
    described.split('/').count() == path.split('/').count() && parts().all(is_part)
}

fn placeholders(described: &str) -> usize {
    described
        .split('/')
        .filter_map(Operation::placeholder)
        .count()
}

//! Finds the operation of a path, and the parameters in the path.

use helpscout_description::{Api, Operation};
use percent_encoding::percent_decode_str;

use crate::urlencoded::{self, Pair};

/// Returns the operations with this path, one for each method.
///
/// A literal segment wins over a placeholder: `/v2/users/me` is not a user with the ID `me`.
pub(crate) fn operations<'a>(api: &'a Api, path: &str) -> Vec<&'a Operation> {
    let mut found: Vec<&Operation> = api
        .operations
        .iter()
        .filter(|operation| matches(&operation.path, path))
        .collect();
    let fewest = found
        .iter()
        .map(|operation| placeholders(&operation.path))
        .min();
    found.retain(|operation| Some(placeholders(&operation.path)) == fewest);
    found
}

/// Returns the parameters in the path.
pub(crate) fn arguments(operation: &Operation, path: &str) -> Vec<Pair> {
    let segments = operation.path.split('/').zip(path.split('/'));
    let named =
        segments.filter_map(|(described, given)| Some((Operation::placeholder(described)?, given)));
    named
        .map(|(name, given)| urlencoded::path_pair(name, given))
        .collect()
}

fn matches(described: &str, path: &str) -> bool {
    let segments = || described.split('/').zip(path.split('/'));
    let matches_segment = |(described, given): (&str, &str)| match Operation::placeholder(described)
    {
        Some(_) => !given.is_empty(),
        // Clients may encode characters such as the colon of `chats:search`.
        None => percent_decode_str(given).eq(described.bytes()),
    };
    described.split('/').count() == path.split('/').count() && segments().all(matches_segment)
}

fn placeholders(described: &str) -> usize {
    described
        .split('/')
        .filter_map(Operation::placeholder)
        .count()
}

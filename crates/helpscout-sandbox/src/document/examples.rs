//! Examples that lead to an answer with rows when all of them are sent at once, as tools do that fill
//! them in.
//!
//! A documented example is of some account, and of a client that has read other pages already.

use helpscout_description::{Api, Operation, PageStyle, Parameter, Rule};

use crate::reports;

/// Returns the description with examples that a call of the sandbox can have.
pub(super) fn answered(api: &Api) -> Api {
    let mut answered = api.clone();
    for (operation, documented) in answered.operations.iter_mut().zip(&api.operations) {
        for parameter in &mut operation.parameters {
            let known = of_page(documented, parameter)
                .or_else(|| reports::example(api, documented, parameter));
            if let Some(values) = known {
                parameter.example = values;
            }
        }
        // Without one of them, another rule may be broken.
        while let Some(name) = not_to_send(operation) {
            let mut parameters = operation.parameters.iter_mut();
            if let Some(parameter) = parameters.find(|parameter| parameter.wire == name) {
                parameter.example.clear();
            }
        }
    }
    answered
}

/// Returns the example of the parameter that selects a page: the first page. A cursor has none, as
/// only an answer has one.
fn of_page(operation: &Operation, parameter: &Parameter) -> Option<Vec<String>> {
    let pages = operation.pages.as_ref()?;
    if pages.parameter() != Some(&parameter.wire) || parameter.example.is_empty() {
        return None;
    }
    Some(match &pages.style {
        PageStyle::Number { first, .. } => vec![first.to_string()],
        PageStyle::Offset { .. } => vec!["0".to_owned()],
        PageStyle::Cursor { .. }
        | PageStyle::LastRow { .. }
        | PageStyle::Link { .. }
        | PageStyle::LinkHeader { .. } => Vec::new(),
    })
}

/// Returns a parameter that breaks a rule if all examples are sent.
fn not_to_send(operation: &Operation) -> Option<String> {
    let is_sent = |name: &&String| {
        let parameter = operation.parameter(name);
        parameter.is_some_and(|parameter| !parameter.example.is_empty())
    };
    let refused = operation.rules.iter().find_map(|rule| match rule {
        Rule::Either(names) | Rule::Excludes(names) => names.iter().filter(is_sent).nth(1),
        Rule::Together(names) if !names.iter().all(|name| is_sent(&name)) => {
            names.iter().find(is_sent)
        }
        Rule::Requires { parameter, other } => {
            (is_sent(&parameter) && !is_sent(&other)).then_some(parameter)
        }
        Rule::Together(_) | Rule::Interval { .. } => None,
    });
    refused.cloned()
}

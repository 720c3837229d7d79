//! The operations as data, for tools that offer all of them without code for each.
//!
//! In: nothing; the description is embedded. Out: for every operation its parameters and the
//! objects of its answer, each field with its type and text. The types are those of the crate
//! `helpscout-description`; this module adds what ties them to the client. Needs the feature
//! `describe`. Look first at [`api`].
//!
//! ```
//! use helpscout_reports::{Query, Request, describe};
//!
//! let described = describe::api().operation("get_mailbox").ok_or("not described")?;
//! let operation = describe::operation(described).ok_or("not part of this client")?;
//! let mut query = Query::new();
//! for parameter in &described.parameters {
//!     query.set(&parameter.wire, parameter.example.join(","));
//! }
//! assert!(Request::new(operation, query).validate().is_ok());
//! # Ok::<(), &str>(())
//! ```

pub use helpscout_description::{
    Api, Basic, Correction, EnumType, EnumValue, Example, Field, Group, IdForm, IdType, ListStyle,
    MediaTypes, Object, Operation, Pages, Parameter, Plan, RateLimitHeaders, Rule, Service, Source,
    Token, Type, Unit,
};

/// Returns the description of this client: every operation, in the order of
/// [`OPERATIONS`](crate::OPERATIONS), and what they are made of.
///
/// ```
/// use helpscout_reports::describe;
///
/// let api = describe::api();
/// let history = api.operation("user_conversation_history").ok_or("not described")?;
/// let mut columns = api.columns(history).iter();
/// assert!(columns.any(|field| field.wire == "responseTime"));
/// # Ok::<(), &str>(())
/// ```
pub fn api() -> &'static Api {
    helpscout_description::embedded()
}

/// Returns what the client needs to send a described operation, if it is an operation of this
/// client.
///
/// ```
/// use helpscout_reports::{Endpoint, UserReplies, describe};
///
/// let described = describe::api().operation("user_replies").ok_or("not described")?;
/// assert_eq!(describe::operation(described), Some(UserReplies::OPERATION));
/// # Ok::<(), &str>(())
/// ```
pub fn operation(described: &Operation) -> Option<&'static crate::Operation> {
    let mut known = crate::OPERATIONS.iter().copied();
    known.find(|operation| operation.id == described.id)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn descriptions_and_operations_are_the_same_list() {
        let described: Vec<_> = api()
            .operations
            .iter()
            .map(|described| (described.id.as_str(), described.path.as_str()))
            .collect();
        let known: Vec<_> = crate::OPERATIONS
            .iter()
            .map(|operation| (operation.id, operation.path))
            .collect();
        assert_eq!(described, known);
        for described in &api().operations {
            let required: Vec<_> = described
                .parameters
                .iter()
                .filter(|parameter| parameter.required)
                .map(|parameter| parameter.wire.as_str())
                .collect();
            let operation = operation(described).unwrap();
            assert_eq!(operation.required, required);
            assert_eq!(
                operation.pages.and_then(|pages| pages.parameter()),
                described.pages.as_ref().and_then(|pages| pages.parameter())
            );
            assert!(!api().columns(described).is_empty(), "{}", operation.id);
        }
    }
}

//! Queries as data: a query is an object with the names and the types that the service uses, so
//! that it can be part of a file.
//!
//! The object is flat, wherever a parameter is sent: the keys are the wire names, such as
//! `page[size]`, a header, or `filter.status` for a value in a body.
//!
//! Generated code has one line for each parameter, which becomes a [`Parameter`]. `writing` and
//! `reading` interpret them, so that no query needs code of its own.

mod parameter;
mod reading;
mod writing;

pub use self::parameter::{Kind, List, Parameter};
pub use self::reading::deserialize;
pub use self::writing::serialize;

/// Implements `Serialize`, `Deserialize`, `PartialEq`, `Eq` and `Hash` for a query, which is a
/// `struct Name(Query)` and implements [`Endpoint`](crate::Endpoint).
///
/// Each parameter has one line with its name, how many values it takes and how they are sent (a
/// [`List`]), and what they are (a [`Kind`]). The order is that in which parameters are written.
#[doc(hidden)]
#[macro_export]
macro_rules! parameters {
    ($query:ident { $($name:literal: $list:ident $kind:ident),* $(,)? }) => {
        const _: () = {
            // A function, because a user's build evaluates each constant.
            fn parameters() -> &'static [$crate::parameters::Parameter] {
                &[$($crate::parameters::Parameter {
                    name: $name,
                    kind: $crate::parameters::Kind::$kind,
                    list: $crate::parameters::List::$list,
                }),*]
            }
            // Less code than derives have.
            impl ::core::cmp::PartialEq for $query {
                fn eq(&self, other: &Self) -> bool {
                    self.0 == other.0
                }
            }
            impl ::core::cmp::Eq for $query {}
            impl ::core::hash::Hash for $query {
                fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                    ::core::hash::Hash::hash(&self.0, state);
                }
            }
            impl $crate::wire::plumbing::serde::Serialize for $query {
                fn serialize<S: $crate::wire::plumbing::serde::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::core::result::Result<S::Ok, S::Error> {
                    $crate::parameters::serialize(&self.0, parameters(), serializer)
                }
            }
            impl<'de> $crate::wire::plumbing::serde::Deserialize<'de> for $query {
                fn deserialize<D: $crate::wire::plumbing::serde::Deserializer<'de>>(
                    deserializer: D,
                ) -> ::core::result::Result<Self, D::Error> {
                    let operation = <Self as $crate::Endpoint>::OPERATION;
                    $crate::parameters::deserialize(operation, parameters(), deserializer).map(Self)
                }
            }
        };
    };
}

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

/// Implements `Serialize` and `Deserialize` for a query, which is a `struct Name(Query)` and
/// implements [`Endpoint`](crate::Endpoint).
///
/// Each parameter has one line with its name and its [`Kind`], in brackets if it takes a list. The
/// order is that in which parameters are written. Lists are joined by commas, unless a word after
/// the kind says that they are joined by pipes or that the values are sent apart: `[Text pipe]`,
/// `[Text apart]`.
#[doc(hidden)]
#[macro_export]
macro_rules! parameters {
    ($query:ident { $($name:literal: $kind:tt),* $(,)? }) => {
        const _: () = {
            const PARAMETERS: &[$crate::parameters::Parameter] =
                &[$($crate::parameters!(@one $name $kind)),*];
            impl $crate::wire::plumbing::serde::Serialize for $query {
                fn serialize<S: $crate::wire::plumbing::serde::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::core::result::Result<S::Ok, S::Error> {
                    $crate::parameters::serialize(&self.0, PARAMETERS, serializer)
                }
            }
            impl<'de> $crate::wire::plumbing::serde::Deserialize<'de> for $query {
                fn deserialize<D: $crate::wire::plumbing::serde::Deserializer<'de>>(
                    deserializer: D,
                ) -> ::core::result::Result<Self, D::Error> {
                    let operation = <Self as $crate::Endpoint>::OPERATION;
                    $crate::parameters::deserialize(operation, PARAMETERS, deserializer).map(Self)
                }
            }
        };
    };
    (@one $name:literal [$kind:ident]) => {
        $crate::parameters!(@one $name $kind $crate::parameters::List::Joined(','))
    };
    (@one $name:literal [$kind:ident pipe]) => {
        $crate::parameters!(@one $name $kind $crate::parameters::List::Joined('|'))
    };
    (@one $name:literal [$kind:ident apart]) => {
        $crate::parameters!(@one $name $kind $crate::parameters::List::Apart)
    };
    (@one $name:literal $kind:ident $list:expr) => {
        $crate::parameters::Parameter {
            name: $name,
            kind: $crate::parameters::Kind::$kind,
            list: ::core::option::Option::Some($list),
        }
    };
    (@one $name:literal $kind:ident) => {
        $crate::parameters::Parameter {
            name: $name,
            kind: $crate::parameters::Kind::$kind,
            list: ::core::option::Option::None,
        }
    };
}

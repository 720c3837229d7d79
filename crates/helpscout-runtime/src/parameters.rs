//! Queries as data: a query is an object with the names and the types that the service uses, so
//! that it can be part of a file.
//!
//! Generated code has one line for each parameter. `writing` and `reading` interpret these lines,
//! so that no query needs code of its own.

mod reading;
mod writing;

pub use self::reading::deserialize;
pub use self::writing::serialize;

/// A parameter of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The name that the service uses.
    pub name: &'static str,
    /// What the value is, or each value if the parameter takes a list.
    pub kind: Kind,
    /// Whether the parameter takes a list.
    pub is_list: bool,
}

/// What the value of a parameter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole number.
    Integer,
    /// A number that may have a fraction.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An instant, which is text in RFC 3339.
    Instant,
    /// An ID that is a whole number.
    Id,
    /// A text, which may be the value of an enumeration or an ID of hexadecimal digits.
    Text,
}

/// Implements `Serialize` and `Deserialize` for a query, which is a `struct Name(Query)` and
/// implements [`Endpoint`](crate::Endpoint).
///
/// Each parameter has one line with its name and its [`Kind`], in brackets if it takes a list. The
/// order is that in which parameters are written.
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
        $crate::parameters::Parameter {
            name: $name,
            kind: $crate::parameters::Kind::$kind,
            is_list: true,
        }
    };
    (@one $name:literal $kind:ident) => {
        $crate::parameters::Parameter {
            name: $name,
            kind: $crate::parameters::Kind::$kind,
            is_list: false,
        }
    };
}

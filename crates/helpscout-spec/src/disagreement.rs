//! What an answer that contradicts its description means for the spec: a code and what to do.

use helpscout_description::quote::quoted;
use helpscout_description::{Disagreement, DisagreementKind, EnumType, suggest};

use crate::code::Code;

/// Returns the code of the findings about a kind of disagreement.
pub(crate) fn code(kind: DisagreementKind) -> Code {
    match kind {
        DisagreementKind::UnknownKey => Code::ExampleKeyUnknown,
        DisagreementKind::MissingKey => Code::ExampleKeyMissing,
        DisagreementKind::Null => Code::ExampleNull,
        DisagreementKind::UnknownValue => Code::ExampleValue,
        _ => Code::ExampleKind,
    }
}

/// Returns what to do about an example that disagrees; `enumeration` is the one that lacks a value.
pub(crate) fn help(found: &Disagreement, enumeration: Option<&EnumType>) -> Option<String> {
    match found.kind {
        DisagreementKind::UnknownKey => Some(match &found.near {
            Some(near) => format!("did the response mean {}?", quoted(near)),
            None => "describe it, with `source: example` if the table lacks it".to_owned(),
        }),
        DisagreementKind::MissingKey => {
            Some("say `optional: true` if the key may be missing".to_owned())
        }
        DisagreementKind::Null => Some("say `nullable: true` if the value may be null".to_owned()),
        DisagreementKind::UnknownValue => {
            let known = enumeration?.values.iter().map(|value| value.wire.as_str());
            suggest::help(found.values.first()?, known)
        }
        _ => Some("which of the two is right, the example or the type?".to_owned()),
    }
}

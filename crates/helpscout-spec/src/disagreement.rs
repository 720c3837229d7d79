//! Findings about answers that contradict their description: the code, and what to do.

use helpscout_description::quote::quoted;
use helpscout_description::{Disagreement, DisagreementKind, EnumType, suggest};

use crate::code::Code;

/// Returns the code of findings about a kind of disagreement.
pub(crate) fn code(kind: DisagreementKind) -> Code {
    match kind {
        DisagreementKind::UnknownKey => Code::ExampleKeyUnknown,
        DisagreementKind::MissingKey => Code::ExampleKeyMissing,
        DisagreementKind::Null => Code::ExampleNull,
        DisagreementKind::UnknownValue => Code::ExampleValue,
        _ => Code::ExampleKind,
    }
}

/// Returns what to do about an example that disagrees with its description. `enumeration` is the
/// enum that does not list a value.
pub(crate) fn help(found: &Disagreement, enumeration: Option<&EnumType>) -> Option<String> {
    match found.kind {
        DisagreementKind::UnknownKey => Some(match &found.near {
            Some(near) => format!("did you mean {}?", quoted(near)),
            None => {
                "describe the key, with `source: example` if the page's table lacks it".to_owned()
            }
        }),
        DisagreementKind::MissingKey => {
            Some("set `optional: true` if the key may be missing".to_owned())
        }
        DisagreementKind::Null => Some("set `nullable: true` if the value may be null".to_owned()),
        DisagreementKind::UnknownValue => {
            let known = enumeration?.values.iter().map(|value| value.wire.as_str());
            suggest::help(found.values.first()?, known)
        }
        _ => Some("correct the example or the type, whichever is wrong".to_owned()),
    }
}

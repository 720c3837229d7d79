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
/// enum that does not list a value. `implied` returns the entry that the key needs for a flag, such as
/// `optional`, if it has none: those of the keys below it say nothing about the key itself.
pub(crate) fn help(
    found: &Disagreement,
    enumeration: Option<&EnumType>,
    implied: impl Fn(&str) -> Option<String>,
) -> Option<String> {
    let entry = |flag| {
        let entry = implied(flag)?;
        Some(format!(
            "add an entry for {}: `{entry}`",
            quoted(&found.key)
        ))
    };
    match found.kind {
        DisagreementKind::UnknownKey => Some(match &found.near {
            Some(near) => format!("did you mean {}?", quoted(near)),
            None => {
                "describe the key, with `source: example` if the page's table lacks it".to_owned()
            }
        }),
        DisagreementKind::MissingKey => {
            let help = || "set `optional: true` if the key may be missing".to_owned();
            Some(entry("optional").unwrap_or_else(help))
        }
        DisagreementKind::Null => {
            let help = || "set `nullable: true` if the value may be null".to_owned();
            Some(entry("nullable").unwrap_or_else(help))
        }
        DisagreementKind::NullItem => {
            let help =
                || "set `nullable_items: true` if entries of the list may be null".to_owned();
            Some(entry("nullable_items").unwrap_or_else(help))
        }
        DisagreementKind::Several => {
            Some("set `one_or_many: true` if a value may also be a list of such values".to_owned())
        }
        DisagreementKind::UnknownValue => {
            let known = enumeration?.values.iter().map(|value| value.wire.as_str());
            suggest::help(found.values.first()?, known)
        }
        _ => Some("correct the example or the type, whichever is wrong".to_owned()),
    }
}

//! Rust names that generated code can't use, because the language or the client uses them.

/// The keywords of Rust 2024, including reserved ones.
pub const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "Self", "static", "struct", "super", "trait", "true", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Types and traits of generated code, of the prelude and of the client itself.
const TAKEN_TYPES: &[&str] = &[
    "AccessToken",
    "AllOf",
    "Answered",
    "AsMut",
    "AsRef",
    "Borrow",
    "Box",
    "Builder",
    "CallOptions",
    "Client",
    "ClientBuilder",
    "Clone",
    "Copy",
    "Cow",
    "Credentials",
    "Debug",
    "Default",
    "Deserialize",
    "Deserializer",
    "Difference",
    "DifferenceKind",
    "Display",
    "Drop",
    "Duration",
    "Endpoint",
    "Eq",
    "Err",
    "Error",
    "ErrorKind",
    "FieldError",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "FromStr",
    "Hash",
    "How",
    "IdError",
    "Identity",
    "Infallible",
    "Into",
    "IntoIterator",
    "Iterator",
    "JsonKind",
    "Method",
    "Milliseconds",
    "Minutes",
    "None",
    "OPERATIONS",
    "Ok",
    "Operation",
    "Option",
    "Ord",
    "Other",
    "Page",
    "PageStyle",
    "Paged",
    "Pages",
    "Paging",
    "Parameter",
    "PartialEq",
    "PartialOrd",
    "Position",
    "Query",
    "RateLimit",
    "RateLimitHeaders",
    "RawPage",
    "RawPages",
    "RawRows",
    "RawWalk",
    "Request",
    "Response",
    "Restart",
    "Result",
    "Row",
    "Rows",
    "Rule",
    "SERVICE",
    "Seconds",
    "Secrets",
    "Send",
    "Sent",
    "Serialize",
    "Serializer",
    "Service",
    "Sized",
    "Some",
    "String",
    "Sync",
    "Timestamp",
    "ToOwned",
    "ToString",
    "ToWire",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
    "Violation",
    "Wait",
    "WaitReason",
    "WalkEvent",
    "WireEnum",
];

/// Methods that every query has, or that are expected of any type.
pub const SETTERS: &[&str] = &[
    "as_ref",
    "borrow",
    "borrow_mut",
    "build",
    "builder",
    "clone",
    "clone_from",
    "clone_into",
    "cmp",
    "default",
    "drop",
    "eq",
    "fmt",
    "from",
    "from_str",
    "hash",
    "into",
    "ne",
    "new",
    "partial_cmp",
    "query",
    "to_owned",
    "to_string",
    "try_from",
    "try_into",
    "type_id",
    "validate",
];

/// Names that generated modules use unqualified; a module of the same name would hide them.
pub const MODULES: [&str; 2] = ["helpscout_runtime", "wire"];

/// Returns whether Windows reserves a file name for a device, whatever follows the first dot: a file
/// of that name can't be created there.
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    let stem = stem.to_ascii_lowercase();
    let numbered = ["com", "lpt"]
        .iter()
        .find_map(|port| stem.strip_prefix(port));
    match numbered {
        Some(number) => {
            let mut chars = number.chars();
            let is_port = |char| matches!(char, '0'..='9' | '¹' | '²' | '³');
            chars.next().is_some_and(is_port) && chars.next().is_none()
        }
        None => {
            ["aux", "clock$", "con", "conin$", "conout$", "nul", "prn"].contains(&stem.as_str())
        }
    }
}

/// Returns whether the language or the client itself has a type of that name.
pub fn is_taken_type(name: &str) -> bool {
    KEYWORDS.contains(&name) || TAKEN_TYPES.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::is_device;

    #[test]
    fn devices_are_names_with_any_ending_in_any_case() {
        for name in [
            "nul",
            "CON",
            "aux.yaml",
            "Prn.tar.gz",
            "com1",
            "lpt9.rs",
            "com\u{b9}",
            "nul .rs",
        ] {
            assert!(is_device(name), "{name}");
        }
        for name in [
            "null", "con_a", "com", "com10", "lpt_1", "a.nul", "console", "",
        ] {
            assert!(!is_device(name), "{name}");
        }
    }
}

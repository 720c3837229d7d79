//! Names that a spec can't use, because the language or the client uses them.

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
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "Basic",
    "BodyObject",
    "Borrow",
    "Box",
    "Builder",
    "CallCounter",
    "CallOptions",
    "Client",
    "ClientBuilder",
    "Clone",
    "Content",
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
    "DoubleEndedIterator",
    "Drop",
    "Duration",
    "Endpoint",
    "Eq",
    "Err",
    "Error",
    "ErrorKind",
    "ExactSizeIterator",
    "Extend",
    "FieldError",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "FromStr",
    "Future",
    "Hash",
    "HeaderField",
    "How",
    "IdError",
    "Identity",
    "Infallible",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "JsonKind",
    "Method",
    "Milliseconds",
    "Minutes",
    "None",
    "OPERATIONS",
    "Ok",
    "ObjectFields",
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
    "deserialize",
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
    "serialize",
    "to_owned",
    "to_string",
    "try_from",
    "try_into",
    "type_id",
    "validate",
];

/// Crates, modules and primitive types that paths start with. A module of the same name would hide
/// them from the code beside it.
pub const MODULES: &[&str] = &[
    "alloc",
    "bool",
    "char",
    "core",
    "f128",
    "f16",
    "f32",
    "f64",
    "helpscout_runtime",
    "i128",
    "i16",
    "i32",
    "i64",
    "i8",
    "isize",
    "std",
    "str",
    "u128",
    "u16",
    "u32",
    "u64",
    "u8",
    "usize",
    "wire",
];

/// Variants that an enum can't have: the one for unknown values, the constant with the known ones,
/// and the type of the error of `FromStr`, which `Self::Err` would be ambiguous with.
pub const VARIANTS: &[&str] = &["Err", "KNOWN", "Other"];

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

/// Returns whether a name in snake case is refused in some place that such names are for. It is never
/// suggested.
pub(crate) fn is_refused_name(name: &str) -> bool {
    let refused = [KEYWORDS, MODULES, SETTERS];
    refused.iter().any(|names| names.contains(&name)) || is_device(name)
}

/// Returns whether the name of a type or variant is refused as one or the other. It is never
/// suggested.
pub(crate) fn is_refused_type(name: &str) -> bool {
    is_taken_type(name) || VARIANTS.contains(&name)
}

/// The headers that the client or HTTP itself sets.
const TAKEN_HEADERS: [&str; 23] = [
    "accept",
    "accept-charset",
    "accept-encoding",
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "cookie",
    "cookie2",
    "date",
    "expect",
    "forwarded",
    "host",
    "keep-alive",
    "origin",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

/// Returns whether the client or HTTP itself sets a header, so that it can't be a parameter.
///
/// ```
/// use helpscout_spec::reserved::is_taken_header;
///
/// assert!(is_taken_header("Authorization"));
/// assert!(!is_taken_header("X-Account"));
/// ```
pub fn is_taken_header(name: &str) -> bool {
    TAKEN_HEADERS.contains(&name.to_ascii_lowercase().as_str())
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

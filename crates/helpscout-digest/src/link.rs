//! Which addresses become links.

/// Returns whether an address leads to a web page, and to nothing that runs. Others are shown as text.
pub(crate) fn is_page(address: &str) -> bool {
    let is_plain = |char: char| !char.is_whitespace() && !char.is_control();
    address.strip_prefix("https://").is_some_and(|rest| {
        rest.starts_with(|first: char| first.is_ascii_alphanumeric()) && rest.chars().all(is_plain)
    })
}

#[cfg(test)]
mod tests {
    use super::is_page;

    #[test]
    fn only_addresses_of_pages_are_links() {
        for address in ["https://a.example", "https://a.example/ü(1)?q=\"x\"#y"] {
            assert!(is_page(address), "{address}");
        }
        for address in [
            "",
            "https://",
            "https:///a.example",
            "https://@a.example",
            "HTTPS://a.example",
            " https://a.example",
            "https://a.example/ x",
            "https://a.example/\u{a0}",
            "https://a.example/\u{7}",
            "http://a.example",
            "javascript:alert(1)",
            "internal:'Summary'!A1",
        ] {
            assert!(!is_page(address), "{address}");
        }
    }
}

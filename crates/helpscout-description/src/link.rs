//! The one kind of link that a description has: the URL of a documented page.

/// Returns whether a text is the URL of a page on the web, and nothing else.
///
/// The scheme is `https`, and the host is a name, not a number. There is no user and no password.
/// All characters are visible ASCII characters that can't end a link in Markdown or HTML, so
/// parentheses, quotes, brackets and spaces must be percent-encoded.
///
/// # Examples
///
/// ```
/// use helpscout_description::link::is_page;
///
/// assert!(is_page("https://developer.helpscout.com/mailbox-api/"));
/// assert!(is_page("https://example.com/page_%28draft%29?a=1&b=2#part"));
/// assert!(!is_page("http://example.com/"));
/// assert!(!is_page("https://user:password@example.com/"));
/// assert!(!is_page("https://example.com/a)[b](javascript:c)"));
/// ```
pub fn is_page(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://") else {
        return false;
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    is_host(host) && port.is_none_or(is_port) && is_path(path)
}

/// Returns whether a text is a name of labels, of which the last starts with a letter: other names
/// may be IP addresses in one of their many spellings.
pub fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !label.is_empty()
            && label.bytes().all(is_inner)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = host.rsplit('.').next().unwrap_or(host);
    host.split('.').all(is_label) && last.starts_with(|char: char| char.is_ascii_alphabetic())
}

/// Returns whether a text is the number of a port, from 1 to 65535 without leading zeros.
pub fn is_port(port: &str) -> bool {
    let is_number = port.bytes().all(|byte| byte.is_ascii_digit()) && !port.starts_with('0');
    is_number && port.parse::<u16>().is_ok()
}

fn is_path(path: &str) -> bool {
    let mut parts = path.split('%');
    let is_plain = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&*+,;=".contains(&byte))
    };
    let is_encoded = |text: &str| {
        let digits = text.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    parts.next().is_some_and(is_plain) && parts.all(|part| is_encoded(part) && is_plain(part))
}

#[cfg(test)]
mod tests {
    use super::is_page;

    #[test]
    fn a_page_is_one_https_link() {
        for url in [
            "https://localhost",
            "https://docs.example.com/",
            "https://xn--bcher-kva.example:8443/a_b/~c?d=e&f#g",
            "https://example.com?a=%20#b",
        ] {
            assert!(is_page(url), "{url}");
        }
        for url in [
            "",
            "https://",
            "https:///a",
            "https://?a",
            "HTTPS://example.com",
            "http://example.com",
            "javascript:alert(1)",
            "//example.com",
            "https://user@example.com/",
            "https://user:secret@example.com/",
            "https://example.com:/",
            "https://example.com:0/",
            "https://example.com:65536/",
            "https://example.com:80:80/",
            "https://127.0.0.1/",
            "https://0x7f.1/",
            "https://[::1]/",
            "https://-a.example/",
            "https://a..example/",
            "https://example.com./",
            "https://b\u{fc}cher.example/",
            "https://example.com/a b",
            "https://example.com/a\tb",
            "https://example.com/\u{202e}",
            "https://example.com/a)",
            "https://example.com/(a",
            "https://example.com/<a>",
            "https://example.com/\"",
            "https://example.com/'",
            "https://example.com/`",
            "https://example.com/\\",
            "https://example.com/[a]",
            "https://example.com/%",
            "https://example.com/%4",
            "https://example.com/%zz",
            "https://example.com\\@evil.example/",
        ] {
            assert!(!is_page(url), "{url}");
        }
    }
}

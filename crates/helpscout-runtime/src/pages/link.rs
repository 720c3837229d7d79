//! Links to the next page, which come from outside and must lead to where the call went.

use percent_encoding::percent_decode_str;
use reqwest::Url;

use crate::base_url::authority;
use crate::error::WalkTrouble;

/// Returns the query of a link, if the link leads to the same place as the call to `url`. A token
/// and the parameters of a call never go anywhere else.
pub(super) fn query_of(link: &str, url: &Url) -> Result<String, WalkTrouble> {
    let Ok(resolved) = url.join(link.trim()) else {
        return Err(WalkTrouble::Elsewhere {
            link: "a URL that can't be parsed".to_owned(),
            expected: place(url),
        });
    };
    let is_same = resolved.scheme() == url.scheme()
        && resolved.host() == url.host()
        && resolved.port_or_known_default() == url.port_or_known_default()
        && segments(&resolved).eq(segments(url))
        && resolved.username().is_empty()
        && resolved.password().is_none();
    if !is_same {
        return Err(WalkTrouble::Elsewhere {
            link: place(&resolved),
            expected: place(url),
        });
    }
    Ok(resolved.query().unwrap_or_default().to_owned())
}

/// Returns the segments of the path. Services encode more characters than the client does, or fewer,
/// so they are decoded; an encoded slash is a part of a segment.
fn segments(url: &Url) -> impl Iterator<Item = Vec<u8>> {
    let segments = url.path().split('/');
    segments.map(|segment| percent_decode_str(segment).collect())
}

/// Returns a URL without what may be secret: its query, and a name and a password.
fn place(url: &Url) -> String {
    format!("{}://{}{}", url.scheme(), authority(url), url.path())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn query(link: &str) -> Option<String> {
        let url = Url::parse("https://api.example.net/v3/customers?first=1").unwrap();
        query_of(link, &url).ok()
    }

    #[test]
    fn only_the_query_of_a_link_to_the_same_place_is_used() {
        for (link, expected) in [
            ("https://api.example.net/v3/customers?page=2", "page=2"),
            (
                "https://api.example.net:443/v3/customers?page=2#top",
                "page=2",
            ),
            (
                "HTTPS://API.example.net/v3/customers?q=a%20b&c",
                "q=a%20b&c",
            ),
            ("/v3/customers?page=2", "page=2"),
            ("//api.example.net/v3/customers?page=2", "page=2"),
            ("?page=2", "page=2"),
            ("customers?page=2", "page=2"),
            ("../v3/customers?page=2", "page=2"),
            ("https://api.example.net/v3/customers", ""),
        ] {
            assert_eq!(query(link).as_deref(), Some(expected), "{link}");
        }
    }

    #[test]
    fn a_link_may_encode_the_path_in_another_way() {
        let is_same = |path: &str, link: &str| {
            let url = Url::parse(&format!("https://api.example.net/v1/{path}/x")).unwrap();
            query_of(&format!("/v1/{link}/x?page=2"), &url).is_ok()
        };
        for (path, link) in [
            ("a@b.c", "a%40b.c"),
            ("a@b.c", "%61@b%2ec"),
            ("a+b", "a%2Bb"),
            ("a%2Bb", "a+b"),
            ("a:b,c;d", "a%3Ab%2Cc%3Bd"),
            ("a(b)'c'", "a%28b%29%27c%27"),
            ("a~b!*", "a%7Eb%21%2a"),
            ("a%2Fb", "a%2fb"),
            ("a%7Cb%5E", "a|b^"),
            ("%C3%A9", "\u{e9}"),
            ("%25zz", "%zz"),
        ] {
            assert!(is_same(path, link), "{path} {link}");
        }
        for (path, link) in [
            ("a%2Fb", "a/b"),
            ("a/b", "a%2Fb"),
            ("a+b", "a%20b"),
            ("a+b", "a b"),
            ("a%2540b", "a@b"),
            ("a@b", "a%2540b"),
            ("%C3%A9", "%E9"),
            ("%0A", "%+A"),
            ("a", "A"),
        ] {
            assert!(!is_same(path, link), "{path} {link}");
        }
    }

    #[test]
    fn a_link_to_any_other_place_is_refused() {
        for link in [
            "http://api.example.net/v3/customers?page=2",
            "https://api.example.net:8443/v3/customers?page=2",
            "https://api.example.org/v3/customers?page=2",
            "https://api.example.net.evil.example/v3/customers?page=2",
            "https://api.example.net@evil.example/v3/customers?page=2",
            "https://user:secret@api.example.net/v3/customers?page=2",
            "https://api.example.net/v3/customers/?page=2",
            "https://api.example.net/v3/users?page=2",
            "https://api.example.net/v3/customers/../users?page=2",
            "//evil.example/v3/customers?page=2",
            "\\\\evil.example\\v3\\customers?page=2",
            "javascript:alert(1)",
            "data:,x",
            "https://[",
            "page=2",
        ] {
            assert_eq!(query(link), None, "{link}");
        }
    }
}

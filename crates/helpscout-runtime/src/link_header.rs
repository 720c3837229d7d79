//! The URL of the next page in a header, which is a list of links as RFC 8288 describes it.

use reqwest::header::HeaderMap;

use crate::misfit::Misfit;

/// Returns the URL of the first link with the relation `next`, or `None` if there is none.
///
/// # Errors
/// Returns a misfit if the header is not a list of links, because its next page would be lost.
pub(crate) fn next(headers: &HeaderMap, name: &str) -> Result<Option<String>, Misfit> {
    for value in headers.get_all(name) {
        let text = std::str::from_utf8(value.as_bytes()).ok();
        let links = text.and_then(links).ok_or_else(|| Misfit {
            path: String::new(),
            problem: format!("the header `{name}` is not a list of links"),
            source: None,
        })?;
        let next = links.into_iter().find(|link| link.is_next);
        if let Some(next) = next {
            return Ok(Some(next.target.to_owned()));
        }
    }
    Ok(None)
}

struct Link<'t> {
    target: &'t str,
    is_next: bool,
}

/// Reads the links of a header, or returns `None` if it has something else.
fn links(text: &str) -> Option<Vec<Link<'_>>> {
    let mut links = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        if rest.is_empty() {
            return Some(links);
        }
        let (target, after) = rest.strip_prefix('<')?.split_once('>')?;
        let mut link = Link {
            target: target.trim(),
            is_next: false,
        };
        rest = parameters(after, &mut link)?;
        links.push(link);
    }
}

/// Reads the parameters of a link, and returns what follows them.
fn parameters<'t>(text: &'t str, link: &mut Link<'t>) -> Option<&'t str> {
    let mut rest = text.trim_start();
    let (mut relations, mut is_of_other) = (None, false);
    while let Some(after) = rest.strip_prefix(';') {
        let after = after.trim_start();
        let end = after.find([' ', '\t', '=', ';', ',']);
        let (name, after) = after.split_at(end.unwrap_or(after.len()));
        rest = after.trim_start();
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix('=') {
            (value, rest) = self::value(after.trim_start())?;
            rest = rest.trim_start();
        }
        // Of several relations, the first counts. A link with an anchor is one of another resource.
        match name.to_ascii_lowercase().as_str() {
            "rel" => relations = relations.or(Some(value)),
            "anchor" => is_of_other = true,
            _ => {}
        }
    }
    let relations = relations.unwrap_or_default();
    let mut relations = relations.split_ascii_whitespace();
    link.is_next = !is_of_other && relations.any(|name| name.eq_ignore_ascii_case("next"));
    (rest.is_empty() || rest.starts_with(',')).then_some(rest)
}

/// Reads a value, which may stand in quotes, and returns it with what follows.
fn value(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([' ', '\t', ';', ',']).unwrap_or(text.len());
        let (value, rest) = text.split_at(end);
        return Some((value.to_owned(), rest));
    };
    let mut value = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return Some((value, &quoted[at + 1..])),
            '\\' => value.push(chars.next()?.1),
            char => value.push(char),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use reqwest::header::HeaderValue;

    use super::*;

    fn next_of(values: &[&str]) -> Result<Option<String>, String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append("link", HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        next(&headers, "Link").map_err(|misfit| misfit.problem)
    }

    #[test]
    fn the_link_with_the_relation_next_is_found_wherever_it_is() {
        for values in [
            &[r#"</a?page=2>; rel="next""#][..],
            &["</a?page=2>; rel=next"],
            &["</a?page=2>;rel=\"prefetch NEXT\""],
            &["</a?page=2> ; title=\"a, b; rel=\\\"x\\\"\" ; REL = next , </a?page=9>; rel=last"],
            &[r#"</a?page=1>; rel="prev", </a?page=2>; rel="next", </a?page=9>; rel="last""#],
            &["", "</a?page=1>; rel=first", ", </a?page=2>; foo; rel=next"],
            &["</a?page=2>; rel=next; rel=last, </a?page=3>; rel=next"],
            &["</other>; rel=next; anchor=\"#x\", </a?page=2>; rel=next"],
        ] {
            assert_eq!(
                next_of(values),
                Ok(Some("/a?page=2".to_owned())),
                "{values:?}"
            );
        }
    }

    #[test]
    fn the_last_page_has_no_next_one() {
        for values in [
            &[][..],
            &[""],
            &["</a?page=1>; rel=\"first prev\""],
            &["</a?page=1>"],
            &["</a?page=1>; title=next"],
            &["</a?page=1>; rel=prev; rel=next"],
            &["</a?rel=next>; rel=\"next-archive\""],
        ] {
            assert_eq!(next_of(values), Ok(None), "{values:?}");
        }
    }

    #[test]
    fn a_header_that_is_not_a_list_of_links_is_an_error() {
        for value in [
            "/a?page=2; rel=next",
            "</a?page=2; rel=next",
            "</a?page=2>; rel=\"next",
            "</a?page=2> rel=next",
            "</a?page=1>; rel=prev </a?page=2>; rel=next",
            "next",
        ] {
            assert!(next_of(&[value]).is_err(), "{value}");
        }
        let mut headers = HeaderMap::new();
        headers.insert(
            "link",
            HeaderValue::from_bytes(b"<\xff>; rel=next").unwrap(),
        );
        assert!(next(&headers, "Link").is_err());
    }
}

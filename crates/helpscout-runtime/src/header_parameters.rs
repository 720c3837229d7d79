//! The headers of a call that are parameters of its operation.

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};

use crate::error::Violation;
use crate::operation::{How, Method, Operation};
use crate::options;
use crate::query::Query;

/// Returns the problems with the parameters that are sent as headers.
pub(crate) fn violations(operation: &Operation, query: &Query) -> Vec<Violation> {
    read(operation, query).1
}

/// Returns the headers. A parameter with several values that are sent apart has a header for each.
pub(crate) fn headers(operation: &Operation, query: &Query) -> HeaderMap {
    read(operation, query).0
}

fn read(operation: &Operation, query: &Query) -> (HeaderMap, Vec<Violation>) {
    let (mut headers, mut found) = (HeaderMap::new(), Vec::new());
    for sent in operation.sent.iter().filter(|sent| sent.how == How::Header) {
        for text in query.values(sent.name) {
            match header(sent.name, text, operation.method) {
                Ok((name, value)) => {
                    headers.append(name, value);
                }
                Err(violation) => found.push(violation),
            }
        }
    }
    (headers, found)
}

fn header(
    name: &'static str,
    text: &str,
    method: Method,
) -> Result<(HeaderName, HeaderValue), Violation> {
    let refuse = |message: String| {
        Err(Violation {
            parameter: name.into(),
            message,
        })
    };
    let Ok(header) = name.parse::<HeaderName>() else {
        return refuse(format!(
            "`{name}` is sent as a header, but is not a valid name of one; use letters, digits and `-`"
        ));
    };
    // The client knows the type of a body.
    let is_of_body = method.has_body() && header == CONTENT_TYPE;
    if is_of_body || options::is_own(&header) {
        return refuse(format!(
            "`{name}` is a header that only the client sets; it can't be a parameter"
        ));
    }
    // Other characters arrive as different text at different services.
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\t'));
    let value = HeaderValue::from_str(text).ok().filter(|_| is_plain);
    let Some(mut value) = value else {
        return refuse(format!(
            "`{name}` is sent as a header, but its value contains characters that a header can't have, such as a line break or an umlaut; remove them"
        ));
    };
    if text.trim() != text {
        return refuse(format!(
            "`{name}` is sent as a header, which can't start or end with a blank; remove it"
        ));
    }
    // The value may be secret.
    value.set_sensitive(true);
    Ok((header, value))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::operation::Sent;

    const SEARCH: &Operation = &Operation {
        id: "search",
        path: "/search",
        sent: &[
            Sent::header("X-Mode"),
            Sent::header("authorization"),
            Sent::header("X Mode"),
        ],
        ..Operation::DEFAULT
    };

    #[test]
    fn values_that_a_header_can_have_are_sent() {
        let mode = |value: &str| headers(SEARCH, &Query::new().with("X-Mode", value));
        for value in ["quick", "a, b=\"c\"\t~", ""] {
            assert_eq!(mode(value)["x-mode"], value);
        }
        assert!(headers(SEARCH, &Query::new()).is_empty());
        let several = headers(SEARCH, &Query::new().with_values("X-Mode", ["a", "b"]));
        let values: Vec<_> = several.get_all("x-mode").iter().collect();
        assert_eq!(values, ["a", "b"]);
        assert!(!format!("{several:?}").contains('a'), "{several:?}");
    }

    #[test]
    fn values_that_a_header_can_not_have_are_problems_that_do_not_repeat_them() {
        for (value, problem) in [
            ("hush\r\nX-Admin: 1", "such as a line break"),
            ("hush\n", "such as a line break"),
            ("hush\0", "such as a line break"),
            ("hush\u{7f}", "such as a line break"),
            ("hushä", "such as a line break or an umlaut"),
            (" hush", "start or end with a blank"),
            ("hush\t", "start or end with a blank"),
        ] {
            let query = Query::new().with("X-Mode", value);
            let found = violations(SEARCH, &query);
            assert_eq!(found.len(), 1, "{value:?}");
            assert!(found[0].message.contains(problem), "{}", found[0].message);
            assert!(!found[0].message.contains("hush"));
            assert!(headers(SEARCH, &query).is_empty());
        }
    }

    #[test]
    fn a_name_that_is_no_header_or_the_clients_own_is_a_problem() {
        let query = Query::new().with("X Mode", "a").with("authorization", "a");
        let found = violations(SEARCH, &query);
        let messages: Vec<_> = found.iter().map(|found| found.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "`authorization` is a header that only the client sets; it can't be a parameter",
                "`X Mode` is sent as a header, but is not a valid name of one; use letters, digits and `-`"
            ]
        );
        const POST: &Operation = &Operation {
            method: Method::Post,
            sent: &[Sent::header("Content-Type")],
            ..*SEARCH
        };
        let query = Query::new().with("Content-Type", "text/plain");
        assert_eq!(violations(POST, &query).len(), 1);
    }
}

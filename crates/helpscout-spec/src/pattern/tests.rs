//! Patterns agree with their regular expressions, and what is suggested matches.

use std::sync::LazyLock;

use proptest::prelude::*;
use regex::Regex;

use super::ALL;

static REGEXES: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let regexes = ALL.iter().map(|pattern| pattern.regex);
    regexes
        .map(|regex| Regex::new(regex).expect(regex))
        .collect()
});

/// Generates texts that are similar to the patterns, from the same pieces.
fn near() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("a".to_owned()),
        Just("Ab9".to_owned()),
        Just("_".to_owned()),
        Just("-".to_owned()),
        Just(".".to_owned()),
        Just("/".to_owned()),
        Just("[]".to_owned()),
        Just("*".to_owned()),
        Just("\"".to_owned()),
        Just("\"first reply\"".to_owned()),
        Just("\\".to_owned()),
        Just("{id}".to_owned()),
        Just(" ".to_owned()),
        Just(",".to_owned()),
        Just(":8".to_owned()),
        Just(":65535".to_owned()),
        Just(":65536".to_owned()),
        Just("%2f".to_owned()),
        Just("%".to_owned()),
        Just("?".to_owned()),
        Just("GET /v2/".to_owned()),
        Just("POST ".to_owned()),
        Just("[size]".to_owned()),
        Just("$".to_owned()),
        Just(":search".to_owned()),
        Just("@me".to_owned()),
        Just("~".to_owned()),
        Just("https://".to_owned()),
        Just("192.168.0.255".to_owned()),
        Just("256.".to_owned()),
        Just(".json".to_owned()),
        Just("; charset=utf-8".to_owned()),
        Just("application/vnd.error+json".to_owned()),
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_code_of_every_pattern_agrees_with_its_regular_expression(text in near()) {
        for (pattern, regex) in ALL.iter().zip(REGEXES.iter()) {
            prop_assert_eq!((pattern.matches)(&text), regex.is_match(&text), "{}", pattern.regex);
        }
    }
}

#[test]
fn a_base_url_has_a_host_that_can_exist() {
    let matches = |url: &str| (super::BASE_URL.matches)(url);
    for url in [
        "https://api.example.com",
        "https://api.example.com:65535",
        "https://localhost:8443",
        "https://10.0.0.255",
    ] {
        assert!(matches(url), "{url}");
    }
    for url in [
        "http://api.example.com",
        "https://api.example.com/",
        "https://api.example.com:",
        "https://api.example.com:0",
        "https://api.example.com:99999",
        "https://1.2.3.999",
        "https://1.2.3",
        "https://1.2.3.04",
        "https://..",
        "https://-",
        "https://a..example",
        "https://a.example.",
        "https://user@api.example.com",
    ] {
        assert!(!matches(url), "{url}");
    }
}

#[test]
fn environment_variables_are_named_as_people_write_the_title() {
    for (title, expected) in [
        ("Help Scout", "HELP_SCOUT"),
        ("GitHub", "GITHUB"),
        ("Many APIs", "MANY_APIS"),
        ("OAuth2", "OAUTH2"),
        ("Desk (test)", "DESK_TEST"),
    ] {
        assert_eq!(super::environment(title), expected);
    }
}

#[test]
fn what_is_suggested_matches() {
    for (pattern, text) in [
        (super::SNAKE, "deskReplies"),
        (super::TYPE, "sort_order"),
        (super::PLAN, "Very Large"),
        (super::REQUEST, "GET /v2/reports/company/ "),
        (super::REQUEST, "post  /rest/search"),
        (super::REQUEST, "GET /users/:id/posts"),
        (super::PATH, "/v2/oauth2/token/"),
        (super::HEADER, "Correlation-Id:"),
        (super::MEDIA_TYPE, "Application/JSON"),
        (super::BASE_URL, "https://example.com/"),
        (super::PAGE_URL, "http://example.com/page"),
        (super::PAGE_URL, "https://example.com/page (draft)"),
        (super::FIELD_PATH, "rows[0].id"),
        (super::FIELD_PATH, "rows[].größe"),
        (super::FIELD_PATH, "reactions.+1"),
        (super::FIELD_PATH, "B & C[].id"),
        (super::ENVIRONMENT, "GitHub"),
        (super::JSON_FILE, "./a\\b.json"),
    ] {
        assert!(!(pattern.matches)(text), "{text}");
        assert!((pattern.matches)(&(pattern.suggest)(text)), "{text}");
    }
}

use super::*;

fn one(text: &str) -> Target {
    let sla = Sla::parse(text).expect(text);
    assert_eq!(sla.targets().len(), 1, "{text}");
    sla.targets()[0].clone()
}

#[test]
fn a_target_is_read_as_people_type_it() {
    let cases = [
        ("first-response<1h:90%", "first-response<1h:90%"),
        ("First Response Time < 1h : 90 %", "first-response<1h:90%"),
        ("frt<=1h30m", "first-response<=1h30m:100%"),
        ("reply≤90m:99.5", "response<=90m:99.5%"),
        ("resolution-time<2 days:0%", "resolve<2 days:0%"),
        ("aht<1.5h:100.000%", "handle<1.5h:100%"),
        ("handle<5m:0.9%", "handle<5m:0.9%"),
        ("handle<5m:0", "handle<5m:0%"),
        ("handle<5m:1.5", "handle<5m:1.5%"),
    ];
    for (text, expected) in cases {
        let target = one(text);
        assert_eq!(target.to_string(), expected, "{text}");
        assert_eq!(one(expected), target);
    }
}

#[test]
fn the_limit_itself_is_kept_only_if_it_is_included() {
    assert!(!one("response<1m").is_kept_by(60.0));
    assert!(one("response<=1m").is_kept_by(60.0));
    assert!(!one("response<=1m").is_kept_by(60.001));
}

#[test]
fn the_comparison_with_the_share_is_exact() {
    let compliance = |kept, n| Compliance {
        kept,
        n,
        missing: 5,
    };
    for (share, kept, n, is_missed) in [
        ("90%", 900, 1_000, false),
        ("90%", 899, 1_000, true),
        ("99.9%", 999, 1_000, false),
        ("99.9%", 9_989, 10_000, true),
        ("33.333333%", 1, 3, false),
        ("33.333334%", 1, 3, true),
        ("100%", 100_000, 100_000, false),
        ("100%", 99_999, 100_000, true),
        ("100%", 0, 0, false),
        ("0%", 0, 7, false),
    ] {
        let target = one(&format!("resolve<2d:{share}"));
        assert_eq!(
            target.is_missed(compliance(kept, n)),
            is_missed,
            "{share} {kept}/{n}"
        );
    }
}

#[test]
fn missing_values_neither_keep_nor_miss_a_target() {
    let compliance = one("handle<1m").compliance([None, Some(f64::NAN), Some(5.0)]);
    assert_eq!(
        (compliance.kept, compliance.n, compliance.missing),
        (1, 1, 2)
    );
    assert_eq!(Compliance::default().percent(), None);
}

#[test]
fn a_mistake_says_where_it_is_and_what_to_write() {
    let cases = [
        (
            "first-respnse<1h",
            "first-respnse is not a time; did you mean first-response? There are first-response, \
             response, resolve and handle (at character 1 of first-respnse<1h)",
        ),
        (
            "resolve<2d:80%, speed<1h",
            "speed is not a time; there are first-response, response, resolve and handle (at \
             character 17 of resolve<2d:80%, speed<1h)",
        ),
        (
            "<1h",
            "the name of a time is missing; there are first-response, response, resolve and handle \
             (at character 1 of <1h)",
        ),
        (
            "response>1h",
            "a target is a maximum; write < or <= (at character 9 of response>1h)",
        ),
        (
            "response<1",
            "1 has no unit; use s, m, h, d or w, such as 1m (at character 11 of response<1)",
        ),
        (
            "response<soon:90%",
            "expected a duration such as 90m, 1h30m or 2d, found soon (at character 10 of \
             response<soon:90%)",
        ),
        (
            "response<1h:110%",
            "a share is at most 100 %, and this is 110 % (at character 13 of response<1h:110%)",
        ),
        (
            "response<1h:0.9",
            "0.9 without % can mean 90 % or 0.9 %; write 90% or 0.9% (at character 13 of \
             response<1h:0.9)",
        ),
        (
            "response<1h:0.995",
            "0.995 without % can mean 99.5 % or 0.995 %; write 99.5% or 0.995% (at character 13 of \
             response<1h:0.995)",
        ),
        (
            "response<1h:1",
            "1 without % can mean 100 % or 1 %; write 100% or 1% (at character 13 of \
             response<1h:1)",
        ),
        (
            "response<1h: most",
            "expected a share such as 90%, found most (at character 14 of response<1h: most)",
        ),
        (
            "response<1h:.5%",
            "expected a share such as 90%, found .5% (at character 13 of response<1h:.5%)",
        ),
        (
            "response<1h:99.%",
            "expected a share such as 90%, found 99.% (at character 13 of response<1h:99.%)",
        ),
        (
            "response<1h:99.9999999%",
            "99.9999999 % has more than six digits after the point (at character 13 of \
             response<1h:99.9999999%)",
        ),
        (
            "response:90%",
            "response:90% has no limit; write response<1h:90% (at character 1 of response:90%)",
        ),
        (
            "response<1h,",
            "expected a target such as first-response<1h:90%, found nothing (at character 13 of \
             response<1h,)",
        ),
        (
            "",
            "expected a target such as first-response<1h:90%, found nothing (at character 1 of )",
        ),
    ];
    for (text, expected) in cases {
        let error = Sla::parse(text).expect_err(text);
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn the_parts_of_a_mistake_are_those_of_its_message() {
    let error = "response<1h, speed<1h".parse::<Sla>().expect_err("no time");
    assert_eq!(error.position(), 13);
    assert!(
        error
            .problem()
            .starts_with("speed is not a time; there are")
    );
    assert_eq!("frt<1h".parse(), Sla::parse("frt<1h"));
}

#[test]
fn text_beyond_ascii_is_counted_in_characters_and_never_cut_within_one() {
    for text in [
        "réponse<1h",
        "response<1ħ:90%",
        "response≥1h",
        "response<1h:９０%",
        "résolve≤",
    ] {
        let error = Sla::parse(text).expect_err(text);
        assert!(text.is_char_boundary(error.position()), "{text}");
        assert!(error.to_string().contains("(at character "), "{error}");
    }
}

#[test]
fn a_target_has_a_title_in_words() {
    let text = "first-response<1h:90%,resolve<=2d:80%,handle<5m";
    let sla = Sla::parse(text).expect(text);
    let titles: Vec<String> = sla.targets().iter().map(Target::title).collect();
    let expected = [
        "First response under 1h",
        "Resolution at most 2d",
        "Handling under 5m",
    ];
    assert_eq!(titles, expected);
}

//! Rules for the parameters of a call, which are checked before anything is sent.

use helpscout_runtime::{
    CallOptions, Client, JsonKind, Method, Operation, Paging, Query, Request, Rule, Sent,
};

use crate::service::{Reply, Service};

const OPERATION: &Operation = &Operation {
    id: "search",
    path: "/v2/search",
    rules: &[
        Rule::either(&["email", "phone", "name"]),
        Rule::excludes(&["since", "days"]),
        Rule::lengths("name", Some(2), Some(4)),
        Rule::lengths("code", Some(3), Some(3)),
        Rule::counts("tags", Some(','), None, Some(2)),
        Rule::counts("fields", Some('|'), Some(2), Some(3)),
        Rule::counts("expand", None, None, Some(2)),
        Rule::limits("rows", Some(1), Some(50)),
        Rule::range("share", Some(0), Some(1)),
        Rule::range("score", Some(-1), None),
        Rule::dates("from", "to"),
        Rule::epochs("after", "before"),
    ],
    pages: Some(Paging::numbered("page", 0, "page", "pages", "rows")),
    ..Operation::DEFAULT
};

/// Returns what is wrong with a query that has an `email`.
fn problems(query: Query) -> Vec<String> {
    problems_of(query.with("email", "a@b.example"))
}

fn problems_of(query: Query) -> Vec<String> {
    problems_with(OPERATION, query)
}

fn problems_with(operation: &'static Operation, query: Query) -> Vec<String> {
    match Request::new(operation, query).validate() {
        Ok(()) => Vec::new(),
        Err(error) => error
            .violations()
            .iter()
            .map(|violation| format!("{}: {}", violation.parameter, violation.message))
            .collect(),
    }
}

#[tokio::test]
async fn exactly_one_of_a_set_of_parameters_must_be_set() {
    assert_eq!(problems(Query::new()), [""; 0]);
    assert_eq!(
        problems_of(Query::new()),
        ["email: none of `email`, `phone`, `name` is set; set one of them"]
    );
    // An empty value is none.
    assert_eq!(problems_of(Query::new().with("phone", "")).len(), 1);
    assert_eq!(
        problems(Query::new().with("phone", "1").with("name", "Ann")),
        [
            "phone: `email` and `phone` and `name` are set, but only one of `email`, `phone`, `name` can be; \
             keep one, and remove the others"
        ]
    );

    let service = Service::start(|_| Reply::ok("{}")).await;
    let request = Request::new(OPERATION, Query::new());
    let error = service.client().send_raw(&request).await.unwrap_err();
    assert!(error.is_invalid_query());
    assert!(service.calls().is_empty());
}

#[test]
fn at_most_one_of_parameters_that_exclude_each_other_can_be_set() {
    assert_eq!(problems(Query::new().with("days", 3)), [""; 0]);
    assert_eq!(
        problems(Query::new().with("days", 3).with("since", "2019")),
        [
            "days: `since` and `days` are set, but only one of `since`, `days` can be; keep one, and remove the other"
        ]
    );
}

#[test]
fn a_length_counts_characters() {
    let name = |name: &str| problems_of(Query::new().with("name", name));
    for fine in ["äö", "äöüß", "漢字漢字"] {
        assert_eq!(name(fine), [""; 0], "{fine}");
    }
    assert_eq!(
        name("ä"),
        ["name: `name` has 1 character; it must have 2 to 4 characters"]
    );
    assert_eq!(
        name("äöüßa"),
        ["name: `name` has 5 characters; it must have 2 to 4 characters"]
    );
    assert_eq!(
        problems(Query::new().with("code", "abcd")),
        ["code: `code` has 4 characters; it must have exactly 3 characters"]
    );
}

#[test]
fn the_length_of_a_list_counts_its_values_in_each_form() {
    let two = Query::new()
        .with_list("tags", [1, 2])
        .with_joined("fields", "|", ["a,b", "c"])
        .with_values("expand", ["a,b,c", "d"]);
    assert_eq!(problems(two), [""; 0]);
    // A tool may give the text of a list.
    assert_eq!(
        problems(Query::new().with("tags", "1,2,3")),
        ["tags: `tags` has 3 values; it must have at most 2 values"]
    );
    assert_eq!(
        problems(Query::new().with_joined("fields", "|", ["a"])),
        ["fields: `fields` has 1 value; it must have 2 to 3 values"]
    );
    assert_eq!(
        problems(Query::new().with_values("expand", ["a", "b", "c"])),
        ["expand: `expand` has 3 values; it must have at most 2 values"]
    );
}

#[test]
fn a_value_of_a_list_is_not_divided_by_its_separator() {
    let list = Query::new().with_list("rows", ["1,2"]);
    assert_eq!(
        problems(list.clone())[0],
        "rows: `rows` has the value \"1,2\", but `,` separates the values of the list; set each as \
         a value of its own"
    );
    let piped = Query::new().with_joined("fields", "|", ["a|b", "c"]);
    assert!(problems(piped)[0].contains("has the value \"a|b\", but `|` separates"));
    assert_eq!(problems(list.clone().with_list("rows", [1, 2])), [""; 0]);
    // Each list has its own.
    let both = list.with_joined("fields", "|", ["a|b", "c"]);
    assert_eq!(problems(both.clone()).len(), 2);
    let one = problems(both.with_joined("fields", "|", ["a", "b"]));
    assert!(
        one[0].starts_with("rows: `rows` has the value \"1,2\""),
        "{one:?}"
    );
    let text = Query::new()
        .with("other", "a,b")
        .with_values("expand", ["a,b"]);
    assert_eq!(problems(text), [""; 0]);
}

#[test]
fn a_number_that_is_not_finite_is_sent_nowhere() {
    const SCALED: &Operation = &Operation {
        id: "scaled",
        method: Method::Post,
        path: "/v2/scaled/{factor}",
        rules: &[Rule::range("share", Some(0), Some(1))],
        sent: &[
            Sent::header("X-Factor"),
            Sent::body("filter.factor", JsonKind::Number),
        ],
        ..Operation::DEFAULT
    };
    let query = || Query::new().with("factor", 1.5);
    let problems = |query: Query| problems_with(SCALED, query);
    for (number, text) in [
        (f64::NAN, "NaN"),
        (f64::INFINITY, "inf"),
        (f64::NEG_INFINITY, "-inf"),
    ] {
        let refused = |name: &str| {
            [format!(
                "{name}: `{name}` is `{text}`; it must be a finite number"
            )]
        };
        for name in ["weight", "share", "factor", "X-Factor", "filter.factor"] {
            assert_eq!(problems(query().with(name, number)), refused(name));
        }
        for list in [
            query().with_list("weights", [1.5, number]),
            query().with_joined("weights", "|", [&number, &1.5]),
            query().with_values("weights", [1.5, number, 2.5]),
        ] {
            assert_eq!(problems(list), refused("weights"));
        }
        let client = Client::builder().access_token("token").build().unwrap();
        let client = client.with(CallOptions::new().query("weight", number));
        let error = client.http_request(&Request::new(SCALED, query()));
        let error = error.unwrap_err();
        assert_eq!(error.violations()[0].message, refused("weight")[0][8..]);
    }
    // Text is text.
    let text = query().with("weight", "NaN").with_list("weights", ["inf"]);
    assert_eq!(problems(text), [""; 0]);
    // A later value takes the place of an earlier one.
    let replaced = query().with("weight", f64::NAN).with("weight", 0.5);
    assert_eq!(problems(replaced), [""; 0]);
}

#[test]
fn limits_are_for_whole_numbers_and_ranges_for_all() {
    let share = |share: &str| problems(Query::new().with("share", share));
    for fine in ["0", "0.5", "1", "1.0", "1e-3"] {
        assert_eq!(share(fine), [""; 0], "{fine}");
    }
    for wrong in ["-0.1", "1.0001", "NaN", "inf", "half"] {
        assert_eq!(
            share(wrong),
            [format!(
                "share: `share` is `{wrong}`; it must be a number from 0 to 1"
            )]
        );
    }
    assert_eq!(
        problems(Query::new().with("score", -1.5)),
        ["score: `score` is `-1.5`; it must be a number of at least -1"]
    );
    assert_eq!(
        problems(Query::new().with("rows", 0.5)),
        ["rows: `rows` is `0.5`; it must be a whole number from 1 to 50"]
    );
    // Of a list, each number is checked.
    assert_eq!(problems(Query::new().with_list("rows", [1, 50])), [""; 0]);
    for list in [
        Query::new().with_list("rows", [1, 51]),
        Query::new().with_joined("rows", "|", [1, 51]),
        Query::new().with_values("rows", [1, 51]),
    ] {
        assert_eq!(
            problems(list),
            ["rows: `rows` is `51`; it must be a whole number from 1 to 50"]
        );
    }
}

#[test]
fn an_interval_can_be_one_of_dates_or_of_times_since_1970() {
    let dates = |from: &str, to: &str| problems(Query::new().with("from", from).with("to", to));
    assert_eq!(dates("2019-05-02", "2019-05-02"), [""; 0]);
    assert_eq!(
        dates("2019-05-03", "2019-05-02"),
        ["from: `from` (2019-05-03) must be no later than `to` (2019-05-02); change one of them"]
    );
    assert_eq!(
        dates("2019-05-02T12:00:00Z", "2019-02-30"),
        [
            "from: `from` is `2019-05-02T12:00:00Z`, which is not a date; write it like 2019-05-02",
            "to: `to` is `2019-02-30`, which is not a date; write it like 2019-05-02"
        ]
    );
    let epochs = |after: &str, before: &str| {
        problems(Query::new().with("after", after).with("before", before))
    };
    assert_eq!(epochs("9", "10"), [""; 0]);
    assert_eq!(
        epochs("10", "10"),
        ["after: `after` (10) must be before `before` (10); change one of them"]
    );
    assert_eq!(
        epochs("10", "tomorrow"),
        [
            "before: `before` is `tomorrow`, which is not a time since 1970; write it as a whole number"
        ]
    );
}

#[test]
fn the_first_page_can_have_the_number_0() {
    assert_eq!(problems(Query::new().with("page", 0)), [""; 0]);
    assert_eq!(
        problems(Query::new().with("page", -1)),
        ["page: `page` is `-1`; it must be a page number of at least 0"]
    );
}

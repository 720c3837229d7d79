use proptest::prelude::*;

use super::*;

const USERS: &Operation = &Operation {
    id: "users",
    path: "/v2/users",
    pages: Some(Paging::new(
        "page",
        "page.number",
        "page.totalPages",
        "page.totalElements",
        "_embedded.users",
    )),
    ..Operation::DEFAULT
};

/// The other styles of paging, at the same paths.
const OTHERS: [Operation; 3] = {
    let rows = "_embedded.users";
    let styles = [
        Paging::offset("start", "page.number", rows).last("page.last"),
        Paging::cursor("after", "page.next", rows).more("page.more"),
        Paging::link("page.next", rows),
    ];
    let [offset, cursor, link] = styles;
    [
        Operation {
            pages: Some(offset),
            ..*USERS
        },
        Operation {
            pages: Some(cursor),
            ..*USERS
        },
        Operation {
            pages: Some(link),
            ..*USERS
        },
    ]
};

fn read(body: &str) -> Result<RawPage, Misfit> {
    RawPage::read(USERS, body)
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        ".*".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        let key = prop_oneof![
            Just("page".to_owned()),
            Just("number".to_owned()),
            Just("_embedded".to_owned()),
            Just("users".to_owned()),
            ".*"
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::vec((key, inner), 0..6)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

#[test]
fn what_has_neither_rows_nor_paging_is_no_list() {
    for body in [
        "{}",
        r#"{"error":"quota exceeded"}"#,
        r#"{"_embedded":{"users":null}}"#,
    ] {
        let problem = read(body).map(|page| page.rows.len());
        let Err(problem) = problem else {
            panic!("{body} was read");
        };
        assert_eq!(problem.path, "_embedded.users", "{body}");
    }
    let empty = r#"{"page":{"number":1,"totalPages":0,"totalElements":0}}"#;
    assert_eq!(read(empty).map(|page| page.rows.len()).ok(), Some(0));
    let unpaged = r#"{"_embedded":{"users":[{}]}}"#;
    assert_eq!(read(unpaged).map(|page| page.rows.len()).ok(), Some(1));
}

#[test]
fn a_page_of_any_style_has_its_rows_or_says_which_page_is_next() {
    let read = |place: usize, body: &str| {
        let page = RawPage::read(&OTHERS[place], body);
        page.map(|page| page.rows.len())
            .map_err(|misfit| misfit.path)
    };
    for place in 0..OTHERS.len() {
        for body in ["{}", r#"{"error":"quota exceeded"}"#, r#"{"page":{}}"#] {
            assert!(read(place, body).is_err(), "{body}");
        }
        let whole = r#"{"_embedded":{"users":[{}]},"page":{"number":0}}"#;
        assert_eq!(read(place, whole), Ok(1));
    }
    let empty = r#"{"_embedded":{"users":null},"page":{"number":0}}"#;
    assert_eq!(read(1, empty), Ok(0));
    assert_eq!(read(2, r#"{"page":{"next":null}}"#), Ok(0));
    assert_eq!(
        read(0, r#"{"_embedded":{"users":[]}}"#),
        Err("page.number".to_owned())
    );
    let wrong = r#"{"_embedded":{"users":[]},"page":{"more":"yes"}}"#;
    assert_eq!(read(1, wrong), Err("page.more".to_owned()));
}

#[test]
fn page_numbers_may_be_text_and_cursors_may_be_numbers() {
    let body = |place: &str| format!(r#"{{"_embedded":{{"users":[{{}}]}},"page":{place}}}"#);
    let position = |operation, body: &str| {
        RawPage::read(operation, body)
            .map(|page| page.position)
            .map_err(|misfit| misfit.problem)
    };
    let numbers = r#"{"number":2,"totalPages":3,"totalElements":5}"#;
    let texts = r#"{"number":"2","totalPages":"3","totalElements":"5"}"#;
    assert_eq!(
        position(USERS, &body(texts)),
        position(USERS, &body(numbers))
    );
    let cursor = |next: &str| position(&OTHERS[1], &body(&format!(r#"{{"next":{next}}}"#)));
    assert_eq!(cursor("4528423016"), cursor(r#""4528423016""#));
    assert_ne!(cursor("4528423016"), cursor("null"));
    for wrong in [
        r#"{"number":"two"}"#,
        r#"{"number":""}"#,
        r#"{"number":[2]}"#,
    ] {
        assert!(position(USERS, &body(wrong)).is_err(), "{wrong}");
    }
    assert!(cursor("[1]").is_err() && cursor("1.5").is_err());
}

#[test]
fn a_key_of_the_page_that_comes_twice_is_an_error_and_others_are_not() {
    for (body, key) in [
        (r#"{"_embedded":{"users":[{}],"users":[]}}"#, "users"),
        (
            r#"{"_embedded":{"users":[{}]},"\u005fembedded":{}}"#,
            "_embedded",
        ),
        (
            r#"{"_embedded":{"users":[]},"page":{"number":1,"number":2,"totalPages":1,"totalElements":0}}"#,
            "number",
        ),
        (
            r#"{"_embedded":{"users":[{}],"\ud83d":1,"users":[]}}"#,
            "users",
        ),
    ] {
        let problem = read(body).map(|page| page.rows.len());
        let Err(problem) = problem else {
            panic!("{body} was read");
        };
        assert_eq!(problem.path, key, "{body}");
        assert!(
            problem.problem.contains("more than once"),
            "{}",
            problem.problem
        );
    }
    let new = r#"{"_embedded":{"users":[{}]},"new":1,"new":2}"#;
    assert_eq!(read(new).map(|page| page.rows.len()).ok(), Some(1));
}

#[test]
fn a_kept_body_that_is_no_page_is_an_error_with_its_operation() {
    let error = RawPage::parse(USERS, r#"{"page":{"number":1}}"#).map(|page| page.position);
    let Err(error) = error else {
        panic!("a page without totals");
    };
    assert!(error.is_decode() && error.status().is_none(), "{error}");
    assert_eq!(error.operation(), Some("users"));
    assert!(error.to_string().contains("page.totalPages"), "{error}");
}

proptest! {
    #[test]
    fn any_row_is_kept_to_the_byte(rows in prop::collection::vec(json(), 0..6)) {
        let rows: Vec<String> = rows.iter().map(ToString::to_string).collect();
        let body = format!(r#"{{"_embedded":{{"users":[{}]}}}}"#, rows.join(" , "));
        let page = read(&body).map_err(|misfit| TestCaseError::fail(misfit.problem))?;
        let kept: Vec<&str> = page.rows.iter().map(|row| row.get()).collect();
        prop_assert_eq!(kept, rows);
    }

    #[test]
    fn no_body_is_too_odd(body in ".*", value in json(), cut in 0_usize..200) {
        let _ = read(&body);
        let text = value.to_string();
        let _ = read(&text);
        let _ = read(&text.chars().take(cut).collect::<String>());
        for other in &OTHERS {
            let _ = RawPage::read(other, &body);
            let _ = RawPage::read(other, &text);
        }
    }
}

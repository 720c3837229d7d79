//! Methods, headers, bodies, lengths, and the rules between parameters that exclude each other.

use helpscout_spec::Sources;

use crate::{REPORT, also, cases, told_at, with};

/// Returns the good folder with more parameters.
fn parameters(text: &str) -> Sources {
    with(
        REPORT,
        "  - use: interval\n",
        &format!("  - use: interval\n{text}"),
    )
}

/// Returns the good folder with the request as a `POST` with this body.
fn body(text: &str) -> Sources {
    let post = with(
        REPORT,
        "request: GET /v2/reports/desk/replies\n",
        "request: POST /v2/reports/desk/replies\nsafe: true\n",
    );
    also(
        post,
        REPORT,
        "\npages:",
        &format!("\nbody:\n{text}\npages:"),
    )
}

/// Returns the good folder with more parameters and a rule between parameters.
fn rule(parameters: &str, rule: &str) -> Sources {
    also(
        self::parameters(parameters),
        REPORT,
        "\npages:",
        &format!("\nrules: [{rule}]\npages:"),
    )
}

const TWO: &str = "  - { name: days, type: integer, example: 7, doc: Days. }
  - { name: weeks, type: integer, example: 1, doc: Weeks. }\n";

const FOUR: &str = "  - { name: days, type: integer, example: 7, doc: Days. }
  - { name: weeks, type: integer, example: 1, doc: Weeks. }
  - { name: months, type: integer, example: 1, doc: Months. }
  - { name: years, type: integer, example: 1, doc: Years. }\n";

#[test]
fn rules_that_every_parameter_can_meet_are_good() {
    for rules in [
        "{ requires: { parameter: days, other: weeks } }, { excludes: [days, months] }",
        "{ requires: { parameter: days, other: weeks } }, { requires: { parameter: months, other: weeks } }, { excludes: [days, months] }",
        "{ together: [days, weeks] }, { together: [months, years] }, { either: [days, months] }, { excludes: [weeks, years] }",
        "{ either: [days, weeks] }, { excludes: [days, months] }, { requires: { parameter: weeks, other: years } }",
    ] {
        let findings = helpscout_spec::read_sources(&rule(FOUR, rules)).findings;
        assert_eq!(findings.render(false), "", "{rules}");
    }
}

/// Returns the good folder with an operation that changes something.
fn changing(method: &str, text: &str) -> Sources {
    let text = format!(
        "operation: desk_change\nrequest: {method} /v2/reports/desk/change\n\
         docs: https://example.com/docs/change\nsummary: Changes the desk.\n{text}\
         response:\n  object: ChangedDesk\n  doc: What is there now.\n  fields:\n    \
         - {{ path: id, type: integer, doc: Its number. }}\n\
         examples: [change.json]\n"
    );
    crate::good()
        .with("reports/desk/change.yaml", text)
        .with("reports/desk/change.json", "{ \"id\": 1 }")
}

#[test]
fn every_method_is_good_with_what_it_has() {
    let body = "body: [{ path: status, type: text, example: open, doc: The status. }]\n";
    for (method, text) in [
        ("GET", ""),
        ("POST", body),
        ("PUT", body),
        ("PATCH", body),
        ("DELETE", ""),
    ] {
        let reading = helpscout_spec::read_sources(&changing(method, text));
        assert_eq!(reading.findings.render(false), "", "{method}");
        let api = reading.api.unwrap();
        let operation = api.operation("desk_change").unwrap();
        assert_eq!(operation.method, method);
        assert_eq!(operation.only_reads(), method == "GET");
        let is_repeatable = ["GET", "PUT", "DELETE"].contains(&method);
        assert_eq!(operation.is_repeatable(), is_repeatable, "{method}");
    }
    // `safe:` is only a warning there, and must not make the client repeat the call.
    let reading = helpscout_spec::read_sources(&changing("PATCH", "safe: true\n"));
    let api = reading.api.unwrap();
    assert!(!api.operation("desk_change").unwrap().is_repeatable());
}

#[test]
fn a_search_with_a_body_a_header_and_every_style_of_list_is_good() {
    let sources = also(
        body(
            "  - { path: filter.status, type: text, example: open, doc: The status. }
  - { path: filter.since, type: date, example: 2019-05-02, doc: The first day. }
  - { path: 'fields[]', type: text, example: [summary, status], min_length: 1, max_length: 50, doc: The fields. }",
        ),
        REPORT,
        "  - use: interval\n",
        "  - use: interval
  - { name: X-Experimental, in: header, type: text, example: opt-in, doc: Turns it on. }
  - { name: 'page[size]', type: integer, minimum: 1, maximum: 100, example: 50, doc: Rows per page. }
  - { name: expand, type: text, list: repeat, example: ['a,b', c], doc: What to include. }
  - { name: 'filter[tags][]', rust: tags, type: text, list: repeat, example: [a], doc: Tags. }
  - { name: keys, type: text, list: pipe, example: ['a,b', c], default: [d, e], doc: What to include. }
  - { name: share, type: number, minimum: 0, maximum: 1, example: 0.5, doc: The share. }
  - { name: sentFrom, type: epoch_seconds, deprecated: Use `start` instead., example: 1556798400, doc: The start. }
  - { name: until, type: epoch_milliseconds, example: 1556798400000, doc: The end. }
",
    );
    let reading = helpscout_spec::read_sources(&sources);
    assert_eq!(reading.findings.render(false), "");
    let api = reading.api.unwrap();
    let operation = api.operation("desk_replies").unwrap();
    assert_eq!((operation.method.as_str(), operation.safe), ("POST", true));
    let keys = operation.parameter("keys").unwrap();
    let default = keys.default.as_ref().unwrap();
    assert_eq!(default.values(), ["d", "e"]);
    let fields = operation.parameter("fields").unwrap();
    assert_eq!(fields.list, Some(helpscout_description::ListStyle::Array));
    assert_eq!(operation.parameter("filter.status").unwrap().rust, "status");
}

#[test]
fn an_id_has_the_example_of_a_field_of_objects() {
    let sources = also(
        body(
            "  - { path: 'threads[]', object: NewThread, doc: The threads. }
  - { path: 'threads[].file', type: FileId, example: file_7x, doc: A file. }",
        ),
        crate::API,
        "ids:\n",
        "ids:\n  - { name: FileId, form: text, doc: A file. }\n",
    );
    let reading = helpscout_spec::read_sources(&sources);
    assert_eq!(reading.findings.render(false), "");
    let api = reading.api.unwrap();
    let id = api.ids.iter().find(|id| id.name == "FileId").unwrap();
    assert_eq!(id.example.as_deref(), Some("file_7x"));
}

cases! {
    a_method_that_is_left_out: ["S120"], with(REPORT, "GET /v2", "HEAD /v2");
    a_request_with_a_query: ["S120"], with(REPORT, "/desk/replies\ndocs", "/desk/replies?all=1\ndocs");
    a_placeholder_with_an_ending: ["S120"], with(REPORT, "/desk/replies\ndocs", "/desk/{user}.json\ndocs");
    a_name_with_empty_brackets_and_commas: ["S133"], parameters("  - { name: 'ids[]', type: integer, list: comma, example: [1], doc: IDs. }\n");
    a_name_with_empty_brackets_and_one_value: ["S133"], parameters("  - { name: 'filter[ids][]', type: integer, example: 1, doc: IDs. }\n");
    a_name_with_empty_brackets_inside: ["S120"], parameters("  - { name: 'ids[][a]', type: integer, list: repeat, example: [1], doc: IDs. }\n");
    a_key_in_a_header: ["S121"], parameters("  - { name: Authorization, in: header, type: text, example: a, doc: A key. }\n");
    a_parameter_with_a_name_that_changes: ["S120"], parameters("  - { name: 'filter[*]', type: text, example: a, doc: A filter. }\n");
    a_header_that_the_client_sets: ["S121"], parameters("  - { name: Content-type, in: header, type: text, example: a, doc: A type. }\n");
    a_header_with_an_underscore: ["S121"], parameters("  - { name: X_Account, in: header, type: text, example: a, doc: An account. }\n");
    a_header_with_a_list_of_pipes: ["S121"], parameters("  - { name: X-Account, in: header, list: pipe, type: text, example: [a], doc: Accounts. }\n");
    headers_that_differ_in_case: ["S121"], parameters("  - { name: X-Account, in: header, type: text, example: a, doc: An account. }\n  - { name: x-account, in: header, type: text, rust: other, example: a, doc: An account. }\n");
    a_header_that_is_in_the_path: ["S065"], also(parameters("  - { name: account, in: header, required: true, type: text, example: a, doc: An account. }\n"), REPORT, "/desk/replies\ndocs", "/desk/{account}\ndocs");
    a_place_that_does_not_exist: ["S033"], parameters("  - { name: account, in: cookie, type: text, example: a, doc: An account. }\n");
    a_place_that_needs_no_word: ["S033"], parameters("  - { name: account, in: query, type: text, example: a, doc: An account. }\n");
    a_list_style_of_another_language: ["S033"], parameters("  - { name: account, list: multi, type: text, example: [a], doc: An account. }\n");
    a_request_with_a_list_in_its_path: ["S120"], with(REPORT, "/desk/replies\ndocs", "/desk/{user[]}\ndocs");
    a_choice_that_another_rule_has_already: ["S072"], rule(TWO, "{ either: [days, weeks] }, { excludes: [weeks, days] }");
    a_list_style_that_does_not_exist: ["S033"], parameters("  - { name: account, list: spaces, type: text, example: [a], doc: An account. }\n");
    a_body_of_a_get: ["S122"], with(REPORT, "\npages:", "\nbody:\n  - { path: status, type: text, example: open, doc: The status. }\n\npages:");
    a_field_of_the_body_below_a_value: ["S123"], body("  - { path: filter, type: text, example: a, doc: The filter. }\n  - { path: filter.by.status, type: text, example: open, doc: The status. }\n");
    a_field_of_the_body_given_twice: ["S040"], body("  - { path: status, type: text, example: a, doc: The status. }\n  - { path: 'status[]', type: text, example: [open], doc: The status. }\n");
    a_field_of_the_body_that_is_a_parameter: ["S040"], body("  - { path: page, type: integer, example: 1, doc: The page. }\n");
    fields_of_the_body_with_the_same_last_key: ["S043"], body("  - { path: filter.name, type: text, example: a, doc: The filter. }\n  - { path: order.name, type: text, example: a, doc: The order. }\n");
    a_path_with_a_parenthesis: ["S120"], with(REPORT, "/desk/replies\ndocs", "/desk/replies('all')\ndocs");
    a_path_with_a_hidden_part: ["S120"], with(REPORT, "/desk/replies\ndocs", "/.well-known/replies\ndocs");
    a_placeholder_with_a_colon: ["S036"], with(REPORT, "/desk/replies\ndocs", "/desk/:user\ndocs");
    a_parameter_with_a_colon: ["S120"], parameters("  - { name: 'filter:status', type: text, example: a, doc: A filter. }\n");
    a_parameter_with_half_of_the_brackets: ["S036"], parameters("  - { name: 'filter[status', type: text, example: a, doc: A filter. }\n");
    a_key_with_a_dollar_in_a_body: ["S120"], body("  - { path: '$filter', type: text, example: a, doc: A filter. }\n");
    a_list_of_objects_without_an_entry: ["S123"], body("  - { path: 'filters[].status', type: text, example: open, doc: The status. }\n");
    objects_without_fields_in_a_body: ["S123"], body("  - { path: 'query.value[]', object: Condition, doc: Conditions. }\n");
    an_object_with_an_entry_in_a_body: ["S123"], body("  - { path: query.value, object: Condition, doc: A condition. }\n");
    objects_in_a_list_of_texts: ["S123"], body("  - { path: 'words[]', type: text, example: [a], doc: Words. }\n  - { path: 'words[].text', type: text, example: a, doc: A word. }\n");
    an_example_of_objects: ["S054"], body("  - { path: 'words[]', object: Word, example: [a], doc: Words. }\n  - { path: 'words[].text', type: text, example: a, doc: A word. }\n");
    a_field_of_objects_given_twice: ["S040"], body("  - { path: 'words[]', object: Word, doc: Words. }\n  - { path: 'words[].text', type: text, example: a, doc: A word. }\n  - { path: 'words[].text', type: text, example: a, doc: A word. }\n");
    a_list_of_lists_in_a_body: ["S120"], body("  - { path: 'words[][]', type: text, example: [a], doc: Words. }\n");
    a_parameter_that_is_an_object: ["S120"], parameters("  - { name: filter, object: Filter, doc: A filter. }\n");
    a_quoted_key_in_a_body: ["S120"], body("  - { path: '\"first reply\".days', type: integer, example: 1, doc: Days. }\n");
    an_object_in_a_body: ["S054"], body("  - { path: totals, type: Totals, example: 1, doc: Totals. }\n");
    a_value_for_a_list_of_the_body: ["S062"], body("  - { path: status, type: text, example: [open, closed], doc: The status. }\n");
    a_body_of_a_delete: ["S122"], changing("DELETE", "body: [{ path: status, type: text, example: open, doc: The status. }]\n");
    safe_of_a_patch: ["S124"], changing("PATCH", "safe: true\n");
    safe_of_a_delete: ["S124"], changing("DELETE", "safe: true\n");
    pages_of_a_put: ["S125"], with(REPORT, "GET /v2", "PUT /v2");
    safe_without_effect: ["S124"], with(REPORT, "\npages:", "\nsafe: true\npages:");
    pages_of_a_post_that_is_not_safe: ["S125"], with(REPORT, "GET /v2", "POST /v2");
    lengths_that_exclude_everything: ["S111", "S126"], parameters("  - { name: word, type: text, min_length: 5, max_length: 4, doc: A word. }\n");
    a_length_of_a_number: ["S126"], parameters("  - { name: days, type: integer, max_length: 4, example: 5, doc: Days. }\n");
    a_text_that_is_too_long: ["S062"], parameters("  - { name: word, type: text, max_length: 4, example: words, doc: A word. }\n");
    a_list_that_is_too_short: ["S061"], parameters("  - { name: words, type: text, list: comma, min_length: 2, example: [a, b], default: [a], doc: Words. }\n");
    a_fraction_beyond_its_limit: ["S062"], parameters("  - { name: share, type: number, maximum: 1, example: 1.01, doc: The share. }\n");
    an_example_that_joins_its_values_by_pipes: ["S062"], parameters("  - { name: words, type: text, list: pipe, example: 'a|b', doc: Words. }\n");
    milliseconds_where_seconds_are_expected: ["S062"], parameters("  - { name: since, type: epoch_seconds, example: 1556798400000, doc: The start. }\n");
    a_day_that_does_not_exist: ["S062"], parameters("  - { name: since, type: date, example: 2019-02-29, doc: The start. }\n");
    an_instant_where_a_day_is_expected: ["S062"], parameters("  - { name: since, type: date, example: '2019-02-28T12:00:00Z', doc: The start. }\n");
    a_required_parameter_that_is_deprecated: ["S130"], parameters("  - { name: days, type: integer, required: true, deprecated: Use `weeks`., example: 5, doc: Days. }\n");
    an_interval_of_two_types: ["S071"], rule("  - { name: since, type: date, example: 2019-02-28, doc: The start. }\n", "{ interval: { from: since, to: end } }");
    a_choice_of_one: ["S034"], rule(TWO, "{ either: [days] }");
    a_choice_with_an_unknown_parameter: ["S070"], rule(TWO, "{ excludes: [days, week] }");
    a_choice_that_names_a_parameter_twice: ["S072"], rule(TWO, "{ either: [days, days] }");
    a_choice_with_a_required_parameter: ["S127"], rule(TWO, "{ excludes: [user, days] }");
    a_choice_of_parameters_that_go_together: ["S127"], rule(TWO, "{ either: [days, weeks] }, { together: [weeks, days] }");
    an_exclusion_of_two_required_parameters: ["S127"], rule("  - { name: team, type: integer, required: true, example: 7, doc: A team. }\n", "{ excludes: [user, team] }");
    an_exclusion_at_the_end_of_a_chain: ["S127"], rule(FOUR, "{ requires: { parameter: days, other: weeks } }, { requires: { parameter: weeks, other: months } }, { excludes: [days, months] }");
    an_exclusion_of_parameters_that_go_together_through_another: ["S127"], rule(FOUR, "{ together: [days, weeks] }, { requires: { parameter: weeks, other: months } }, { excludes: [months, days] }");
    a_parameter_that_needs_two_which_exclude_each_other: ["S127"], rule(FOUR, "{ excludes: [weeks, months] }, { requires: { parameter: days, other: weeks } }, { requires: { parameter: days, other: months } }");
    an_exclusion_of_what_every_call_needs: ["S072", "S127"], rule(FOUR, "{ requires: { parameter: user, other: days } }, { requires: { parameter: days, other: weeks } }, { excludes: [weeks, months] }");
    an_exclusion_of_two_that_every_call_needs: ["S072", "S127"], rule(FOUR, "{ together: [user, days, weeks] }, { requires: { parameter: weeks, other: months } }, { excludes: [days, months] }");
    a_parameter_that_excludes_every_choice: ["S127"], rule(FOUR, "{ either: [days, weeks] }, { excludes: [months, days] }, { excludes: [months, weeks] }");
    a_parameter_that_excludes_what_every_choice_needs: ["S127"], rule(FOUR, "{ either: [days, weeks] }, { requires: { parameter: days, other: years } }, { requires: { parameter: weeks, other: years } }, { excludes: [months, years] }");
    a_choice_of_parameters_that_need_each_other: ["S127"], rule(TWO, "{ excludes: [days, weeks] }, { requires: { parameter: days, other: weeks } }");
    an_environment_in_lowercase: ["S036"], with(crate::API, "  title: Desk API\n", "  title: Desk API\n  environment: desk\n");
}

#[test]
fn a_value_that_no_header_can_have_is_refused() {
    let header = |value: &str| {
        let entry = format!(
            "  - name: X-Account\n    in: header\n    type: text\n    example: {value}\n    doc: An account.\n"
        );
        with(
            REPORT,
            "  - name: page\n",
            &format!("{entry}  - name: page\n"),
        )
    };
    for fine in ["blue", "a b", "'~!'"] {
        told_at(&header(fine), &[]).unwrap();
    }
    for wrong in ["bl\u{e4}u", "\"a\\nb\"", "' a'"] {
        let line = format!("example: {wrong}");
        told_at(&header(wrong), &[("S062", &line)]).unwrap();
    }
}

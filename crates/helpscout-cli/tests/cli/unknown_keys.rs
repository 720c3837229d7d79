//! Answers with very many keys that the description does not know. Every format takes them in linear
//! time: with the square of it, these tests would run for an hour.

use crate::program::{MAY, Run, program, report, run};
use crate::service::{Service, page};

const KEYS: usize = 300_000;

/// Returns members `"k0":0,"k1":1,…`.
fn members(count: usize) -> String {
    let members: Vec<String> = (0..count).map(|at| format!("\"k{at}\":{at}")).collect();
    members.join(",")
}

fn company(answer: String, options: &[&str]) -> Run {
    let service = Service::start(move |_| (200, answer.clone()));
    let mut command = program();
    command
        .args(["report", "company"])
        .args(&MAY[2..])
        .args(options);
    run(&mut service.asked_by(command))
}

fn assert_done(run: &Run, what: &str) {
    assert_eq!(run.code, Some(0), "{what}: {}", run.stderr);
    assert!(
        run.stderr.len() < 5000,
        "{what}: {} bytes",
        run.stderr.len()
    );
}

#[test]
fn keys_of_a_row_are_columns() {
    let row = format!("[{{\"id\":1,\"number\":2,{}}}]", members(KEYS));
    let answer = page(1, 1, 1, &row);
    let service = Service::start(move |_| (200, answer.clone()));
    for format in ["csv", "table", "json", "ndjson"] {
        let run = run(service.asked_by(report()).args(["--format", format]));
        assert_done(&run, format);
        if format == "csv" {
            let ends: Vec<bool> = run
                .stdout
                .lines()
                .map(|line| line.trim_matches('"').ends_with("299999"))
                .collect();
            assert_eq!(ends, [true, true]);
        }
    }
}

#[test]
fn keys_anywhere_in_an_answer_are_columns() {
    // Fewer, as there are many runs. They would take half an hour with the square of it.
    const KEYS: usize = 40_000;
    let keys = members(KEYS);
    let lists: Vec<String> = (0..KEYS)
        .map(|at| format!("\"k{at}\":[{{\"a\":1}}]"))
        .collect();
    let lists = lists.join(",");
    for (place, answer) in [
        ("answer", format!("{{\"current\":{{\"closed\":3}},{keys}}}")),
        ("lists", format!("{{\"current\":{{\"closed\":3}},{lists}}}")),
        (
            "current",
            format!("{{\"current\":{{\"closed\":3,{keys}}}}}"),
        ),
        (
            "deltas",
            format!("{{\"current\":{{\"closed\":3}},\"deltas\":{{{keys}}}}}"),
        ),
        (
            "nested",
            format!("{{\"current\":{{\"closed\":3}},\"new\":{{\"x\":{{{keys}}}}}}}"),
        ),
    ] {
        for options in [
            &["--format", "csv", "--table", "summary"][..],
            &["--format", "ndjson", "--table", "summary"],
            &["--format", "table", "--table", "summary"],
            &["--format", "table"],
            &["--format", "json"],
            &["--format", "ndjson"],
        ] {
            let run = company(answer.clone(), options);
            assert_done(&run, &format!("{place} {options:?}"));
            if options.contains(&"csv") {
                let header = run.stdout.lines().next().unwrap();
                assert!(header.split(',').count() > KEYS, "{place}");
            }
        }
    }
}

#[test]
fn keys_of_an_item_are_columns() {
    let item = format!("{{\"user\":\"4\",\"name\":\"Mira\",{}}}", members(KEYS));
    let answer = format!("{{\"current\":{{\"closed\":3}},\"users\":[{item}]}}");
    for format in ["csv", "ndjson"] {
        let run = company(answer.clone(), &["--format", format, "--table", "users"]);
        assert_done(&run, format);
        assert!(run.stdout.trim_end().ends_with("299999") || format == "ndjson");
    }
}

#[test]
fn rows_with_keys_of_their_own_are_refused_by_formats_with_columns_alone() {
    const ROWS: usize = 100_000;
    let rows: Vec<String> = (0..ROWS)
        .map(|at| format!("{{\"id\":{at},\"number\":2,\"k{at}\":1}}"))
        .collect();
    let answer = page(1, 1, ROWS, &format!("[{}]", rows.join(",")));
    let service = Service::start(move |_| (200, answer.clone()));
    let of = |format| run(service.asked_by(report()).args(["--format", format]));
    let csv = of("csv");
    assert_eq!(
        (csv.code, csv.stdout.as_str()),
        (Some(5), ""),
        "{}",
        csv.stderr
    );
    let said = "error: user_conversation_history: 100000 keys that this version does not know, in \
                100000 rows, make too many columns: a table can have at most 50000000 empty cells\n\n  \
                help: use --format ndjson or json, without --table: they have no columns\n";
    assert_eq!(csv.stderr, said);
    for format in ["ndjson", "json", "table"] {
        assert_done(&of(format), format);
    }
}

#[test]
fn items_with_keys_of_their_own_are_refused_by_formats_with_columns_alone() {
    let items: Vec<String> = (0..100_000)
        .map(|at| format!("{{\"user\":\"{at}\",\"k{at}\":1}}"))
        .collect();
    let items = items.join(",");
    let answer = format!("{{\"current\":{{\"closed\":3}},\"users\":[{items}]}}");
    for format in ["csv", "ndjson", "table"] {
        let run = company(answer.clone(), &["--format", format, "--table", "users"]);
        assert_eq!((run.code, run.stdout.as_str()), (Some(5), ""), "{format}");
        assert!(
            run.stderr.contains("at most 50000000 empty cells"),
            "{}",
            run.stderr
        );
    }
    assert_done(&company(answer, &["--format", "ndjson"]), "ndjson");
}

#[test]
fn a_long_key_around_many_values_does_not_multiply() {
    let long = "k".repeat(1_000_000);
    let answer = format!(
        "{{\"current\":{{\"closed\":3}},\"{long}\":{{{}}}}}",
        members(100_000)
    );
    let csv = company(answer.clone(), &["--format", "csv", "--table", "summary"]);
    assert_eq!(
        (csv.code, csv.stdout.as_str()),
        (Some(5), ""),
        "{}",
        csv.stderr
    );
    assert!(
        csv.stderr
            .contains("at most 67108864 bytes of column names"),
        "{}",
        csv.stderr
    );
    for options in [&["--format", "table"][..], &["--format", "ndjson"]] {
        assert_done(&company(answer.clone(), options), options[1]);
    }
}

#[test]
fn a_change_that_is_no_number_is_named_where_it_has_no_place() {
    let answer = r#"{"current":{"closed":3},"deltas":{"closed":1.5,"odd":-2.5,"note":"new"}}"#;
    for format in ["table", "md", "html"] {
        let run = company(answer.to_owned(), &["--format", format]);
        assert_done(&run, format);
        let named = "does not know them: deltas.note (";
        assert!(run.stderr.contains(named), "{format}: {}", run.stderr);
    }
    let csv = company(
        answer.to_owned(),
        &["--format", "csv", "--table", "summary"],
    );
    assert!(csv.stdout.contains("new"), "{}", csv.stdout);
}

//! A period that is not over yet, beside another one.

use jiff::Timestamp;

use crate::program::{program, run};
use crate::service::Service;

/// Starts a service that answers every request with a report of little.
fn answering() -> Service {
    Service::start(|_| (200, r#"{"current":{"customersHelped":1}}"#.to_owned()))
}

/// Returns the value of a parameter of a dry run.
fn planned(text: &str, parameter: &str) -> Timestamp {
    let (_, rest) = text.split_once(&format!("{parameter}=")).unwrap();
    let end = rest.find(|char: char| !char.is_ascii_alphanumeric() && !"-:%".contains(char));
    let value = rest[..end.unwrap_or(rest.len())].replace("%3A", ":");
    value.parse().unwrap()
}

#[test]
fn a_period_that_is_not_over_is_compared_up_to_the_same_time() {
    let year = [
        "report",
        "company",
        "--period",
        "this-year",
        "--zone",
        "UTC",
    ];
    let dry = |compare: &str| {
        let mut command = program();
        command.args(year).args(["--compare", compare, "--dry-run"]);
        let run = run(&mut command);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run.stdout
    };
    let sent = dry("previous");
    let bounds = ["start", "end", "previousStart", "previousEnd"];
    let [start, end, previous_start, previous_end] =
        bounds.map(|name| planned(&sent, name).as_second());
    let now = Timestamp::now().as_second();
    assert!((now - 60..=now).contains(&end), "{sent}");
    assert_eq!(end - start, previous_end - previous_start, "{sent}");
    // A period that is named is whole, whatever it is compared with.
    let sent = dry("2019");
    assert_eq!(
        planned(&sent, "previousEnd").to_string(),
        "2019-12-31T23:59:59Z"
    );
    assert!(planned(&sent, "end").as_second() > now, "{sent}");

    let service = answering();
    let mut command = program();
    command.args(year).args(["--compare", "previous"]);
    let run = run(&mut service.asked_by(command));
    let said = "the period is not over yet, so both are compared up to the same time";
    assert!(run.stderr.contains(said), "{}", run.stderr);
}

#[test]
fn a_period_that_is_not_over_beside_a_named_one_says_how_to_compare_the_same_part() {
    for (period, compare, word) in [
        ("this-week", "last-week", "previous"),
        ("This Month", "last-month", "previous-month"),
        ("this-quarter", "last-quarter", "previous-quarter"),
        ("this-year", "2019", "previous"),
    ] {
        let service = answering();
        let mut command = program();
        command.args(["report", "company", "--period", period, "--zone", "UTC"]);
        let run = run(service.asked_by(command).args(["--compare", compare]));
        let said = format!(
            "the period is not over yet, and compared with a whole one; --compare {word} ends at the \
             same time\n"
        );
        assert!(run.stderr.contains(&said), "{}", run.stderr);
    }
}

use std::collections::HashSet;
use std::sync::Mutex;

use crate::program::{report, run};
use crate::service::{Service, page, page_of};

#[test]
fn pages_that_wait_for_the_same_minute_say_so_once() {
    let refused = Mutex::new(HashSet::new());
    let service = Service::with_headers(move |asked| {
        let number = page_of(asked);
        if number > 1 && refused.lock().unwrap().insert(number) {
            return (429, "Retry-After: 2\r\n", String::new());
        }
        let row = format!("[{{\"id\":{number}}}]");
        (200, "", page(number, 5, 5, &row))
    });
    let run = run(&mut service.asked_by(report()));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(run.stdout.lines().count(), 5);
    let (waits, rest): (Vec<&str>, Vec<&str>) = run
        .stderr
        .lines()
        .partition(|line| line.contains("waiting"));
    let [wait] = waits.as_slice() else {
        panic!("{}", run.stderr);
    };
    let start = "the account's calls for this minute are used up; waiting about ";
    let estimate = wait.strip_prefix(start).unwrap();
    assert!(["2 s", "3 s"].contains(&estimate), "{estimate}");
    assert_eq!(rest, ["5 rows on 5 pages"]);
}

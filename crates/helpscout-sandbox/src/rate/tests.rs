use super::*;

const MINUTE: Duration = Duration::from_secs(60);

#[test]
fn calls_beyond_the_limit_are_told_how_long_the_minute_lasts() {
    let start = Instant::now();
    let mut window = RateWindow::new(2, MINUTE, start);
    let at = |millis| start + Duration::from_millis(millis);
    assert_eq!(window.take(1, at(0)), Ok(()));
    assert_eq!(window.take(1, at(100)), Ok(()));
    assert_eq!(window.remaining(at(100)), 0);
    assert_eq!(window.take(1, at(100)), Err(60));
    assert_eq!(window.take(1, at(59_000)), Err(1));
    assert_eq!(window.take(1, at(59_999)), Err(1));
}

#[test]
fn the_next_minute_starts_with_the_whole_budget() {
    let start = Instant::now();
    let mut window = RateWindow::new(2, MINUTE, start);
    assert_eq!(window.take(2, start), Ok(()));
    let next = start + Duration::from_secs(60);
    assert_eq!(window.remaining(next), 2);
    assert_eq!(window.take(2, next), Ok(()));
    assert_eq!(window.take(1, start + Duration::from_secs(61)), Err(59));
    assert_eq!(window.remaining(start + Duration::from_secs(600)), 2);
}

#[test]
fn a_call_that_costs_two_needs_both() {
    let start = Instant::now();
    let mut window = RateWindow::new(3, MINUTE, start);
    assert_eq!(window.take(2, start), Ok(()));
    assert_eq!(window.take(2, start), Err(60));
    assert_eq!(window.take(1, start), Ok(()));
}

#[test]
fn a_shorter_minute_starts_sooner_and_is_told_in_whole_seconds() {
    let start = Instant::now();
    let at = |millis| start + Duration::from_millis(millis);
    let mut window = RateWindow::new(1, Duration::from_millis(1500), start);
    assert_eq!(window.take(1, at(0)), Ok(()));
    assert_eq!(window.take(1, at(0)), Err(2));
    assert_eq!(window.take(1, at(600)), Err(1));
    assert_eq!(window.take(1, at(1499)), Err(1));
    assert_eq!(window.take(1, at(1500)), Ok(()));
    assert_eq!(window.take(1, at(2999)), Err(1));
    assert_eq!(window.take(1, at(7600)), Ok(()));
    assert_eq!(window.take(1, at(8999)), Err(1));
    assert_eq!(window.take(1, at(9000)), Ok(()));
}

#[test]
fn minutes_without_length_limit_nothing_but_a_single_call() {
    let start = Instant::now();
    let mut window = RateWindow::new(1, Duration::ZERO, start);
    assert_eq!(window.take(1, start), Ok(()));
    assert_eq!(window.take(1, start), Ok(()));
    assert_eq!(window.remaining(start), 1);
    assert_eq!(window.take(2, start), Err(0));
}

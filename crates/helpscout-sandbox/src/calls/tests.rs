#![allow(clippy::unwrap_used)]

use crate::tests::{Caller, HISTORY, MAY};

#[tokio::test]
async fn the_last_call_that_was_not_refused_is_kept_as_it_was_read() {
    let caller = Caller::new().await;
    assert_eq!(caller.calls().last_read(HISTORY), None);
    let query = format!("{HISTORY}?{MAY}&mailboxes=5%2C07&types=chat,phone&page=+2");
    caller.get(&query).await;
    assert_eq!(caller.calls().last_read(HISTORY), None, "` 2` is refused");
    caller.get(&query.replace("+2", "2")).await;
    caller.get(&format!("{HISTORY}?user=1")).await;
    let calls = caller.calls();
    let read = calls.last_read(HISTORY).unwrap();
    let read: Vec<String> = read
        .iter()
        .map(|(name, values)| format!("{name}: {}", values.join(" ")))
        .collect();
    assert_eq!(
        read,
        [
            "end: 2019-06-02T12:00:00Z",
            "mailboxes: 5 7",
            "officeHours: false",
            "page: 2",
            "start: 2019-05-02T12:00:00Z",
            "types: chat phone",
            "user: 447723",
        ]
    );
}

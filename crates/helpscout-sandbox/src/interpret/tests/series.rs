//! Series of points that nobody computed.

use serde_json::Value;

use crate::{
    Sandbox,
    tests::{Caller, MAY, embedded},
};

/// A report with the description of `user_replies` whose figures are not known.
async fn moods(seed: u64, query: &str) -> Value {
    let mut api = embedded();
    let mut moods = api.operation("user_replies").unwrap().clone();
    moods.id = "user_moods".to_owned();
    moods.path = "/v2/reports/user/moods".to_owned();
    api.operations.push(moods);
    let builder = Sandbox::builder().spec(api).seed(seed);
    let caller = Caller::of(builder).await;
    let answer = caller.get(&format!("/v2/reports/user/moods?{query}")).await;
    answer.json()
}

fn dates<'a>(answer: &'a Value, key: &str) -> Vec<&'a str> {
    let points = answer[key].as_array().into_iter().flatten();
    points.filter_map(|point| point["date"].as_str()).collect()
}

#[tokio::test]
async fn points_lie_in_their_interval_one_after_the_other() {
    const BEFORE: &str = "previousStart=2019-03-01T00:00:00Z&previousEnd=2019-04-01T00:00:00Z";
    let query = format!("{MAY}&{BEFORE}");
    let mut longest = 0;
    for seed in 0..20 {
        let answer = moods(seed, &query).await;
        for (key, from, to) in [
            ("current", "2019-05-02T12:00:00Z", "2019-06-02T12:00:00Z"),
            ("previous", "2019-03-01T00:00:00Z", "2019-04-01T00:00:00Z"),
        ] {
            let dates = dates(&answer, key);
            assert!(dates.is_sorted(), "{answer}");
            assert!(
                dates.iter().all(|date| (from..to).contains(date)),
                "{answer}"
            );
            longest = longest.max(dates.len());
        }
    }
    assert!(longest > 1, "{longest}");
}

#[tokio::test]
async fn without_an_interval_to_compare_with_there_is_nothing_to_compare() {
    for seed in 0..20 {
        let answer = moods(seed, MAY).await;
        assert!(answer.get("previous").is_none(), "{answer}");
    }
}

//! Time series that are made up.

use helpscout_description::{Api, Operation};
use serde_json::{Value, json};

use crate::{
    Sandbox,
    tests::{Caller, MAY, embedded},
};

const MOODS: &str = "/v2/reports/user/moods";
const BEFORE: &str = "previousStart=2019-03-01T00:00:00Z&previousEnd=2019-04-01T00:00:00Z";

/// Describes a report that is not computed, like another one.
fn described(api: &Api, like: &str) -> Operation {
    let mut moods = api.operation(like).unwrap().clone();
    moods.id = "user_moods".to_owned();
    moods.path = MOODS.to_owned();
    moods
}

async fn made_up(like: &str, seed: u64, query: &str) -> Value {
    let mut api = embedded();
    let moods = described(&api, like);
    api.operations.push(moods);
    let query = match like {
        "email" => query.replace("user=447723&", ""),
        _ => query.to_owned(),
    };
    let builder = Sandbox::builder().spec(api).seed(seed);
    let caller = Caller::of(builder).await;
    caller.get(&format!("{MOODS}?{query}")).await.json()
}

fn dates<'a>(answer: &'a Value, key: &str) -> Vec<&'a str> {
    let points = answer[key].as_array().into_iter().flatten();
    points.filter_map(|point| point["date"].as_str()).collect()
}

#[tokio::test]
async fn points_lie_in_their_interval_one_after_the_other() {
    let query = format!("{MAY}&{BEFORE}");
    let mut longest = [0, 0];
    for seed in 0..20 {
        let answer = made_up("user_replies", seed, &query).await;
        assert_ne!(answer, json!({}), "an answer has something in it");
        for (longest, (key, from, to)) in longest.iter_mut().zip([
            ("current", "2019-05-02T12:00:00Z", "2019-06-02T12:00:00Z"),
            ("previous", "2019-03-01T00:00:00Z", "2019-04-01T00:00:00Z"),
        ]) {
            let dates = dates(&answer, key);
            assert!(dates.is_sorted(), "{answer}");
            assert!(
                dates.iter().all(|date| (from..to).contains(date)),
                "{answer}"
            );
            *longest = dates.len().max(*longest);
        }
    }
    assert!(longest.iter().all(|longest| *longest > 1), "{longest:?}");
}

#[tokio::test]
async fn without_an_interval_to_compare_with_there_is_nothing_to_compare() {
    let mut changes = 0;
    for seed in 0..20 {
        for id in ["user_replies", "email"] {
            let answer = made_up(id, seed, MAY).await;
            assert!(answer.get("previous").is_none(), "{answer}");
            assert!(answer.get("deltas").is_none(), "{answer}");
        }
        let compared = made_up("email", seed, &format!("{MAY}&{BEFORE}")).await;
        changes += usize::from(compared.get("deltas").is_some());
    }
    assert!(changes > 0);
}

#[tokio::test]
async fn intervals_are_told_apart_by_name_whichever_comes_first() {
    let mut api = embedded();
    let mut moods = described(&api, "user_replies");
    moods.rules.reverse();
    moods.parameters.reverse();
    api.operations.push(moods);
    let caller = Caller::of(Sandbox::builder().spec(api)).await;
    let answer = caller.get(&format!("{MOODS}?{MAY}&{BEFORE}")).await.json();
    let of = |key| dates(&answer, key).concat();
    assert!(!of("current").contains("2019-03"), "{answer}");
    assert!(of("previous").contains("2019-03"), "{answer}");
}

//! A duration is written in the same words by the client and in reports.

use helpscout_digest::Words;
use helpscout_runtime::Seconds;
use proptest::prelude::*;

#[test]
fn known_durations_have_the_same_words() {
    let seconds = [
        0.0,
        -0.0,
        0.5,
        59.5,
        60.0,
        1878.0,
        8307.4,
        86_399.5,
        86_400.0,
        86_429.9,
        274_325.0,
        -45.0,
        1e18,
        f64::MAX,
        f64::MIN,
        f64::NAN,
        f64::INFINITY,
    ];
    for seconds in seconds {
        assert_eq!(Words.duration(seconds), Seconds(seconds).to_string());
    }
}

proptest! {
    #[test]
    fn any_duration_has_the_same_words(seconds in prop_oneof![any::<f64>(), -1e7..1e7]) {
        prop_assert_eq!(Words.duration(seconds), Seconds(seconds).to_string());
    }
}

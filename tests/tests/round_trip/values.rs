//! Values that are read from JSON are written unchanged.

use helpscout_reports::jiff::Timestamp;
use helpscout_reports::wire::{self, ToWire};
use helpscout_reports::{
    ConversationCustomer, ConversationId, ConversationReply, ConversationStatus, ConversationType,
    CustomerId, Seconds, SortOrder, UserConversationHistoryPage, UserId,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use crate::cases;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Times {
    #[serde(with = "wire::instant")]
    at: Timestamp,
    #[serde(with = "wire::optional_instant")]
    until: Option<Timestamp>,
}

/// Generates times as the service measures them: mostly whole seconds, with at most three decimals.
fn seconds() -> impl Strategy<Value = f64> {
    prop_oneof![
        (-1_000_000_000_000_i64..1_000_000_000_000)
            .prop_map(|thousandths| thousandths as f64 / 1e3),
        (-9_007_199_254_740_992_i64..9_007_199_254_740_992).prop_map(|whole| whole as f64),
    ]
}

fn instant() -> impl Strategy<Value = Timestamp> {
    let range = Timestamp::MIN.as_nanosecond()..=Timestamp::MAX.as_nanosecond();
    range.prop_map(|nanoseconds| Timestamp::from_nanosecond(nanoseconds).unwrap())
}

fn row() -> impl Strategy<Value = ConversationReply> {
    let seconds = || of(seconds().prop_map(Seconds));
    let customer = (any::<i64>(), of(any::<String>())).prop_map(|(id, name)| {
        let mut customer = ConversationCustomer::default();
        customer.id = CustomerId(id);
        customer.name = name;
        customer
    });
    let numbers = (any::<i64>(), any::<i64>(), of(any::<i64>()));
    let times = (seconds(), seconds(), seconds(), seconds());
    let status = of(any::<String>().prop_map(|status| ConversationStatus::from(status.as_str())));
    (numbers, times, status, vec(customer, 0..4)).prop_map(|(numbers, times, status, customers)| {
        let mut row = ConversationReply::default();
        row.number = numbers.0;
        row.id = ConversationId(numbers.1);
        row.replies_sent = numbers.2;
        row.response_time = times.0;
        row.first_response_time = times.1;
        row.resolve_time = times.2;
        row.avg_handle_time = times.3;
        row.status = status;
        row.customers = customers;
        row
    })
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn seconds_stay_the_text_they_were(number in seconds()) {
        // `Display` writes the shortest text, and whole numbers without a fraction.
        let text = number.to_string();
        let read: Seconds = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(read.as_f64(), number);
        prop_assert_eq!(serde_json::to_string(&read).unwrap(), text);
        prop_assert!(!read.to_string().is_empty());
    }

    #[test]
    fn ids_are_read_from_numbers_and_texts_and_written_as_numbers(id in any::<i64>()) {
        let text = id.to_string();
        for json in [text.clone(), format!("\"{text}\"")] {
            let read: UserId = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(read, UserId(id));
            prop_assert_eq!(serde_json::to_string(&read).unwrap(), text.as_str());
        }
        prop_assert_eq!(text.parse(), Ok(UserId(id)));
        prop_assert_eq!(UserId(id).to_wire(), text);
    }

    #[test]
    fn enumerations_keep_any_word(word in prop_oneof![any::<String>(), "(ASC|DESC|chat|email|spam|Chat)"]) {
        let json = serde_json::to_string(&word).unwrap();
        macro_rules! holds {
            ($($name:ty)*) => {$(
                let read: $name = serde_json::from_str(&json).unwrap();
                prop_assert_eq!(read.as_str(), word.as_str());
                prop_assert_eq!(&read, &<$name>::from(word.as_str()));
                prop_assert_eq!(read.to_wire(), word.as_str());
                prop_assert_eq!(serde_json::to_string(&read).unwrap(), json.as_str());
            )*};
        }
        holds!(SortOrder ConversationType ConversationStatus);
    }

    #[test]
    fn instants_are_read_as_they_were_written(at in instant(), until in of(instant())) {
        let times = Times { at, until };
        let text = serde_json::to_string(&times).unwrap();
        prop_assert_eq!(serde_json::from_str::<Times>(&text).unwrap(), times);
    }

    #[test]
    fn an_instant_is_sent_as_its_whole_second(at in instant()) {
        let sent: Timestamp = at.to_wire().parse().unwrap();
        prop_assert_eq!(sent.as_nanosecond(), at.as_nanosecond().div_euclid(1_000_000_000) * 1_000_000_000);
    }

    #[test]
    fn any_page_is_read_as_it_was_written(rows in vec(row(), 0..5), page in any::<i64>(), pages in any::<i64>(), count in any::<i64>()) {
        let mut written = UserConversationHistoryPage::default();
        written.page = page;
        written.pages = pages;
        written.count = count;
        written.results = rows;
        let text = serde_json::to_string(&written).unwrap();
        prop_assert_eq!(serde_json::from_str::<UserConversationHistoryPage>(&text).unwrap(), written);
    }

    #[test]
    fn any_text_into_the_types_is_a_value_or_an_error(text in ".*") {
        let _ = serde_json::from_str::<Seconds>(&text);
        let _ = serde_json::from_str::<UserId>(&text);
        let _ = serde_json::from_str::<SortOrder>(&text);
        let _ = serde_json::from_str::<Times>(&text);
        let _ = text.parse::<UserId>();
        let _ = SortOrder::from(text.as_str());
    }
}

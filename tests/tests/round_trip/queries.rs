//! The sandbox reads any query that the client can write as what was meant.

use std::collections::BTreeMap;
use std::path::Path;

use helpscout_reports::jiff::Timestamp;
use helpscout_reports::{
    Client, ConversationFilterStatus, ConversationHistorySortField, ConversationType, Endpoint,
    FolderId, MailboxId, Request, Service, SortOrder, TagId, UserConversationHistory, UserId,
    WireEnum,
};
use helpscout_sandbox::Sandbox;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::features::parameters;
use crate::{cases, client, runtime};

/// A sandbox and a client of it, for many cases.
struct Desk {
    runtime: Runtime,
    sandbox: Sandbox,
    client: Client,
}

impl Desk {
    fn open(builder: helpscout_sandbox::Builder) -> Self {
        Self::of_service(builder, UserConversationHistory::OPERATION.service)
    }

    fn of_service(builder: helpscout_sandbox::Builder, service: &'static Service) -> Self {
        let runtime = runtime();
        // The test looks at no figures, so the sandbox computes none.
        let builder = builder.calls_per_minute(u32::MAX).rows_factor(0);
        let sandbox = runtime.block_on(builder.start()).unwrap();
        let client = client(sandbox.base_url())
            .service(service)
            .client_credentials(sandbox.app_id(), sandbox.app_secret())
            .build()
            .unwrap();
        Self {
            runtime,
            sandbox,
            client,
        }
    }

    /// Sends the query and returns what the sandbox read.
    fn read<Q: Endpoint>(&self, query: &Q) -> Result<BTreeMap<String, Vec<String>>, TestCaseError> {
        self.runtime
            .block_on(self.client.send(query))
            .map_err(|error| TestCaseError::fail(error.to_string()))?;
        let calls = self.sandbox.calls();
        Ok(calls.last_read(Q::OPERATION.path).unwrap().clone())
    }
}

/// What a person means, apart from how it is written.
#[derive(Clone, Debug)]
struct History {
    user: i64,
    interval: (i64, i64),
    previous: Option<(i64, i64)>,
    /// The fraction of a second that is added to every instant. It can't be sent, so the client
    /// leaves it out.
    nanoseconds: i32,
    status: Option<ConversationFilterStatus>,
    mailboxes: Vec<i64>,
    tags: Vec<i64>,
    types: Vec<ConversationType>,
    folders: Vec<i64>,
    office_hours: Option<bool>,
    page: Option<i64>,
    sort_field: Option<ConversationHistorySortField>,
    sort_order: Option<SortOrder>,
}

/// The years 0 to 9999, which have four digits.
const SECONDS: std::ops::Range<i64> = -62_167_219_200..253_402_207_199;

fn interval() -> impl Strategy<Value = (i64, i64)> {
    let near = (SECONDS, 1..100_000_000_i64);
    near.prop_map(|(start, length)| (start.min(SECONDS.end - length), length))
        .prop_map(|(start, length)| (start, start + length))
}

fn known<T: WireEnum + Clone + std::fmt::Debug>() -> impl Strategy<Value = T> {
    prop::sample::select(T::KNOWN)
}

fn history() -> impl Strategy<Value = History> {
    let ids = || vec(any::<i64>(), 0..5);
    let lists = (ids(), ids(), vec(known(), 0..4), ids());
    let single = (
        of(known()),
        of(any::<bool>()),
        of(1..=i64::MAX),
        of(known()),
        of(known()),
    );
    let instants = (interval(), of(interval()), 0..1_000_000_000_i32);
    (any::<i64>(), instants, lists, single).prop_map(|(user, instants, lists, single)| History {
        user,
        interval: instants.0,
        previous: instants.1,
        nanoseconds: instants.2,
        mailboxes: lists.0,
        tags: lists.1,
        types: lists.2,
        folders: lists.3,
        status: single.0,
        office_hours: single.1,
        page: single.2,
        sort_field: single.3,
        sort_order: single.4,
    })
}

impl History {
    /// Returns the query, created with the typed setters alone.
    fn query(&self) -> UserConversationHistory {
        let instant = |seconds| Timestamp::new(seconds, self.nanoseconds).unwrap();
        let (start, end) = self.interval;
        let mut query =
            UserConversationHistory::new(UserId(self.user), instant(start), instant(end))
                .mailboxes(self.mailboxes.iter().copied().map(MailboxId))
                .tags(self.tags.iter().copied().map(TagId))
                .types(self.types.clone())
                .folders(self.folders.iter().copied().map(FolderId));
        if let Some((start, end)) = self.previous {
            query = query.previous_interval(instant(start), instant(end));
        }
        if let Some(status) = &self.status {
            query = query.status(status.clone());
        }
        if let Some(office_hours) = self.office_hours {
            query = query.office_hours(office_hours);
        }
        if let Some(page) = self.page {
            query = query.page(page);
        }
        if let Some(sort_field) = &self.sort_field {
            query = query.sort_field(sort_field.clone());
        }
        if let Some(sort_order) = &self.sort_order {
            query = query.sort_order(sort_order.clone());
        }
        query
    }

    /// Returns what the sandbox must read. Values that are empty or left out are not part of it.
    fn meant(&self) -> BTreeMap<String, Vec<String>> {
        fn texts<T: ToString>(values: &[T]) -> Vec<String> {
            values.iter().map(T::to_string).collect()
        }
        let one = |text: Option<String>| Vec::from_iter(text);
        let instant = |seconds| Some(Timestamp::from_second(seconds).unwrap().to_string());
        let (start, end) = self.interval;
        let previous = |pick: fn((i64, i64)) -> i64| self.previous.map(pick).and_then(instant);
        let values = [
            ("user", texts(&[self.user])),
            ("start", one(instant(start))),
            ("end", one(instant(end))),
            ("previousStart", one(previous(|(start, _)| start))),
            ("previousEnd", one(previous(|(_, end)| end))),
            ("status", texts(self.status.as_slice())),
            ("mailboxes", texts(&self.mailboxes)),
            ("tags", texts(&self.tags)),
            ("types", texts(&self.types)),
            ("folders", texts(&self.folders)),
            ("officeHours", texts(&[self.office_hours.unwrap_or(false)])),
            ("page", texts(self.page.as_slice())),
            ("sortField", texts(self.sort_field.as_slice())),
            ("sortOrder", texts(self.sort_order.as_slice())),
        ];
        values
            .into_iter()
            .filter(|(_, values)| !values.is_empty())
            .map(|(name, values)| (name.to_owned(), values))
            .collect()
    }
}

#[test]
fn the_sandbox_reads_any_history_query_as_it_was_meant() {
    let desk = Desk::open(Sandbox::builder());
    let case = |history: History| {
        prop_assert_eq!(desk.read(&history.query())?, history.meant());
        Ok(())
    };
    TestRunner::new(cases(256)).run(&history(), case).unwrap();
}

#[test]
fn any_history_query_is_read_from_json_and_toml_as_it_was_written() {
    let case = |history: History| {
        let query = history.query();
        let json = serde_json::to_string(&query).unwrap();
        prop_assert_eq!(
            serde_json::from_str::<UserConversationHistory>(&json).unwrap(),
            query.clone()
        );
        let toml = toml::to_string(&query).unwrap();
        let read: UserConversationHistory = toml::from_str(&toml).unwrap();
        prop_assert_eq!(Request::of(&read), Request::of(&query));
        Ok(())
    };
    TestRunner::new(cases(512)).run(&history(), case).unwrap();
}

/// Generates any text except an empty one, which the client refuses.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        vec(any::<char>(), 1..20).prop_map(String::from_iter),
        "[ +%&=#?/;,\"'\\\\\r\n\t\u{0}a0é信\u{1f600}-]{1,12}",
        Just("%2C%00%zz".to_owned()),
    ]
}

fn list_text() -> impl Strategy<Value = String> {
    text().prop_map(|text| text.replace(',', ";"))
}

fn number() -> impl Strategy<Value = f64> {
    any::<f64>().prop_filter("finite", |number| number.is_finite())
}

/// Returns a description with parameters of every type, including types that no report uses.
fn every_type() -> helpscout_sandbox::Builder {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs/parameters");
    Sandbox::builder().spec(helpscout_spec::read(&folder).api.unwrap())
}

/// Weight, mail address, share, search, sites, rows, office hours.
type EveryType = (
    f64,
    String,
    Option<f64>,
    Option<String>,
    Vec<String>,
    Option<i64>,
    Option<bool>,
);

#[test]
fn texts_and_numbers_arrive_letter_by_letter_and_bit_by_bit() {
    let desk = Desk::of_service(every_type(), parameters::SERVICE);
    let wanted = (
        number(),
        text(),
        of(number()),
        of(text()),
        vec(list_text(), 0..4),
        of(any::<i64>()),
        of(any::<bool>()),
    );
    let case = |(weight, mail, share, search, sites, rows, office): EveryType| {
        let views = [parameters::View::Week, parameters::View::Day];
        let user = parameters::UserId(1);
        let mut query =
            parameters::Parameters::new(user, weight, &mail, views).sites(sites.clone());
        if let Some(share) = share {
            query = query.share(share);
        }
        if let Some(search) = &search {
            query = query.search(search);
        }
        if let Some(rows) = rows {
            query = query.rows(rows);
        }
        if let Some(office) = office {
            query = query.office_hours(office);
        }
        let json = serde_json::to_string(&query).unwrap();
        prop_assert_eq!(
            serde_json::from_str::<parameters::Parameters>(&json).unwrap(),
            query.clone()
        );
        let read = desk.read(&query)?;
        let one = |name: &str| read.get(name).and_then(|values| values.first()).cloned();
        let bits = |name: &str| one(name).map(|text| text.parse::<f64>().unwrap().to_bits());
        prop_assert_eq!(bits("weight"), Some(weight.to_bits()));
        prop_assert_eq!(bits("share"), share.map(f64::to_bits));
        prop_assert_eq!(one("mailAddress"), Some(mail));
        prop_assert_eq!(one("search"), search);
        prop_assert_eq!(read.get("sites").cloned().unwrap_or_default(), sites);
        prop_assert_eq!(read.get("views").unwrap(), &["week", "day"]);
        prop_assert_eq!(one("rows"), Some(rows.unwrap_or(25).to_string()));
        prop_assert_eq!(
            one("officeHours"),
            Some(office.unwrap_or(false).to_string())
        );
        Ok(())
    };
    TestRunner::new(cases(256)).run(&wanted, case).unwrap();
}

#[test]
fn a_value_nobody_knows_comes_back_in_the_refusal_letter_by_letter() {
    let desk = Desk::open(Sandbox::builder());
    let words = (list_text(), text());
    let case = |(channel, order): (String, String)| {
        let query = History {
            user: 1,
            interval: (0, 1),
            previous: None,
            nanoseconds: 0,
            status: None,
            mailboxes: vec![],
            tags: vec![],
            types: vec![
                ConversationType::Chat,
                ConversationType::Other(channel.clone()),
            ],
            folders: vec![],
            office_hours: None,
            page: None,
            sort_field: None,
            sort_order: Some(SortOrder::Other(order.clone())),
        };
        let refused = desk.runtime.block_on(desk.client.send(&query.query()));
        let error = refused.unwrap_err();
        prop_assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
        let body: Value = serde_json::from_str(error.body().unwrap()).unwrap();
        let text = |error: &Value, key: &str| error[key].as_str().map(str::to_owned);
        let rejected: Vec<(String, String)> = body["_embedded"]["errors"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|error| Some((text(error, "path")?, text(error, "rejectedValue")?)))
            .collect();
        prop_assert_eq!(
            rejected,
            [
                ("types".to_owned(), channel),
                ("sortOrder".to_owned(), order)
            ]
        );
        prop_assert_eq!(error.field_errors().len(), 2);
        Ok(())
    };
    TestRunner::new(cases(128)).run(&words, case).unwrap();
}

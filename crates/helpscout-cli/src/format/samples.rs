//! Objects and enumerations of every kind, and answers of them. All are made up.

use std::sync::LazyLock;

use helpscout_description::{Api, Object};

use super::definitions::Definitions;

static API: LazyLock<Api> =
    LazyLock::new(|| Api::from_json(include_str!("samples/api.json")).unwrap());

/// Returns the definitions of these samples.
pub(crate) fn definitions() -> Definitions {
    Definitions::of(&API)
}

/// Returns the object of that name.
pub(crate) fn object(name: &str) -> &'static Object {
    API.object(name).unwrap()
}

/// Two intervals with nested metrics, distributions of each kind, and tags to filter by.
pub(crate) const EMAIL: &str = include_str!("samples/email.json");

/// Facts about the week, and lists of tags and fields.
pub(crate) const CONVERSATIONS: &str = include_str!("samples/conversations.json");

/// Changes without previous values, and lists of articles.
pub(crate) const DOCS: &str = include_str!("samples/docs.json");

/// One user, as a lookup returns it.
pub(crate) const USER: &str = include_str!("samples/user.json");

/// A time for each bucket, and those of the previous interval.
pub(crate) const TIMES: &str = r#"{
    "current": [
        {"date": "2019-05-06T12:00:00Z", "time": 1878},
        {"date": "2019-05-13T12:00:00Z", "time": 8307.5},
        {"date": "2019-05-20T12:00:00Z", "time": null},
        {"date": "2019-05-27T12:00:00Z", "time": 61}
    ],
    "previous": [
        {"date": "2019-04-08T12:00:00Z", "time": 3756},
        {"date": "2019-04-15T12:00:00Z", "time": 0},
        {"date": "2019-04-22T12:00:00Z", "time": 95}
    ]
}"#;

/// Three channels for each day.
pub(crate) const CHANNELS: &str = r#"{
    "current": [
        {"date": "2019-05-02T00:00:00Z", "chat": 12, "email": 35, "phone": 6},
        {"date": "2019-05-03T00:00:00Z", "chat": 33, "email": 45, "phone": 8},
        {"date": "2019-05-04T00:00:00Z", "chat": 0, "email": 4, "phone": 0}
    ],
    "previous": []
}"#;

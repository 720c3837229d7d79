//! The service as a whole: its URLs, plans, headers and media types.

use serde::{Deserialize, Serialize};

use super::operation::Group;

/// Facts about the service that don't depend on an operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Service {
    /// The name of the service, for people.
    pub title: String,
    /// The base URL of the live service. The paths of operations follow it.
    pub base_url: String,
    /// The first word of the environment variables with the settings of a client, such as
    /// `HELPSCOUT` in `HELPSCOUT_ACCESS_TOKEN`.
    #[serde(default)]
    pub environment: String,
    /// The URL of the service's documentation.
    pub docs: String,
    /// The plans that the service sells, from the smallest to the largest, or none if all accounts
    /// are alike.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<Plan>,
    /// The halves of HTTP Basic, or `None` if calls need none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basic: Option<Basic>,
    /// How programs get an access token, or `None` if calls need no token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<Token>,
    /// The rate limit, as headers report it, or `None` if the service has no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_limit: Option<RateLimitHeaders>,
    /// The header with the ID of an answer, which the service's support asks for, or `None` if
    /// answers have no ID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation_id: Option<String>,
    /// The media types of the service's answers.
    #[serde(default)]
    pub media_types: MediaTypes,
}

/// HTTP Basic, which sends a user name and a password with every call. A half that is the same for
/// everyone is described, and programs give the other one, which is then called the key. If neither is
/// described, programs give both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Basic {
    /// The user name, or `None` if programs give it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The password, or `None` if programs give it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

/// How programs get an access token, with the OAuth 2.0 client credentials grant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Token {
    /// The path of the token endpoint, starting with a slash.
    pub path: String,
    /// The page where a user authorizes an app, for the authorization code flow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization_url: Option<String>,
    /// The number of seconds that a token is valid.
    pub lifetime: u32,
}

/// The rate limit, and the names of the headers that report it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RateLimitHeaders {
    /// The number of calls per minute that an account may make if there are no plans. Otherwise each
    /// plan has its own; see [`Service::calls_per_minute`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calls_per_minute: Option<u32>,
    /// The header with the number of calls that the account may make per minute.
    pub limit: String,
    /// The header with the number of calls that are left in the current minute.
    pub remaining: String,
    /// The header with the number of seconds to wait after a call that exceeded the limit.
    pub retry_after: String,
}

/// The media types of answers, including parameters such as `charset`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MediaTypes {
    /// The media type of reports.
    pub reports: String,
    /// The media type of look-ups.
    pub lookups: String,
    /// The media type of errors.
    pub errors: String,
}

impl Default for MediaTypes {
    /// Returns `application/json` for all answers.
    fn default() -> Self {
        let json = || "application/json".to_owned();
        Self {
            reports: json(),
            lookups: json(),
            errors: json(),
        }
    }
}

impl Service {
    /// Returns the number of calls per minute that an account with a plan may make, or any account if
    /// there are no plans. It is `None` if the number of calls has no limit.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let service = &helpscout_description::embedded().service;
    /// assert_eq!(service.calls_per_minute(service.plans.first()), Some(200));
    /// # }
    /// ```
    pub fn calls_per_minute(&self, plan: Option<&Plan>) -> Option<u32> {
        let limit = self.rate_limit.as_ref()?;
        plan.map(|plan| plan.calls_per_minute)
            .or(limit.calls_per_minute)
    }
}

impl Basic {
    /// Returns whether programs give one half, the key.
    ///
    /// ```
    /// use helpscout_description::Basic;
    ///
    /// let both = Basic { user: None, password: None };
    /// assert!(!both.takes_key());
    /// assert!(Basic { password: Some("X".to_owned()), ..both }.takes_key());
    /// ```
    pub fn takes_key(&self) -> bool {
        self.user.is_some() || self.password.is_some()
    }
}

impl MediaTypes {
    /// Returns the media type of successful answers to operations of a group.
    pub fn of(&self, group: Group) -> &str {
        match group {
            Group::Reports => &self.reports,
            Group::Lookups => &self.lookups,
        }
    }
}

/// A plan that the service sells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The lowercase name of the plan, which [`Operation::plans`](super::Operation::plans) refers to.
    pub name: String,
    /// The number of calls per minute that the plan allows the whole account.
    pub calls_per_minute: u32,
}

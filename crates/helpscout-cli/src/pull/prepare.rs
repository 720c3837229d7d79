//! What the account says before anything is pulled: its ID, its users, and its limit of calls.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::{Duration, Instant};

use clap::ArgMatches;
use helpscout_command::names;
use helpscout_pull::{DatasetSettings, OptionForm, Settings};
use helpscout_reports::jiff::{SignedDuration, Timestamp};
use helpscout_reports::{Client, Endpoint, GetMe, RateLimit};

use super::asked::{AskedDataset, AskedPull};
use super::dataset::Dataset;
use super::estimate::Pace;
use super::unit::Source;
use super::{dataset, members, options};
use crate::account;
use crate::connect::{Connection, Service};
use crate::message::Failure;
use crate::progress::Progress;
use crate::redact;
use crate::who::Directory;

/// The time limit of one call with its waits. With a limit of calls per minute, a call waits for all
/// others that were started before it.
const DEADLINE: Duration = Duration::from_secs(60 * 60);

/// The most pages of one report that are requested at the same time.
const MOST_PAGES_IN_FLIGHT: usize = 8;

/// The name of the option that replaces personal data, among those of filters.
const REDACT: &str = "redact";

/// The limits of calls.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    calls_per_minute: Option<u32>,
    reserve: u32,
    pub(super) in_flight: usize,
}

/// What the account says before anything is pulled.
pub(super) struct Prepared {
    pub(super) connection: Connection,
    pub(super) directory: Directory,
    pub(super) account: i64,
    /// How far the clock of this machine was ahead of that of the service, if it said the time.
    pub(super) ahead: SignedDuration,
    pub(super) sources: Vec<Rc<Source>>,
    pub(super) asked: Rc<AskedPull>,
    pub(super) pace: Pace,
}

impl Limits {
    pub(super) fn from_options(matches: &ArgMatches) -> Self {
        let in_flight = matches.get_one::<u16>("in-flight").copied();
        Self {
            calls_per_minute: matches.get_one("calls-per-minute").copied(),
            reserve: matches.get_one("reserve").copied().unwrap_or_default(),
            in_flight: usize::from(in_flight.unwrap_or(1)),
        }
    }

    /// Makes a client keep the limits.
    pub(super) fn set(self, service: Service) -> Service {
        service.tuned(|builder| {
            let builder = builder
                .rate_reserve(self.reserve)
                .calls_in_flight(self.in_flight)
                .pages_in_flight(self.in_flight.min(MOST_PAGES_IN_FLIGHT))
                .deadline(DEADLINE);
            match self.calls_per_minute {
                Some(calls) => builder.calls_per_minute(calls),
                None => builder,
            }
        })
    }
}

impl Prepared {
    /// Asks the account, with as few calls as possible.
    pub(super) async fn of(
        mut asked: AskedPull,
        service: Service,
        limits: Limits,
        progress: &Progress,
    ) -> Result<Self, Failure> {
        let connection = service.connect(progress).await?;
        let client = &connection.client;
        let mut directory = Directory::of(client);
        let datasets = std::mem::take(&mut asked.datasets);
        let has_users = datasets.iter().any(|asked| asked.dataset.is_of_users());
        let everybody = async {
            if has_users && asked.users.everybody {
                directory.everybody().await?;
            }
            Ok::<_, Failure>(())
        };
        let started = Instant::now();
        let (account, everybody) = tokio::join!(account(client), everybody);
        let latency = started.elapsed();
        let Account {
            account,
            limit,
            ahead,
        } = account?;
        everybody?;
        let users = if has_users {
            members::users(&asked.users, &mut directory).await?
        } else {
            BTreeSet::new()
        };
        let mut sources = Vec::new();
        for dataset in datasets {
            let AskedDataset {
                dataset,
                asked: request,
                filters,
            } = dataset;
            let members = match &dataset.member {
                Some(member) if member.is_user() => Some(users.clone()),
                Some(member) => Some(members::all(member, &mut directory).await?),
                None => None,
            };
            let request = request.look_up(&mut directory).await?;
            let sent = request.request_with(&[]);
            let filters = filters.into_iter().filter_map(|(wire, option)| {
                let values: Vec<&str> = sent.query().values(&wire).collect();
                if values.is_empty() {
                    return None;
                }
                let values = values.join(",");
                let is_set = lists(&dataset).any(|list| list == wire);
                Some((option, if is_set { in_order(&values) } else { values }))
            });
            let redaction = redact::current();
            let redacted = redaction.iter();
            let redacted = redacted.map(|_| (REDACT.to_owned(), "true".to_owned()));
            let settings = DatasetSettings {
                window: dataset.interval.map(|_| asked.window),
                filters: filters.chain(redacted).collect(),
                pseudonyms: redaction.as_ref().map(|redaction| redaction.fingerprint()),
            };
            let members = members.map(|ids| ids.into_iter().collect());
            sources.push(Rc::new(Source::new(dataset, request, settings, members)));
        }
        Ok(Self {
            account,
            ahead,
            sources,
            asked: Rc::new(asked),
            pace: Pace {
                limit,
                reserve: limits.reserve,
                calls_per_minute: limits.calls_per_minute,
                in_flight: limits.in_flight,
                latency,
            },
            connection,
            directory,
        })
    }

    /// Returns what all rows have in common.
    pub(super) fn settings(&self) -> Settings {
        let datasets = self.sources.iter();
        let datasets =
            datasets.map(|source| (source.dataset.name.clone(), source.settings.clone()));
        Settings {
            account: self.account,
            zone: self.asked.zone.name().to_owned(),
            format: self.asked.format.ending().to_owned(),
            datasets: datasets.collect(),
            options: option_forms(),
            sets: self
                .sources
                .iter()
                .flat_map(|source| sets(&source.dataset))
                .collect(),
        }
    }
}

/// Returns the filters that are lists, by their names in a query.
fn lists(dataset: &Dataset) -> impl Iterator<Item = &'static str> {
    let lists = dataset.filters().filter(|filter| filter.list.is_some());
    lists.map(|filter| filter.wire.as_str())
}

/// Returns the filters that are lists, by the names of their options.
fn sets(dataset: &Dataset) -> Vec<String> {
    let lists: Vec<&str> = lists(dataset).collect();
    let options = names::options(dataset.operation);
    let options = options.filter(|(parameter, _)| lists.contains(&parameter.wire.as_str()));
    options.map(|(_, option)| option).collect()
}

/// Returns the values of a list as a set: each once, in ascending order.
fn in_order(list: &str) -> String {
    let mut values: Vec<&str> = list.split(',').collect();
    values.sort_by_key(|value| (value.parse::<u64>().ok(), *value));
    values.dedup();
    values.join(",")
}

/// Returns how the options of filters are typed whose names are other options.
fn option_forms() -> BTreeMap<String, OptionForm> {
    let filters = options::filters(&dataset::all()).into_iter();
    let named = filters.filter_map(|option| {
        let filter = option.get_id().as_str().strip_prefix("--")?;
        let name = option.get_long().filter(|name| *name != filter)?;
        Some((filter.to_owned(), OptionForm::Named(name.to_owned())))
    });
    let redact = (REDACT.to_owned(), OptionForm::Flag);
    named.chain([redact]).collect()
}

/// What the first answer of the service says.
struct Account {
    /// The ID.
    account: i64,
    limit: Option<RateLimit>,
    ahead: SignedDuration,
}

/// Returns what the service says about the account, and in every answer.
async fn account(client: &Client) -> Result<Account, Failure> {
    let answer = client.send_raw(&account::request()).await?;
    let limit = answer.rate_limit();
    let now = Timestamp::now();
    let ahead = account::time_of(&answer).map(|time| now.duration_since(time));
    let me = account::read(answer.value())?;
    let account = account::id(&me).ok_or_else(|| {
        Failure::undocumented(format!(
            "{}: the answer has no companyId, the ID of the account",
            GetMe::OPERATION.id
        ))
    })?;
    Ok(Account {
        account,
        limit,
        ahead: ahead.unwrap_or_default(),
    })
}

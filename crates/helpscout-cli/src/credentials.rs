//! Where the credentials of a run come from: the environment, or else a profile that `helpscout login`
//! has kept.

use std::env;

use clap::ArgMatches;
use clap::parser::ValueSource;
use helpscout_reports::reqwest::Url;
use helpscout_reports::secrecy::SecretString;
use helpscout_reports::{ClientBuilder, Secrets, describe};

use crate::message::{Failure, hide_secrets, warning};
use crate::profile::{self, Profile, ProfileName};

pub(crate) const APP_ID: &str = "HELPSCOUT_APP_ID";
pub(crate) const APP_SECRET: &str = "HELPSCOUT_APP_SECRET";
pub(crate) const ACCESS_TOKEN: &str = "HELPSCOUT_ACCESS_TOKEN";
pub(crate) const PROFILE: &str = "HELPSCOUT_PROFILE";

/// The credentials of a run, and where they come from.
#[derive(Debug)]
pub(crate) enum Credentials {
    /// Those that environment variables set.
    Environment,
    /// Those of a profile.
    Kept(Box<Profile>),
    /// There are none.
    Missing,
}

/// The profile that the options or the environment name.
#[derive(Debug)]
pub(crate) struct Chosen {
    pub(crate) name: ProfileName,
    /// What names it: `--profile`, or the variable. `None` if nothing does.
    pub(crate) by: Option<&'static str>,
}

impl Chosen {
    /// Reads the option and the environment.
    ///
    /// # Errors
    /// If a profile can't be called so.
    pub(crate) fn of(matches: &ArgMatches) -> Result<Self, Failure> {
        let is_typed = matches.value_source("profile") == Some(ValueSource::CommandLine);
        let named = matches.get_one::<String>("profile");
        match named.filter(|name| is_typed || !name.trim().is_empty()) {
            Some(name) => {
                let by = if is_typed { "--profile" } else { PROFILE };
                let name = ProfileName::parse(name.trim());
                Ok(Self {
                    name: name.map_err(|failure| failure.at(by))?,
                    by: Some(by),
                })
            }
            None => Ok(Self {
                name: ProfileName::default(),
                by: None,
            }),
        }
    }
}

impl Credentials {
    /// Finds the credentials of a run. The environment precedes profiles.
    ///
    /// # Errors
    /// If a profile is named that does not exist, or can't be read.
    pub(crate) fn of(matches: &ArgMatches) -> Result<Self, Failure> {
        let chosen = Chosen::of(matches)?;
        if let Some(variable) = variables().first() {
            if chosen.by == Some("--profile") {
                warning(format!(
                    "{variable} is set in the environment, so the profile {} is not used",
                    chosen.name
                ));
            }
            return Ok(Self::Environment);
        }
        match profile::load(&chosen.name)? {
            Some(profile) => {
                let secrets = Secrets::new();
                secrets.add(profile.app_secret.clone());
                hide_secrets(&secrets);
                Ok(Self::Kept(Box::new(profile)))
            }
            None if chosen.by.is_some() => Err(unknown(&chosen)),
            None => Ok(Self::Missing),
        }
    }

    /// Warns if others can read the credentials.
    pub(crate) fn warn(&self) {
        if let Self::Kept(profile) = self
            && let Some(mode) = profile.place.open_to_others
        {
            let file = profile.place.file.display();
            warning(format!(
                "others can read the credentials in {file} (its mode is {mode:o}); run: chmod 600 {file}"
            ));
        }
    }

    /// Returns the secret of the app, if it is that of a profile.
    pub(crate) fn kept_secret(&self) -> Option<&SecretString> {
        match self {
            Self::Kept(profile) => Some(&profile.app_secret),
            Self::Environment | Self::Missing => None,
        }
    }

    /// Returns what tells the account from others: the ID of the app, or else the token.
    pub(crate) fn identity(&self) -> Option<SecretString> {
        match self {
            Self::Kept(profile) => Some(profile.app_id.clone()),
            Self::Environment => {
                let value = env::var(variables().first()?).ok()?;
                Some(value.trim().into())
            }
            Self::Missing => None,
        }
    }

    /// Sets the credentials, and the base URL if one is given or kept with them.
    ///
    /// # Errors
    /// If there are none, only half of them, or those of a profile that is for another service.
    pub(crate) fn set(
        &self,
        builder: ClientBuilder,
        base_url: Option<&str>,
    ) -> Result<ClientBuilder, Failure> {
        let builder = match self {
            Self::Environment | Self::Missing => builder.credentials_from_env().map_err(missing)?,
            Self::Kept(profile) => {
                if let Some(url) = base_url.filter(|url| !is_same_service(url, &profile.base_url)) {
                    return Err(for_another_service(profile, url));
                }
                builder
                    .base_url(&profile.base_url)
                    .client_credentials(profile.app_id.clone(), profile.app_secret.clone())
            }
        };
        Ok(match base_url {
            Some(url) => builder.base_url(url),
            None => builder,
        })
    }
}

/// Returns the environment variables with credentials that are set, the preferred one first. One that
/// is blank counts as unset.
pub(crate) fn variables() -> Vec<&'static str> {
    let is_set = |name: &&str| match env::var(name) {
        Ok(value) => !value.trim().is_empty(),
        // The client says what is wrong with it.
        Err(env::VarError::NotUnicode(_)) => true,
        Err(env::VarError::NotPresent) => false,
    };
    let names = [ACCESS_TOKEN, APP_ID, APP_SECRET].into_iter();
    names.filter(is_set).collect()
}

/// Returns whether two base URLs are those of one service.
fn is_same_service(url: &str, other: &str) -> bool {
    let [url, other] = [url, other].map(|url| url.trim().parse::<Url>().ok());
    let [Some(url), Some(other)] = [url, other] else {
        return false;
    };
    let path = |url: &Url| url.path().trim_end_matches('/').to_owned();
    url.origin() == other.origin() && path(&url) == path(&other)
}

fn unknown(chosen: &Chosen) -> Failure {
    let Chosen { name, by } = chosen;
    let by = by.unwrap_or("--profile");
    let problem = format!("{by}: there is no profile {name}");
    let known: Vec<String> = profile::names().iter().map(ToString::to_string).collect();
    let failure =
        Failure::usage(problem).help(format!("run helpscout login --profile {name} to create it"));
    if known.is_empty() {
        return failure;
    }
    failure.help(format!("or use one of: {}", known.join(", ")))
}

/// Returns the failure of sending credentials to another service than the one that they are for. The
/// URL is not shown, because it may have a password.
fn for_another_service(profile: &Profile, url: &str) -> Failure {
    let Profile { name, base_url, .. } = profile;
    let problem = format!(
        "the credentials of the profile {name} are for {base_url}, and are sent to no other base URL"
    );
    let failure = Failure::usage(problem).help("remove --base-url and unset HELPSCOUT_BASE_URL");
    let failure = failure.help(
        "or run helpscout login with that base URL and --profile NAME to keep credentials for it",
    );
    if url.contains("127.0.0.1") || url.contains("localhost") {
        return failure.help("or use --sandbox, which needs no credentials");
    }
    failure
}

/// Says what to do without credentials.
fn missing(error: helpscout_reports::Error) -> Failure {
    let advice = lowercase_start(&error.advice().unwrap_or_default());
    // Each way has a line of its own.
    let ways = advice.replace(", or ", ",\nor ");
    let login = if variables().is_empty() {
        ",\nor run helpscout login to keep the ID and the secret on this machine"
    } else {
        ""
    };
    Failure::usage(error.problem()).help(format!(
        "{ways}{login},\nor use --sandbox to try the command without an account"
    ))
}

/// Returns a sentence as the start of a help text, which begins in lower case.
fn lowercase_start(sentence: &str) -> String {
    let mut letters = sentence.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// Returns the base URL of the live service.
pub(crate) fn live_service() -> &'static str {
    &describe::api().service.base_url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_service_has_one_url_however_it_is_written() {
        let live = live_service();
        assert!(is_same_service("https://API.helpscout.net:443/", live));
        assert!(is_same_service(" https://api.helpscout.net", live));
        for other in [
            "http://api.helpscout.net",
            "https://api.helpscout.net:8443",
            "https://api.helpscout.net/gateway",
            "https://api.helpscout.net.example",
            "api.helpscout.net",
            "",
        ] {
            assert!(!is_same_service(other, live), "{other}");
        }
    }
}

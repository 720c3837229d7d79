//! The checks that need no network: the program, the environment, the profiles, the credentials and
//! the base URL.

use std::env;

use clap::ArgMatches;
use clap::parser::ValueSource;

use super::line::{End, Line};
use crate::connect::{self, BASE_URL, Service};
use crate::credentials::{self, ACCESS_TOKEN, APP_ID, APP_SECRET, Chosen, Credentials, PROFILE};
use crate::message::Failure;
use crate::profile::{self, Profile};
use crate::progress::Progress;
use crate::redact;

/// The variables that this program and its libraries read. Their values may be secret.
const VARIABLES: [&str; 16] = [
    ACCESS_TOKEN,
    APP_ID,
    APP_SECRET,
    BASE_URL,
    PROFILE,
    redact::KEY,
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
];

/// What takes the place of a token if there are no credentials, so that the service can be asked at
/// all.
const NO_TOKEN: &str = "no-credentials";

/// Runs the checks. Returns the service to ask next, if it can be asked.
pub(super) fn check(matches: &ArgMatches) -> (Vec<Line>, Option<Service>) {
    let mut lines = vec![Line::ok("version", version()), environment(), profiles()];
    let is_sandbox = matches.get_flag("sandbox");
    let credentials = if is_sandbox {
        lines.push(Line::ok("credentials", "those of the sandbox"));
        Ok(Credentials::Missing)
    } else {
        Credentials::of(matches)
    };
    let credentials = match credentials {
        Ok(credentials) => credentials,
        Err(failure) => {
            lines.push(Line::of_failure("credentials", &failure));
            Credentials::Missing
        }
    };
    let is_named = lines.iter().any(|line| line.check == "credentials");
    if !is_named {
        lines.push(source(&credentials, matches));
    }
    if let Credentials::Kept(profile) = &credentials
        && let Some(line) = permissions(profile)
    {
        lines.push(line);
    }
    let is_usable = !lines.iter().any(|line| line.is_failed("credentials"));
    let url = connect::base_url(matches);
    let service = Service::with_credentials(matches, |builder| {
        if is_usable {
            return credentials.set(builder, url);
        }
        let builder = builder.access_token(NO_TOKEN);
        Ok(match url {
            Some(url) => builder.base_url(url),
            None => builder,
        })
    });
    match service {
        Ok(service) => {
            lines.push(Line::ok("base URL", base_url(matches, &credentials)));
            (lines, Some(service))
        }
        Err(failure) => {
            lines.push(Line::of_failure("base URL", &failure));
            (lines, None)
        }
    }
}

/// Returns which check it is that no client can be made: that of the base URL, unless the same keeps a
/// client of the live service from starting, for instance a proxy or the certificates of this machine.
pub(super) async fn check_of_client(
    failure: &Failure,
    matches: &ArgMatches,
    progress: &Progress,
) -> Result<&'static str, Failure> {
    let live = Service::with_credentials(matches, |builder| {
        let builder = builder.access_token(NO_TOKEN);
        Ok(builder.base_url(credentials::live_service()))
    })?;
    let of_live = live.connect(progress).await.err();
    let is_same = of_live.is_some_and(|of_live| of_live.what() == failure.what());
    Ok(if is_same { "client" } else { "base URL" })
}

fn version() -> String {
    let keyring = if cfg!(feature = "keyring") {
        "with the keyring of the system"
    } else {
        "without the keyring of the system"
    };
    format!("helpscout {}, {keyring}", env!("CARGO_PKG_VERSION"))
}

/// Names the variables that are set.
fn environment() -> Line {
    let is_set = |name: &&&str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let set: Vec<&str> = VARIABLES.iter().filter(is_set).copied().collect();
    if set.is_empty() {
        return Line::ok("environment", "none of the variables of helpscout is set");
    }
    Line::ok("environment", format!("set: {}", set.join(", ")))
}

fn profiles() -> Line {
    let folder = profile::config_folder();
    let Some(folder) = folder.map(|folder| folder.display().to_string()) else {
        let message = "there is no folder for profiles, because HOME is not set";
        return Line::ok("profiles", message);
    };
    let names: Vec<String> = profile::names().iter().map(ToString::to_string).collect();
    if names.is_empty() {
        return Line::ok("profiles", format!("none in {folder}"));
    }
    Line::ok("profiles", format!("{} in {folder}", names.join(", ")))
}

/// Says where the credentials come from.
fn source(credentials: &Credentials, matches: &ArgMatches) -> Line {
    match credentials {
        Credentials::Environment => of_environment(matches),
        Credentials::Kept(profile) => {
            let Profile {
                name,
                place,
                user,
                account,
                ..
            } = profile.as_ref();
            let by = Chosen::of(matches).ok().and_then(|chosen| chosen.by);
            let by = by.map(|by| format!(", which {by} names"));
            let user = user.as_ref().map(|user| format!(", of {user}"));
            let account = account.map(|id| format!(" in the account {id}"));
            let keyring = if place.is_in_keyring {
                ", with the secret in the keyring of the system"
            } else {
                ""
            };
            Line::ok(
                "credentials",
                format!(
                    "those of the profile {name}{}{}{}, in {}{keyring}",
                    by.unwrap_or_default(),
                    user.unwrap_or_default(),
                    account.unwrap_or_default(),
                    place.file.display(),
                ),
            )
        }
        Credentials::Missing => {
            let message = "there are none, neither in the environment nor in a profile";
            Line::failed("credentials", End::USAGE, message).next(format!(
                "run helpscout login, or set {APP_ID} and {APP_SECRET}, or set {ACCESS_TOKEN},\n\
                 or use --sandbox to try commands without an account"
            ))
        }
    }
}

fn of_environment(matches: &ArgMatches) -> Line {
    let variables = credentials::variables();
    let client = Service::with_credentials(matches, |builder| {
        Credentials::Environment.set(builder, None)
    });
    if let Err(failure) = client {
        return Line::of_failure("credentials", &failure);
    }
    let used = if variables.contains(&ACCESS_TOKEN) {
        format!("the token in {ACCESS_TOKEN}")
    } else {
        format!("the app in {APP_ID} and {APP_SECRET}")
    };
    let used = format!("{used}, from the environment");
    if variables.len() == 3 {
        return Line::warning(
            "credentials",
            format!("{used}; {APP_ID} and {APP_SECRET} are set as well, and not used"),
        )
        .next(format!("unset {ACCESS_TOKEN} to use the app"));
    }
    Line::ok("credentials", used)
}

/// Warns if others can read the file with the credentials.
fn permissions(profile: &Profile) -> Option<Line> {
    let mode = profile.place.open_to_others?;
    let file = profile.place.file.display();
    let message = format!("others can read {file} (its mode is {mode:o})");
    Some(Line::warning("permissions", message).next(format!("run: chmod 600 {file}")))
}

/// Says which service is called, and what names it.
fn base_url(matches: &ArgMatches, credentials: &Credentials) -> String {
    if matches.get_flag("sandbox") {
        return "a sandbox in this process".to_owned();
    }
    let is_typed = matches.value_source("base-url") == Some(ValueSource::CommandLine);
    match (connect::base_url(matches), credentials) {
        (Some(url), _) if is_typed => format!("{}, from --base-url", url.trim()),
        (Some(url), _) => format!("{}, from {BASE_URL}", url.trim()),
        (None, Credentials::Kept(profile)) => {
            format!("{}, from the profile {}", profile.base_url, profile.name)
        }
        (None, _) => format!("{}, the live service", credentials::live_service()),
    }
}

//! `helpscout login` and `helpscout logout`: keep the credentials of an account on this machine, and
//! remove them.
//!
//! In: the ID and the secret of an OAuth2 application, typed into a terminal or read from stdin. Out:
//! a profile, once the service has accepted them. `ask` reads them, and `crate::profile` keeps them.

mod ask;

use clap::{Arg, ArgAction, ArgMatches, Command};
use helpscout_reports::Secrets;
use helpscout_reports::secrecy::SecretString;
use serde_json::Value;

use crate::account;
use crate::connect::{self, Service};
use crate::credentials::{self, Chosen};
use crate::interrupt::Session;
use crate::message::{Failure, hide_secrets, note, printable, shortened, warning};
use crate::profile::{self, Kept, New, ProfileName};
use crate::progress::Progress;
use crate::remembered;
use crate::who::Directory;

const LONG_ABOUT: &str = "\
Asks for the ID and the secret of an OAuth2 application, checks them with the service, and keeps
them on this machine, so that no command needs them in the environment. What is typed is not
shown. The application is one of Help Scout: Your Profile, My Apps, Create My App.

They are kept in a file that only you can read, in the folder for configuration of this system,
such as ~/.config/helpscout. A helpscout that was built with the feature keyring
keeps the secret in the keyring of the system instead, if there is one. Login says which.

Credentials in the environment precede those that are kept. Kept ones are sent to the service
that has accepted them, and to no other base URL. With --profile NAME, or the variable
HELPSCOUT_PROFILE, each account has its own; without a name, the profile is called default.
helpscout doctor lists the profiles, and says which credentials are used.";

const EXAMPLES: &str = "\
Examples:
  helpscout login
  helpscout login --profile acme
  printf '%s\\n' \"$ID\" \"$SECRET\" | helpscout login --stdin";

/// What a user of the service is called, and the account.
#[derive(Debug, Default)]
struct Me {
    name: Option<String>,
    account: Option<i64>,
}

/// Creates the command `helpscout login`.
pub(crate) fn login_command() -> Command {
    Command::new("login")
        .about("Keep the ID and the secret of an app on this machine, after a check")
        .long_about(LONG_ABOUT)
        .after_help(EXAMPLES)
        .arg(
            Arg::new("stdin")
                .long("stdin")
                .action(ArgAction::SetTrue)
                .help("Read the ID and the secret from stdin, each on a line, and ask for nothing"),
        )
        .arg(
            Arg::new("file")
                .long("file")
                .action(ArgAction::SetTrue)
                .help("Keep the secret in the file, even if there is a keyring"),
        )
}

/// Creates the command `helpscout logout`.
pub(crate) fn logout_command() -> Command {
    Command::new("logout")
        .about("Remove the credentials that login has kept")
        .arg(
            Arg::new("all")
                .long("all")
                .action(ArgAction::SetTrue)
                .help("Remove those of every profile"),
        )
}

/// Keeps the credentials of an account.
pub(crate) fn login(matches: &ArgMatches) -> Result<(), Failure> {
    let Chosen { name, .. } = Chosen::of(matches)?;
    if matches.get_flag("sandbox") {
        return Err(Failure::usage("the sandbox needs no credentials")
            .help("use --sandbox with the other commands, without login"));
    }
    profile::check(&name)?;
    let session = Session::start()?;
    let (app_id, app_secret) = if matches.get_flag("stdin") {
        ask::stdin(&session)?
    } else {
        ask::terminal(&session, matches.get_flag("quiet"))?
    };
    let secrets = Secrets::new();
    secrets.add(app_secret.clone());
    hide_secrets(&secrets);
    let me = session.run(check(matches, &app_id, &app_secret))?;
    let base_url = connect::base_url(matches).unwrap_or(credentials::live_service());
    let new = New {
        app_id: &app_id,
        app_secret: &app_secret,
        base_url: base_url.trim(),
        account: me.account,
        user: me.name.as_deref(),
    };
    let kept = profile::keep(&name, &new, !matches.get_flag("file"))?;
    if let Some(reason) = &kept.left_in_keyring {
        warning(format!(
            "the secret that the profile {name} had before is still in the keyring of the system: {reason}"
        ));
    }
    if !matches.get_flag("quiet") {
        tell(&name, &me, base_url.trim(), kept);
    }
    if let Some(variable) = credentials::variables().first() {
        warning(format!(
            "{variable} is set in the environment and precedes what was kept; unset it to use the profile {name}"
        ));
    }
    Ok(())
}

/// Removes the credentials of one account, or of all.
pub(crate) fn logout(matches: &ArgMatches) -> Result<(), Failure> {
    let chosen = Chosen::of(matches)?;
    let all = matches.get_flag("all");
    if all && chosen.by == Some("--profile") {
        return Err(
            Failure::usage("--all and --profile can't be used together").help("remove one of them")
        );
    }
    let names = if all {
        profile::names()
    } else {
        vec![chosen.name]
    };
    let quiet = matches.get_flag("quiet");
    let tell = |text: String| {
        if !quiet {
            note(text);
        }
    };
    if names.is_empty() {
        tell("no credentials are kept".to_owned());
    }
    for name in names {
        match profile::remove(&name)? {
            Some(file) => tell(format!(
                "removed the credentials of the profile {name} ({})",
                printable(&file.display().to_string())
            )),
            None => tell(format!("no credentials are kept for the profile {name}")),
        }
    }
    remembered::forget_all();
    if let Some(variable) = credentials::variables().first() {
        warning(format!(
            "{variable} is still set in the environment, so commands still have credentials"
        ));
    }
    Ok(())
}

/// Asks the service who uses these credentials.
async fn check(
    matches: &ArgMatches,
    app_id: &SecretString,
    app_secret: &SecretString,
) -> Result<Me, Failure> {
    let progress = Progress::start(matches.get_flag("quiet"));
    let service = Service::with_credentials(matches, |builder| {
        let builder = builder.client_credentials(app_id.clone(), app_secret.clone());
        Ok(match connect::base_url(matches) {
            Some(url) => builder.base_url(url),
            None => builder,
        })
    })?;
    let connection = service.connect(&progress).await?;
    let mut directory = Directory::of(&connection.client);
    let me = directory.me().await;
    let me = me.map_err(|failure| failure.help("nothing was kept"))?;
    Ok(Me::of(&me))
}

impl Me {
    fn of(me: &Value) -> Self {
        let text = |key: &str| me.get(key).and_then(Value::as_str).map(str::trim);
        let names = [text("firstName"), text("lastName")];
        let names: Vec<&str> = names.into_iter().flatten().collect();
        let name = names.join(" ");
        Self {
            name: (!name.trim().is_empty()).then(|| shortened(name.trim())),
            account: account::id(me),
        }
    }
}

/// Says whose credentials were kept, and where.
fn tell(name: &ProfileName, me: &Me, base_url: &str, kept: Kept) {
    let user = me.name.as_deref().unwrap_or("the user of the app");
    let account = me.account.map(|id| format!(" of the account {id}"));
    note(format!(
        "logged in as {user}{} at {base_url}",
        account.unwrap_or_default()
    ));
    let file = printable(&kept.place.file.display().to_string());
    if let Some(reason) = kept.without_keyring {
        note(format!("the keyring of the system can't be used: {reason}"));
    }
    note(if kept.place.is_in_keyring {
        format!("the secret is kept in the keyring of the system, and the rest in {file}")
    } else {
        format!("the ID and the secret are kept in {file}, which only you can read")
    });
    if !name.is_default() {
        note(format!(
            "use them with --profile {name}, or with {}={name} in the environment",
            credentials::PROFILE
        ));
    }
}

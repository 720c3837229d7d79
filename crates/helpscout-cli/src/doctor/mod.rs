//! `helpscout doctor`: what is set up, and whether it works.
//!
//! In: the options, the environment, the profiles and a few calls of the service. Out: one line for
//! each check, and for each that fails what to do next. `set_up` checks what needs no network,
//! `network` how far it is to the service, and `service` what the service says. `line` writes the
//! result.

mod line;
mod network;
mod service;
mod set_up;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};
use helpscout_stdout::{print, stdout_width};

use self::line::{Line, Status};
use crate::interrupt::Session;
use crate::message::{Failure, counted};
use crate::progress::Progress;

const LONG_ABOUT: &str = "\
Checks what is set up, and whether it works: where the credentials come from, the base URL, the
proxy, the way to the service and its certificate, the token, the user and the account, whether
the plan has reports, how many calls are left, and the clock of this machine. Each check is a
line: ok, warning, failed, or skipped because another one failed. A line that is not ok says what
to do next. Secrets are never shown.

Two calls are sent, for the user and for a report of one hour. The exit code is 0 if nothing
failed, and else the first of 2, 3, 5 and 1 with which a check failed.";

/// Creates the command `helpscout doctor`.
pub(crate) fn command() -> Command {
    Command::new("doctor")
        .about("Check the set-up: credentials, base URL, proxy, service, plan, clock")
        .long_about(LONG_ABOUT)
        .arg(
            Arg::new("format")
                .long("format")
                .short('f')
                .value_name("FORMAT")
                .value_parser(PossibleValuesParser::new(["text", "json"]))
                .ignore_case(true)
                .default_value("text")
                .help("How the checks are written to stdout; json: one object"),
        )
}

/// Runs all checks, and prints them.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let session = Session::start()?;
    let (mut lines, service) = set_up::check(matches);
    let progress = Progress::start(matches.get_flag("quiet"));
    if let Some(service) = service {
        let has_credentials = !lines.iter().any(|line| line.is_failed("credentials"));
        let asked = session.run(async {
            let connection = service.connect(&progress).await?;
            Ok(service::check(&connection.client, has_credentials).await)
        });
        match asked {
            Ok(asked) => lines.extend(asked),
            Err(failure) if failure.exit().is_signal() => return Err(failure),
            Err(failure) => {
                let check = session.run(set_up::check_of_client(&failure, matches, &progress))?;
                lines.retain(|line| line.check != check);
                lines.push(Line::of_failure(check, &failure));
            }
        }
    }
    drop(progress);
    let worst = line::worst(&lines);
    let format = matches.get_one::<String>("format");
    let text = if format.is_some_and(|format| format.eq_ignore_ascii_case("json")) {
        line::json(&lines, worst.map(|end| end.exit))?
    } else {
        let columns = stdout_width().map_or(usize::MAX, usize::from);
        line::text(&lines, columns)
    };
    print(&text).map_err(|error| Failure::not_done(format!("can't write to stdout: {error}")))?;
    let Some(worst) = worst else {
        return Ok(());
    };
    let failed = lines.iter().filter(|line| line.status == Status::Failed);
    let failed: Vec<&str> = failed.map(|line| line.check).collect();
    Err(Failure::check(
        worst.exit,
        worst.kind,
        format!(
            "{} of {} failed: {}",
            failed.len(),
            counted(lines.len(), "check"),
            failed.join(", ")
        ),
    ))
}

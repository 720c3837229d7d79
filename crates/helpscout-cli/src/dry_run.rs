//! `--dry-run`: the requests that a command would send, for people, and as commands of a shell.
//!
//! In: what the options ask for. Out: on stdout, each request in the lines of a comment, without
//! secrets, and then the same as a curl command, which takes them from the environment. They come
//! to curl through a pipe, because everybody on a machine sees the arguments of a program. Nothing
//! is sent.

use std::fmt::Write;

use clap::ArgMatches;
use helpscout_reports::reqwest::{self, Url};
use helpscout_reports::{Client, Operation, Request};
use helpscout_stdout::print;

use crate::connect::{self, Service};
use crate::credentials::{ACCESS_TOKEN, APP_ID, APP_SECRET, Credentials, variables};
use crate::interrupt::Session;
use crate::message::{Failure, counted, printable, without_secrets};
use crate::progress::Progress;
use crate::request::Planned;

/// What takes the place of a token, so that a client can be set up without credentials.
const NO_TOKEN: &str = "no-credentials";

/// One request, and what it is for.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) request: Request,
    /// Sentences about it, one on each line.
    pub(crate) about: Vec<String>,
}

/// Where the token comes from.
enum Token {
    /// It is requested with the ID and the secret of an app.
    App {
        whose: String,
        /// What the command of curl needs, if it doesn't work as it is.
        needs: Option<String>,
    },
    Fixed,
    Missing,
}

/// Returns whether the command is to send nothing.
pub(crate) fn is_asked_for(matches: &ArgMatches) -> bool {
    matches.try_get_one::<bool>("dry-run").ok().flatten() == Some(&true)
}

/// Returns the steps of a command: the look-ups, and the report, which may be one of two periods.
pub(crate) fn steps(planned: Planned) -> Vec<Step> {
    steps_with(planned, |step, _| vec![step])
}

/// Returns the steps of a command. `sent` are those that a report is sent in, which may be that of the
/// period to compare with.
pub(crate) fn steps_with(planned: Planned, sent: impl Fn(Step, bool) -> Vec<Step>) -> Vec<Step> {
    let lookups = planned.lookups.into_iter().map(|lookup| Step {
        request: lookup.request,
        about: lookup.purposes,
    });
    let report = |request, about: &str| Step {
        request,
        about: vec![about.to_owned()],
    };
    let asked = report(planned.request, "What was asked for");
    let compared = "The same for the period that it is compared with";
    let compared = planned.compared.map(|request| report(request, compared));
    let compared = compared.into_iter().flat_map(|step| sent(step, true));
    let reports = sent(asked, false).into_iter().chain(compared);
    lookups.chain(reports).collect()
}

/// Prints the steps.
pub(crate) fn show(steps: &[Step], matches: &ArgMatches) -> Result<(), Failure> {
    show_with(steps, None, matches)
}

/// Prints the steps. `remark` says how often they are sent.
pub(crate) fn show_with(
    steps: &[Step],
    remark: Option<&str>,
    matches: &ArgMatches,
) -> Result<(), Failure> {
    let session = Session::start()?;
    let is_sandbox = matches.get_flag("sandbox");
    let credentials = if is_sandbox {
        Credentials::Missing
    } else {
        Credentials::of(matches)?
    };
    let token = match &credentials {
        Credentials::Missing if is_sandbox => Token::App {
            whose: "the sandbox".to_owned(),
            needs: Some(
                "This sandbox has ended; for curl, start one with helpscout sandbox".to_owned(),
            ),
        },
        Credentials::Missing => Token::Missing,
        Credentials::Kept(profile) => Token::App {
            whose: format!("the profile {}", profile.name),
            needs: Some(format!("For curl, set {APP_ID} and {APP_SECRET} to them")),
        },
        Credentials::Environment if variables().contains(&ACCESS_TOKEN) => Token::Fixed,
        Credentials::Environment => Token::App {
            whose: "the environment".to_owned(),
            needs: None,
        },
    };
    let base_url = connect::base_url(matches);
    let service = Service::with_credentials(matches, |builder| match credentials {
        Credentials::Missing => Ok(match base_url {
            Some(url) => builder.access_token(NO_TOKEN).base_url(url),
            None => builder.access_token(NO_TOKEN),
        }),
        credentials => credentials.set(builder, base_url),
    })?;
    let progress = Progress::start(true);
    let text = session.run(async {
        let connection = service.connect(&progress).await?;
        text(&connection.client, &token, steps, remark)
    })?;
    print(&without_secrets(&text))
        .map_err(|error| Failure::not_done(format!("can't write to stdout: {error}")))
}

fn text(
    client: &Client,
    token: &Token,
    steps: &[Step],
    remark: Option<&str>,
) -> Result<String, Failure> {
    let mut text = String::new();
    let mut requests = Vec::new();
    for step in steps {
        let http = client.http_request(&step.request).map_err(Failure::from)?;
        requests.push((step, http));
    }
    let first = requests.first();
    let first = first.map(|(step, http)| (step.request.operation(), http.url()));
    let has_own = matches!(token, Token::App { .. });
    let number = requests.len() + usize::from(has_own);
    let _ = writeln!(text, "# {}; nothing was sent.", counted(number, "request"));
    if let Some(remark) = remark {
        let _ = writeln!(text, "# {remark}");
    }
    let mut at = 0;
    match (token, first) {
        (Token::App { whose, needs }, Some((operation, url))) => {
            at += 1;
            let needs = needs.as_ref().map(|needs| format!("#    {needs}\n"));
            let needs = needs.unwrap_or_default();
            let _ = write!(text, "\n{}", token_step(at, whose, &needs, operation, url));
        }
        (Token::Missing, _) => {
            let _ = writeln!(
                text,
                "# There are no credentials; run helpscout login, or set {ACCESS_TOKEN}."
            );
        }
        _ => {}
    }
    for (step, http) in &requests {
        at += 1;
        let _ = write!(text, "\n{}", shown(at, step, http));
    }
    Ok(text)
}

/// Describes the request for a token.
fn token_step(at: usize, whose: &str, needs: &str, operation: &Operation, url: &Url) -> String {
    let Some(path) = operation.service.token else {
        return String::new();
    };
    let mut url = url.clone();
    url.set_query(None);
    // A base URL may have a path in front of that of the operation.
    let all: Vec<&str> = url.path().split('/').collect();
    let own = operation.path.split('/').skip(1).count();
    let path = format!("{}{path}", all[..all.len().saturating_sub(own)].join("/"));
    url.set_path(&path);
    format!(
        "# {at}. A token for the app of {whose}, whose ID and secret are in the body\n\
         {needs}\
         # POST {url}\n\
         {ACCESS_TOKEN}=$(printf %s \"${APP_SECRET}\" |\n  \
         curl --silent --show-error --fail {} \\\n  \
         --data grant_type=client_credentials \\\n  \
         --data-urlencode \"client_id=${APP_ID}\" --data-urlencode client_secret@- |\n  \
         sed -n 's/.*\"access_token\" *: *\"\\([^\"]*\\)\".*/\\1/p')\n",
        quoted(url.as_str())
    )
}

/// Describes a request, and adds the command that sends it.
fn shown(at: usize, step: &Step, http: &reqwest::Request) -> String {
    let mut text = String::new();
    for (line, about) in step.about.iter().enumerate() {
        let lead = if line == 0 {
            format!("{at}. ")
        } else {
            "   ".to_owned()
        };
        let _ = writeln!(text, "# {lead}{}", printable(about));
    }
    if let Some(pages) = pages(&step.request) {
        let _ = writeln!(text, "#    {pages}");
    }
    let _ = writeln!(text, "# {} {}", http.method(), http.url());
    let _ = writeln!(text, "# Authorization: Bearer [hidden]");
    let mut command = format!(
        "printf 'Authorization: Bearer %s\\n' \"${ACCESS_TOKEN}\" |\n  \
         curl --silent --show-error --fail {} \\\n  --header @-",
        quoted(http.url().as_str())
    );
    for (name, value) in http.headers() {
        let header = format!("{name}: {}", String::from_utf8_lossy(value.as_bytes()));
        let _ = writeln!(text, "# {}", printable(&header));
        let _ = write!(command, " \\\n  --header {}", quoted(&header));
    }
    if let Some(body) = http.body().and_then(|body| body.as_bytes()) {
        let body = String::from_utf8_lossy(body);
        let _ = writeln!(text, "# {}", printable(&body));
        let _ = write!(command, " \\\n  --data {}", quoted(&body));
    }
    format!("{text}{command}\n")
}

/// Says that more pages follow, unless one was asked for.
fn pages(request: &Request) -> Option<String> {
    let pages = request.operation().pages?;
    match pages.parameter() {
        Some(name) if request.query().get(name).is_some() => None,
        Some(name) => Some(format!(
            "The first page; if there are more, they follow with the parameter {name}"
        )),
        None => Some("The first page; if there are more, they follow".to_owned()),
    }
}

/// Returns a text as one word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_quoted_text_is_one_word_that_runs_nothing() {
        assert_eq!(quoted("a b$(x)`y`"), "'a b$(x)`y`'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }
}

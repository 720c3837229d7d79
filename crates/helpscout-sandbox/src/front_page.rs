//! The text at `/`: how to get a token, which operations exist, and the IDs to try them with.

use std::fmt::Write;

use helpscout_description::{Api, Operation};

use crate::{
    basic,
    desk::company::{FOLDERS, MAILBOXES, TAGS, TEAMS, USERS, ZONE},
    document, reports,
    token::{APP_ID, APP_SECRET},
};

/// Renders the page as plain text, for a person who opens the base URL in a browser.
pub(crate) fn render(api: &Api, seed: u64, plan: Option<&str>) -> String {
    let plan = plan.map(|plan| format!(", plan {plan}"));
    let mut page = format!(
        "A sandbox for {}, seed {seed}{}.\n\n",
        api.service.title,
        plan.unwrap_or_default()
    );
    if let Some(token) = &api.service.token {
        let _ = writeln!(
            page,
            "POST {} with grant_type=client_credentials, client_id={APP_ID}, client_secret={APP_SECRET}",
            token.path
        );
    } else if let Some(basic) = &api.service.basic {
        let (user, password) = basic::accepted(basic);
        let _ = writeln!(
            page,
            "Calls need HTTP Basic, with the user name \"{user}\" and the password \"{password}\"."
        );
    } else {
        page.push_str("Calls need no access token, and may have any.\n");
    }
    for served in &document::SERVED {
        let _ = writeln!(page, "GET {}  {}", served.path, served.about);
    }
    for operation in &api.operations {
        let _ = writeln!(
            page,
            "{} {}  {}",
            operation.method, operation.path, operation.summary
        );
    }
    let is_computed = |operation: &Operation| reports::is_computed(&operation.id);
    if !api.operations.iter().any(is_computed) {
        page.push_str("\nAll figures are made up.\n");
        return page;
    }
    let _ = writeln!(page, "\nThe desk covers 2019, in the time zone {ZONE}.");
    list(
        &mut page,
        "Users",
        USERS.iter().map(|user| (user.id, user.name.to_owned())),
    );
    list(
        &mut page,
        "Teams",
        TEAMS.iter().map(|team| (team.id, team.name.to_owned())),
    );
    list(
        &mut page,
        "Mailboxes",
        MAILBOXES
            .iter()
            .map(|mailbox| (mailbox.id, mailbox.name.to_owned())),
    );
    list(
        &mut page,
        "Tags",
        TAGS.iter().map(|tag| (tag.id, tag.name.to_owned())),
    );
    let folders = FOLDERS.iter().map(|folder| {
        (
            folder.id,
            format!("{} of mailbox {}", folder.name, folder.mailbox),
        )
    });
    list(&mut page, "Folders", folders);
    page
}

fn list(page: &mut String, title: &str, entries: impl Iterator<Item = (i64, String)>) {
    let _ = writeln!(page, "\n{title}");
    for (id, name) in entries {
        let _ = writeln!(page, "{id:>9}  {name}");
    }
}

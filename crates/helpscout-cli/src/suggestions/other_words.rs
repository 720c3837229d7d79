//! Words of other tools for our options, values and commands.

/// Other words for options. The first option that a command has is suggested.
const OPTIONS: [(&[&str], &[&str]); 21] = [
    (
        &[
            "from",
            "since",
            "after",
            "begin",
            "start-date",
            "start-time",
            "date-from",
        ],
        &["start", "since"],
    ),
    (
        &[
            "to", "until", "till", "before", "end-date", "end-time", "date-to", "stop", "end",
        ],
        &["end", "until"],
    ),
    (&["start", "period"], &["since"]),
    (
        &[
            "agent", "agents", "person", "employee", "assignee", "member", "users",
        ],
        &["user", "users"],
    ),
    (&["inbox", "inboxes"], &["mailboxes", "mailbox"]),
    (&["label", "labels"], &["tags", "tag"]),
    (&["channel", "channels", "kind"], &["types", "type"]),
    (&["group"], &["team", "user"]),
    (&["order", "order-by", "sort-by"], &["sort"]),
    (
        &["fields", "cols", "column", "select", "keys"],
        &["columns"],
    ),
    (&["filter", "only", "query"], &["where"]),
    (&["top", "max", "first", "head", "count"], &["limit"]),
    (&["tz", "timezone", "time-zone"], &["zone"]),
    (
        &[
            "out",
            "file",
            "save",
            "output",
            "dir",
            "directory",
            "folder",
            "path",
            "dest",
            "destination",
            "into",
        ],
        &["output", "to", "files"],
    ),
    (
        &["interval", "dates", "range", "when"],
        &["period", "start", "since"],
    ),
    (&["type", "output-format"], &["format"]),
    (
        &["port", "host", "bind", "address", "addr", "url"],
        &["listen"],
    ),
    (
        &["url", "api-url", "endpoint", "server", "host"],
        &["base-url"],
    ),
    (
        &["retry", "retries", "max-retries", "max-attempts", "tries"],
        &["attempts"],
    ),
    (&["debug", "trace", "log-level"], &["verbose"]),
    (&["silent"], &["quiet"]),
];

/// Other words for values.
const VALUES: [(&str, &str); 4] = [
    ("excel", "xlsx"),
    ("md", "markdown"),
    ("jsonl", "ndjson"),
    ("text", "table"),
];

/// Other words for commands.
const COMMANDS: [(&[&str], &str); 8] = [
    (&["serve", "server", "mock", "fake", "demo"], "sandbox"),
    (
        &["export", "fetch", "download", "get", "show", "query"],
        "report",
    ),
    (
        &["sync", "load", "extract", "backup", "dump", "mirror"],
        "pull",
    ),
    (
        &["auth", "signin", "sign-in", "configure", "setup", "init"],
        "login",
    ),
    (&["check", "status", "diagnose", "test", "ping"], "doctor"),
    (&["queue", "open", "backlog", "pending"], "waiting"),
    (
        &["schema", "columns", "fields", "define", "glossary"],
        "describe",
    ),
    (&["ls", "lookup", "lookups"], "list"),
];

/// What other tools call the credentials, besides the words of [`is_credential`].
const CREDENTIALS: [&str; 6] = [
    "auth-token",
    "bearer",
    "key",
    "api-key",
    "apikey",
    "client-id",
];

/// Returns the first of the options that a word stands for.
pub(super) fn option<'a>(
    word: &str,
    options: impl Iterator<Item = &'a str> + Clone,
) -> Option<&'a str> {
    let word = word.to_lowercase().replace('_', "-");
    let mut meant = OPTIONS
        .iter()
        .filter(|(words, _)| words.contains(&word.as_str()));
    meant.find_map(|(_, names)| {
        let known = |name: &&str| options.clone().find(|option| option == name);
        names.iter().find_map(known)
    })
}

/// Returns the one of some names that a word stands for, in the plural if the word is in the plural.
pub(super) fn choice<'a>(
    word: &str,
    names: impl Iterator<Item = &'a str> + Clone,
) -> Option<&'a str> {
    let word = word.to_lowercase();
    let known = |wanted: &str| names.clone().find(|name| *name == wanted);
    if let Some(name) = known(value(&word)) {
        return Some(name);
    }
    let name = option(&word, names.clone())?;
    let plural = word.ends_with('s').then(|| known(&format!("{name}s")));
    plural.flatten().or(Some(name))
}

/// Returns a value by our name for it.
pub(super) fn value(word: &str) -> &str {
    let other = VALUES.iter().find(|(other, _)| *other == word);
    other.map_or(word, |(_, value)| *value)
}

/// Returns the command that a word stands for.
pub(super) fn command(word: &str) -> Option<&'static str> {
    let meant = COMMANDS.iter().find(|(words, _)| words.contains(&word));
    meant.map(|(_, name)| *name)
}

/// Returns whether an option or a key, in lower case and with hyphens, is one of the credentials.
pub(crate) fn is_credential(key: &str) -> bool {
    let mut words = key.split('-');
    words.any(|word| ["secret", "password", "credentials", "credential"].contains(&word))
        || key == "token"
        || key.ends_with("access-token")
        || key.ends_with("app-id")
}

/// Says where credentials come from if a word is an option for one.
pub(super) fn note_of_credential(word: &str) -> Option<String> {
    (is_credential(word) || CREDENTIALS.contains(&word)).then(|| {
        "credentials are never options, which others can see; helpscout login asks for them, or set \
         HELPSCOUT_APP_ID and HELPSCOUT_APP_SECRET, or HELPSCOUT_ACCESS_TOKEN"
            .to_owned()
    })
}

#[cfg(test)]
pub(super) fn every_option() -> impl Iterator<Item = &'static str> {
    OPTIONS.iter().flat_map(|(_, names)| names.iter().copied())
}

#[cfg(test)]
pub(super) fn every_command() -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().map(|(_, name)| *name)
}

//! What a shell is told to complete.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use helpscout_sandbox::Sandbox;
use tempfile::{TempDir, tempdir};
use tokio::runtime::Runtime;

use crate::program::{Run, program, run};
use crate::service::Service;

#[test]
fn every_shell_has_a_script_that_calls_the_program() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let run = run(program().args(["completions", shell]));
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
        assert!(run.stdout.contains("_HELPSCOUT_COMPLETE"), "{}", run.stdout);
        assert!(run.stdout.contains("helpscout -- "), "{}", run.stdout);
    }
    let unknown = run(program().args(["completions", "tcsh"]));
    assert_eq!(unknown.code, Some(2));
    assert!(
        unknown.stderr.contains("[possible values: bash, zsh"),
        "{}",
        unknown.stderr
    );
}

/// A home in which bash completes what is typed.
struct Bash {
    home: TempDir,
    environment: Vec<(String, String)>,
}

impl Bash {
    /// Returns `None` on a machine without bash.
    fn new() -> Option<Self> {
        let found = Command::new("bash").arg("--version").output().ok()?;
        found.status.success().then(|| Self {
            home: tempdir().unwrap(),
            environment: Vec::new(),
        })
    }

    fn with(mut self, variables: &[(&str, &str)]) -> Self {
        let owned = variables.iter();
        let owned = owned.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        self.environment.extend(owned);
        self
    }

    /// Returns the candidates for the last of these words.
    fn complete(&self, words: &[&str]) -> Vec<String> {
        let run = self.completed(words);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
        run.stdout.lines().map(str::to_owned).collect()
    }

    fn completed(&self, words: &[&str]) -> Run {
        let script = "source <(helpscout completions bash)\n\
                      COMP_WORDS=(\"$@\")\n\
                      COMP_CWORD=$(($# - 1))\n\
                      _helpscout helpscout \"${COMP_WORDS[COMP_CWORD]}\"\n\
                      ((${#COMPREPLY[@]} == 0)) || printf '%s\\n' \"${COMPREPLY[@]}\"\n";
        let mut bash = Command::new("bash");
        bash.args(["--norc", "-c", script, "bash", "helpscout"])
            .args(words);
        bash.env_clear()
            .env("HOME", self.home.path())
            .env("PATH", path())
            .envs(self.environment.iter().cloned());
        run(&mut bash)
    }

    /// Returns the files of the cache.
    fn cached(&self) -> Vec<PathBuf> {
        let folder = fs::read_dir(self.home.path().join(".cache/helpscout"));
        let files = folder.into_iter().flatten().flatten();
        files.map(|file| file.path()).collect()
    }
}

/// Returns a path with this program in front of those of the tests.
pub(crate) fn path() -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_helpscout"));
    let folder = program.parent().unwrap().display();
    let others = std::env::var("PATH").unwrap_or_default();
    format!("{folder}:{others}")
}

#[test]
fn bash_completes_commands_reports_options_and_values() {
    let Some(bash) = Bash::new() else {
        return;
    };
    let commands = bash.complete(&[""]);
    for command in ["report", "history", "login", "doctor"] {
        assert!(
            commands.iter().any(|found| found == command),
            "{commands:?}"
        );
    }
    assert_eq!(
        bash.complete(&["report", "user-conv"]),
        ["user-conversation-history"]
    );
    let options = bash.complete(&["report", "company", "--pre"]);
    assert_eq!(options, ["--previous-start", "--previous-end"]);
    let format = ["report", "company", "--format"];
    assert_eq!(bash.complete(&[&format[..], &["x"]].concat()), ["xlsx"]);
    // Bash takes these for several words.
    assert_eq!(
        bash.complete(&[&format[..], &["=", "x"]].concat()),
        ["xlsx"]
    );
    let all = bash.complete(&[&format[..], &["="]].concat());
    assert!(all.contains(&"ndjson".to_owned()), "{all:?}");
    let later = [
        "history",
        "--start",
        "2019-05-02T12",
        ":",
        "00",
        ":",
        "00Z",
        "--ever",
    ];
    assert_eq!(bash.complete(&later), ["--everybody"]);
    assert_eq!(bash.complete(&["nonsense", "x"]), [""; 0]);
    // Without credentials, there are no names, and nothing is said about it.
    assert_eq!(bash.complete(&["history", "--user", "mar"]), [""; 0]);
    assert!(bash.cached().is_empty());
}

#[test]
fn bash_completes_words_that_no_account_is_asked_for() {
    let Some(bash) = Bash::new() else {
        return;
    };
    let file = "[reports.monday]\ncommand = \"history\"\ntitle = \"Marta\"\n\
                [reports.backlog]\ncommand = \"waiting\"\n\
                [reports.days]\ncommand = \"history\"\nby = \"day\"\nuser = \"me\"\n\
                [reports.boss]\ncommand = \"report company\"\ntable = \"users\"\n";
    let config = bash.home.path().join("weekly.toml");
    fs::write(&config, file).unwrap();
    let config = config.to_str().unwrap();
    let cases: [(&[&str], &[&str]); 21] = [
        (&["run", "--config", config, "m"], &["monday"]),
        (&["run", "--config", config, "monday", "ba"], &["backlog"]),
        // The options of a report are those of its command, and the columns depend on the file.
        (&["run", "--config", config, "backlog", "--ov"], &["--over"]),
        (
            &["run", "monday", "--config", config, "--pe"],
            &["--period"],
        ),
        (
            &["run", "--config", config, "monday", "--period", "last-w"],
            &["last-week"],
        ),
        (
            &[
                "run",
                "--config",
                config,
                "days",
                "--sort",
                "responseTimeP90",
            ],
            &["responseTimeP90Seconds"],
        ),
        (
            &["run", "--config", config, "boss", "--columns", "repl"],
            &["replies"],
        ),
        (
            &["run", "--config", config, "boss", "--format", "x"],
            &["xlsx"],
        ),
        (&["run", "--config", config, "nobody", "--pe"], &[]),
        (&["run", "--config", config, "--li"], &["--list"]),
        (&["history", "--period", "last-w"], &["last-week"]),
        (
            &["report", "company", "--compare", "prev"],
            &["previous", "previous-month", "previous-quarter"],
        ),
        (
            &["history", "--zone", "europe/stock"],
            &["Europe/Stockholm"],
        ),
        (&["waiting", "--zone", "tok"], &["Asia/Tokyo"]),
        (&["explain", "response-t"], &["response-time"]),
        (
            &["explain", "user-conversation-history.respon"],
            &["user-conversation-history.responseTime"],
        ),
        (&["describe", "user-conv"], &["user-conversation-history"]),
        (&["history", "--by", "user,mai"], &["user,mailbox"]),
        (
            &[
                "report",
                "user-conversation-history",
                "--columns",
                "id,respon",
            ],
            &["id,responseTime"],
        ),
        (
            &["history", "--by", "day", "--sort", "responseTimeP90"],
            &["responseTimeP90Seconds"],
        ),
        (&["waiting", "--where", "waitsF"], &["waitsFor="]),
    ];
    for (words, expected) in cases {
        assert_eq!(bash.complete(words), expected, "{words:?}");
    }
    let areas = bash.complete(&["history", "--zone", ""]);
    assert!(
        areas.contains(&"Europe/".to_owned()) && areas.len() < 40,
        "{areas:?}"
    );
    assert_eq!(bash.complete(&["run", ""])[0], "--config");
    assert!(bash.cached().is_empty());
}

#[test]
fn bash_completes_names_of_the_sandbox() {
    let Some(bash) = Bash::new() else {
        return;
    };
    let history = ["history", "--sandbox", "--user"];
    assert_eq!(
        bash.complete(&[&history[..], &["mar"]].concat()),
        ["Marta Lindqvist"]
    );
    // By a last name, and with a part that is there already.
    assert_eq!(
        bash.complete(&[&history[..], &["447723,lindq"]].concat()),
        ["447723,Marta Lindqvist"]
    );
    let pull = ["pull", "company", "--sandbox", "--users", "mar"];
    assert_eq!(bash.complete(&pull), ["Marta Lindqvist"]);
    let filter = ["pull", "company", "--sandbox", "--mailboxes", "supp"];
    assert_eq!(bash.complete(&filter), ["Support"]);
    let teams = bash.complete(&["history", "--sandbox", "--team", ""]);
    assert!(teams.contains(&"First line".to_owned()), "{teams:?}");
    assert!(!teams.contains(&"Marta Lindqvist".to_owned()), "{teams:?}");
    let mailboxes = ["report", "company", "--sandbox", "--mailbox"];
    let mailboxes = bash.complete(&[&mailboxes[..], &["supp"]].concat());
    assert_eq!(mailboxes, ["Support"]);
}

#[test]
fn names_of_an_account_are_looked_up_once_and_kept_for_their_owner() {
    let Some(bash) = Bash::new() else {
        return;
    };
    let runtime = Runtime::new().unwrap();
    let sandbox = runtime.block_on(Sandbox::builder().start()).unwrap();
    let bash = bash.with(&[
        ("HELPSCOUT_BASE_URL", sandbox.base_url()),
        ("HELPSCOUT_APP_ID", sandbox.app_id()),
        ("HELPSCOUT_APP_SECRET", sandbox.app_secret()),
    ]);
    let marta = ["history", "--user", "Mar"];
    // A slow machine may not answer within the second that a look-up may take.
    let mut found = bash.complete(&marta);
    for _ in 0..20 {
        if !found.is_empty() {
            break;
        }
        bash.cached()
            .iter()
            .for_each(|file| fs::remove_file(file).unwrap());
        found = bash.complete(&marta);
    }
    assert_eq!(found, ["Marta Lindqvist"]);
    let cached = bash.cached();
    assert_eq!(cached.len(), 1, "{cached:?}");
    let text = fs::read_to_string(&cached[0]).unwrap();
    assert!(!text.contains(sandbox.app_secret()) && !text.contains(sandbox.app_id()));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&cached[0]).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600);
    }
    // Without the service, the names are still there, also for a folder that can't be written.
    drop(sandbox);
    drop(runtime);
    assert_eq!(bash.complete(&marta), ["Marta Lindqvist"]);
    // Other credentials are another account.
    let other = bash.with(&[("HELPSCOUT_APP_ID", "another-app")]);
    assert_eq!(other.complete(&marta), [""; 0]);
    let mut logout = program();
    logout.env("HOME", other.home.path()).arg("logout");
    assert_eq!(run(&mut logout).code, Some(0));
    assert_eq!(other.cached().len(), 0);
}

#[test]
fn a_damaged_file_of_names_is_as_good_as_none() {
    let Some(bash) = Bash::new() else {
        return;
    };
    let service = Service::start(|_| (500, String::new()));
    let bash = bash.with(&[
        ("HELPSCOUT_BASE_URL", &service.base_url),
        ("HELPSCOUT_ACCESS_TOKEN", "token"),
    ]);
    let marta = ["history", "--user", "Mar"];
    assert_eq!(bash.complete(&marta), [""; 0]);
    for text in ["", "{", "[]", r#"{"list_users":{"at":"x"}}"#, "\u{0}"] {
        for file in bash.cached() {
            fs::write(file, text).unwrap();
        }
        assert_eq!(bash.complete(&marta), [""; 0], "{text:?}");
    }
}

#[test]
fn names_that_would_be_another_value_are_completed_as_ids() {
    let Some(bash) = Bash::new() else {
        return;
    };
    let service = Service::start(|_| {
        let user = |id: u32, first: &str, last: &str| {
            format!(
                r#"{{"id":{id},"firstName":"{first}","lastName":"{last}","email":"{id}@a.example"}}"#
            )
        };
        let users = [
            user(11, "Sam", "Twin"),
            user(12, "Sam", "Twin"),
            user(13, "Sam,", "Comma"),
            user(14, "Sam\\u001b[2J", "Control"),
            user(15, "Sam\\n", "Line"),
            user(16, "Sam $(rm)", "Shell"),
        ];
        let page = r#"{"size":50,"totalElements":6,"totalPages":1,"number":1}"#;
        let users = users.join(",");
        (
            200,
            format!(r#"{{"_embedded":{{"users":[{users}]}},"page":{page}}}"#),
        )
    });
    let bash = bash.with(&[
        ("HELPSCOUT_BASE_URL", &service.base_url),
        ("HELPSCOUT_ACCESS_TOKEN", "token"),
    ]);
    let mut found = Vec::new();
    for _ in 0..20 {
        found = bash.complete(&["history", "--user", "sam"]);
        if !found.is_empty() {
            break;
        }
        bash.cached()
            .iter()
            .for_each(|file| fs::remove_file(file).unwrap());
    }
    assert_eq!(
        found,
        [
            "11",
            "12",
            "\"Sam, Comma\"",
            "14",
            "Sam Line",
            "Sam $(rm) Shell"
        ]
    );
}

//! Credentials that are kept on this machine.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use helpscout_sandbox::Sandbox;
use tempfile::{TempDir, tempdir};
use tokio::runtime::Runtime;

use crate::program::{MAY, Run, program, run};
use crate::service::{Service, page};

const SECRET: &str = "sandbox-secret";

/// A home, and a sandbox to log in at.
struct Machine {
    home: TempDir,
    sandbox: Sandbox,
    // The sandbox serves as long as the runtime lives.
    _runtime: Runtime,
}

impl Machine {
    fn new() -> Self {
        let runtime = Runtime::new().unwrap();
        let sandbox = runtime.block_on(Sandbox::builder().start()).unwrap();
        Self {
            home: tempdir().unwrap(),
            sandbox,
            _runtime: runtime,
        }
    }

    /// Returns the program on this machine, without credentials in the environment.
    fn program(&self, arguments: &[&str]) -> Command {
        let mut command = program();
        command.env("HOME", self.home.path()).args(arguments);
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        run(&mut self.program(arguments))
    }

    /// Logs in at the sandbox with these lines on stdin.
    fn log_in(&self, stdin: &str, arguments: &[&str]) -> Run {
        let mut command = self.program(&["login", "--stdin", "--file", "--base-url"]);
        typed(command.arg(self.sandbox.base_url()).args(arguments), stdin)
    }

    fn file(&self, profile: &str) -> PathBuf {
        let folder = self.home.path().join(".config/helpscout");
        folder.join(format!("credentials-{profile}.toml"))
    }
}

/// Runs a command with a text on stdin.
fn typed(command: &mut Command, stdin: &str) -> Run {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = piped.stderr(Stdio::piped()).spawn().unwrap();
    // A command that fails early does not read it.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    Run::from(child.wait_with_output().unwrap())
}

fn right() -> String {
    format!("sandbox-app\n{SECRET}\n")
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;

    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_id() {
    let machine = Machine::new();
    let login = machine.log_in(&format!("\u{feff}sandbox-app\r\n{SECRET}\r\n"), &[]);
    assert_eq!(login.code, Some(0), "{}", login.stderr);
}

#[test]
fn credentials_that_the_service_accepts_are_kept_and_then_used_without_the_environment() {
    let machine = Machine::new();
    let login = machine.log_in(&right(), &[]);
    assert_eq!(
        (login.code, login.stdout.as_str()),
        (Some(0), ""),
        "{}",
        login.stderr
    );
    let file = machine.file("default");
    let said = format!(
        "the ID and the secret are kept in {}, which only you can read\n",
        file.display()
    );
    assert!(login.stderr.ends_with(&said), "{}", login.stderr);
    assert!(!login.stderr.contains(SECRET), "{}", login.stderr);
    #[cfg(unix)]
    assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));

    let list = machine.run(&["list", "mailboxes", "--quiet"]);
    assert_eq!((list.code, list.stderr.as_str()), (Some(0), ""));
    assert!(list.stdout.contains("Support"), "{}", list.stdout);
}

#[test]
fn credentials_that_the_service_refuses_are_not_kept_and_those_before_stay() {
    let machine = Machine::new();
    let wrong = "sandbox-app\nwrong-secret\n";
    let refused = machine.log_in(wrong, &[]);
    assert_eq!(refused.code, Some(3), "{}", refused.stderr);
    assert!(
        refused.stderr.contains("nothing was kept"),
        "{}",
        refused.stderr
    );
    assert!(
        !refused.stderr.contains("wrong-secret"),
        "{}",
        refused.stderr
    );
    assert!(!machine.file("default").exists());

    assert_eq!(machine.log_in(&right(), &[]).code, Some(0));
    let kept = fs::read_to_string(machine.file("default")).unwrap();
    assert_eq!(machine.log_in(wrong, &[]).code, Some(3));
    assert_eq!(fs::read_to_string(machine.file("default")).unwrap(), kept);
    // Nothing else is left in the folder.
    let folder = machine.file("default");
    assert_eq!(fs::read_dir(folder.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn without_credentials_the_message_says_how_to_keep_them() {
    let machine = Machine::new();
    let run = machine.run(&["list", "users"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("or run helpscout login to keep"),
        "{}",
        run.stderr
    );
}

#[test]
fn stdin_must_have_an_id_and_a_secret() {
    let machine = Machine::new();
    for stdin in ["", "only-an-id\n", "a\nb\nc\n"] {
        let run = machine.log_in(stdin, &[]);
        assert_eq!(run.code, Some(2), "{stdin:?}: {}", run.stderr);
        assert!(!run.stderr.contains("only-an-id"), "{}", run.stderr);
    }
    let run = machine.run(&["login"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("use --stdin"), "{}", run.stderr);
}

#[test]
fn the_environment_precedes_what_was_kept() {
    let machine = Machine::new();
    assert_eq!(machine.log_in(&right(), &[]).code, Some(0));
    let service = Service::start(|_| (200, page(1, 1, 0, "[]")));
    let asking = |more: &[&str]| {
        let command = machine.program(&["report", "user-conversation-history"]);
        run(service.asked_by(command).args(MAY).args(more))
    };
    let quiet = asking(&["--quiet"]);
    assert_eq!((quiet.code, quiet.stderr.as_str()), (Some(0), ""));
    assert_eq!(service.asked().len(), 1);
    // Whoever names a profile may not expect that.
    let named = asking(&["--profile", "default"]);
    assert_eq!(named.code, Some(0));
    assert!(
        named.stderr.contains(
            "warning: HELPSCOUT_ACCESS_TOKEN is set in the environment, so the profile default is not used"
        ),
        "{}",
        named.stderr
    );
}

#[test]
fn each_profile_is_an_account_of_its_own() {
    let machine = Machine::new();
    let login = machine.log_in(&right(), &["--profile", "acme"]);
    assert_eq!(login.code, Some(0), "{}", login.stderr);
    assert!(login.stderr.contains("--profile acme"), "{}", login.stderr);
    assert!(machine.file("acme").is_file() && !machine.file("default").exists());

    let list = ["list", "mailboxes"];
    assert_eq!(machine.run(&list).code, Some(2));
    let acme = machine.run(&["list", "mailboxes", "--profile", "acme"]);
    assert_eq!(acme.code, Some(0), "{}", acme.stderr);
    let acme = run(machine.program(&list).env("HELPSCOUT_PROFILE", "acme"));
    assert_eq!(acme.code, Some(0), "{}", acme.stderr);
    // A blank variable names none.
    let blank = run(machine.program(&list).env("HELPSCOUT_PROFILE", " "));
    assert!(blank.stderr.contains("no credentials"), "{}", blank.stderr);

    let unknown = machine.run(&["list", "mailboxes", "--profile", "acne"]);
    assert_eq!(unknown.code, Some(2));
    assert!(
        unknown.stderr.contains("there is no profile acne")
            && unknown.stderr.contains("or use one of: acme"),
        "{}",
        unknown.stderr
    );
    for name in ["../acme", "a/b", "Acme", ""] {
        let refused = machine.run(&["list", "mailboxes", "--profile", name]);
        assert_eq!(refused.code, Some(2), "{name}");
        assert!(
            refused.stderr.contains("can't be the name of a profile"),
            "{}",
            refused.stderr
        );
    }
}

#[test]
fn kept_credentials_are_sent_to_no_other_service() {
    let machine = Machine::new();
    assert_eq!(machine.log_in(&right(), &[]).code, Some(0));
    let other = Service::start(|_| (200, page(1, 1, 0, "[]")));
    let typed = ["list", "users", "--base-url", &other.base_url];
    let mut in_environment = machine.program(&["list", "users"]);
    in_environment.env("HELPSCOUT_BASE_URL", &other.base_url);
    for run in [machine.run(&typed), run(&mut in_environment)] {
        assert_eq!(run.code, Some(2), "{}", run.stderr);
        assert!(
            run.stderr.contains("are sent to no other base URL"),
            "{}",
            run.stderr
        );
    }
    assert_eq!(other.asked(), [""; 0]);
    // The same one, written in another way.
    let same = format!("{}/", machine.sandbox.base_url());
    let same = machine.run(&["list", "users", "--base-url", &same]);
    assert_eq!(same.code, Some(0), "{}", same.stderr);
}

#[cfg(unix)]
#[test]
fn a_file_that_others_can_read_works_with_a_warning() {
    use std::os::unix::fs::PermissionsExt;

    let machine = Machine::new();
    assert_eq!(machine.log_in(&right(), &[]).code, Some(0));
    let file = machine.file("default");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    let list = machine.run(&["list", "mailboxes"]);
    assert_eq!(list.code, Some(0), "{}", list.stderr);
    let advice = format!("(its mode is 640); run: chmod 600 {}", file.display());
    // A long path is not broken.
    assert!(list.stderr.contains(&advice), "{}", list.stderr);
}

#[test]
fn a_damaged_file_is_an_error_that_does_not_quote_it() {
    let machine = Machine::new();
    assert_eq!(machine.log_in(&right(), &[]).code, Some(0));
    let file = machine.file("default");
    for text in [
        "app-id = \"hush\"\napp-secret = 12345678\n",
        "app-id = \"hush",
        "hush hush hush",
        "",
        "\u{0}hush",
    ] {
        fs::write(&file, text).unwrap();
        let run = machine.run(&["list", "mailboxes"]);
        assert_eq!(run.code, Some(2), "{}", run.stderr);
        assert!(
            run.stderr.contains("helpscout login again"),
            "{}",
            run.stderr
        );
        assert!(
            !run.stderr.contains("hush") && !run.stderr.contains("12345678"),
            "{}",
            run.stderr
        );
    }
    fs::write(&file, [0xff, 0xfe]).unwrap();
    assert_eq!(machine.run(&["list", "mailboxes"]).code, Some(2));
    // A new login replaces whatever is there.
    assert_eq!(machine.log_in(&right(), &[]).code, Some(0));
    assert_eq!(machine.run(&["list", "mailboxes"]).code, Some(0));
}

#[cfg(unix)]
#[test]
fn a_link_to_the_file_stays_a_link() {
    let machine = Machine::new();
    let file = machine.file("default");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let elsewhere = machine.home.path().join("dotfiles.toml");
    fs::write(&elsewhere, "").unwrap();
    std::os::unix::fs::symlink(&elsewhere, &file).unwrap();
    assert_eq!(machine.log_in(&right(), &[]).code, Some(0));
    assert!(fs::symlink_metadata(&file).unwrap().is_symlink());
    assert!(fs::read_to_string(&elsewhere).unwrap().contains(SECRET));
    assert_eq!(mode(&elsewhere), 0o600);
}

#[test]
fn logout_removes_what_was_kept_and_is_no_error_without_it() {
    let machine = Machine::new();
    for profile in ["default", "acme", "other"] {
        assert_eq!(
            machine.log_in(&right(), &["--profile", profile]).code,
            Some(0)
        );
    }
    let one = machine.run(&["logout", "--profile", "acme"]);
    assert_eq!(one.code, Some(0), "{}", one.stderr);
    assert!(!machine.file("acme").exists() && machine.file("default").exists());
    let again = machine.run(&["logout", "--profile", "acme"]);
    assert_eq!(again.code, Some(0));
    assert_eq!(
        again.stderr,
        "no credentials are kept for the profile acme\n"
    );
    let all = machine.run(&["logout", "--all"]);
    assert_eq!(all.code, Some(0), "{}", all.stderr);
    assert!(!machine.file("default").exists() && !machine.file("other").exists());
    assert_eq!(machine.run(&["list", "mailboxes"]).code, Some(2));
}

/// `tests/keyring/check.sh` tries the same with a keyring.
#[test]
#[cfg(not(feature = "keyring"))]
fn a_secret_that_stays_in_the_keyring_is_said_and_logout_can_be_repeated() {
    let machine = Machine::new();
    assert_eq!(machine.log_in(&right(), &[]).code, Some(0));
    let file = machine.file("default");
    let whole = fs::read_to_string(&file).unwrap();
    let lines = whole.lines().filter(|line| !line.contains(SECRET));
    let elsewhere = lines.map(|line| format!("{line}\n")).collect::<String>();
    fs::write(&file, &elsewhere).unwrap();

    let why = "from the keyring of the system: this build of helpscout doesn't use it";
    let logout = machine.run(&["logout"]);
    assert_eq!(logout.code, Some(2), "{}", logout.stderr);
    let cannot = format!("can't remove the secret of the profile default {why}");
    assert!(logout.stderr.contains(&cannot), "{}", logout.stderr);
    assert_eq!(fs::read_to_string(&file).unwrap(), elsewhere);

    let login = machine.log_in(&right(), &["--quiet"]);
    assert_eq!(login.code, Some(0), "{}", login.stderr);
    let still = "the secret that the profile default had before is still in the keyring";
    assert!(login.stderr.contains(still), "{}", login.stderr);
    assert_eq!(machine.run(&["logout"]).code, Some(0));
}

#[test]
fn pseudonyms_are_those_of_the_secret_wherever_it_is_kept() {
    let machine = Machine::new();
    assert_eq!(machine.log_in(&right(), &[]).code, Some(0));
    let arguments = ["report", "user-conversation-history", "--redact", "--user"];
    let arguments = [
        &arguments[..],
        &["447723", "--period", "2019-05-07", "--zone", "UTC"],
    ]
    .concat();
    let kept = machine.run(&arguments);
    assert!(kept.stdout.contains("Customer "), "{}", kept.stderr);
    let mut in_environment = program();
    in_environment
        .args(&arguments)
        .env("HELPSCOUT_BASE_URL", machine.sandbox.base_url())
        .env("HELPSCOUT_APP_ID", machine.sandbox.app_id())
        .env("HELPSCOUT_APP_SECRET", machine.sandbox.app_secret());
    assert_eq!(run(&mut in_environment).stdout, kept.stdout);
}

#[test]
fn the_sandbox_needs_no_login_and_without_a_home_nothing_can_be_kept() {
    let machine = Machine::new();
    let sandbox = machine.run(&["login", "--sandbox"]);
    assert_eq!(sandbox.code, Some(2));
    assert!(
        sandbox.stderr.contains("needs no credentials"),
        "{}",
        sandbox.stderr
    );

    let mut homeless = program();
    homeless.args([
        "login",
        "--stdin",
        "--file",
        "--base-url",
        machine.sandbox.base_url(),
    ]);
    let homeless = typed(&mut homeless, &right());
    assert_eq!(homeless.code, Some(2));
    assert!(homeless.stderr.contains("set HOME"), "{}", homeless.stderr);
}

#[test]
fn nothing_is_asked_or_sent_if_the_credentials_could_not_be_kept() {
    let service = Service::start(|_| (200, "{}".to_owned()));
    let folder = tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "no folder").unwrap();
    let homes: [Option<&Path>; 2] = [None, Some(&file)];
    for home in homes {
        let mut command = service.asked_by(program());
        command.arg("login").envs(home.map(|home| ("HOME", home)));
        let refused = typed(&mut command, "");
        assert_eq!(refused.code, Some(2), "{}", refused.stderr);
        assert!(
            refused.stderr.contains("HELPSCOUT_APP_SECRET in the"),
            "{}",
            refused.stderr
        );
        assert!(service.asked().is_empty(), "{:?}", service.asked());
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

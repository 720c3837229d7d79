//! Credentials reach the service, and nothing else.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::mpsc;
use std::thread;

use helpscout_sandbox::Sandbox;

use crate::support::{text, workspace};

const VARIABLES: [&str; 3] = [
    "HELPSCOUT_APP_ID",
    "HELPSCOUT_APP_SECRET",
    "HELPSCOUT_ACCESS_TOKEN",
];

/// Where a service is and what it asks for.
struct Served {
    base_url: String,
    lines: String,
}

/// Starts a sandbox of a spec folder of the workspace, which ends with the tests.
fn serve(spec: &'static str) -> Served {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let api = helpscout_spec::read(&workspace().join(spec)).api.unwrap();
            let name = api.service.environment.clone();
            let sandbox = Sandbox::builder().spec(api).start().await.unwrap();
            let lines = format!(
                "# An application of the tests\n{name}_APP_ID={}\n\nexport {name}_APP_SECRET='{}'\n",
                sandbox.app_id(),
                sandbox.app_secret()
            );
            let base_url = sandbox.base_url().to_owned();
            tell.send(Served { base_url, lines }).unwrap();
            sandbox.wait().await;
        });
    });
    told.recv().unwrap()
}

/// Calls an operation of the live service with these arguments and this stdin.
fn verify(base_url: &str, arguments: &[&str], stdin: &str) -> Output {
    let call = ["--only", "user_replies", "--set", "user=447723"];
    verify_live(base_url, &[&call, arguments].concat(), stdin)
}

/// Calls the live service with these arguments and this stdin.
fn verify_live(base_url: &str, arguments: &[&str], stdin: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    for variable in VARIABLES {
        command.env_remove(variable);
    }
    let command = command.args(["verify", "--live"]);
    let command = command.args(arguments).current_dir(workspace());
    let command = command
        .env("HELPSCOUT_BASE_URL", base_url)
        .stdin(Stdio::piped());
    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // The program need not read it.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    child.wait_with_output().unwrap()
}

#[test]
fn credentials_come_from_a_file_or_from_stdin() {
    let served = serve("spec");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("credentials");
    fs::write(&file, &served.lines).unwrap();
    let file = file.to_str().unwrap();
    for (arguments, stdin) in [
        (["--credentials", file], ""),
        (["--credentials", "-"], &served.lines),
    ] {
        let output = verify(&served.base_url, &arguments, stdin);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    }
    // The file may also name the service.
    let lines = format!("HELPSCOUT_BASE_URL={}\n{}", served.base_url, served.lines);
    let output = verify("https://127.0.0.1:1", &["--credentials", "-"], &lines);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}

#[test]
fn a_line_that_is_not_understood_is_named_by_its_number() {
    for (line, problem) in [
        ("HELPSCOUT_SECRET=hush", "the name is unknown"),
        ("hush", "the line has no `=`"),
    ] {
        let output = verify(
            "https://127.0.0.1:1",
            &["--credentials", "-"],
            &format!("\n{line}\n"),
        );
        assert_eq!(output.status.code(), Some(1));
        let told = text(&output.stderr);
        assert!(
            told.starts_with(&format!("error: -:2: {problem}; write ")),
            "{told}"
        );
        assert!(!told.contains("hush"), "{told}");
    }
    let endless = verify(
        "https://127.0.0.1:1",
        &["--credentials", "-"],
        &"#".repeat(70_000),
    );
    let told = text(&endless.stderr);
    assert!(told.contains("it has more than 65536 bytes"), "{told}");
    let without = verify("https://127.0.0.1:1", &[], "");
    assert!(text(&without.stderr).contains("--credentials FILE"));
}

#[test]
fn half_of_the_credentials_names_the_other_half() {
    for (line, missing) in [
        ("HELPSCOUT_APP_ID=id", "HELPSCOUT_APP_SECRET"),
        ("HELPSCOUT_APP_SECRET=hush", "HELPSCOUT_APP_ID"),
    ] {
        let output = verify("https://127.0.0.1:1", &["--credentials", "-"], line);
        let told = text(&output.stderr);
        let problem = format!("error: {missing} is not set; write HELPSCOUT_APP_ID=…");
        assert!(told.starts_with(&problem), "{told}");
    }
}

#[test]
fn another_api_has_names_of_its_own() {
    let served = serve("tests/specs/desk");
    let lines = format!(
        "SERVICE_DESK_BASE_URL={}\n{}",
        served.base_url, served.lines
    );
    let verify = |set: &[&str]| {
        let arguments = ["--spec", "tests/specs/desk", "--credentials", "-"];
        // That of Help Scout is not the one of the desk.
        let elsewhere = "https://127.0.0.1:1";
        let output = verify_live(elsewhere, &[&arguments, set].concat(), &lines);
        (output.status.code(), text(&output.stderr))
    };
    // A live account does not have the IDs of the documentation, of which one is required.
    let (code, told) = verify(&[]);
    let expected = "requests is not called: it needs --set desk=… or --set organization=…\n\
        1 answer of 1 operation: all match the spec\n1 operation not called\n";
    assert_eq!((code, told.as_str()), (Some(0), expected));
    let (code, told) = verify(&["--set", "organization=3"]);
    let expected = "2 answers of 2 operations: all match the spec\n";
    assert_eq!((code, told.as_str()), (Some(0), expected));

    let output = verify_live("", &["--spec", "tests/specs/desk"], "");
    let told = text(&output.stderr);
    assert!(told.contains("write SERVICE_DESK_APP_ID=…"), "{told}");
}

#[test]
fn an_api_without_tokens_needs_no_credentials() {
    let served = serve("tests/specs/tickets");
    let lines = format!("TICKET_METRICS_BASE_URL={}\n", served.base_url);
    let arguments = ["--spec", "tests/specs/tickets", "--credentials", "-"];
    let output = verify_live("", &arguments, &lines);
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("all match the spec"), "{told}");
}

#[test]
fn what_may_change_something_is_called_only_by_its_name() {
    let served = serve("tests/specs/changes");
    let lines = format!("TEST_SERVICE_BASE_URL={}\n", served.base_url);
    let verify = |more: &str| {
        let arguments = format!("--spec tests/specs/changes --credentials - {more}");
        let arguments: Vec<&str> = arguments.split_whitespace().collect();
        let output = verify_live("", &arguments, &lines);
        (output.status.code(), text(&output.stderr))
    };
    let (code, told) = verify("--set id=7");
    assert_eq!(code, Some(0), "{told}");
    for name in ["replace_ticket", "change_ticket", "delete_ticket"] {
        let skipped =
            format!("{name} is not called: it may change something; `--only {name}` calls it\n");
        assert!(told.contains(&skipped), "{told}");
    }
    assert!(told.contains("1 answer of 1 operation"), "{told}");
    assert!(told.contains("6 operations not called"), "{told}");
    // The answers of the last three have nothing but their status, or values in headers.
    for call in [
        "--only delete_ticket --set id=7",
        "--only close_ticket --set id=7",
        "--only merge_ticket --set id=7 --set with=8",
        "--only create_ticket",
    ] {
        let (code, told) = verify(call);
        assert_eq!(code, Some(0), "{call}: {told}");
        assert!(told.contains("1 answer of 1 operation"), "{told}");
    }
}

#[test]
fn an_api_with_http_basic_takes_a_key() {
    let served = serve("tests/specs/ledger");
    let address = format!("LEDGER_BASE_URL={}\n", served.base_url);
    let verify = |key: &str| {
        let arguments =
            "--spec tests/specs/ledger --credentials - --set customer=cus_1 --set account=a";
        let arguments: Vec<&str> = arguments.split(' ').collect();
        let output = verify_live("", &arguments, &format!("{address}{key}"));
        (output.status.code(), text(&output.stderr))
    };
    let (code, told) = verify("LEDGER_API_KEY=sandbox-secret\n");
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("all match the spec"), "{told}");
    let (_, told) = verify("LEDGER_API_KEY=another\n");
    assert!(told.contains("Check the API key"), "{told}");
    let (_, told) = verify("");
    assert!(
        told.contains("write LEDGER_API_KEY=…, or LEDGER_ACCESS_TOKEN=…"),
        "{told}"
    );
    let (_, told) = verify("LEDGER_USER=marta\n");
    assert!(
        told.contains("the names are LEDGER_API_KEY, LEDGER_ACCESS_TOKEN, LEDGER_BASE_URL"),
        "{told}"
    );
}

/// The code of a build script and of a program, which write down what they see.
const SHOW: &str = r#"
fn main() {
    let seen: Vec<String> = std::env::vars()
        .filter(|(name, _)| name.starts_with("HELPSCOUT_"))
        .map(|(name, value)| format!("{name}=<{value}>"))
        .collect();
    std::fs::write("FILE", seen.join(" ")).unwrap();
}
"#;

/// Creates a package called `xtask` that has the configuration of the workspace.
fn package(folder: &Path) {
    let manifest =
        "[package]\nname = \"xtask\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n";
    fs::create_dir_all(folder.join("src")).unwrap();
    fs::create_dir_all(folder.join(".cargo")).unwrap();
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::write(folder.join("build.rs"), SHOW.replace("FILE", "build.txt")).unwrap();
    fs::write(folder.join("src/main.rs"), SHOW.replace("FILE", "main.txt")).unwrap();
    let config = ".cargo/config.toml";
    fs::copy(workspace().join(config), folder.join(config)).unwrap();
}

#[test]
fn build_scripts_see_no_credentials_even_if_they_are_exported() {
    let folder = tempfile::tempdir().unwrap();
    package(folder.path());
    let seen = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        for variable in VARIABLES {
            command.env(variable, "hush");
        }
        let command = command.args(arguments).current_dir(folder.path());
        let command = command.env("CARGO_TARGET_DIR", folder.path().join("target"));
        let command = command.env("HELPSCOUT_BASE_URL", "x");
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        ["build.txt", "main.txt"].map(|file| fs::read_to_string(folder.path().join(file)).unwrap())
    };
    for told in seen(&["xtask"]) {
        assert!(told.contains("HELPSCOUT_APP_SECRET=<>"), "{told}");
        assert!(told.contains("HELPSCOUT_BASE_URL=<x>"), "{told}");
        assert!(!told.contains("hush"), "{told}");
    }
    // Without the alias, the program does see them, so this test can fail.
    let [_, told] = seen(&["run", "--offline"]);
    assert!(told.contains("HELPSCOUT_APP_SECRET=<hush>"), "{told}");
}

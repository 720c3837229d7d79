//! The commands that read, check and generate.

use std::fs;
use std::process::{Command, Stdio};

use crate::support::{REPORT, copy, edit, spec_copy, spec_with_a_mistake, text, workspace, xtask};

#[test]
fn the_committed_files_are_up_to_date() {
    let output = xtask(&["generate", "--check"]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}{}",
        text(&output.stdout),
        text(&output.stderr)
    );
    assert_eq!(text(&output.stdout), "");
}

#[test]
fn generating_into_a_folder_writes_the_client_there_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let output = xtask(&["generate", "--out", out.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0));
    assert!(
        text(&output.stderr).contains("created"),
        "{}",
        text(&output.stderr)
    );
    assert!(out.join("operations/user_conversation_history.rs").exists());
    let again = xtask(&["generate", "--out", out.to_str().unwrap()]);
    assert_eq!(text(&again.stderr), "everything is up to date\n");
}

#[test]
fn check_prints_a_diff_names_the_command_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec_copy(folder.path());
    let out = folder.path().join("out");
    let (spec_text, out_text) = (spec.to_str().unwrap(), out.to_str().unwrap());
    xtask(&["generate", "--spec", spec_text, "--out", out_text]);
    edit(
        &spec.join(REPORT),
        "  - name: sortField\n",
        "  - { name: agentGroup, type: UserId, example: 7, doc: Only replies of this group. }\n  - name: sortField\n",
    );
    let output = xtask(&[
        "generate", "--check", "--spec", spec_text, "--out", out_text,
    ]);
    assert_eq!(output.status.code(), Some(1));
    let diff = text(&output.stdout);
    assert!(
        diff.contains("+    pub fn agent_group(self, agent_group: UserId) -> Self {"),
        "{diff}"
    );
    let command = format!("cargo xtask generate --spec {spec_text} --out {out_text}");
    assert!(
        text(&output.stderr).contains(&command),
        "{}",
        text(&output.stderr)
    );
    let written = fs::read_to_string(out.join("operations/user_conversation_history.rs")).unwrap();
    assert!(!written.contains("agent_group"));
}

#[test]
fn a_spec_with_mistakes_is_reported_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec_with_a_mistake(folder.path());
    let out = folder.path().join("out");
    let output = xtask(&[
        "generate",
        "--spec",
        spec.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(1));
    let message = text(&output.stderr);
    assert!(message.contains("error[S"), "{message}");
    assert!(message.contains(&format!("--> {REPORT}:")), "{message}");
    assert!(message.contains("ConversationFilterStatus"), "{message}");
    assert!(!out.exists());
}

#[test]
fn lint_prints_findings_and_fails_if_there_are_errors() {
    let clean = xtask(&["lint"]);
    assert_eq!(
        (clean.status.code(), text(&clean.stdout)),
        (Some(0), String::new())
    );

    let folder = tempfile::tempdir().unwrap();
    let spec = spec_with_a_mistake(folder.path());
    let output = xtask(&["lint", "--spec", spec.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stdout).contains("error[S"),
        "{}",
        text(&output.stdout)
    );
}

#[test]
fn lint_prints_json_for_programs_with_the_same_exit_codes() {
    let clean = xtask(&["lint", "--format", "json"]);
    assert_eq!(clean.status.code(), Some(0));
    assert_eq!(text(&clean.stdout), "[]\n");

    let folder = tempfile::tempdir().unwrap();
    let spec = spec_with_a_mistake(folder.path());
    let output = xtask(&["lint", "--format", "json", "--spec", spec.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let json = text(&output.stdout);
    assert!(json.starts_with("[\n"), "{json}");
    assert!(json.contains("\"code\": \"S050\""), "{json}");
    assert!(json.contains(&format!("\"file\": \"{REPORT}\"")), "{json}");
}

#[test]
fn lint_prints_sarif_with_paths_relative_to_the_current_folder() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec_with_a_mistake(folder.path());
    let lint = |spec: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        let command = command.args(["lint", "--format", "sarif", "--spec", spec]);
        // The folder's real path, in case the given one is a symbolic link.
        let here = folder.path().canonicalize().unwrap();
        let output = command.current_dir(here).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        text(&output.stdout)
    };
    let expected = format!("\"uri\": \"spec/{REPORT}\"");
    let in_full = spec.canonicalize().unwrap();
    for spec in ["spec", "./spec", in_full.to_str().unwrap()] {
        let sarif = lint(spec);
        assert!(sarif.contains(&expected), "{sarif}");
        assert!(sarif.contains("\"version\": \"2.1.0\""), "{sarif}");
    }
    let nowhere = lint("no/such/folder");
    assert!(nowhere.contains("\"uri\": \"no/such/folder\""), "{nowhere}");
}

#[test]
fn findings_are_text_by_default() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec_with_a_mistake(folder.path());
    let spec = spec.to_str().unwrap();
    let by_default = xtask(&["lint", "--spec", spec]);
    let asked_for = xtask(&["lint", "--format", "text", "--spec", spec]);
    assert_eq!(by_default.stdout, asked_for.stdout);
    assert_eq!(
        text(&by_default.stderr),
        format!("error: {spec} has 1 error\n")
    );
}

#[test]
fn explain_describes_a_code_with_an_example() {
    let output = xtask(&["explain", "S026"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        text(&output.stdout),
        "error[S026]: a key is given twice

A map contains the same key twice.

Why

Many YAML parsers keep the last value and drop the first, so a change to the first would
have no effect. Only you know which value is right, or whether both are needed.

Wrong

  reports/desk/replies.yaml

    plans: [large]
    plans: [small]

Right

  reports/desk/replies.yaml

    plans: [small, large]
"
    );
}

#[test]
fn explain_takes_several_codes_in_either_case() {
    let output = xtask(&["explain", "s012", "S116"]);
    assert_eq!(output.status.code(), Some(0));
    let text = text(&output.stdout);
    assert!(text.starts_with("error[S012]: "), "{text}");
    assert!(text.contains("\n\nwarning[S116]: "), "{text}");
}

#[test]
fn explain_without_a_code_lists_them_all() {
    let output = xtask(&["explain"]);
    assert_eq!(output.status.code(), Some(0));
    let list = text(&output.stdout);
    assert_eq!(list.lines().count(), helpscout_spec::Code::ALL.len());
    assert!(list.contains("S012  error    a file contains an invisible character\n"));
    assert!(list.contains("S116  warning  something is left to do\n"));
}

#[test]
fn explain_suggests_a_code_that_may_be_meant() {
    let output = xtask(&["explain", "s12"]);
    assert_eq!(
        (output.status.code(), text(&output.stdout)),
        (Some(2), String::new())
    );
    let message = text(&output.stderr);
    assert!(
        message.contains("did you mean `S012` (a file contains an invisible character)?"),
        "{message}"
    );
    let output = xtask(&["explain", "unused"]);
    assert_eq!(output.status.code(), Some(2));
    let message = text(&output.stderr);
    assert!(
        message.contains("`cargo xtask explain` lists all"),
        "{message}"
    );
}

#[test]
fn a_missing_spec_folder_is_one_clear_message() {
    let output = xtask(&["generate", "--spec", "no/such/folder"]);
    assert_eq!(output.status.code(), Some(1));
    let message = text(&output.stderr);
    assert!(message.contains("no/such/folder"), "{message}");
    assert!(!message.contains("panicked"), "{message}");
}

#[test]
fn the_spec_of_another_service_replaces_nothing_of_this_workspace() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("desk");
    copy(&workspace().join("tests/specs/desk"), &spec);
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(arguments).arg("--spec").arg(&spec);
        // What is written to the workspace would be written here.
        let command = command.env("CARGO_MANIFEST_DIR", folder.path().join("own/xtask"));
        command.output().unwrap()
    };

    let output = run(&["generate"]);
    let message = text(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{message}");
    assert!(message.contains("schema.json\n"), "{message}");
    assert!(message.ends_with("is for another service\n"), "{message}");
    assert!(spec.join("schema.json").exists());
    assert_eq!(run(&["generate", "--check"]).status.code(), Some(0));

    let output = run(&["openapi"]);
    assert_eq!(output.status.code(), Some(2));
    let message = text(&output.stderr);
    assert!(
        message.contains("give `--out DIR`, or `--print`"),
        "{message}"
    );
    assert_eq!(run(&["openapi", "--print"]).status.code(), Some(0));
    assert!(!folder.path().join("own").exists());

    // What the workspace describes may become another service.
    fs::rename(&spec, folder.path().join("spec")).unwrap();
    let spec = folder.path().join("spec");
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["openapi", "--spec"]).arg(&spec);
    let command = command.env("CARGO_MANIFEST_DIR", folder.path().join("xtask"));
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(folder.path().join("crates").exists());
}

#[test]
fn a_file_that_was_not_generated_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mod.rs"), "mod mine;\n").unwrap();
    let output = xtask(&["generate", "--out", folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("was not generated, so it is not overwritten"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn unknown_commands_and_flags_are_usage_errors() {
    assert_eq!(xtask(&["generat"]).status.code(), Some(2));
    assert_eq!(xtask(&["generate", "--chek"]).status.code(), Some(2));
    assert_eq!(xtask(&["lint", "--format", "xml"]).status.code(), Some(2));
    assert_eq!(xtask(&[]).status.code(), Some(2));
}

#[test]
fn the_openapi_document_is_written_checked_and_printed() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec_copy(folder.path());
    let out = folder.path().join("out");
    let (spec_text, out_text) = (spec.to_str().unwrap(), out.to_str().unwrap());
    let places = ["--spec", spec_text, "--out", out_text];
    let run = |more: &[&str]| xtask(&[&["openapi"], more].concat());

    assert_eq!(run(&places).status.code(), Some(0));
    let written = fs::read_to_string(out.join("openapi.json")).unwrap();
    assert!(written.contains("\"operationId\": \"user_conversation_history\""));
    let printed = run(&["--print", "--spec", spec_text]);
    assert_eq!(text(&printed.stdout), written);
    let older = run(&["--print", "3.0", "--spec", spec_text]);
    let written_older = fs::read_to_string(out.join("openapi-3.0.json")).unwrap();
    assert_eq!(text(&older.stdout), written_older);
    assert!(written_older.contains("\"openapi\": \"3.0.3\""));
    assert_eq!(
        run(&[&["--check"], &places[..]].concat()).status.code(),
        Some(0)
    );

    edit(&spec.join(REPORT), "summary: The", "summary: All");
    let output = run(&[&["--check"], &places[..]].concat());
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("+        \"summary\": \"All"));
    let command = format!("cargo xtask openapi --spec {spec_text} --out {out_text}");
    assert!(text(&output.stderr).contains(&command));
    assert_eq!(
        fs::read_to_string(out.join("openapi.json")).unwrap(),
        written
    );

    assert_eq!(run(&["--print", "--check"]).status.code(), Some(2));
}

#[test]
fn a_reader_that_stops_early_does_not_crash_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec_copy(folder.path());
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let command = command.args(["generate", "--check", "--spec"]).arg(&spec);
    let command = command.arg("--out").arg(folder.path().join("out"));
    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // Nobody reads the diff, which is longer than a pipe's buffer.
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("generated files differ"));
    // Nor the messages.
    let mut child = command.spawn().unwrap();
    drop((child.stdout.take(), child.stderr.take()));
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

//! Files that Git for Windows checked out with CRLF, and those of editors that write a byte order
//! mark.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{REPORT, edit, spec_copy, text, xtask};

/// Returns all files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn rewrite(folder: &Path, change: impl Fn(&str) -> String) {
    for file in files(folder) {
        let text = fs::read_to_string(&file).unwrap();
        fs::write(file, change(&text)).unwrap();
    }
}

fn with_crlf(text: &str) -> String {
    text.replace('\n', "\r\n")
}

/// Returns everything that is generated from a spec folder, by file name.
fn generated(spec: &Path, out: &Path) -> Vec<(PathBuf, String)> {
    for command in ["generate", "openapi"] {
        let out = out.join(command);
        let arguments = ["--spec", spec.to_str().unwrap(), "--out"];
        let arguments = [&[command], &arguments[..], &[out.to_str().unwrap()]].concat();
        let output = xtask(&arguments);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    }
    let files = files(out).into_iter().map(|file| {
        let text = fs::read_to_string(&file).unwrap();
        (file.strip_prefix(out).unwrap().to_path_buf(), text)
    });
    files.collect()
}

#[test]
fn a_spec_with_crlf_or_a_byte_order_mark_generates_the_same_files() {
    let folder = tempfile::tempdir().unwrap();
    let expected = generated(
        &spec_copy(&folder.path().join("lf")),
        &folder.path().join("lf-out"),
    );
    assert!(expected.len() > 40);

    let crlf = spec_copy(&folder.path().join("crlf"));
    rewrite(&crlf, with_crlf);
    assert!(generated(&crlf, &folder.path().join("crlf-out")) == expected);
    let lint = xtask(&["lint", "--spec", crlf.to_str().unwrap()]);
    assert_eq!(
        (lint.status.code(), text(&lint.stdout)),
        (Some(0), String::new())
    );

    rewrite(&crlf, |text| format!("\u{feff}{text}"));
    assert!(generated(&crlf, &folder.path().join("mark-out")) == expected);
    let lint = xtask(&["lint", "--spec", crlf.to_str().unwrap()]);
    let findings = text(&lint.stdout);
    assert_eq!(lint.status.code(), Some(0), "{findings}");
    let is_read = |file: &&PathBuf| !file.ends_with("schema.json");
    assert_eq!(
        findings.matches("warning[S011]").count(),
        files(&crlf).iter().filter(is_read).count(),
        "{findings}"
    );
}

#[test]
fn findings_in_a_spec_with_crlf_have_the_same_places() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec_copy(folder.path());
    edit(
        &spec.join(REPORT),
        "type: ConversationFilterStatus",
        "type: ConversationFilterStatuz",
    );
    let lint = || text(&xtask(&["lint", "--spec", spec.to_str().unwrap()]).stdout);
    let with_lf = lint();
    assert!(with_lf.contains("ConversationFilterStatuz"), "{with_lf}");
    rewrite(&spec, with_crlf);
    assert_eq!(lint(), with_lf);
}

#[test]
fn a_check_says_that_only_line_endings_differ_and_generating_repairs_them() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec_copy(folder.path());
    let out = folder.path().join("out");
    let (spec_text, out_text) = (spec.to_str().unwrap(), out.to_str().unwrap());
    let run = |more: &[&str]| {
        let arguments = ["generate", "--spec", spec_text, "--out", out_text];
        let output = xtask(&[&arguments, more].concat());
        let (printed, told) = (text(&output.stdout), text(&output.stderr));
        (output.status.code(), printed, told)
    };
    run(&[]);
    let number = files(&out).len();
    rewrite(&out, with_crlf);
    let command = format!("run `cargo xtask generate --spec {spec_text} --out {out_text}`");
    let (code, printed, told) = run(&["--check"]);
    assert_eq!((code, printed.as_str()), (Some(1), ""), "{told}");
    assert_eq!(
        told,
        format!(
            "error: {number} generated files differ from the spec only in line endings: CRLF \
             instead of LF; {command} to write LF; Git keeps LF where .gitattributes says \
             `eol=lf`, also with core.autocrlf=true\n"
        )
    );

    // A real difference is shown alone, without a line that differs only at its end.
    let module = out.join("operations/user_replies.rs");
    let edited = fs::read_to_string(&module).unwrap();
    fs::write(&module, edited.replacen("pub fn new", "pub fn old", 1)).unwrap();
    let (code, printed, told) = run(&["--check"]);
    assert_eq!(code, Some(1));
    let differing = printed
        .lines()
        .filter(|line| line.starts_with(['-', '+']) && !line.starts_with("---"))
        .filter(|line| !line.starts_with("+++"));
    assert_eq!(differing.count(), 2, "{printed}");
    assert_eq!(
        told,
        format!(
            "error: 1 generated file differs from the spec, and {} more only in line endings \
             (CRLF instead of LF); {command}\n",
            number - 1
        )
    );

    assert_eq!(run(&[]).0, Some(0));
    assert_eq!(run(&["--check"]).0, Some(0));
}

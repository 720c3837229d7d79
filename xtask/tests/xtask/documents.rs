//! The commands print what the documents for contributors show.

use std::fs;

use crate::support::{spec_before_the_draft, workspace, xtask};

/// Returns the commands of a document, each with the lines it prints.
fn commands(document: &str) -> Vec<(String, Vec<String>)> {
    let mut commands: Vec<(String, Vec<String>)> = Vec::new();
    let mut is_console = false;
    for line in document.lines() {
        match line.strip_prefix("```") {
            Some(language) => is_console = language == "console",
            None if !is_console => {}
            None => match line.strip_prefix("$ ") {
                Some(command) => commands.push((command.to_owned(), Vec::new())),
                None => commands.last_mut().unwrap().1.push(line.to_owned()),
            },
        }
    }
    commands
}

#[test]
fn the_commands_for_contributors_print_what_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec_before_the_draft(folder.path());
    let document = fs::read_to_string(workspace().join("CONTRIBUTING.md")).unwrap();
    let mut checked = 0;
    for (command, shown) in commands(&document) {
        let Some(arguments) = command.strip_prefix("cargo xtask ") else {
            continue;
        };
        let mut arguments: Vec<&str> = arguments.split(' ').collect();
        if arguments[0] == "generate" {
            continue;
        }
        if arguments[0] != "explain" {
            arguments.extend(["--spec", spec.to_str().unwrap()]);
        }
        // Reads and writes the files of the copy.
        let of_copy = |argument: &str| {
            if argument.starts_with("spec/") {
                folder.path().join(argument).display().to_string()
            } else {
                argument.to_owned()
            }
        };
        let arguments: Vec<String> = arguments.into_iter().map(of_copy).collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = xtask(&arguments);
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).unwrap();
        let said = said.replace(&format!("{}/", folder.path().display()), "");
        assert!(
            said.contains(&shown.join("\n")),
            "{command} prints\n{said}\nand not\n{}",
            shown.join("\n")
        );
        checked += 1;
    }
    assert_eq!(checked, 4);
}

#[test]
fn every_path_that_the_documents_name_exists() {
    for document in ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"] {
        let text = fs::read_to_string(workspace().join(document)).unwrap();
        let code = text.split('`').skip(1).step_by(2);
        let paths = code.filter(|code| {
            let starts = ["crates/", "spec/", "tests/", "xtask/", ".ci/"];
            starts.iter().any(|start| code.starts_with(start)) && !code.contains(['*', ' '])
        });
        for path in paths {
            assert!(workspace().join(path).exists(), "{document} names {path}");
        }
    }
}

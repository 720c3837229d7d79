//! Which files of a folder belong to a tree. All others stay as they are.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use helpscout_codegen::{Home, MARKER, Tree, TreeError, client, description, openapi};
use helpscout_description::Api;

static API: LazyLock<Api> = LazyLock::new(|| {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
    helpscout_spec::read(&spec).api.unwrap()
});

/// The files of the committed client.
static CLIENT: LazyLock<Tree> = LazyLock::new(|| client(&API, Home::Reports));

/// The files of a client without operations.
static EMPTY: LazyLock<Tree> = LazyLock::new(|| {
    let mut api = API.clone();
    api.operations.clear();
    client(&api, Home::Reports)
});

/// Writes a file and its folders.
fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    path
}

/// Returns the exact first line of a generated file, and more.
fn generated() -> String {
    format!("// {MARKER} from spec/reports/old.yaml. Do not edit.\n\npub struct Old;\n")
}

#[test]
fn the_first_line_of_every_generated_file_has_the_marker() {
    let schema = helpscout_codegen::schema(&helpscout_spec::schema());
    for tree in [CLIENT.clone(), description(&API), openapi(&API), schema] {
        for (path, text) in tree.files() {
            let first = text.lines().next().unwrap();
            assert!(first.contains(MARKER), "{path}: {first}");
            if path.ends_with(".json") {
                serde_json::from_str::<serde_json::Value>(text).unwrap();
            }
        }
    }
}

#[test]
fn the_module_of_a_removed_operation_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    let stale = write(folder.path(), "operations/old_report.rs", &generated());
    let crlf = write(
        folder.path(),
        "operations/older.rs",
        &generated().replace('\n', "\r\n"),
    );
    CLIENT.write(folder.path()).unwrap();
    assert!(!stale.exists() && !crlf.exists());
    // Also the modules of the last operations.
    EMPTY.write(folder.path()).unwrap();
    assert_eq!(
        fs::read_dir(folder.path().join("operations"))
            .unwrap()
            .count(),
        0
    );
    assert!(folder.path().join("mod.rs").exists());
}

#[test]
fn a_file_with_the_marker_stays_in_a_place_that_no_tree_has() {
    let folder = tempfile::tempdir().unwrap();
    let names = [
        "backup.rs",
        "mod.rs.orig",
        "notes/old_report.rs",
        "notes/operations/old_report.rs",
        "operations/deeper/old_report.rs",
        "operations/old_report.txt",
        "operations/old_report",
        "operations/old report.rs",
        "operations/Old.rs",
        "operations/.old.rs",
        ".git/objects.rs",
    ];
    for name in names {
        write(folder.path(), name, &generated());
    }
    CLIENT.write(folder.path()).unwrap();
    for name in names {
        let text = fs::read_to_string(folder.path().join(name));
        assert_eq!(text.unwrap(), generated(), "{name}");
    }
}

#[test]
fn a_file_that_quotes_the_marker_stays() {
    let line = format!("// {MARKER} from spec. Do not edit.");
    for text in [
        format!("// mine\n{line}\n"),
        format!("\n{line}\n"),
        format!("// About \"{line}\"\n"),
        format!("{line} That is what a generated file starts with.\n"),
        format!("    {line}\n"),
        format!("/{line}\n"),
        format!("\u{feff}{line}\n"),
        format!("// {MARKER}\n"),
        String::new(),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mine = write(folder.path(), "operations/old_report.rs", &text);
        CLIENT.write(folder.path()).unwrap();
        assert_eq!(fs::read_to_string(&mine).unwrap(), text);

        // Where a generated file is needed, it is in the way.
        let needed = write(folder.path(), "operations/user.rs", &text);
        let error = CLIENT.write(folder.path()).unwrap_err();
        let is_named = matches!(&error, TreeError::Foreign(path) if path.ends_with("user.rs"));
        assert!(is_named, "{error}");
        assert_eq!(fs::read_to_string(&needed).unwrap(), text);
    }
}

#[test]
fn a_json_file_that_quotes_the_marker_is_in_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("{{\n  \"note\": \"{MARKER} from spec. Do not edit.\",\n  \"a\": 1\n}}\n");
    let mine = write(folder.path(), "openapi.json", &text);
    let error = openapi(&API).write(folder.path()).unwrap_err();
    assert!(matches!(error, TreeError::Foreign(_)), "{error}");
    assert_eq!(fs::read_to_string(&mine).unwrap(), text);
}

#[test]
fn a_large_file_of_others_costs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["big.bin", "backup.rs", "operations/old_report.rs"] {
        // If it were read, there would not be enough memory.
        let path = write(folder.path(), name, "");
        fs::File::create(&path).unwrap().set_len(1 << 42).unwrap();
    }
    let big = folder.path().join("operations/old_report.rs");
    CLIENT.write(folder.path()).unwrap();
    assert_eq!(fs::metadata(big).unwrap().len(), 1 << 42);
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use rustix::fs::{CWD, Mode, mkfifoat};

    use super::*;

    /// Writes the client, which must fail, and returns the message.
    fn refused(tree: &Tree, folder: &Path) -> String {
        let before = listing(folder);
        let error = tree.write(folder).unwrap_err();
        assert!(matches!(error, TreeError::Refused(_)), "{error}");
        assert_eq!(listing(folder), before);
        error.to_string()
    }

    fn listing(folder: &Path) -> Vec<PathBuf> {
        let mut paths: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        paths.sort();
        paths
    }

    #[test]
    fn nothing_is_written_or_removed_behind_a_link_to_a_folder() {
        let place = tempfile::tempdir().unwrap();
        let (out, outside) = (place.path().join("out"), place.path().join("outside"));
        let mine = write(&outside, "old_report.rs", &generated());
        fs::create_dir(&out).unwrap();
        symlink(&outside, out.join("operations")).unwrap();
        let message = refused(&CLIENT, &out);
        let expected = format!(
            "can't use {}: it is a symbolic link to {outside:?}, and links are not followed. \
             Remove it or choose another folder",
            out.join("operations").display()
        );
        assert_eq!(message, expected);
        assert_eq!(listing(&outside), [mine.as_path()]);
        // A tree that does not need the folder leaves it alone.
        EMPTY.write(&out).unwrap();
        assert_eq!(listing(&outside), [mine]);
    }

    #[test]
    fn nothing_is_written_behind_a_link_to_a_file() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("out");
        // A generated file elsewhere, a file of others, and nothing.
        let other = write(place.path(), "other/mod.rs", &generated());
        let victim = write(place.path(), "victim", "mine\n");
        let targets = [other.clone(), victim.clone(), place.path().join("nowhere")];
        for (target, name) in targets
            .iter()
            .zip(["mod.rs", "ids.rs", "operations/user.rs"])
        {
            fs::create_dir_all(out.join("operations")).unwrap();
            symlink(target, out.join(name)).unwrap();
            let message = refused(&CLIENT, &out);
            let start = format!(
                "can't use {}: it is a symbolic link",
                out.join(name).display()
            );
            assert!(message.starts_with(&start), "{message}");
            fs::remove_dir_all(&out).unwrap();
        }
        assert_eq!(fs::read_to_string(other).unwrap(), generated());
        assert_eq!(fs::read_to_string(victim).unwrap(), "mine\n");
        assert!(!targets[2].exists());
    }

    #[test]
    fn links_and_pipes_in_places_that_the_tree_does_not_need_stay() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("out");
        let target = write(place.path(), "target.rs", &generated());
        fs::create_dir_all(out.join("operations")).unwrap();
        symlink(&target, out.join("operations/old_report.rs")).unwrap();
        symlink(place.path(), out.join("loop")).unwrap();
        let pipe = out.join("operations/older.rs");
        mkfifoat(CWD, &pipe, Mode::RUSR | Mode::WUSR).unwrap();
        CLIENT.write(&out).unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), generated());
        assert!(out.join("operations/old_report.rs").is_symlink());
        assert!(pipe.exists() && out.join("loop").is_symlink());
    }

    #[test]
    fn a_pipe_or_a_folder_in_the_way_is_an_error_and_nobody_waits() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("out");
        fs::create_dir_all(out.join("mod.rs")).unwrap();
        let message = refused(&CLIENT, &out);
        assert!(
            message.contains("it is a folder, not a regular file"),
            "{message}"
        );
        fs::remove_dir(out.join("mod.rs")).unwrap();
        mkfifoat(CWD, out.join("mod.rs"), Mode::RUSR | Mode::WUSR).unwrap();
        let message = refused(&CLIENT, &out);
        assert!(
            message.contains("it is a named pipe, not a regular file"),
            "{message}"
        );
    }

    #[test]
    fn the_folder_itself_may_be_a_link() {
        let place = tempfile::tempdir().unwrap();
        let real = place.path().join("real");
        fs::create_dir(&real).unwrap();
        symlink(&real, place.path().join("link")).unwrap();
        CLIENT.write(&place.path().join("link")).unwrap();
        assert!(real.join("operations/user.rs").exists());
    }

    #[test]
    fn other_hard_links_to_a_generated_file_keep_their_text() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("out");
        let mine = write(place.path(), "mine.rs", &generated());
        fs::create_dir(&out).unwrap();
        fs::hard_link(&mine, out.join("mod.rs")).unwrap();
        CLIENT.write(&out).unwrap();
        assert_eq!(fs::read_to_string(&mine).unwrap(), generated());
        assert_ne!(fs::read_to_string(out.join("mod.rs")).unwrap(), generated());
    }
}

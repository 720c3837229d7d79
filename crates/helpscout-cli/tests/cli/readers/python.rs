//! Python with the packages that `requirements.txt` pins, installed once into the target directory.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

static READERS: Packages = Packages::new("readers", include_str!("requirements.txt"));

/// Prints what decides which wheels fit.
const PLATFORM: &str = "import sys, sysconfig; print(sys.version, sysconfig.get_platform())";

/// Packages, as pip reads them.
#[derive(Debug)]
pub(crate) struct Packages {
    name: &'static str,
    requirements: &'static str,
    found: OnceLock<Result<Python, String>>,
}

impl Packages {
    /// Creates a set of packages. Its name is that of their directory.
    pub(crate) const fn new(name: &'static str, requirements: &'static str) -> Self {
        Self {
            name,
            requirements,
            found: OnceLock::new(),
        }
    }
}

/// A Python that can import the packages.
#[derive(Debug)]
pub(crate) struct Python {
    program: &'static str,
    packages: PathBuf,
}

impl Python {
    /// Returns Python with the packages of the readers. See [`Python::with`].
    pub(crate) fn find() -> Option<&'static Self> {
        Self::with(&READERS)
    }

    /// Returns Python with packages, or `None` if there is no Python, no pip or no package index.
    /// The reason is then printed.
    ///
    /// # Panics
    /// Panics without them if the variable `CI` is set.
    pub(crate) fn with(packages: &'static Packages) -> Option<&'static Self> {
        let reason = match packages.found.get_or_init(|| install(packages)) {
            Ok(python) => return Some(python),
            Err(reason) => reason,
        };
        assert!(
            !is_ci(),
            "CI is set, so the tests of the {} must run, but they can't: {reason}",
            packages.name
        );
        // Unlike what `eprintln!` prints, this is shown for a test that passes.
        let _ = writeln!(
            io::stderr(),
            "skipped: the tests of the {} need python3, pip or venv, and a package index: {reason}",
            packages.name
        );
        None
    }

    /// Returns Python, ready to run a script.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(self.program);
        command.arg("-s").env("PYTHONPATH", &self.packages);
        command
    }
}

fn is_ci() -> bool {
    env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false" && value != "0")
}

fn install(wanted: &Packages) -> Result<Python, String> {
    let (program, platform) = ["python3", "python"]
        .into_iter()
        .find_map(|program| Some((program, platform_of(program)?)))
        .ok_or("there is no python3 in PATH")?;
    let mut hasher = DefaultHasher::new();
    (wanted.requirements, platform).hash(&mut hasher);
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let packages = target.join(format!("{}-{:016x}", wanted.name, hasher.finish()));
    if !packages.is_dir() {
        download(program, target, &packages, wanted.requirements)?;
    }
    Ok(Python { program, packages })
}

fn platform_of(program: &str) -> Option<String> {
    let output = Command::new(program).args(["-c", PLATFORM]).output().ok()?;
    let is_python_3 = output.status.success() && output.stdout.starts_with(b"3.");
    is_python_3.then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Installs the packages into a directory beside `packages`, and renames it when it is complete.
fn download(
    program: &str,
    target: &Path,
    packages: &Path,
    requirements: &str,
) -> Result<(), String> {
    fs::create_dir_all(target).map_err(|error| format!("{}: {error}", target.display()))?;
    let unfinished = tempfile::tempdir_in(target).map_err(|error| error.to_string())?;
    let installed = unfinished.path().join("packages");
    let mut pip = pip(program, unfinished.path())?;
    pip.args(["install", "--quiet", "--disable-pip-version-check"])
        .args(["--no-input", "--only-binary", ":all:", "--requirement"])
        .arg(written(requirements, unfinished.path())?)
        .arg("--target")
        .arg(&installed);
    succeed(&mut pip)?;
    match fs::rename(&installed, packages) {
        // Another run may have been faster.
        Err(error) if !packages.is_dir() => Err(format!("{}: {error}", packages.display())),
        _ => Ok(()),
    }
}

/// Writes the requirements that this test was compiled with, which are those of the hash.
fn written(requirements: &str, folder: &Path) -> Result<PathBuf, String> {
    let path = folder.join("requirements.txt");
    fs::write(&path, requirements).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(path)
}

/// Returns the pip of this Python, or that of a new environment if it has none.
fn pip(program: &str, folder: &Path) -> Result<Command, String> {
    let with_pip = |program: &Path| {
        let mut pip = Command::new(program);
        // A configuration may ask for `--user`, which contradicts `--target`.
        pip.args(["-m", "pip"]).env("PIP_USER", "0");
        pip
    };
    let own = Path::new(program);
    if succeed(with_pip(own).arg("--version")).is_ok() {
        return Ok(with_pip(own));
    }
    let environment = folder.join("environment");
    succeed(Command::new(program).args(["-m", "venv"]).arg(&environment))?;
    let folder = environment.join(if cfg!(windows) { "Scripts" } else { "bin" });
    Ok(with_pip(&folder.join("python")))
}

/// Runs a command, and returns what it said if it fails.
fn succeed(command: &mut Command) -> Result<(), String> {
    let output = command.output();
    let failed = |said: String| format!("{command:?} failed: {said}");
    match output {
        Ok(Output { status, .. }) if status.success() => Ok(()),
        Ok(Output { stdout, stderr, .. }) => {
            let said = [stdout, stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
            Err(failed(said.concat()))
        }
        Err(error) => Err(failed(error.to_string())),
    }
}

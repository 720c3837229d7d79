//! The ID and the secret of an app, from a terminal that shows neither, or from stdin.

use std::io::{self, ErrorKind, IsTerminal, Read};

use helpscout_reports::secrecy::{ExposeSecret, SecretString};

use crate::exit::Exit;
use crate::interrupt::Session;
use crate::message::{Failure, note};

/// The byte order mark, which some editors put at the start of a text.
const BOM: char = '\u{feff}';

/// The most bytes that are read from stdin.
const LONGEST: u64 = 16 << 10;

/// Asks for both in the terminal.
pub(super) fn terminal(
    session: &Session,
    quiet: bool,
) -> Result<(SecretString, SecretString), Failure> {
    if !io::stdin().is_terminal() {
        return Err(Failure::usage("there is no terminal to ask in")
            .help("use --stdin, and write the ID and the secret to stdin, each on a line"));
    }
    // The prompt is printed before rpassword turns the echo off, and whoever types quickly would see
    // the first characters. A signal that ends the program leaves the terminal as it was.
    #[cfg(unix)]
    let _silent = echo::Off::start();
    if !quiet {
        note(
            "the app is in Help Scout, at Your Profile, My Apps; what you type or paste is not shown",
        );
    }
    asked(session, || {
        Ok((prompt("App ID: ")?, prompt("App secret: ")?))
    })
}

/// Reads both from stdin.
pub(super) fn stdin(session: &Session) -> Result<(SecretString, SecretString), Failure> {
    asked(session, read_stdin)
}

/// Asks for both, until the program is asked to end.
fn asked(
    session: &Session,
    ask: fn() -> Result<(SecretString, SecretString), Failure>,
) -> Result<(SecretString, SecretString), Failure> {
    let asked = session.run_blocking(ask).and_then(|asked| asked);
    asked.map_err(|failure| match failure.exit() {
        exit if exit.is_signal() => Failure::interrupted(exit, "interrupted; nothing was kept"),
        _ => failure,
    })
}

fn read_stdin() -> Result<(SecretString, SecretString), Failure> {
    let mut text = String::new();
    let read = io::stdin().lock().take(LONGEST).read_to_string(&mut text);
    read.map_err(|error| Failure::usage(format!("can't read stdin: {error}")))?;
    let text = SecretString::from(text);
    let lines = trimmed(text.expose_secret()).lines().map(str::trim);
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    match lines.as_slice() {
        [id, secret] => Ok(((*id).into(), (*secret).into())),
        lines => Err(Failure::usage(format!(
            "stdin has {} lines with text, and not two",
            lines.len()
        ))
        .help("write the ID of the app on the first line, and its secret on the second")),
    }
}

/// Asks for one value, which is not shown.
fn prompt(question: &str) -> Result<SecretString, Failure> {
    match rpassword::prompt_password(question) {
        Ok(typed) if trimmed(&typed).is_empty() => {
            let what = question.trim_end_matches([':', ' ']);
            Err(Failure::usage(format!("the {what} is empty"))
                .help("nothing was kept; run helpscout login again"))
        }
        Ok(typed) => Ok(trimmed(&typed).into()),
        Err(error) if error.kind() == ErrorKind::Interrupted => {
            Err(Failure::interrupted(Exit::Interrupted, "interrupted"))
        }
        // Ctrl-D, or a terminal that was closed.
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
            let what = question.trim_end_matches([':', ' ']);
            // The cursor is behind the question.
            note("");
            Err(Failure::usage(format!(
                "the input ended before the {what} was typed; nothing was kept"
            ))
            .help("run helpscout login again, or use --stdin"))
        }
        Err(error) => Err(
            Failure::usage(format!("can't ask in the terminal: {error}"))
                .help("use --stdin, and write the ID and the secret to stdin, each on a line"),
        ),
    }
}

/// Returns what was typed or pasted without what an editor puts around it.
fn trimmed(typed: &str) -> &str {
    typed.trim_start_matches(BOM).trim()
}

/// The echo of the terminal.
#[cfg(unix)]
mod echo {
    use std::fs::File;

    use rustix::termios::{
        LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
    };

    /// The time in which the terminal shows nothing that is typed, until this is dropped.
    pub(super) struct Off {
        terminal: File,
        before: Termios,
    }

    impl Off {
        /// Turns the echo off. Returns `None` if there is no terminal, which is said elsewhere.
        pub(super) fn start() -> Option<Self> {
            let terminal = File::open("/dev/tty").ok()?;
            let before = tcgetattr(&terminal).ok()?;
            let mut silent = before.clone();
            // Ctrl-C and Ctrl-D are read as what was typed, also before rpassword reads, so that they
            // are never lost.
            let modes = LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ISIG;
            silent.local_modes.remove(modes | LocalModes::ICANON);
            silent.special_codes[SpecialCodeIndex::VMIN] = 1;
            silent.special_codes[SpecialCodeIndex::VTIME] = 0;
            tcsetattr(&terminal, OptionalActions::Now, &silent).ok()?;
            Some(Self { terminal, before })
        }
    }

    impl Drop for Off {
        fn drop(&mut self) {
            let _ = tcsetattr(&self.terminal, OptionalActions::Now, &self.before);
        }
    }
}

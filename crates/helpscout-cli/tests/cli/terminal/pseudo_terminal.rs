//! Runs the program in a pseudo-terminal, which is also its stdin, stdout and stderr.

use std::io::{Read, Write};
use std::num::NonZero;
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use pty_process::Size;
use pty_process::blocking::{self, Pty};
use rustix::termios::{LocalModes, tcgetattr};

/// The longest time without any output. Nothing here takes that long, except on a stuck machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running program and its terminal.
pub(super) struct Terminal {
    pty: Arc<Pty>,
    child: Child,
    /// What the program printed, in the pieces in which it was read. Ends when the program ends.
    pieces: Receiver<Vec<u8>>,
    printed: Vec<u8>,
    size: (u16, u16),
}

impl Terminal {
    /// Starts the program in a terminal of 50 rows and that many columns.
    pub(super) fn start(command: &Command, columns: u16) -> Self {
        let size = (50, columns);
        let (pty, pts) = blocking::open().unwrap();
        pty.resize(Size::new(size.0, size.1)).unwrap();
        let variables = command
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?)));
        let child = blocking::Command::new(command.get_program())
            .args(command.get_args())
            .env_clear()
            .envs(variables)
            .spawn(pts)
            .unwrap();
        let pty = Arc::new(pty);
        Self {
            pieces: pieces(Arc::clone(&pty)),
            pty,
            child,
            printed: Vec::new(),
            size,
        }
    }

    /// Waits until the program has printed this.
    pub(super) fn wait_for(&mut self, text: &str) {
        while !self.text().contains(text) {
            match self.pieces.recv_timeout(PATIENCE) {
                Ok(piece) => self.printed.extend(piece),
                Err(error) => panic!("{text:?} is not printed: {error}: {:?}", self.text()),
            }
        }
    }

    /// Types a text.
    pub(super) fn type_in(&self, text: &str) {
        (&*self.pty).write_all(text.as_bytes()).unwrap();
    }

    /// Returns the ID of the process.
    pub(super) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the end of the program.
    pub(super) fn end(mut self) -> Ended {
        loop {
            match self.pieces.recv_timeout(PATIENCE) {
                Ok(piece) => self.printed.extend(piece),
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    self.child.kill().unwrap();
                    panic!("the program doesn't end: {:?}", self.text());
                }
            }
        }
        let (rows, columns) = self.size;
        let [rows, columns] = [rows, columns].map(|cells| NonZero::new(cells).unwrap());
        let mut screen = vt100::Parser::new(rows, columns, 0);
        screen.process(&self.printed);
        let modes = tcgetattr(&self.pty).map(|modes| modes.local_modes);
        Ended {
            has_echo: modes.is_ok_and(|modes| modes.contains(LocalModes::ECHO)),
            code: self.child.wait().unwrap().code(),
            printed: String::from_utf8(self.printed).unwrap(),
            screen: screen.screen().contents(),
        }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.printed).into_owned()
    }
}

/// What a program left in its terminal.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) code: Option<i32>,
    /// What it printed, with every line end as the terminal writes it: `\r\n`.
    pub(super) printed: String,
    /// Whether the terminal shows what is typed afterwards.
    pub(super) has_echo: bool,
    /// What can be seen in the end.
    pub(super) screen: String,
}

/// Reads until nothing has the terminal open any more, which is an error on some systems.
fn pieces(pty: Arc<Pty>) -> Receiver<Vec<u8>> {
    let (send, pieces) = mpsc::channel();
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(length @ 1..) = (&*pty).read(&mut buffer) {
            if send.send(buffer[..length].to_vec()).is_err() {
                break;
            }
        }
    });
    pieces
}

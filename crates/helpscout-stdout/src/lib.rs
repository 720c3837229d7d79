//! Stdout that reports every lost write.
//!
//! In: bytes. Out: the same bytes on stdout, or an error. Look first at [`Stdout::open`].
//!
//! The standard library hides two losses. Before `main` runs, it opens `/dev/null` in place of a
//! stdout that was closed (`program >&-`). It also ignores that stdout can't be written to because
//! it is open for reading only (`program 1<file`). [`Stdout`] reports both.

mod terminal;

use std::io::{self, Write};

pub use self::terminal::{can_move, is_styled, stderr_width, stdout_width};

/// Stdout, without a buffer.
///
/// A reader that has gone away is an error of the kind [`io::ErrorKind::BrokenPipe`], as with
/// [`io::Stdout`]. Whether that is a failure is up to the program: `program | head -1` has read
/// what it wanted.
///
/// ```
/// use std::io::Write;
///
/// use helpscout_stdout::Stdout;
///
/// let mut stdout = Stdout::open()?;
/// stdout.write_all(b"12 rows\n")?;
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Stdout(platform::Stdout);

impl Stdout {
    /// Opens stdout for writing.
    ///
    /// # Errors
    /// Fails if stdout was closed when the program started, or can't be duplicated because too many
    /// files are open. On Windows, this never fails.
    pub fn open() -> io::Result<Self> {
        if was_closed() {
            return Err(io::Error::other("it is closed"));
        }
        platform::open().map(Self)
    }
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Prints text to stdout. A reader that has gone away has seen enough, which is not an error.
///
/// # Errors
/// Fails if stdout can't be opened or written to for another reason.
pub fn print(text: &str) -> io::Result<()> {
    let printed = Stdout::open().and_then(|mut stdout| stdout.write_all(text.as_bytes()));
    match printed {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        printed => printed,
    }
}

/// Returns whether stdout was closed when the program started. On Windows, this is always false.
pub fn was_closed() -> bool {
    platform::was_closed()
}

#[cfg(unix)]
mod platform {
    use std::fs::File;
    use std::io;
    use std::os::fd::AsFd;
    use std::sync::atomic::{AtomicBool, Ordering};

    /// A file of its own, because [`io::Stdout`] ignores that its descriptor can't be written to.
    pub(crate) type Stdout = File;

    static WAS_CLOSED: AtomicBool = AtomicBool::new(false);

    // Runs before the standard library replaces a closed stdout. After that, nothing tells it from
    // a `/dev/null` that was asked for.
    ctor::declarative::ctor! {
        #[ctor(unsafe)]
        fn look_at_stdout() {
            let flags = rustix::io::fcntl_getfd(rustix::stdio::stdout());
            WAS_CLOSED.store(flags.is_err(), Ordering::Relaxed);
        }
    }

    pub(crate) fn was_closed() -> bool {
        WAS_CLOSED.load(Ordering::Relaxed)
    }

    pub(crate) fn open() -> io::Result<Stdout> {
        io::stdout().as_fd().try_clone_to_owned().map(File::from)
    }
}

#[cfg(not(unix))]
mod platform {
    use std::io;

    pub(crate) type Stdout = io::Stdout;

    pub(crate) fn was_closed() -> bool {
        false
    }

    pub(crate) fn open() -> io::Result<Stdout> {
        Ok(io::stdout())
    }
}

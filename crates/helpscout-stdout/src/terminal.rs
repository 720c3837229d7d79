//! What a terminal understands. The one place that decides about styles, a moving cursor and the length
//! of lines.
//!
//! Styles need a terminal, a `TERM` that is set and not `dumb`, and a `NO_COLOR` that is unset or
//! empty. On Windows, `TERM` may be unset: consoles there don't set it.

use std::env;
use std::ffi::OsStr;
use std::io::{self, IsTerminal};

use terminal_size::terminal_size_of;

/// Returns whether text on this stream may be styled: it is a terminal that understands escape
/// sequences, and the variable `NO_COLOR` is unset or empty.
///
/// ```
/// use std::io;
///
/// let heading = if helpscout_stdout::is_styled(&io::stdout()) {
///     "\u{1b}[1mName\u{1b}[0m"
/// } else {
///     "Name"
/// };
/// # assert!(heading.contains("Name"));
/// ```
pub fn is_styled(stream: &impl IsTerminal) -> bool {
    let no_color = env::var_os("NO_COLOR");
    can_move(stream) && may_style(no_color.as_deref())
}

/// Returns whether this stream can show a line that changes: it is a terminal, and the variable
/// `TERM` is set and not `dumb`.
pub fn can_move(stream: &impl IsTerminal) -> bool {
    understands_escapes(stream.is_terminal(), env::var_os("TERM").as_deref())
}

/// Returns how many columns a line on stdout may have: the number in the variable `COLUMNS`, or else
/// those of the terminal. Where there is no terminal, lines have any length.
pub fn stdout_width() -> Option<u16> {
    let stdout = io::stdout();
    width(stdout.is_terminal(), terminal_size_of(stdout))
}

/// Returns the same for stderr.
pub fn stderr_width() -> Option<u16> {
    let stderr = io::stderr();
    width(stderr.is_terminal(), terminal_size_of(stderr))
}

fn width(
    is_terminal: bool,
    size: Option<(terminal_size::Width, terminal_size::Height)>,
) -> Option<u16> {
    let columns = env::var("COLUMNS").ok();
    columns_of(
        is_terminal,
        columns.as_deref(),
        size.map(|(width, _)| width.0),
    )
}

fn columns_of(is_terminal: bool, wanted: Option<&str>, terminal: Option<u16>) -> Option<u16> {
    let wanted = wanted.and_then(|columns| columns.parse().ok());
    let columns = wanted.filter(|columns| *columns > 0).or(terminal);
    columns.filter(|_| is_terminal)
}

fn may_style(no_color: Option<&OsStr>) -> bool {
    no_color.is_none_or(OsStr::is_empty)
}

fn understands_escapes(is_terminal: bool, term: Option<&OsStr>) -> bool {
    let is_capable = match term {
        Some(term) => !term.is_empty() && term != "dumb",
        None => cfg!(windows),
    };
    is_terminal && is_capable
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_need_a_terminal_that_is_not_dumb_and_no_wish_for_none() {
        let styled = |is_terminal, term: Option<&str>, no_color: Option<&str>| {
            understands_escapes(is_terminal, term.map(OsStr::new))
                && may_style(no_color.map(OsStr::new))
        };
        assert!(styled(true, Some("xterm-256color"), None));
        assert!(styled(true, Some("xterm"), Some("")));
        assert!(!styled(true, Some("xterm"), Some("1")));
        assert!(!styled(true, Some("xterm"), Some("0")));
        assert!(!styled(true, Some("dumb"), None));
        assert!(!styled(true, Some("dumb"), Some("")));
        assert!(!styled(true, Some(""), None));
        assert_eq!(styled(true, None, None), cfg!(windows));
        assert!(!styled(true, None, Some("1")));
        assert!(!styled(false, Some("xterm"), None));
        assert!(!styled(false, None, None));
    }

    #[test]
    fn only_a_terminal_has_columns_and_the_variable_decides() {
        assert_eq!(columns_of(true, None, Some(80)), Some(80));
        assert_eq!(columns_of(true, Some("60"), Some(80)), Some(60));
        assert_eq!(columns_of(true, Some("60"), None), Some(60));
        for none in ["", "0", "wide"] {
            assert_eq!(columns_of(true, Some(none), Some(80)), Some(80));
        }
        assert_eq!(columns_of(false, Some("60"), Some(80)), None);
        assert_eq!(columns_of(true, None, None), None);
    }

    #[test]
    fn a_cursor_moves_without_color_but_not_on_a_dumb_terminal() {
        let moves = |is_terminal, term: Option<&str>| {
            understands_escapes(is_terminal, term.map(OsStr::new))
        };
        assert!(moves(true, Some("xterm")));
        assert!(!moves(true, Some("dumb")));
        assert!(!moves(false, Some("xterm")));
        assert_eq!(moves(true, None), cfg!(windows));
    }
}

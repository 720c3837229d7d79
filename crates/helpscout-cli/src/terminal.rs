//! What the terminal understands. The one place that decides about styles and a moving cursor.
//!
//! Styles need a terminal, a `TERM` that is set and not `dumb`, and a `NO_COLOR` that is unset or
//! empty. On Windows, `TERM` may be unset: consoles there don't set it.

use std::env;
use std::ffi::OsStr;
use std::io::{self, IsTerminal};

/// Returns whether text on stdout may be styled.
pub(crate) fn is_stdout_styled() -> bool {
    let (term, no_color) = (env::var_os("TERM"), env::var_os("NO_COLOR"));
    is_styled(
        io::stdout().is_terminal(),
        term.as_deref(),
        no_color.as_deref(),
    )
}

/// Returns whether text on stderr may be styled.
pub(crate) fn is_stderr_styled() -> bool {
    let no_color = env::var_os("NO_COLOR");
    is_styled(
        io::stderr().is_terminal(),
        env::var_os("TERM").as_deref(),
        no_color.as_deref(),
    )
}

/// Returns whether stderr can show a line that changes.
pub(crate) fn can_stderr_move() -> bool {
    understands_escapes(io::stderr().is_terminal(), env::var_os("TERM").as_deref())
}

fn is_styled(is_terminal: bool, term: Option<&OsStr>, no_color: Option<&OsStr>) -> bool {
    understands_escapes(is_terminal, term) && no_color.is_none_or(OsStr::is_empty)
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
            is_styled(is_terminal, term.map(OsStr::new), no_color.map(OsStr::new))
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

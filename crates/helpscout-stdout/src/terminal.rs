//! What a terminal understands. The one place that decides about styles and a moving cursor.
//!
//! Styles need a terminal, a `TERM` that is set and not `dumb`, and a `NO_COLOR` that is unset or
//! empty. On Windows, `TERM` may be unset: consoles there don't set it.

use std::env;
use std::ffi::OsStr;
use std::io::IsTerminal;

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

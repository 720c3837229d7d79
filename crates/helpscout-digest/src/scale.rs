//! Scales that all charts share, also those on a terminal.

//! What a function of the program is called, and what is said if it fails.

use std::any::Any;
use std::error::Error as StdError;

use crate::error::{Error, Kind};

pub(super) type BoxError = Box<dyn StdError + Send + Sync>;

/// A function of the program.
#[derive(Clone, Copy)]
pub(super) struct Function {
    pub(super) name: &'static str,
    /// What else to say if it panics.
    pub(super) after_panic: &'static str,
    /// What to do if it does not return.
    pub(super) advice: &'static str,
}

impl Function {
    pub(super) fn panicked(self, panic: &(dyn Any + Send)) -> Error {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
        let text = text.map_or(String::new(), |text| format!(" ({text})"));
        let Self {
            name, after_panic, ..
        } = self;
        let problem = format!("{name} panicked{text}{after_panic}");
        Error::new(Kind::Provider(problem))
    }
}

/// Returns the text of an error with those of its causes, because many errors only say what was being
/// done. A cause that the text before it contains is not repeated.
pub(super) fn told(error: &(dyn StdError + 'static)) -> String {
    // More than any real chain has.
    const MOST: usize = 64;
    let mut told = error.to_string();
    let causes = std::iter::successors(error.source(), |&cause| cause.source());
    for cause in causes.take(MOST) {
        let cause = cause.to_string();
        if !told.contains(&cause) {
            told = format!("{told}: {cause}");
        }
    }
    told
}

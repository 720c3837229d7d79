//! What is wrong with a text, and the change that mends it.

use std::ops::Range;

use crate::code::Code;
use crate::finding::Finding;
use crate::text::Text;

/// An error of the parser, explained.
pub(crate) struct Complaint {
    message: String,
    help: String,
    span: Range<usize>,
    fix: Option<(Range<usize>, String)>,
}

impl Complaint {
    pub(super) fn new(
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
            span,
            fix: None,
        }
    }

    /// Returns the byte at which it starts.
    pub(super) fn start(&self) -> usize {
        self.span.start
    }

    pub(super) fn fix(self, span: Range<usize>, replacement: impl Into<String>) -> Self {
        self.fix_if(true, span, replacement)
    }

    pub(super) fn fix_if(
        mut self,
        is_certain: bool,
        span: Range<usize>,
        new: impl Into<String>,
    ) -> Self {
        self.fix = is_certain.then(|| (span, new.into()));
        self
    }

    /// Returns the finding of that code, with the change that mends it.
    pub(crate) fn finding(self, code: Code, text: &Text) -> Finding {
        Finding::new(code, text.place(self.span), self.message)
            .help(self.help)
            .maybe_fix(self.fix.map(|(span, new)| text.fix(span, new)))
    }
}

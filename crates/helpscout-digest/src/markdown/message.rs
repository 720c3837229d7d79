//! A message of a limited length: what does not fit is not written.

/// The line breaks around a paragraph, and a backslash at its start.
const SURROUNDINGS: usize = 3;

/// A message of a limited length.
#[derive(Debug)]
pub(super) struct Message {
    text: String,
    /// The number of characters that still fit.
    room: usize,
    is_after_item: bool,
}

impl Message {
    /// Creates an empty message of at most this many characters.
    pub(super) fn new(room: usize) -> Self {
        Self {
            text: String::new(),
            room,
            is_after_item: false,
        }
    }

    /// Makes room for more characters.
    pub(super) fn allow(&mut self, characters: usize) {
        self.room += characters;
    }

    /// Returns the number of characters of a paragraph that still fits.
    pub(super) fn room(&self) -> usize {
        self.room.saturating_sub(SURROUNDINGS)
    }

    /// Writes a paragraph after an empty line. Returns whether it fits.
    pub(super) fn paragraph(&mut self, text: &str) -> bool {
        self.is_after_item = false;
        let gap = if self.text.is_empty() { "" } else { "\n" };
        self.push(&format!("{gap}{text}\n"))
    }

    /// Writes the items of a list, in which items that follow each other are one list. Returns whether
    /// all of them fit.
    pub(super) fn items(&mut self, items: impl IntoIterator<Item = String>) -> bool {
        items.into_iter().all(|item| {
            let gap = if self.is_after_item || self.text.is_empty() {
                ""
            } else {
                "\n"
            };
            self.is_after_item = self.push(&format!("{gap}{item}\n"));
            self.is_after_item
        })
    }

    /// Returns the message.
    pub(super) fn finish(self) -> String {
        self.text
    }

    fn push(&mut self, text: &str) -> bool {
        let characters = text.chars().count();
        let fits = characters <= self.room;
        if fits {
            self.text.push_str(text);
            self.room -= characters;
        }
        fits
    }
}

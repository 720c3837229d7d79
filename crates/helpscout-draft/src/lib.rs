//! Drafts a spec file from a documented page.
//!
//! The input is a page saved as text, and the spec as it is. The output is a [`Draft`]: a spec file
//! that reads without errors and that marks with `todo:` and `notes:` what a person has to decide.
//! Look at [`Drafter`] first.
//!
//! A page passes these modules: `page` splits it into its parts, `combine` merges what its tables
//! and its example say about the answer, `parameter` and `response` decide what the spec will say,
//! and `write` and `yaml` write it down.
//!
//! `document` breaks the lines of HTML. `table` reads tables in every notation: `pipes`, `tabs`,
//! `blanks`, `html`, `bullets` and `stacked` each find the cells of one, as a `grid`; `title`, `name`
//! and `place` say what the cells are about. `leftover` finds what looks like a table and could not be
//! read, `unread` the facts of a row that could not. `phrase`, `absent`, `default`, `shown`, `limit`,
//! `unit` and `relations` read sentences.
//!
//! The draft follows these rules, so that a reviewer has little to change:
//!
//! - No sentence of the page is copied. A `doc:` is what the spec says about the same name and type
//!   elsewhere, which needs no review; otherwise it is derived from the name, and a `todo:` asks for
//!   a description. The linter lists every `todo:`.
//! - Types of the spec come first: the draft uses an ID, an enum with the same values, a parameter
//!   group or an object with the same keys if there is one, and declares a new type only otherwise.
//! - If the table and the example contradict each other, the draft follows the example and adds a
//!   `todo:`.
//! - Figures of a report may be missing or null, whatever its single example shows. IDs, numbers of
//!   conversations, paging and rows may not. A field that is wrongly optional costs an `Option`; one
//!   that is wrongly required costs the whole answer. Fields of look-ups are as in their example.
//! - What the page leaves out is made up, and a `todo:` says so: example values, an example body, the
//!   unit of a time. So the linter finds nothing in a draft but its `todo:` entries.
//! - What looks like a table and could not be read becomes a note with its line and its first words.
//!   A row with facts that could not be read has a `todo:`.
//! - A value that a template of the page corrupted becomes a `correction:` only if it contains
//!   another name of the page, split in two. A possible typo stays as it is and gets a `todo:`.
//! - Only the page decides whether a parameter is required. Most pages don't say so, which becomes a
//!   note.

mod absent;
mod allowed;
mod answer;
mod answered;
mod blanks;
mod body;
mod bullets;
mod combine;
mod corruption;
mod default;
mod document;
mod draft;
mod drafter;
mod enumeration;
mod enums;
mod error;
mod example;
mod field_type;
mod grid;
mod groups;
mod heading;
mod html;
mod invent;
mod json_kind;
mod kind;
mod known;
mod leftover;
mod limit;
mod list_limit;
mod name;
mod names;
mod notes;
mod objects;
mod operation;
mod page;
mod page_keys;
mod page_title;
mod page_without_paging;
mod paging;
mod parameter;
mod path;
mod phrase;
mod pipes;
mod place;
mod plans;
mod relations;
mod request;
mod response;
mod sent;
mod several;
mod shared;
mod shown;
mod stacked;
mod table;
mod tabs;
mod text;
mod title;
mod unit;
mod unread;
mod words;
mod write;
mod yaml;

pub use draft::Draft;
pub use drafter::Drafter;
pub use error::DraftError;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

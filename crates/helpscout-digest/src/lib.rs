//! A report of figures, charts and tables, described once and written in several forms.
//!
//! In: a [`Digest`], which says what to show and in which order, with typed values. Out: the same
//! report as one HTML file ([`html`]), a spreadsheet ([`sheet`]) or Markdown ([`markdown`]). No form
//! calculates anything, so all of them show the same figures. Look first at [`Digest`].
//!
//! Texts may come from outside. Every form writes them as text: never as markup, formulas or links.

mod chart;
pub mod html;
mod link;
pub mod markdown;
mod model;
pub mod scale;
pub mod sheet;
mod table;
mod temporary;
mod value;
mod words;

pub use chart::{Chart, Plot, Reference, Series, Unit};
pub use model::{Block, Digest, Fact, Headline, Trend, Verdict};
pub use table::{Column, Kind, Rows, Table};
pub use temporary::in_temporary_folder;
pub use value::{Change, Value};
pub use words::Words;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

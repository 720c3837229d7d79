//! What most programs need, for `use helpscout_reports::prelude::*;`.
//!
//! It has the client and its errors, the queries, models, enumerations and IDs, and
//! [`Timestamp`]. It leaves out what only some programs name, such as options of a call and the raw
//! text of responses; that is at the root of the crate.
//!
//! ```no_run
//! use helpscout_reports::prelude::*;
//!
//! # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
//! let query = ProductivityReport::new(
//!     "2019-05-02T12:00:00Z".parse()?,
//!     "2019-06-02T12:00:00Z".parse()?,
//! )
//! .mailboxes([MailboxId(123)]);
//! let report: ProductivitySummary = client.send(&query).await?.into_value();
//! # Ok(())
//! # }
//! ```

#[doc(no_inline)]
pub use helpscout_runtime::{Client, ClientBuilder, Error, ErrorKind, Seconds, jiff::Timestamp};

#[doc(no_inline)]
pub use crate::{enums::*, ids::*, lookups::*, models::*, reports::*};

//! Prints the columns of every table of an operation, as the files of a nightly pull have them.
//!
//! ```text
//! cargo run -p helpscout-arrow --example schema -- user_conversation_history
//! ```
#![allow(clippy::print_stdout)]

use std::env;
use std::error::Error;

use helpscout_arrow::{OriginColumns, Schema};
use helpscout_description::Tables;

fn main() -> Result<(), Box<dyn Error>> {
    let api = helpscout_description::embedded();
    let id = env::args()
        .nth(1)
        .unwrap_or("user_conversation_history".to_owned());
    let operation = api
        .operation(&id)
        .ok_or(format!("no operation is called {id}"))?;
    let origin = OriginColumns {
        member: operation.parameter("user").map(|_| "user".to_owned()),
        window: operation.parameter("start").is_some(),
    };
    for table in &Tables::of(api, operation).list {
        println!("{}", table.name);
        for column in Schema::of(api, table, Some(&origin)).columns() {
            println!(
                "  {:<24} {:<16} {}",
                column.name,
                column.ty.words(),
                column.meaning()
            );
        }
    }
    Ok(())
}

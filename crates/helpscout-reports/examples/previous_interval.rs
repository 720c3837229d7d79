//! Prints a user's figures of May next to those of April.
#![allow(clippy::print_stdout)]

use helpscout_reports::prelude::*;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    let query = UserReport::new(
        UserId(447723),
        "2019-05-01T00:00:00Z".parse()?,
        "2019-05-31T23:59:59Z".parse()?,
    )
    .previous_interval(
        "2019-04-01T00:00:00Z".parse()?,
        "2019-04-30T23:59:59Z".parse()?,
    );

    let report = client.send(&query).await?;
    let (Some(may), Some(april)) = (&report.current, &report.previous) else {
        return Err("the report lacks one of the intervals".into());
    };
    // The service calculates the changes in percent.
    let change = report.deltas.clone().unwrap_or_default();

    println!(
        "{:16}{:>13}{:>13}{:>10}",
        "Figure", "May", "April", "Change"
    );
    print(
        "Replies",
        may.total_replies,
        april.total_replies,
        change.total_replies,
    );
    print(
        "Customers helped",
        may.customers_helped,
        april.customers_helped,
        change.customers_helped,
    );
    print(
        "Response time",
        may.response_time,
        april.response_time,
        change.response_time,
    );
    Ok(())
}

/// Prints one line. The service leaves out a figure or sends null where it has no data.
fn print<T: ToString>(name: &str, now: Option<T>, before: Option<T>, change: Option<f64>) {
    let [now, before] =
        [now, before].map(|figure| figure.map_or("–".to_owned(), |figure| figure.to_string()));
    let change = change.map_or("–".to_owned(), |percent| format!("{percent:+.1} %"));
    println!("{name:16}{now:>13}{before:>13}{change:>10}");
}

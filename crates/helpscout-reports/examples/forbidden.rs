//! Decides by the kind of an error what to tell people, for an account without reports.
#![allow(clippy::print_stdout)]

use helpscout_reports::prelude::*;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    let query = CompanyReport::new(
        "2019-05-01T00:00:00Z".parse()?,
        "2019-05-31T23:59:59Z".parse()?,
    );

    match client.send(&query).await {
        Ok(report) => println!("{} users replied", report.users.len()),
        Err(error) => println!("{}", explain(&error)),
    }
    Ok(())
}

fn explain(error: &Error) -> String {
    match error.kind() {
        ErrorKind::PlanRefused => {
            "Reports require the Plus or Pro plan, and a role that may see them.".to_owned()
        }
        ErrorKind::Forbidden => "The owner of the app may not see this.".to_owned(),
        ErrorKind::Unauthorized => "Check the ID and the secret of the app.".to_owned(),
        _ if error.is_transient() => match error.retry_after() {
            Some(wait) => format!("Try again in {} seconds.", wait.as_secs()),
            None => "Try again later.".to_owned(),
        },
        // The message says where and what happened, and what to do next.
        _ => error.to_string(),
    }
}

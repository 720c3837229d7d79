//! Lists the conversations that a user answered too late, and tests itself with values that are
//! built by hand and with a sandbox.
#![allow(clippy::print_stdout)]

use helpscout_reports::prelude::*;

const LIMIT: Seconds = Seconds::from_secs(4 * 60 * 60);

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    let (start, end) = (
        "2019-05-14T14:00:00Z".parse()?,
        "2019-05-14T14:30:00Z".parse()?,
    );
    for number in late_conversations(&client, start, end).await? {
        println!("#{number}");
    }
    Ok(())
}

async fn late_conversations(
    client: &Client,
    start: Timestamp,
    end: Timestamp,
) -> Result<Vec<i64>, Error> {
    let query = UserConversationHistory::new(UserId(447723), start, end);
    Ok(late(&client.all(query).await?))
}

/// Returns the numbers of the conversations that waited longer than the limit, each once.
fn late(rows: &[ConversationReply]) -> Vec<i64> {
    let mut numbers: Vec<i64> = rows
        .iter()
        .filter(|row| row.response_time > Some(LIMIT))
        .map(|row| row.number)
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

#[cfg(test)]
mod tests {
    use helpscout_sandbox::{Fault, Faults, Plan, Sandbox};

    use super::*;

    #[test]
    fn only_what_is_over_the_limit_is_late() {
        let row = |number| ConversationReply::new(number, ConversationId(1));
        let rows = [
            row(1).response_time(LIMIT),
            row(2).response_time(LIMIT + Seconds(1.0)),
            row(2).response_time(LIMIT * 2.0),
            row(3),
        ];
        assert_eq!(late(&rows), [2]);
    }

    #[tokio::test]
    async fn faults_of_the_service_lose_no_rows() -> Result<(), Box<dyn std::error::Error>> {
        let faults = Faults::new().at(1, 1, Fault::Cut);
        let sandbox = Sandbox::builder().faults(faults).start().await?;
        let client = Client::builder().sandbox(sandbox.base_url()).build()?;
        let (start, end) = (
            "2019-05-14T14:00:00Z".parse()?,
            "2019-05-14T14:30:00Z".parse()?,
        );

        let numbers = late_conversations(&client, start, end).await?;
        assert_eq!(numbers, [221944, 222111, 222143, 222176]);
        assert_eq!(sandbox.calls().faults().values().sum::<u64>(), 1);
        Ok(())
    }

    #[tokio::test]
    async fn an_account_without_reports_is_an_error() -> Result<(), Box<dyn std::error::Error>> {
        let sandbox = Sandbox::builder().plan(Plan::Standard).start().await?;
        let client = Client::builder().sandbox(sandbox.base_url()).build()?;
        let (start, end) = (
            "2019-05-14T14:00:00Z".parse()?,
            "2019-05-14T14:30:00Z".parse()?,
        );

        let refused = late_conversations(&client, start, end).await;
        assert!(refused.is_err_and(|error| error.is_plan_refusal()));
        Ok(())
    }
}

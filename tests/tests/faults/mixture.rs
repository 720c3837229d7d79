//! Tests a service where one call in five fails with any of the temporary faults.

use helpscout_sandbox::{Fault, Faults};

use crate::report::{IN_FLIGHT, Report, client, patient, query};

const SEEDS: u64 = 8;

#[tokio::test(flavor = "multi_thread")]
async fn a_walk_through_a_service_that_fails_a_fifth_of_all_calls_brings_every_row_in_order() {
    let report = Report::read().await;
    let mut failed = 0;
    for seed in 0..SEEDS {
        for in_flight in IN_FLIGHT {
            let faults = Faults::new()
                .mix(20.0, Fault::TRANSIENT)
                .token_share(Fault::ServerError, 20.0)
                .most_attempts(4)
                .retry_after(0)
                .seed(seed);
            let sandbox = patient().faults(faults).start().await.unwrap();
            let client = client(&sandbox, in_flight).build().unwrap();
            let rows = client.all(query()).await.unwrap();
            assert!(rows == report.rows(), "seed {seed}, {in_flight} in flight");
            failed += sandbox.calls().faults().values().sum::<u64>();
        }
    }
    let reports = SEEDS * IN_FLIGHT.len() as u64;
    println!("{failed} calls failed on the way to {reports} whole reports");
    assert!(failed > 0);
}

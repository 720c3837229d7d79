//! Faults as text, such as on a command line.

use std::collections::HashSet;

use crate::{Fault, Faults, Sandbox};

#[test]
fn every_fault_has_a_name_of_its_own_and_is_parsed_by_it() {
    let names: HashSet<&str> = Fault::ALL.iter().map(|fault| fault.name()).collect();
    assert_eq!(names.len(), Fault::ALL.len());
    for fault in Fault::ALL {
        assert_eq!(fault.to_string().parse(), Ok(*fault));
    }
}

#[test]
fn faults_are_parsed_from_a_percentage_and_kinds() {
    let mut report = String::new();
    for text in [
        "20% 429,500,cut",
        " 20%  500 , cut ",
        "0.5% drop",
        "5%",
        "0%",
        "100% html,html,stall",
        "",
        "20",
        "0.2",
        "20%500",
        "-1%",
        "101%",
        "NaN%",
        "%",
        "all% 500",
        "20% 404",
        "20% 500,,cut",
        "20% 500 cut",
    ] {
        let said = match text.parse::<Faults>() {
            Ok(faults) => shares(&faults),
            Err(error) => format!("error: {error}"),
        };
        report += &format!("{text:?}\n  {said}\n");
    }
    insta::assert_snapshot!(report);
}

fn shares(faults: &Faults) -> String {
    let shares = faults.calls.iter();
    let shares: Vec<String> = shares
        .map(|(fault, percent)| format!("{fault} {percent:.3}%"))
        .collect();
    shares.join(", ")
}

#[tokio::test]
async fn shares_that_are_none_do_not_start() {
    let mut report = String::new();
    for (said, faults) in [
        ("share -1", Faults::new().share(Fault::Cut, -1.0)),
        ("share NaN", Faults::new().share(Fault::Cut, f64::NAN)),
        ("mix inf", Faults::new().mix(f64::INFINITY, [Fault::Cut])),
        (
            "share 60, mix 40.5",
            Faults::new()
                .share(Fault::Cut, 60.0)
                .mix(40.5, [Fault::Html, Fault::Dropped]),
        ),
        (
            "token share 60 twice",
            Faults::new()
                .token_share(Fault::Cut, 60.0)
                .token_share(Fault::ServerError, 60.0),
        ),
    ] {
        let refused = Sandbox::builder().faults(faults).start().await;
        report += &format!("{said}\n  {}\n", refused.unwrap_err());
    }
    insta::assert_snapshot!(report);
}

#[tokio::test]
async fn all_of_everything_starts_however_it_is_split() {
    for parts in 1..=Fault::ALL.len() {
        let faults = Faults::new().mix(100.0, &Fault::ALL[..parts]);
        assert!(Sandbox::builder().faults(faults).start().await.is_ok());
    }
}

//! A service with an account, two users and their histories, which a test decides.

use serde_json::Value;

use crate::service::{Answer, Service, page};

/// Starts a service. `history` returns the rows of the user and the day of a request, such as
/// `(1, "2019-05-06")`, as a JSON list, or an answer that refuses the call.
pub(crate) fn start(
    history: impl Fn(i64, &str) -> Result<String, Answer> + Send + 'static,
) -> Service {
    start_with(|| vec![1, 2], history)
}

/// Starts a service whose account has the users with these IDs.
pub(super) fn start_with(
    ids: impl Fn() -> Vec<i64> + Send + 'static,
    history: impl Fn(i64, &str) -> Result<String, Answer> + Send + 'static,
) -> Service {
    Service::start(move |asked| {
        let (path, query) = asked.split_once('?').unwrap_or((asked, ""));
        let value = |name: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
        };
        match path {
            "/v2/users/me" => (200, r#"{"id":1,"companyId":4242}"#.to_owned()),
            "/v2/users" => (200, users(&ids())),
            _ => {
                let user = value("user").and_then(|user| user.parse().ok());
                let day = value("start").unwrap_or_default().get(..10);
                match history(user.unwrap_or_default(), day.unwrap_or_default()) {
                    Ok(rows) => {
                        let all: Vec<Value> = serde_json::from_str(&rows).unwrap();
                        (200, page(1, 1, all.len(), &rows))
                    }
                    Err(answer) => answer,
                }
            }
        }
    })
}

/// Returns how many histories were asked for.
pub(super) fn histories(service: &Service) -> usize {
    let asked = service.asked();
    asked
        .iter()
        .filter(|asked| asked.contains("/conversation-history"))
        .count()
}

fn users(ids: &[i64]) -> String {
    let users = ids.iter().map(|id| {
        let name = if *id == 1 { "Ada" } else { "Bo" };
        format!(r#"{{"id":{id},"firstName":"{name}","lastName":"Berg","type":"user"}}"#)
    });
    let users: Vec<String> = users.collect();
    format!(
        r#"{{"_embedded":{{"users":[{}]}},"page":{{"size":50,"totalElements":{},"totalPages":1,"number":1}}}}"#,
        users.join(","),
        users.len()
    )
}

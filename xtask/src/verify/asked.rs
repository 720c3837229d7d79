//! Answers that are asked for.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use helpscout_description::Api;

use super::{Answer, Answers, Arguments};
use crate::live::{Service, block_on};
use crate::shown;

/// The answers of all operations that can be asked. Those that can't, or were refused, are told.
pub(super) fn asked(arguments: &Arguments, api: &Api) -> Result<Answers, String> {
    let settings = arguments.set.iter().cloned().collect();
    let all = block_on(async {
        let service = match arguments.sandbox {
            true => Service::sandbox(api).await?,
            false => Service::live()?,
        };
        let all = ask(&service, arguments, api, &settings).await;
        service.shutdown().await;
        Ok(all)
    })?;
    if let Some(folder) = &arguments.save {
        save(folder, &all.answers)?;
    }
    Ok(all)
}

async fn ask(
    service: &Service,
    arguments: &Arguments,
    api: &Api,
    settings: &BTreeMap<String, String>,
) -> Answers {
    let mut all = Answers::default();
    let mut wanted = api.operations.iter().filter(|one| arguments.asks(&one.id));
    for described in wanted.by_ref() {
        let call = match service.call(described, settings) {
            Ok(call) => call,
            Err(missing) => {
                eprintln!("{} is not asked: {missing}", described.id);
                all.not_asked += 1;
                continue;
            }
        };
        match service.ask(&call).await {
            Ok(body) => all.answers.push(Answer {
                operation: described.id.clone(),
                name: format!("the answer of {}", described.id),
                body,
            }),
            Err(error) => {
                eprintln!("error: {error}");
                all.refused += 1;
                // No other call would fare better.
                if error.is_unauthorized() || error.is_connect() {
                    break;
                }
            }
        }
    }
    all.refused += wanted.count();
    all
}

fn save(folder: &Path, answers: &[Answer]) -> Result<(), String> {
    let fail = |error| format!("{} can't be written: {error}", shown(folder));
    fs::create_dir_all(folder).map_err(fail)?;
    for answer in answers {
        let path = folder.join(format!("{}.json", answer.operation));
        fs::write(path, &answer.body).map_err(fail)?;
    }
    Ok(())
}

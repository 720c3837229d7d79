//! Answers that are fetched from a service.

use std::path::Path;

use helpscout_description::Api;
use helpscout_files::{Folder, Kind};

use super::answers::{Answer, Answers};
use super::selection::Selection;
use crate::credentials::Credentials;
use crate::error::Error;
use crate::output;
use crate::service::{Service, block_on};

/// Calls each selected operation of the live service once, and prints which calls fail.
pub(crate) fn from_live(
    credentials: Credentials<'_>,
    api: &Api,
    selection: &Selection,
) -> Result<Answers, Error> {
    let service = Service::live(api, credentials)?;
    block_on(async { Ok(fetch(&service, api, selection, true).await) })
}

/// Calls each selected operation of a sandbox once, and prints which calls fail.
pub(crate) fn from_sandbox(api: &Api, selection: &Selection) -> Result<Answers, Error> {
    block_on(async {
        let service = Service::sandbox(api).await?;
        let fetched = fetch(&service, api, selection, false).await;
        service.shutdown().await;
        Ok(fetched)
    })
}

/// Saves each answer as `OPERATION.json`. Replaces regular files only, and writes nothing if
/// something else is in the way.
pub(crate) fn save(folder: &Path, answers: &[Answer]) -> Result<(), Error> {
    write(folder, answers).map_err(|error| Error::refused(&error))
}

fn write(folder: &Path, answers: &[Answer]) -> Result<(), helpscout_files::Error> {
    let folder = Folder::create(folder)?;
    let name = |answer: &Answer| format!("{}.json", answer.operation);
    for answer in answers {
        if folder.kind(&name(answer))?.is_some() {
            folder.expect(&name(answer), Kind::File)?;
        }
    }
    for answer in answers {
        folder.replace(&name(answer), answer.body.as_bytes())?;
    }
    Ok(())
}

async fn fetch(service: &Service, api: &Api, selection: &Selection, is_live: bool) -> Answers {
    let mut fetched = Answers::default();
    let mut operations = selection.operations(api);
    for operation in operations.by_ref() {
        let id = &operation.id;
        // What somebody names by itself is what they want to call.
        if is_live && !operation.only_reads() && selection.named().is_empty() {
            output::status(format_args!(
                "{id} is not called: it may change something; `--only {id}` calls it"
            ));
            fetched.not_called += 1;
            continue;
        }
        let call = match service.call(api, operation, &selection.settings) {
            Ok(call) => call,
            Err(missing) => {
                output::status(format_args!("{id} is not called: {missing}"));
                fetched.not_called += 1;
                continue;
            }
        };
        match service.send(&call).await {
            Ok(body) => fetched.answers.push(Answer {
                operation: id.clone(),
                name: format!("the answer of {id}"),
                body,
            }),
            Err(error) => {
                output::error(&Error::new(&error));
                fetched.failed += 1;
                // The other calls would fail in the same way.
                if error.is_unauthorized() || error.is_connect() {
                    break;
                }
            }
        }
    }
    fetched.failed += operations.count();
    fetched
}

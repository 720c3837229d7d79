//! Looks up what the options of a history name, and reads it.

use helpscout_description::Operation;
use helpscout_reports::Client;

use super::question::{Question, Wanted};
use super::read::{self, Answer};
use crate::evidence::Evidence;
use crate::message::Failure;
use crate::progress::Progress;
use crate::request::{Asked, Resolved, ineffective_interval};
use crate::unknown_ids;
use crate::when::When;
use crate::who::Directory;

/// Reads the history that is asked for. Says which IDs the account doesn't know.
pub(super) async fn answer(
    operation: &Operation,
    asked: &Asked,
    question: &Question,
    client: &Client,
    progress: &Progress,
) -> Result<Answer, Failure> {
    let mut directory = Directory::of(client);
    let resolved = resolve(operation, asked, question, &mut directory, progress).await?;
    let request = resolved.request.clone();
    let wanted = wanted(resolved, progress)?;
    let read = read::history(
        question,
        operation,
        wanted,
        client,
        &mut directory,
        progress,
    );
    let found = read.await.map(|answer| {
        let rows = answer.history.figures.rows;
        let evidence = Evidence::of_rows(i64::try_from(rows).unwrap_or(i64::MAX));
        (answer, Some(evidence))
    });
    let mut operation = operation.clone();
    if !question.has_users {
        // The user in the request only stands for those of a team, which exist.
        let parameters = &mut operation.parameters;
        parameters.retain(|parameter| parameter.wire != "user");
    }
    unknown_ids::named(client, &directory, &operation, &request, found, progress).await
}

/// Returns what was asked for, with IDs for names. Says if an interval has no effect.
pub(super) async fn resolve(
    operation: &Operation,
    asked: &Asked,
    question: &Question,
    directory: &mut Directory,
    progress: &Progress,
) -> Result<Resolved, Failure> {
    let resolved = asked
        .resolve_with_names(directory, question.has_names)
        .await?;
    if let Some(note) = ineffective_interval(operation, &resolved.request) {
        progress.note(note);
    }
    Ok(resolved)
}

/// Returns what is wanted, with the period in its zone.
pub(super) fn wanted(resolved: Resolved, progress: &Progress) -> Result<Wanted, Failure> {
    let Resolved {
        request,
        names,
        when,
        ..
    } = resolved;
    let Some(When {
        period: Some(period),
        compared: before,
        notes,
        ..
    }) = when
    else {
        let problem = "a history needs a start and an end";
        return Err(Failure::usage(problem).help("add --period, or --start and --end"));
    };
    for note in notes {
        progress.note(note);
    }
    Ok(Wanted {
        request,
        names,
        period,
        before,
    })
}

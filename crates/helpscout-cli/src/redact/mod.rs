//! Replaces what customers are called and what they wrote (`--redact`).
//!
//! In: rows and answers as the service sends them. Out: the same JSON with pseudonyms for customers
//! and without their texts, before any format sees it. `personal` says which fields are of which
//! kind, and `pseudonym` makes the pseudonyms.
//!
//! What is not described can't be judged, so text under unknown keys is removed, too.

mod personal;
mod pseudonym;
mod rewrite;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use clap::ArgMatches;
use helpscout_description::{Field, Object, Operation, Type};
use helpscout_reports::describe;
use helpscout_reports::secrecy::SecretString;
use serde_json::value::RawValue;

use self::personal::Personal;
use self::pseudonym::Pseudonyms;
use self::rewrite::Rewrite;
use crate::message::{Failure, shortened};

pub(crate) use self::pseudonym::{KEY, SHORTEST};
pub(crate) use self::rewrite::may_be_pseudonym;

/// The most names of unknown keys that a note lists.
const MOST_KEYS: usize = 10;

/// The redaction of the command that runs. A process runs one command at a time, and everything that
/// it fetches is redacted or nothing is.
static CURRENT: Mutex<Option<Arc<Redaction>>> = Mutex::new(None);

/// The replacement of personal data in everything that a command fetches.
#[derive(Debug)]
pub(crate) struct Redaction {
    pseudonyms: Pseudonyms,
    /// The unknown keys whose text was removed.
    unknown: Mutex<BTreeSet<String>>,
}

/// Turns the redaction on or off for everything that is fetched from here on, as the options say.
/// `kept_secret` is the secret of the app, if a profile has it.
///
/// # Errors
/// If pseudonyms have no key.
pub(crate) fn use_options(
    matches: &ArgMatches,
    is_sandbox: bool,
    kept_secret: Option<&SecretString>,
) -> Result<(), Failure> {
    let is_on = matches.try_get_one::<bool>("redact").ok().flatten() == Some(&true);
    let redaction = if is_on {
        Some(Arc::new(Redaction {
            pseudonyms: Pseudonyms::of_environment(is_sandbox, kept_secret)?,
            unknown: Mutex::default(),
        }))
    } else {
        None
    };
    *CURRENT.lock().unwrap_or_else(PoisonError::into_inner) = redaction;
    Ok(())
}

/// Turns the redaction on or off for a server, which starts with it. Without a key, pseudonyms are
/// others in each process.
///
/// # Errors
/// If there is a key, and it is too short.
#[cfg(feature = "mcp")]
pub(crate) fn use_in_server(is_on: bool, is_sandbox: bool) -> Result<(), Failure> {
    let redaction = if is_on {
        Some(Arc::new(Redaction {
            pseudonyms: Pseudonyms::of_server(is_sandbox)?,
            unknown: Mutex::default(),
        }))
    } else {
        None
    };
    *CURRENT.lock().unwrap_or_else(PoisonError::into_inner) = redaction;
    Ok(())
}

/// What a redaction leaves of the texts in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Remains {
    Everything,
    /// The same pseudonym for the same customer.
    Pseudonyms,
    /// Whether there is a text.
    Presence,
}

/// Returns whether what a command fetches will be redacted: because of its option, or of the server
/// that it runs in.
pub(crate) fn is_asked_for(matches: &ArgMatches) -> bool {
    match matches.try_get_one::<bool>("redact") {
        Ok(is_on) => is_on == Some(&true),
        // The arguments of a tool have no such option.
        Err(_) => current().is_some(),
    }
}

/// Returns what a redaction leaves of a field that is compared: its text, or the name in it.
pub(crate) fn remains_of(owner: &Object, field: &Field) -> Remains {
    match &field.ty {
        Type::Object(_) => {
            let object = describe::api().object_of(&field.ty);
            let name = object.and_then(|object| Some((object, object.field("name")?)));
            name.map_or(Remains::Everything, |(object, name)| {
                of_text(personal::of(object, name))
            })
        }
        Type::Text => of_text(personal::of(owner, field)),
        _ => Remains::Everything,
    }
}

fn of_text(personal: Personal) -> Remains {
    match personal {
        Personal::No => Remains::Everything,
        Personal::Name | Personal::Email => Remains::Pseudonyms,
        Personal::Text => Remains::Presence,
    }
}

/// Returns whether a text of an answer is what a customer is called or wrote.
#[cfg(feature = "mcp")]
pub(crate) fn is_from_customer(object: &Object, field: &Field) -> bool {
    personal::of(object, field) != Personal::No
}

/// Returns the redaction, if it is on.
pub(crate) fn current() -> Option<Arc<Redaction>> {
    CURRENT
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone()
}

impl Redaction {
    /// Returns what tells whether pseudonyms are made with the same key, and nothing else about it.
    pub(crate) fn fingerprint(&self) -> String {
        self.pseudonyms.fingerprint()
    }

    /// Returns the rows of an operation without personal data.
    pub(crate) fn rows(&self, operation: &str, rows: Vec<Box<RawValue>>) -> Vec<Box<RawValue>> {
        let described = describe::api().operation(operation);
        let object = described.and_then(|operation| {
            let ty = describe::api().row_type(operation)?;
            describe::api().object_of(ty)
        });
        let rows = rows.into_iter();
        rows.map(|row| raw(self.object(object, row.get())))
            .collect()
    }

    /// Returns an answer without personal data.
    pub(crate) fn body(&self, operation: &Operation, body: &str) -> String {
        self.object(describe::api().object(&operation.response), body)
    }

    /// Returns what was removed that nobody has described, if anything was.
    pub(crate) fn note(&self) -> Option<String> {
        let unknown = self.unknown.lock().unwrap_or_else(PoisonError::into_inner);
        if unknown.is_empty() {
            return None;
        }
        let listed = unknown.iter().take(MOST_KEYS).map(|key| shortened(key));
        let mut listed = listed.collect::<Vec<_>>().join(", ");
        if unknown.len() > MOST_KEYS {
            listed.push_str(", …");
        }
        Some(format!(
            "--redact removed the values of keys that this version does not know: {listed}"
        ))
    }

    fn object(&self, object: Option<&'static Object>, json: &str) -> String {
        let mut rewrite = Rewrite::new(&self.pseudonyms);
        let text = rewrite.answer(object, json);
        if !rewrite.unknown.is_empty() {
            let mut unknown = self.unknown.lock().unwrap_or_else(PoisonError::into_inner);
            // A service may invent any number of keys.
            if unknown.len() <= MOST_KEYS {
                unknown.extend(rewrite.unknown);
            }
        }
        text
    }
}

/// Returns a text that was made of valid JSON as JSON.
fn raw(json: String) -> Box<RawValue> {
    RawValue::from_string(json).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

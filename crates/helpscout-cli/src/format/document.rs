//! An answer that is not split into pages.

use serde_json::value::RawValue;

use super::definitions::AnswerType;
use super::error::WriteError;
use super::json_object::JsonObject;
use super::series::Series;
use crate::message::excerpt;

/// An answer, read as far as the description says what it is.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    /// The answer, byte for byte.
    pub(crate) text: &'a str,
    pub(crate) content: Content<'a>,
    answer: AnswerType,
}

/// What a document holds.
#[derive(Debug)]
pub(crate) enum Content<'a> {
    /// A list of values, each as received.
    List(Vec<&'a RawValue>),
    /// A single object: its text and its fields.
    Object(&'a RawValue, JsonObject<'a>),
}

impl<'a> Document<'a> {
    /// Reads an answer. Fails if it is something else than described.
    pub(crate) fn read(text: &'a str, answer: AnswerType) -> Result<Self, WriteError> {
        let content = read(text, answer).map_err(|what| undocumented(what, text))?;
        Ok(Self {
            text,
            content,
            answer,
        })
    }

    /// Returns the content for a format that takes it apart. Fails if the answer is described as a
    /// series of points and is something else.
    pub(crate) fn structured(&self) -> Result<&Content<'a>, WriteError> {
        if let Content::Object(_, fields) = &self.content {
            let (definitions, object) = (self.answer.definitions, self.answer.object);
            if Series::is_described(definitions, object)
                && Series::whole(definitions, object, fields).is_none()
            {
                return Err(undocumented("is not a series of points", self.text));
            }
        }
        Ok(&self.content)
    }
}

fn read(text: &str, answer: AnswerType) -> Result<Content<'_>, &'static str> {
    if answer.is_list {
        let items = serde_json::from_str(text).map_err(|_| "is not a list")?;
        return Ok(Content::List(items));
    }
    let json: &RawValue = serde_json::from_str(text).map_err(|_| "is not JSON")?;
    let fields = JsonObject::of(json).map_err(|_| "is not a JSON object")?;
    let object = answer.object;
    let is_known = |key: &str| object.field(key).is_some() || object.rest.is_some();
    if !fields.fields().any(|(key, _)| is_known(key)) {
        return Err("has no documented key");
    }
    Ok(Content::Object(json, fields))
}

fn undocumented(what: &'static str, text: &str) -> WriteError {
    WriteError::Undocumented {
        what,
        excerpt: excerpt(text),
    }
}

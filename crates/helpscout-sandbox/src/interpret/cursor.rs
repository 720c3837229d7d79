//! Cursors: values that say where a page starts, and mean nothing to a client.

use helpscout_description::{Api, Operation, PageStyle, Parameter, Type};
use serde_json::{Value, json};

use crate::desk::random::mix_text;

/// The cursors of an operation, each of which fits its parameter and the field of the answer.
pub(super) struct Cursors<'a> {
    operation: &'a Operation,
    form: Form,
    /// Whether the field of the answer is a number in JSON.
    is_number: bool,
}

enum Form {
    /// A text with characters that need to be encoded in a URL, as those of real services have.
    Text { least: usize, most: usize },
    /// The numbers from `first` on, `step` for each row.
    Number { first: i64, step: i64 },
    /// 24 hexadecimal digits.
    Hex,
}

impl<'a> Cursors<'a> {
    /// Returns the cursors of an operation. Those of links are texts.
    pub(super) fn of(api: &Api, operation: &'a Operation) -> Self {
        let style = operation.pages.as_ref().map(|pages| &pages.style);
        let (parameter, field) = match style {
            Some(PageStyle::Cursor {
                parameter, next, ..
            }) => (
                operation.parameter(parameter),
                api.fields_along(&operation.response, next).last().copied(),
            ),
            Some(PageStyle::LastRow {
                parameter, value, ..
            }) => {
                let row = api.row_object(operation);
                let fields = row.map(|row| api.fields_along(&row.name, value));
                let field = fields.and_then(|fields| fields.last().copied());
                (operation.parameter(parameter), field)
            }
            _ => (None, None),
        };
        let types = [
            parameter.map(|parameter| &parameter.ty),
            field.map(|field| &field.ty),
        ];
        let is_hex = |ty: &Type| matches!(ty, Type::Id(name) if api.is_hex(name));
        let is_number = |ty: &Type| match ty {
            Type::Integer => true,
            Type::Id(name) => !api.is_text_id(name),
            _ => false,
        };
        let form = if types.into_iter().flatten().any(is_hex) {
            Form::Hex
        } else if types.into_iter().flatten().any(is_number) {
            numbers(parameter)
        } else {
            let limit = |limit: Option<u32>| limit.and_then(|limit| usize::try_from(limit).ok());
            Form::Text {
                least: limit(parameter.and_then(|parameter| parameter.min_length)).unwrap_or(0),
                most: limit(parameter.and_then(|parameter| parameter.max_length))
                    .unwrap_or(usize::MAX),
            }
        };
        Self {
            operation,
            form,
            is_number: field.is_some_and(|field| is_number(&field.ty)),
        }
    }

    /// Returns the cursor of the page that starts after `before` rows, as a request has it.
    pub(super) fn text(&self, before: usize) -> String {
        let check = mix_text(before as u64, &self.operation.id);
        match self.form {
            Form::Text { least, most } => {
                let mut text = format!("{before:x}");
                let most = most.max(text.len());
                text.push_str(&format!("+{check:016x}=="));
                text.truncate(most);
                let filling = least.saturating_sub(text.len());
                text + &"=".repeat(filling)
            }
            Form::Number { first, step } => {
                let rows = i64::try_from(before).unwrap_or(i64::MAX);
                let check = (check % step.unsigned_abs()).cast_signed();
                let number = first.saturating_add(rows.saturating_mul(step));
                number.saturating_add(check).to_string()
            }
            Form::Hex => format!("{before:012x}{:012x}", check >> 16),
        }
    }

    /// Returns the cursor of the page that starts after `before` rows, as an answer has it.
    pub(super) fn value(&self, before: usize) -> Value {
        let text = self.text(before);
        match text.parse::<i64>() {
            Ok(number) if self.is_number => json!(number),
            _ => json!(text),
        }
    }

    /// Returns the number of rows before the page that a cursor leads to, or `None` if the text is
    /// not a cursor of this operation.
    pub(super) fn parse(&self, text: &str) -> Option<usize> {
        let before = match self.form {
            Form::Text { .. } => {
                let digits = text.split('+').next()?;
                usize::from_str_radix(digits, 16).ok()?
            }
            Form::Number { first, step } => {
                let number: i64 = text.parse().ok()?;
                // The largest number stands for every page beyond it.
                number.checked_add(1)?;
                usize::try_from(number.checked_sub(first)?.div_euclid(step)).ok()?
            }
            Form::Hex => usize::from_str_radix(text.get(..12)?, 16).ok()?,
        };
        // Only the text that was sent is accepted, not another spelling of the same number.
        (self.text(before) == text).then_some(before)
    }
}

/// Returns the numbers that are cursors within the limits of the parameter. Where there is room,
/// they need more than 32 bits, and not every number is a cursor.
fn numbers(parameter: Option<&Parameter>) -> Form {
    let minimum = parameter.and_then(|parameter| parameter.minimum);
    let maximum = parameter.and_then(|parameter| parameter.maximum);
    let first = minimum.unwrap_or(if maximum.is_some() { 0 } else { FLOOR });
    let room = maximum.unwrap_or(i64::MAX).saturating_sub(first);
    let step = if room >= ROOM { STEP } else { 1 };
    Form::Number { first, step }
}

/// The first number that is a cursor, where none is described.
const FLOOR: i64 = 4_300_000_000;
/// The distance between cursors, of which one number each is accepted.
const STEP: i64 = 1 << 16;
/// The least room for such distances: that of a billion rows.
const ROOM: i64 = STEP << 30;

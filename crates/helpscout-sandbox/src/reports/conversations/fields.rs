//! Custom fields: which values the conversations of a mailbox have.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    desk::attributes::{CUSTOM_FIELDS, CustomField, FieldValue},
    reports::{
        mean::Mean,
        period::{Period, Periods, difference},
    },
};

pub(super) fn custom_fields(periods: &Periods<Period<'_>>) -> Value {
    let fields = CUSTOM_FIELDS.iter();
    let fields: Vec<Value> = fields.map(|field| custom_field(field, periods)).collect();
    json!({ "count": fields.len(), "fields": fields })
}

fn custom_field(field: &CustomField, periods: &Periods<Period<'_>>) -> Value {
    let answers = periods.map(|period| Answers::of(field, period));
    let (current, previous) = (&answers.current, answers.previous.as_ref());
    let value = |value: &FieldValue| {
        let count = current.by_value.get(&value.id).copied().unwrap_or_default();
        json!({
            "name": value.name,
            "id": value.id,
            "count": count,
            "percent": Mean::percent(count, current.all).to_json(),
        })
    };
    let unanswered =
        |answers: &Answers| Mean::percent(answers.all - answers.given(), answers.all).to_json();
    let percent = unanswered(current);
    let before = previous.map(unanswered).unwrap_or_default();
    json!({
        "id": field.id,
        "name": field.name,
        "mailboxId": field.mailbox,
        "values": field.values.iter().map(value).collect::<Vec<_>>(),
        "summary": {
            "total": current.all,
            "totalAnswered": current.given(),
            "previousTotal": previous.map(|answers| answers.all),
            "previousTotalAnswered": previous.map(Answers::given),
            "unansweredDelta": difference(&percent, &before),
            "unansweredPreviousPercent": before,
            "unansweredPercent": percent,
        },
    })
}

/// The values of a custom field in the conversations of its mailbox.
#[derive(Default)]
struct Answers {
    all: i64,
    by_value: BTreeMap<i64, i64>,
}

impl Answers {
    fn of(field: &CustomField, period: &Period<'_>) -> Self {
        let mut answers = Self::default();
        let conversations = period.touched().map(|measures| measures.conversation);
        for conversation in
            conversations.filter(|conversation| conversation.mailbox == field.mailbox)
        {
            answers.all += 1;
            if let Some(value) = conversation.field_value(field) {
                *answers.by_value.entry(value).or_default() += 1;
            }
        }
        answers
    }

    fn given(&self) -> i64 {
        self.by_value.values().sum()
    }
}

//! `find_report`: reports by words.

use std::collections::HashSet;

use helpscout_description::prose::plain;
use helpscout_description::{Api, Group, Operation, Type};
use helpscout_reports::describe;
use serde_json::{Value, json};

use super::answer::Answer;
use super::arguments::Arguments;
use super::reports;
use crate::explain;

/// The most reports that words find.
const MOST: usize = 8;

/// How deep the fields of an answer are searched.
const DEEPEST: usize = 6;

/// Words that say the same as others, in a form that the description has.
const SYNONYMS: [(&str, &str); 16] = [
    ("agent", "user"),
    ("csat", "happiness"),
    ("satisfaction", "happiness"),
    ("survey", "happiness"),
    ("nps", "happiness"),
    ("sla", "response"),
    ("frt", "first"),
    ("latency", "response"),
    ("speed", "response"),
    ("solved", "resolved"),
    ("closed", "resolved"),
    ("ticket", "conversation"),
    ("inbox", "mailbox"),
    ("label", "tag"),
    ("backlog", "drilldown"),
    ("busy", "hour"),
];

/// Words that every report could be found by.
const COMMON: [&str; 17] = [
    "a", "all", "and", "by", "for", "how", "in", "many", "of", "on", "per", "report", "reports",
    "the", "time", "to", "what",
];

/// Finds reports.
pub(super) fn run(arguments: &Arguments) -> Answer {
    let words = arguments.text("words").unwrap_or_default();
    let all = reports::of(Group::Reports);
    let found = found(words, &all);
    let mut answer = Answer::default();
    let listed = if found.is_empty() { &all } else { &found };
    if found.is_empty() && !words.trim().is_empty() {
        let note = "no report has these words; these are all reports";
        answer.notes.push(note.to_owned());
    }
    let lines = listed.iter().map(|(name, operation)| {
        let user = if has_user(operation) {
            " (needs user)"
        } else {
            ""
        };
        format!("{name}: {}{user}\n", plain(&operation.summary))
    });
    let mut text: String = lines.collect();
    for note in &answer.notes {
        text.push_str(&format!("Note: {note}\n"));
    }
    let reports = listed.iter().map(|(name, operation)| {
        json!({"report": name, "summary": plain(&operation.summary),
            "needsUser": has_user(operation)})
    });
    let reports: Vec<Value> = reports.collect();
    answer.head.push(("reports", reports.into()));
    answer.text = Some(text);
    answer
}

/// Returns the reports that words find, the best first.
fn found(words: &str, all: &[(String, &'static Operation)]) -> Vec<(String, &'static Operation)> {
    let whole = words.trim();
    let words = words
        .split(|char: char| !char.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|word| !word.is_empty());
    let words: Vec<String> = words.collect();
    let specific: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| !COMMON.contains(word))
        .collect();
    let of_figure: HashSet<&str> = figures_of(whole, &specific);
    let api = describe::api();
    let scored = all.iter().filter_map(|(name, operation)| {
        let texts = Texts::of(api, name, operation);
        let mut score: usize = specific.iter().map(|word| texts.score(word)).sum();
        if of_figure.contains(name.as_str()) {
            score += 4;
        }
        // Of two that fit as well, the one with the shorter name is more general.
        (score > 0).then_some((score, name, *operation))
    });
    let mut scored: Vec<_> = scored.collect();
    scored.sort_by_key(|(score, name, _)| (std::cmp::Reverse(*score), name.len()));
    let best = scored.first().map_or(0, |(score, _, _)| *score);
    scored.retain(|(score, _, _)| score * 3 >= best);
    let scored = scored.into_iter().take(MOST);
    scored
        .map(|(_, name, operation)| (name.clone(), operation))
        .collect()
}

/// Returns the reports that the figures with these names come from.
fn figures_of(whole: &str, words: &[&str]) -> HashSet<&'static str> {
    let names = [whole].into_iter().chain(words.iter().copied());
    let fields = names.flat_map(explain::fields_of_figure);
    fields.filter_map(|field| field.split('.').next()).collect()
}

/// What a report is found by, the most telling first.
struct Texts {
    name: String,
    summary: String,
    others: String,
}

impl Texts {
    fn of(api: &Api, name: &str, operation: &Operation) -> Self {
        let mut others = operation.notes.join(" ");
        for parameter in &operation.parameters {
            others.push_str(&format!(" {} {}", parameter.wire, parameter.doc));
        }
        add_fields(api, &operation.response, DEEPEST, &mut others);
        Self {
            name: name.to_lowercase(),
            summary: operation.summary.to_lowercase(),
            others: others.to_lowercase(),
        }
    }

    fn score(&self, word: &str) -> usize {
        let singular = word.strip_suffix('s').filter(|short| short.len() > 2);
        let word = singular.unwrap_or(word);
        let meant = SYNONYMS.iter().find(|(other, _)| *other == word);
        let word = meant.map_or(word, |(_, meant)| meant);
        if self.name.contains(word) {
            6
        } else if self.summary.contains(word) {
            4
        } else if self.others.contains(word) {
            1
        } else {
            0
        }
    }
}

fn add_fields(api: &Api, object: &str, depth: usize, texts: &mut String) {
    let Some(object) = api.object(object).filter(|_| depth > 0) else {
        return;
    };
    for field in &object.fields {
        texts.push_str(&format!(" {} {}", field.wire, field.doc));
        if let Type::Object(inner) = &field.ty {
            add_fields(api, inner, depth - 1, texts);
        }
    }
}

fn has_user(operation: &Operation) -> bool {
    let user = operation.parameter("user");
    user.is_some_and(|user| user.required)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_find_what_they_mean() {
        let all = reports::of(Group::Reports);
        for (words, first) in [
            ("CSAT", "happiness"),
            ("first response time", "productivity-first-response-time"),
            ("busiest hours", "conversations-busy-times"),
            ("what one user replied to", "user-conversation-history"),
            ("failed searches on Docs", "docs"),
            ("phone calls", "phone"),
            ("tickets by channel", "conversations-volume-by-channel"),
        ] {
            let found = found(words, &all);
            let names: Vec<&str> = found
                .iter()
                .take(3)
                .map(|(name, _)| name.as_str())
                .collect();
            assert!(names.contains(&first), "{words}: {names:?}");
        }
        assert!(found("xyzzy", &all).is_empty());
    }
}

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
const SYNONYMS: &[(&str, &str)] = &[
    ("agent", "user"),
    ("employee", "user"),
    ("staff", "user"),
    ("colleague", "user"),
    ("person", "user"),
    ("people", "user"),
    ("client", "customer"),
    ("csat", "happiness"),
    ("satisfaction", "happiness"),
    ("survey", "happiness"),
    ("nps", "happiness"),
    ("happy", "happiness"),
    ("unhappy", "happiness"),
    ("satisfied", "happiness"),
    ("feedback", "rating"),
    ("sla", "response"),
    ("frt", "first"),
    ("latency", "response"),
    ("speed", "response"),
    ("fast", "response"),
    ("quick", "response"),
    ("slow", "response"),
    ("answer", "response"),
    ("respond", "response"),
    ("solve", "resol"),
    ("solved", "resol"),
    ("closed", "resolved"),
    ("ticket", "conversation"),
    ("inbox", "mailbox"),
    ("label", "tag"),
    ("backlog", "drilldown"),
    ("busy", "hour"),
    ("mail", "email"),
    ("article", "docs"),
    ("call", "phone"),
];

/// Words that every report could be found by.
const COMMON: &[&str] = &[
    "a", "about", "all", "and", "are", "at", "be", "by", "can", "did", "do", "doe", "each", "find",
    "for", "from", "get", "give", "had", "has", "have", "how", "i", "in", "is", "it", "last",
    "list", "many", "me", "month", "most", "much", "my", "of", "on", "or", "our", "per", "report",
    "show", "that", "the", "their", "they", "thi", "time", "to", "was", "we", "week", "were",
    "what", "which", "who", "with", "year",
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
    let words: Vec<String> = words_of(words).map(|word| word.to_lowercase()).collect();
    let specific: Vec<&str> = words
        .iter()
        .map(|word| singular(word))
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

/// What a report is found by, the most telling first: words in lower case.
struct Texts {
    name: Vec<String>,
    summary: Vec<String>,
    others: Vec<String>,
}

impl Texts {
    fn of(api: &Api, name: &str, operation: &Operation) -> Self {
        let mut others = operation.notes.join(" ");
        for parameter in &operation.parameters {
            others.push_str(&format!(" {} {}", parameter.wire, parameter.doc));
        }
        add_fields(api, &operation.response, DEEPEST, &mut others);
        let words = |text: &str| words_of(text).map(|word| word.to_lowercase()).collect();
        Self {
            name: words(name),
            summary: words(&operation.summary),
            others: words(&others),
        }
    }

    /// Returns how well a word fits, which is the start of those that are meant.
    fn score(&self, word: &str) -> usize {
        let meant = SYNONYMS.iter().find(|(other, _)| *other == word);
        let word = meant.map_or(word, |(_, meant)| meant);
        let start = stem(word);
        let has = |words: &[String]| words.iter().any(|word| word.starts_with(start));
        if has(&self.name) {
            6
        } else if has(&self.summary) {
            4
        } else if has(&self.others) {
            1
        } else {
            0
        }
    }
}

/// Returns the words of a text, and those that the name of a field is made of.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|char: char| !char.is_alphanumeric());
    let parts = words.flat_map(|word| {
        let starts = word.char_indices().filter(|(_, char)| char.is_uppercase());
        let mut starts: Vec<usize> = starts.map(|(at, _)| at).collect();
        // `CSAT` is a single word.
        if starts.len() == word.chars().count() {
            starts.clear();
        }
        let mut ends = starts.clone();
        ends.push(word.len());
        let starts = std::iter::once(0).chain(starts);
        starts
            .zip(ends)
            .filter_map(move |(start, end)| word.get(start..end))
    });
    parts.filter(|word| !word.is_empty())
}

/// Returns a word without the ending of the plural.
fn singular(word: &str) -> &str {
    let singular = word.strip_suffix('s');
    singular.filter(|short| short.len() > 2).unwrap_or(word)
}

/// Returns what the forms of a word start with: `repl` of `reply`, `replies` and `replied`.
fn stem(word: &str) -> &str {
    let endings = ["ies", "ied", "ing", "ed", "es", "ie", "y", "e"];
    let stems = endings
        .iter()
        .filter_map(|ending| word.strip_suffix(ending));
    let stem = stems
        .filter(|stem| stem.len() > 3)
        .min_by_key(|stem| stem.len());
    stem.unwrap_or(word)
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
            ("how fast do we answer", "productivity-response-time"),
            ("How many emails did we get last week?", "email"),
            ("customer satisfaction score", "happiness"),
            ("busiest hour", "conversations-busy-times"),
            ("who is the busiest agent", "user"),
            ("replies per agent", "user-replies"),
            ("time until resolution", "productivity-resolution-time"),
            ("tickets we solved", "productivity-resolved"),
            ("ratings with comments", "happiness-ratings"),
            ("new tickets", "conversations-new"),
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

//! Words that are like a typed one.

/// Returns the words that are most like the typed one, the nearest first, and at most three. Case
/// does not matter.
pub(crate) fn nearest<'w>(typed: &str, words: impl IntoIterator<Item = &'w str>) -> Vec<&'w str> {
    let typed = typed.to_lowercase();
    let length = typed.chars().count();
    let allowed = (length / 3).clamp(1, 4);
    let mut near: Vec<(usize, &str)> = words
        .into_iter()
        .filter(|word| word.chars().count().abs_diff(length) <= allowed)
        .map(|word| (strsim::osa_distance(&typed, &word.to_lowercase()), word))
        .filter(|(distance, _)| *distance <= allowed)
        .collect();
    near.sort();
    // A word that is much farther than the nearest is not meant.
    let best = near.first().map_or(0, |(distance, _)| *distance);
    near.retain(|(distance, _)| *distance <= best + 1);
    near.into_iter().map(|(_, word)| word).take(3).collect()
}

/// Returns the words as a question, such as `did you mean this-week or last-week?`.
pub(crate) fn did_you_mean(words: &[&str]) -> Option<String> {
    Some(match words {
        [] => return None,
        [word] => format!("did you mean {word}?"),
        [rest @ .., last] => format!("did you mean {} or {last}?", rest.join(", ")),
    })
}

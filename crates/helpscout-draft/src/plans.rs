//! The plans that a page names.

/// Returns the plans in the lines of a page, as far as they are written like names: `Growth` and
/// `Scale` in `Available on the Growth and Scale plans`.
pub(crate) fn named(lines: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for line in lines {
        let words: Vec<&str> = line.split_whitespace().collect();
        let is_plan = |word: &str| {
            let word = word.trim_matches(|char: char| !char.is_alphanumeric());
            matches!(word, "plan" | "plans" | "Plan" | "Plans")
        };
        for at in (0..words.len()).filter(|at| is_plan(words[*at])) {
            let before = words[..at].iter().rev();
            let before = before
                .map(|word| word.trim_matches(|char: char| !char.is_alphanumeric() && char != '+'));
            let list = before.take_while(|word| is_joint(word) || is_name(word));
            for name in list.filter(|word| is_name(word)) {
                if !names.iter().any(|known| known == name) {
                    names.push(name.to_owned());
                }
            }
        }
    }
    names
}

fn is_joint(word: &str) -> bool {
    matches!(word, "and" | "or" | "")
}

/// Returns whether a word may be the name of a plan. The first word of a sentence is not one.
fn is_name(word: &str) -> bool {
    const OTHERS: [&str; 14] = [
        "The",
        "This",
        "All",
        "Any",
        "Your",
        "Our",
        "Note",
        "Only",
        "Every",
        "Each",
        "Paid",
        "Free",
        "Available",
        "These",
    ];
    word.starts_with(char::is_uppercase) && !OTHERS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn plans_are_names_before_the_word() {
        for (line, expected) in [
            ("Available on the Growth and Scale plans.", "Scale Growth"),
            (
                "Note: Only available to Plus, Pro, or Max plans.",
                "Max Pro Plus",
            ),
            ("> Only on the Enterprise plan", "Enterprise"),
            ("All plans have it", ""),
            ("plan\tstring\tThe plan of the account", ""),
        ] {
            let found = named(&[line.to_owned()]).join(" ");
            assert_eq!(found, expected, "{line}");
        }
    }
}

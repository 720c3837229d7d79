//! Suggested names: whoever takes them all, to the letter, has no finding left.

use helpscout_spec::{Finding, Sources, read_sources};

use crate::{API, REPORT, with};

/// Values and keys from which no Rust name can be derived, or the same one as from others.
const ODD: &[&str] = &[
    "1m", "1M", "!", "?", "%", "+1", "-1", "1", "01", "10", "1_0", "größe", "ß", "信", "self",
    "Self", "SELF", "type", "Type", "match", "other", "Other", "OTHER", "known", "KNOWN", "Known",
    "err", "Err", "new", "New", "query", "validate", "a-b", "a_b", "aB", "A b", "value", "value_2",
    "Value2", "Value1m", "value_1m", "1m2", "_", "__", "$",
];

/// Returns lines of a file, each of an entry with one of the odd texts that the pattern allows.
fn entries(key: &str, is_possible: impl Fn(&str) -> bool, rest: &str) -> String {
    let odd = ODD.iter().filter(|text| is_possible(text));
    let lines = odd.map(|text| format!("- {{ {key}: '{text}', {rest}doc: It. }}\n"));
    lines.collect()
}

/// Does what the help of a finding says, to the letter.
fn follow(lines: &mut Vec<String>, finding: &Finding) {
    let (place, help) = (&finding.place, finding.help.as_deref().unwrap());
    let index = place.position.as_ref().unwrap().line - 1;
    let said = help.rsplit('`').nth(1).unwrap();
    let line = &mut lines[index];
    if said.starts_with("{ path:") {
        let indent = &line[..line.find('-').unwrap()];
        let entry = format!("{indent}- {said}");
        lines.insert(index, entry);
    } else if let Some((before, given)) = line.split_once("rust: ") {
        let rest = given.find(',').unwrap();
        let name = said.strip_prefix("rust: ").unwrap_or(said);
        *line = format!("{before}rust: {name}{}", &given[rest..]);
    } else if said.starts_with("rust: ") && !line.contains('{') {
        let indent = " ".repeat(line.find('-').unwrap() + 2);
        lines.insert(index + 1, format!("{indent}{said}"));
    } else if said.starts_with("rust: ") {
        *line = line.replacen("{ ", &format!("{{ {said}, "), 1);
    } else {
        let (before, after) = line.split_once("name: ").unwrap();
        let rest = after.find(',').unwrap();
        *line = format!("{before}name: {said}{}", &after[rest..]);
    }
}

/// Checks that a folder has many findings about names, and none after all are followed at once.
fn assert_mends(sources: &Sources, file: &str, least: usize) {
    let findings = read_sources(sources).findings;
    let text = findings.render(false);
    assert!(findings.len() >= least, "{} {text}", findings.len());
    let bytes = sources.get(file).unwrap();
    let before = std::str::from_utf8(bytes).unwrap();
    let mut lines: Vec<String> = before.lines().map(str::to_owned).collect();
    let mut from_below: Vec<&Finding> = findings.iter().collect();
    from_below.sort_by_key(|finding| {
        let position = finding.place.position.as_ref();
        std::cmp::Reverse(position.map(|position| position.line))
    });
    for finding in from_below {
        let code = finding.code.as_str();
        assert!(
            ["S040", "S041", "S042", "S043", "S044", "S045", "S046"].contains(&code),
            "{text}"
        );
        follow(&mut lines, finding);
    }
    let after = lines.join("\n") + "\n";
    let mended = sources.clone().with(file, after.as_str());
    let left = read_sources(&mended).findings.render(false);
    assert_eq!(left, "", "{text}\n{after}");
}

#[test]
fn the_names_suggested_for_odd_values_can_all_be_taken() {
    let values = entries("value", |_| true, "").replace("- {", "      - {");
    let given = "      - { value: x1, rust: Self, doc: It. }\n      - { value: x2, rust: Other, doc: It. }\n      - { value: x3, rust: X1, doc: It. }\n      - { value: X4, rust: X1, doc: It. }\n";
    let old = "      - { value: number, doc: The number of the conversation. }\n";
    let sources = with(REPORT, old, &format!("{old}{values}{given}"));
    assert_mends(&sources, REPORT, 30);
}

#[test]
fn the_names_suggested_for_odd_parameters_can_all_be_taken() {
    let is_name = |text: &str| {
        text.starts_with(|char: char| char.is_ascii_alphanumeric() || "_$".contains(char))
            && text
                .chars()
                .all(|char| char.is_ascii_alphanumeric() || "_$-".contains(char))
    };
    let rest = "type: integer, example: 1, ";
    let own = entries("name", is_name, rest).replace("- {", "  - {");
    let given = "  - { name: x1, rust: match, type: integer, example: 1, doc: It. }\n  - { name: x2, rust: query, type: integer, example: 1, doc: It. }\n  - { name: page_2, rust: page, type: integer, example: 1, doc: It. }\n";
    let sources = with(
        REPORT,
        "  - use: interval\n",
        &format!("{own}{given}  - use: interval\n"),
    );
    assert_mends(&sources, REPORT, 20);
    // A group, and an operation that uses it.
    let group = "    parameters:\n      - { name: START, type: integer, example: 1, doc: It. }\n      - { name: Type, type: integer, example: 1, doc: It. }\n";
    let sources = with(API, "    parameters:\n", group);
    assert_mends(&sources, API, 2);
    let own = "  - { name: type, type: integer, example: 1, doc: It. }\n  - use: interval\n";
    let sources = crate::also(
        with(
            API,
            "    parameters:\n",
            &group
                .replace("name: Type", "rust: type_value, name: Type")
                .replace("START", "at"),
        ),
        REPORT,
        "  - use: interval\n",
        own,
    );
    assert_mends(&sources, REPORT, 1);
}

#[test]
fn the_names_suggested_for_odd_keys_can_all_be_taken() {
    let is_key = |text: &str| text != "\"";
    let rest = "type: integer, optional: true, ";
    let fields = entries("path", is_key, rest);
    let fields = fields
        .replace("- { path: '", "    - { path: 'rows[].\"")
        .replace("', type", "\"', type");
    let implied: String = ["+1", "-1", "%", "*", "1", "match", "type"]
        .iter()
        .enumerate()
        .map(|(index, key)| {
            let key = if *key == "*" {
                "*".to_owned()
            } else {
                format!("\"{key}\"")
            };
            format!("    - {{ path: 'deep.{key}.x{index}', type: integer, doc: It. }}\n")
        })
        .collect();
    let old = "    - { path: totals,";
    let sources = with(
        REPORT,
        old,
        &format!(
            "{fields}    - {{ path: deep, object: Deep, optional: true, doc: It. }}\n{implied}{old}"
        ),
    );
    assert_mends(&sources, REPORT, 25);
}

#[test]
fn the_names_suggested_for_types_can_all_be_taken() {
    let ids = "ids:\n  - { name: UserId, doc: A user. }\n  - { name: UserId, doc: A user. }\n  - { name: UserId, doc: A user. }\n  - { name: Query, doc: A query. }\n  - { name: Query, doc: A query. }\n";
    let sources = with(API, "ids:\n  - { name: UserId, doc: A user. }\n", ids);
    let findings = read_sources(&sources).findings;
    let names: Vec<&str> = findings
        .iter()
        .filter_map(|finding| finding.help.as_deref()?.rsplit('`').nth(1))
        .collect();
    let mut different = names.clone();
    different.sort_unstable();
    different.dedup();
    assert_eq!(names.len(), 4, "{}", findings.render(false));
    assert_eq!(different.len(), 4, "{names:?}");
}

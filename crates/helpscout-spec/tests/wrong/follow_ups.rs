//! One mistake has the findings of one mistake: what is unknown because of another finding is not
//! reported again. Every case edits a copy of the committed spec in one place.

use std::path::Path;

use helpscout_spec::{Severity, Sources, read_sources};

const HISTORY: &str = "reports/user/conversation-history.yaml";
const API: &str = "api.yaml";

/// The committed spec.
fn spec() -> Sources {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
    let mut sources = Sources::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
            let name = name.replace('\\', "/");
            if name != "schema.json" {
                sources.add(name, std::fs::read(&path).unwrap());
            }
        }
    }
    sources
}

fn text<'s>(sources: &'s Sources, file: &str) -> &'s str {
    let (_, bytes) = sources.iter().find(|(path, _)| *path == file).unwrap();
    std::str::from_utf8(bytes).unwrap()
}

/// Returns the spec with the first occurrence of a text in one file replaced.
fn edited(spec: &Sources, file: &str, old: &str, new: &str) -> Sources {
    let text = text(spec, file);
    assert!(text.contains(old), "{file} contains {old:?}");
    spec.clone().with(file, text.replacen(old, new, 1))
}

/// The names that follow a text in `api.yaml`, for instance all names of IDs.
fn declared(spec: &Sources, section: &str) -> Vec<String> {
    let api = text(spec, API);
    let start = api.find(&format!("\n{section}:\n")).unwrap();
    let lines = api[start..].lines().skip(2);
    let section =
        lines.take_while(|line| !line.starts_with(|char: char| char.is_ascii_lowercase()));
    let names = section.filter_map(|line| {
        let line = line.strip_prefix("  - ")?;
        let name = line.trim_start_matches("{ ").strip_prefix("name: ")?;
        Some(name.split(',').next()?.to_owned())
    });
    names.collect()
}

/// Returns the number of times that `key: name` occurs in the YAML files.
fn references(spec: &Sources, key: &str, name: &str) -> usize {
    let reference = format!("{key}: {name}");
    let yaml = spec.iter().filter(|(path, _)| path.ends_with(".yaml"));
    let counts = yaml.map(|(path, _)| {
        let text = text(spec, path);
        let found = text.match_indices(&reference);
        let ends = |rest: &str| {
            !rest.starts_with(|char: char| char.is_ascii_alphanumeric() || char == '_')
        };
        found
            .filter(|(at, _)| ends(&text[at + reference.len()..]))
            .count()
    });
    counts.sum()
}

/// Compares the errors with their expected number and code.
///
/// # Errors
///
/// Returns the findings if they are others.
fn has(sources: &Sources, count: usize, code: &str) -> Result<(), String> {
    let findings = read_sources(sources).findings;
    let mut errors = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    let is_as_expected = errors.clone().count() == count
        && errors.all(|finding| finding.code.as_str() == code && finding.help.is_some());
    if is_as_expected && findings.len() == count {
        return Ok(());
    }
    let text = findings.render(false);
    Err(format!("expected {count} × {code}, not:\n{text}"))
}

fn assert_none(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}

#[test]
fn a_renamed_declaration_is_unknown_where_it_is_used_and_nowhere_else() {
    let spec = spec();
    let sections = [
        ("ids", "type", "S050"),
        ("enums", "type", "S050"),
        ("parameter_groups", "use", "S051"),
        ("objects", "object", "S053"),
    ];
    let mut wrong = Vec::new();
    for (section, key, code) in sections {
        let names = declared(&spec, section);
        assert!(names.len() > 2, "{section}: {names:?}");
        // Every other name is enough, and takes half of the time.
        for name in names.iter().step_by(2) {
            let new = if key == "use" {
                format!("q_{name}")
            } else {
                format!("Q{name}")
            };
            let sources = renamed(&spec, section, name, &new);
            let uses = references(&spec, key, name);
            // The operations that use a group are counted.
            let uses = if key == "use" { 1 } else { uses };
            wrong.extend(has(&sources, uses, code).err());
        }
    }
    assert_none(wrong);
}

#[test]
fn a_declaration_with_the_name_of_another_is_one_mistake() {
    let spec = spec();
    let mut wrong = Vec::new();
    for section in ["ids", "enums", "parameter_groups", "objects"] {
        let names = declared(&spec, section);
        for pair in names.windows(2).step_by(2) {
            let sources = renamed(&spec, section, &pair[1], &pair[0]);
            wrong.extend(has(&sources, 1, "S040").err());
        }
    }
    for (old, new) in [("plus", "standard"), ("pro", "plus")] {
        let sources = edited(
            &spec,
            API,
            &format!("name: {old},"),
            &format!("name: {new},"),
        );
        wrong.extend(has(&sources, 1, "S040").err());
    }
    assert_none(wrong);
}

/// Returns the spec with a declaration of `api.yaml` renamed.
fn renamed(spec: &Sources, section: &str, name: &str, new: &str) -> Sources {
    let api = text(spec, API);
    let start = api.find(&format!("\n{section}:\n")).unwrap();
    let (before, rest) = api.split_at(start);
    let forms = [
        format!("  - name: {name}\n"),
        format!("  - {{ name: {name},"),
    ];
    let form = forms.iter().find(|form| rest.contains(*form)).unwrap();
    let changed = rest.replacen(form, &form.replace(name, new), 1);
    spec.clone().with(API, format!("{before}{changed}"))
}

#[test]
fn a_misspelled_reference_is_one_mistake() {
    let spec = spec();
    let cases = [
        ("type: UserId", "type: UserIdd", "S050"),
        (
            "type: ConversationFilterStatus",
            "type: ConversationFilterState",
            "S050",
        ),
        ("use: interval", "use: intervall", "S051"),
        ("use: previous_interval", "use: previous", "S051"),
        ("use: page", "use: pag", "S051"),
        ("plans: [plus, pro]", "plans: [plus, por]", "S052"),
        ("parameter: page,", "parameter: pge,", "S073"),
        ("current: page,", "current: pge,", "S074"),
        ("total: pages,", "total: pags,", "S074"),
        ("count: count,", "count: cont,", "S074"),
        ("rows: results", "rows: result", "S074"),
        ("rows: results", "rows: ''", "S034"),
        ("type: ConversationId", "type: ConversationsId", "S050"),
        (
            "type: ConversationStatus",
            "type: ConversationStats",
            "S050",
        ),
        ("type: CustomerId", "type: CostumerId", "S050"),
        (
            "[conversation-history.json]",
            "[conversation-histroy.json]",
            "S090",
        ),
        (
            "type: ConversationHistorySortField",
            "type: HistorySortField",
            "S050",
        ),
        (
            "name: ConversationHistorySortField",
            "name: HistorySortField",
            "S050",
        ),
    ];
    let wrong = cases.into_iter().filter_map(|(old, new, code)| {
        let sources = edited(&spec, HISTORY, old, new);
        has(&sources, 1, code).err()
    });
    assert_none(wrong.collect());
}

#[test]
fn a_group_that_repeats_another_is_told_where_it_is_used() {
    let spec = spec();
    let sources = edited(
        &spec,
        HISTORY,
        "  - use: filters\n",
        "  - use: filters\n  - use: channel_filters\n",
    );
    has(&sources, 1, "S040").unwrap();
    let findings = read_sources(&sources).findings;
    let finding = findings.iter().next().unwrap();
    let text = finding
        .place
        .position
        .as_ref()
        .unwrap()
        .excerpt
        .text
        .as_str();
    assert_eq!(
        (finding.place.file.as_str(), text.trim()),
        (HISTORY, "- use: channel_filters")
    );
    assert_eq!(finding.second.as_ref().unwrap().place.file, API);
    assert!(
        finding
            .message
            .contains("`mailboxes`, `tags` and `folders`")
    );
}

#[test]
fn a_misspelled_key_of_a_path_is_one_mistake() {
    let spec = spec();
    let cases = [
        ("results[].number", "result[].number", "S093"),
        ("results[].number", "reslts[].number", "S093"),
        ("results[].number", "results[].numbr", "S092"),
        ("path: count,", "path: cuont,", "S074"),
        (
            "results[].customers[].id",
            "results[].costumers[].id",
            "S093",
        ),
    ];
    let mut wrong = Vec::new();
    for (old, new, code) in cases {
        let sources = edited(&spec, HISTORY, old, new);
        let findings = read_sources(&sources).findings;
        let codes: Vec<&str> = findings
            .iter()
            .map(|finding| finding.code.as_str())
            .collect();
        // A path that paging needs is missing there, too.
        if codes.iter().filter(|found| **found == code).count() != 1 || codes.len() > 2 {
            wrong.push(findings.render(false));
        }
    }
    assert_none(wrong);
}

#[test]
fn what_a_faulty_declaration_declares_is_not_called_unknown_or_wrong() {
    let spec = spec();
    let small = "    - { name: standard, calls_per_minute: 200 }\n    - { name: plus, calls_per_minute: 400 }\n    - { name: pro, calls_per_minute: 800 }\n";
    let plans = format!("  plans:\n{small}");
    let cases = [
        (API, "\nobjects:\n", "\nschemas:\n", "S030"),
        (API, "\nparameter_groups:\n", "\nfragments:\n", "S030"),
        (API, "\nids:\n", "\nkinds:\n", "S030"),
        (API, "\nenums:\n", "\nchoices:\n", "S030"),
        (API, &plans, "  plans: []\n", "S034"),
        (API, "name: plus,", "name: Plus,", "S036"),
        (API, "  - name: view_by", "  - name: viewBy", "S036"),
        (API, "{ name: SiteId,", "{ name: siteId,", "S036"),
        (API, "  - name: ViewBy", "  - name: viewBy", "S036"),
        (API, "  - name: Links\n", "  - name: links\n", "S036"),
        (API, "name: SiteId, form:", "name: SiteId, type:", "S030"),
        (
            API,
            "value: '2', rust: Tues",
            "value: '02', rust: Tues",
            "S057",
        ),
        (
            API,
            "value: '2', rust: Tues",
            "value: two, rust: Tues",
            "S057",
        ),
        (API, "value: chat, doc", "value: 'c,hat', doc", "S120"),
        (API, "value: chat, doc", "value: EMAIL, doc", "S043"),
        (
            API,
            "\n      - { path: '*', object: Link, doc: The link for a relation. }",
            " []",
            "S034",
        ),
        (
            API,
            "      - { path: href,",
            "      - { path: up, object: Link, doc: Up. }\n      - { path: href,",
            "S056",
        ),
    ];
    let wrong = cases.into_iter().filter_map(|(file, old, new, code)| {
        let sources = edited(&spec, file, old, new);
        let told = has(&sources, 1, code).err()?;
        Some(format!("{old:?} -> {new:?}: {told}"))
    });
    assert_none(wrong.collect());
}

#[test]
fn what_an_entry_means_is_told_once() {
    let spec = spec();
    let list = "    - path: results[]\n      object";
    let cases = [
        (HISTORY, "\n  fields:\n", "\n  properties:\n", "S030"),
        (
            HISTORY,
            "    type: ConversationFilterStatus",
            "    enum: [active]",
            "S030",
        ),
        (
            HISTORY,
            "      - { value: number, doc: The conversation number. }",
            "      - number: The number.",
            "S030",
        ),
        (
            API,
            "  - name: page\n    parameters:\n",
            "  - name: page\n    parameters:\n      - use: office_hours\n",
            "S030",
        ),
        (
            API,
            "minimum: 1\n        maximum: 50",
            "minimum: 51\n        maximum: 50",
            "S066",
        ),
        (HISTORY, list, "    - path: results\n      object", "S081"),
        (HISTORY, "'results[].number'", "'results.number'", "S081"),
        (HISTORY, list, "    - path: result[]\n      object", "S053"),
    ];
    let mut wrong = Vec::new();
    for (file, old, new, code) in cases {
        let sources = edited(&spec, file, old, new);
        let told = has(&sources, 1, code).err();
        wrong.extend(told.map(|told| format!("{old:?} -> {new:?}: {told}")));
        let line = |text: &str| {
            let same = text.lines().zip(self::text(&spec, file).lines());
            same.take_while(|(new, old)| new == old).count() + 1
        };
        let findings = read_sources(&sources).findings;
        let place = &findings.iter().next().unwrap().place;
        let found = place.position.as_ref().map(|position| position.line);
        // The larger of two limits is where they contradict each other.
        let expected = line(text(&sources, file)) + usize::from(code == "S066");
        if (place.file.as_str(), found) != (file, Some(expected)) {
            wrong.push(format!(
                "{new:?} is told at {place}, not in line {expected}"
            ));
        }
    }
    assert_none(wrong);
}

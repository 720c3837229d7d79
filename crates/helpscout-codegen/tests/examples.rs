//! The example in the docs of a query can be copied, whatever crate the client is part of.
#![allow(clippy::unwrap_used)]

use helpscout_codegen::{Home, Tree, client};
use helpscout_spec::{Sources, read_sources};

const API: &str = "service:\n  title: Words\n  base_url: https://api.example.com\n  \
    docs: https://docs.example.com/\n  plans:\n    - { name: pro, calls_per_minute: 800 }\n";

/// The parameters have no examples, which is only a warning.
const REPORT: &str = "operation: word_counts\nrequest: GET /v2/words\n\
    docs: https://docs.example.com/words\nsummary: Words.\nparameters:\n  \
    - { name: words, type: text, list: comma, required: true, doc: The words. }\n  \
    - { name: texts, type: text, list: repeat, doc: The texts. }\n  \
    - { name: days, type: integer, doc: The days. }\nrules:\n  - either: [texts, days]\n\
    response:\n  object: Words\n  doc: It.\n  fields:\n    \
    - { path: total, type: integer, doc: It. }\n";

fn generated(home: Home) -> Tree {
    let sources = Sources::new()
        .with("api.yaml", API)
        .with("reports/words.yaml", REPORT);
    let reading = read_sources(&sources);
    let findings = reading.findings.render(false);
    let api = reading.api.unwrap_or_else(|| panic!("{findings}"));
    client(&api, home)
}

/// Returns the lines of the example, fences included.
fn example(home: Home) -> Vec<String> {
    let tree = generated(home);
    let file = tree.get("operations/word_counts.rs").unwrap();
    let docs = file.lines().filter_map(|line| line.strip_prefix("/// "));
    let fenced = docs.skip_while(|line| !line.starts_with("```"));
    let mut fences = 0;
    let example = fenced.take_while(|line| {
        let goes_on = fences < 2;
        fences += usize::from(line.starts_with("```"));
        goes_on
    });
    example.map(str::to_owned).collect()
}

#[test]
fn a_list_without_a_documented_example_has_an_element_so_that_its_type_is_known() {
    let example = example(Home::Reports).join("\n");
    let call = "let query = WordCounts::new([\"\"]).texts([\"\"]);";
    assert!(example.contains(call), "{example}");
}

#[test]
fn the_example_of_another_crate_says_why_it_is_not_a_test() {
    let expected = [
        "```ignore",
        "// Not compiled as a test: the path of these types is that of the crate they are in.",
        "let query = WordCounts::new([\"\"]).texts([\"\"]);",
        "let report = client.send(&query).await?;",
        "```",
    ];
    assert_eq!(example(Home::Elsewhere), expected);
    for (path, text) in generated(Home::Elsewhere).files() {
        assert!(!text.contains("helpscout_reports"), "{path}");
    }
}

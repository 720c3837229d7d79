//! Findings for programs: JSON and SARIF.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use helpscout_spec::{Code, Findings, Sources, read_sources};
use serde_json::Value;

/// Returns findings with one place, with two places, and about a file as a whole.
fn findings() -> Findings {
    let api = "service:\n  title: Desk\n  base_url: https://example.com\n  \
               docs: https://example.com/docs\n  \
               plans: [{ name: small, calls_per_minute: 1 }, { name: Large, calls_per_minute: 2 }]\n\
               service: again\n";
    let sources = Sources::new()
        .with("api.yaml", api)
        .with("other.yml", "operation: other");
    read_sources(&sources).findings
}

fn sarif(findings: &Findings) -> Value {
    let text = findings.sarif(Path::new("/desk/spec"), Path::new("/desk"));
    assert!(text.ends_with("}\n"));
    serde_json::from_str(&text).unwrap()
}

#[test]
fn json_is_an_array_of_flat_objects() {
    insta::assert_snapshot!(findings().json());
}

#[test]
fn json_without_findings_is_an_empty_array() {
    assert_eq!(Findings::default().json(), "[]\n");
}

#[test]
fn sarif_names_its_version_and_its_tool() {
    let log = sarif(&findings());
    assert_eq!(log["version"], "2.1.0");
    assert!(log["$schema"].as_str().unwrap().contains("sarif-2.1.0"));
    assert_eq!(log["runs"].as_array().unwrap().len(), 1);
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "helpscout-spec");
    assert_eq!(run["columnKind"], "unicodeCodePoints");
}

#[test]
fn every_result_points_to_its_rule_and_every_rule_is_explained() {
    let findings = findings();
    let log = sarif(&findings);
    let rules = log["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), findings.len());
    for (result, finding) in results.iter().zip(&findings) {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], finding.code.as_str());
        assert_eq!(result["ruleId"], finding.code.as_str());
        assert_eq!(result["level"], "error");
        let text = result["message"]["text"].as_str().unwrap();
        assert!(text.starts_with(&finding.message), "{text}");
    }
    for rule in rules {
        let code = Code::from_name(rule["id"].as_str().unwrap()).unwrap();
        assert_eq!(rule["shortDescription"]["text"], code.title());
        let full = rule["fullDescription"]["text"].as_str().unwrap();
        assert!(!full.is_empty() && !full.contains('\n'), "{full}");
        assert_eq!(rule["help"]["markdown"], code.explanation());
        assert_eq!(rule.get("helpUri"), None);
    }
}

#[test]
fn sarif_places_are_regions_of_files_below_the_root() {
    let log = sarif(&findings());
    let results = log["runs"][0]["results"].as_array().unwrap();
    let of = |code: &str| {
        results
            .iter()
            .find(|result| result["ruleId"] == code)
            .unwrap()
    };

    let twice = of("S026");
    let place = &twice["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "spec/api.yaml");
    let expected = serde_json::json!(
        { "startLine": 6, "startColumn": 1, "endLine": 6, "endColumn": 8 });
    assert_eq!(place["region"], expected);
    let related = &twice["relatedLocations"][0];
    assert_eq!(related["physicalLocation"]["region"]["startLine"], 1);
    assert!(related["message"]["text"].is_string());

    let whole = &of("S002")["locations"][0]["physicalLocation"];
    assert_eq!(whole["artifactLocation"]["uri"], "spec/other.yml");
    assert_eq!(whole["region"], serde_json::json!({ "startLine": 1 }));
}

#[test]
fn sarif_carries_the_changes_that_mend_findings() {
    let api = "service:\n  title: Desk\n  base_url: https://example.com\n  \
               docs: https://example.com/docs\n  plans: [{ name: Large, calls_per_minute: 2 }]\n";
    let findings = read_sources(&Sources::new().with("api.yaml", api)).findings;
    let log = sarif(&findings);
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "S036");
    let expected = serde_json::json!([{
        "description": { "text": findings.iter().next().unwrap().help },
        "artifactChanges": [{
            "artifactLocation": { "uri": "spec/api.yaml" },
            "replacements": [{
                "deletedRegion": { "startLine": 5, "startColumn": 19, "endLine": 5, "endColumn": 24 },
                "insertedContent": { "text": "large" },
            }],
        }],
    }]);
    assert_eq!(result["fixes"], expected);
}

#[test]
fn sarif_without_findings_is_a_run_without_results() {
    let log = sarif(&Findings::default());
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
}

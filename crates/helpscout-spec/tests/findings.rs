//! Findings as data and as text.
#![allow(clippy::unwrap_used)]

use helpscout_spec::{Code, Findings, Severity, Sources, read_sources};

const API: &str = "service:\n  title: Desk\n  base_url: https://example.com\n  \
                   docs: https://example.com/docs\n  plans: [{ name: Large, calls_per_minute: 1 }]\n";

fn findings() -> Findings {
    read_sources(&Sources::new().with("api.yaml", API)).findings
}

#[test]
fn a_finding_is_plain_data() {
    let findings = findings();
    let finding = findings.iter().next().unwrap();
    assert_eq!(finding.code, Code::Pattern);
    assert_eq!(finding.severity, Severity::Error);
    assert_eq!(finding.place.to_string(), "api.yaml:5:19");
    insta::assert_snapshot!(serde_json::to_string_pretty(finding).unwrap(), @r#"
    {
      "code": "S036",
      "severity": "error",
      "message": "`Large` is not a plan name",
      "place": {
        "file": "api.yaml",
        "position": {
          "line": 5,
          "column": 19,
          "length": 5,
          "excerpt": {
            "skipped": 0,
            "text": "  plans: [{ name: Large, calls_per_minute: 1 }]"
          }
        }
      },
      "label": null,
      "second": null,
      "help": "write lowercase words joined by hyphens, as in `plus`; did you mean `large`?",
      "fix": {
        "file": "api.yaml",
        "edits": [
          {
            "bytes": {
              "start": 106,
              "end": 111
            },
            "line": 5,
            "column": 19,
            "end_line": 5,
            "end_column": 24,
            "replacement": "large"
          }
        ]
      }
    }
    "#);
}

#[test]
fn color_changes_nothing_but_the_color() {
    let findings = findings();
    let colored = findings.render(true);
    assert!(colored.contains('\u{1b}'));
    let escapes = regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap();
    assert_eq!(escapes.replace_all(&colored, ""), findings.render(false));
}

#[test]
fn findings_are_counted_by_severity() {
    let findings = findings();
    assert_eq!((findings.len(), findings.error_count()), (1, 1));
    assert!(findings.has_errors() && !findings.is_empty());
}

#[test]
fn every_code_has_a_title_and_a_name_of_its_own() {
    for code in Code::ALL {
        let name = code.as_str();
        assert!(name.len() == 4 && name.starts_with('S'), "{name}");
        assert_eq!(Code::from_name(name), Some(*code));
        assert!(!code.title().is_empty());
    }
    assert_eq!(Code::from_name("S998"), None);
}

#[test]
fn what_is_not_shown_is_counted_whoever_left_it_out() {
    let keys: String = (0..300).map(|number| format!("key{number}: 1\n")).collect();
    let sources = Sources::new().with("api.yaml", keys);
    let findings = read_sources(&sources).findings;
    let shown = findings.len() - 1;
    let last = findings.iter().last().unwrap();
    assert_eq!(shown, 200);
    let more = findings.total() - shown;
    assert!(more >= 100, "{more}");
    let message = format!("{more} more findings are not shown, {more} of them errors");
    assert_eq!(last.message, message);
    assert_eq!(findings.error_count(), findings.total());
}

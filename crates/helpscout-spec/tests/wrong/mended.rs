//! Names that Rust can't have or that collide: what the help says, done to the letter, mends them.

use helpscout_spec::{Finding, Severity, Sources, read_sources};

use crate::{API, REPORT, good};

/// The entries of a report, as lines of YAML.
#[derive(Clone, Debug, Default)]
struct Entries {
    parameters: Vec<String>,
    fields: Vec<String>,
    values: Vec<String>,
}

impl Entries {
    fn parameters(names: &[&str]) -> Self {
        let entry = |name: &&str| {
            format!("{{ name: '{name}', type: ReplyKind, example: zz-zz, doc: It. }}")
        };
        Self {
            parameters: names.iter().map(entry).collect(),
            ..Self::default()
        }
    }

    fn fields(paths: &[&str]) -> Self {
        let entry = |path: &&str| format!("{{ path: '{path}', type: text, doc: It. }}");
        Self {
            fields: paths.iter().map(entry).collect(),
            ..Self::default()
        }
    }

    fn values(values: &[&str]) -> Self {
        let entry = |value: &&str| format!("{{ value: '{value}', doc: It. }}");
        Self {
            values: values.iter().map(entry).collect(),
            ..Self::default()
        }
    }

    fn sources(&self) -> Sources {
        let lines = |entries: &[String], more: &str| {
            let entries = entries.iter().map(String::as_str).chain([more]);
            entries
                .map(|entry| format!("      - {entry}\n"))
                .collect::<String>()
        };
        let is_list = self.fields.iter().any(|entry| entry.contains("'[]."));
        let root = if is_list { "[]." } else { "" };
        let text = format!(
            "operation: replies\nrequest: GET /v2/replies\ndocs: https://docs.example.com/r\n\
             summary: It.\nparameters:\n{}response:\n  object: RepliesPage\n  doc: It.\n  \
             fields:\n{}enums:\n  - name: ReplyKind\n    doc: It.\n    values:\n{}",
            lines(
                &self.parameters,
                "{ name: plain, type: ReplyKind, example: zz-zz, doc: It. }"
            ),
            lines(
                &self.fields,
                &format!("{{ path: '{root}plain', type: text, doc: It. }}")
            ),
            lines(&self.values, "{ value: zz-zz, doc: It. }"),
        );
        let sources = good();
        let api = sources.get(API).unwrap().to_vec();
        Sources::new().with(API, api).with(REPORT, text)
    }

    fn errors(&self) -> Vec<Finding> {
        let findings = read_sources(&self.sources()).findings;
        let is_error = |finding: &&Finding| finding.severity == Severity::Error;
        findings.iter().filter(is_error).cloned().collect()
    }

    /// Does what the help of a finding says.
    fn mended(&self, finding: &Finding) -> Self {
        let position = finding.place.position.as_ref().unwrap();
        let help = finding.help.as_deref().unwrap();
        let written = help.rsplit('`').nth(1).unwrap();
        let mut mended = self.clone();
        let lists = [
            &mut mended.parameters,
            &mut mended.fields,
            &mut mended.values,
        ];
        let is_here = |entry: &String| position.excerpt.text.contains(entry.as_str());
        let found = lists.into_iter().find_map(|list| {
            let index = list.iter().position(is_here)?;
            Some((list, index))
        });
        let (list, index) = found.unwrap_or_else(|| panic!("{}: {help}", finding.place));
        if written.starts_with("{ path: ") {
            list.insert(index, written.to_owned());
        } else {
            assert!(written.starts_with("rust: "), "{help}");
            list[index] = list[index].replacen("{ ", &format!("{{ {written}, "), 1);
        }
        mended
    }
}

/// Checks that there is a mistake, and that each help mends one and brings no other.
fn assert_mended(entries: Entries) {
    let mut left = entries;
    let mut errors = left.errors();
    assert!(!errors.is_empty(), "{left:?}");
    while let Some(first) = errors.first() {
        left = left.mended(first);
        let after = left.errors();
        assert!(after.len() < errors.len(), "{left:#?}\n{after:#?}");
        errors = after;
    }
}

#[test]
fn a_key_on_the_way_to_a_field_gets_an_entry_of_its_own() {
    for paths in [
        &["_links.self.href"][..],
        &["self.a"],
        &["self[].a"],
        &["a.*.self.b"],
        &["a.self", "a.self_value.b"],
        &["a.2019.href"],
        &["a.$.href"],
        &["_.a"],
        &["a.\"\u{65e5}\u{672c}\".b"],
        &["a.\"no. 1\".type.b", "a.\"no. 1\".type.c"],
        &["a.match.b", "a.match_value"],
        &["a.match.b", "a.match_value", "a.matchValue_2"],
        &["a.fooBar.x", "a.foo_bar.y"],
        &["a.foo.x", "a.Foo.y"],
        &["a.Foo", "a.foo.x"],
        &["a.foo.x", "a.Foo"],
        &["a.box.x", "aBox.y"],
        &["\"first reply\".x", "first_reply.y"],
    ] {
        assert_mended(Entries::fields(paths));
    }
    // The answer is a list.
    let entries = Entries::fields(&["[].self.a", "[].self.b"]);
    assert_mended(entries);
}

#[test]
fn a_name_that_is_suggested_is_not_that_of_a_neighbor() {
    for names in [
        &["type"][..],
        &["type", "typeValue"],
        &["typeValue", "type"],
        &["2fa", "value_2fa"],
        &["a", "A", "a_2"],
        &["$type", "type_value"],
        &["$top", "top"],
        &["match", "Match", "MATCH"],
        &["new", "new_value", "new_value_2"],
        &["filter[type]", "filter[Type]", "filter.type"],
        &["x-type", "x_type", "xType", "x_type_2"],
    ] {
        assert_mended(Entries::parameters(names));
    }
    for paths in [
        &["a.type", "a.type_value"][..],
        &["a.a", "a.A", "a.a_2", "a.\"a 2\""],
        &["\"2\"", "value_2"],
        &["\u{22}\u{e4}\u{22}", "value"],
    ] {
        assert_mended(Entries::fields(paths));
    }
    for values in [
        &["other", "otherValue"][..],
        &["other", "OTHER", "other_value"],
        &["30", "value30", "Value30"],
        &["open", "OPEN", "open2"],
        &["self", "SelfValue"],
        &["\u{65e5}", "\u{672c}", "value"],
        &["+", "-", "*"],
    ] {
        assert_mended(Entries::values(values));
    }
}

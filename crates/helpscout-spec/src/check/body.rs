//! The method of a request, and the fields of its body.

use std::collections::BTreeMap;

use helpscout_description::quote::quoted;

use super::checker::Checker;
use super::declared::Declared;
use super::parameters;
use super::sent::Sent;
use crate::code::Code;
use crate::finding::Finding;
use crate::pattern;
use crate::position::At;
use crate::raw::OperationFile;

/// Adds the fields of the body to the parameters of an operation; reports what does not go with its
/// method. `at` is the operation.
pub(super) fn check<'a>(
    raw: &'a OperationFile,
    at: At<'a>,
    declared: &mut Declared<'a>,
    checker: &mut Checker<'a>,
) {
    let is_get = raw.request.starts_with("GET ");
    if is_get && raw.safe && raw.body.is_empty() {
        let message = "a `GET` is always safe to send again, so `safe:` has no effect";
        let finding = Finding::new(Code::IdleSafe, at.key("safe").place(), message);
        checker.report(finding.help("remove `safe:`"));
    }
    if is_get && let Some(body) = at.get("body") {
        let message = "a `GET` has no body";
        let finding = Finding::new(Code::BodyOfGet, body.place(), message)
            .second(at.key("request").place(), "the method is here");
        checker.report(finding.help(
            "move the fields to `parameters:`, or write `POST` if that is what the page says",
        ));
    }
    let is_paged_post = raw.request.starts_with("POST ") && raw.pages.is_some();
    if is_paged_post && !raw.safe {
        let message = "pages are read by a `POST` that is not said to be safe";
        let finding = Finding::new(Code::UnsafePages, at.key("pages").place(), message)
            .second(at.key("request").place(), "the method is here");
        checker.report(finding.help(
            "add `safe: true` if the endpoint only reads, or leave out `pages:` if it changes \
             something",
        ));
    }
    let fields = || {
        let fields = raw.body.iter().zip(at.key("body").items());
        // A path that does not match the pattern has been reported already.
        fields.filter(|(field, _)| (pattern::BODY_PATH.matches)(&field.path))
    };
    for (field, at) in fields() {
        parameters::check(field, at, declared, checker);
    }
    for (field, at) in fields() {
        parameters::correct(field, at, declared, checker);
    }
    nesting(
        fields().map(|(field, at)| (Sent::from(field).name, at.key("path"))),
        checker,
    );
}

/// Reports fields below a field that has a value of its own.
fn nesting<'a>(fields: impl Iterator<Item = (&'a str, At<'a>)>, checker: &mut Checker<'_>) {
    let fields: BTreeMap<&str, At<'_>> = fields.collect();
    for (path, at) in &fields {
        let parents = path.match_indices('.').map(|(end, _)| &path[..end]);
        for parent in parents {
            if let Some(outer) = fields.get(parent) {
                let message = format!(
                    "the path continues below {}, which has a value of its own",
                    quoted(parent)
                );
                let finding = Finding::new(Code::BodyPath, at.place(), message)
                    .second(outer.place(), format!("{} is here", quoted(parent)));
                checker.report(finding.help(
                    "remove the entry of the outer field; an object needs no entry of its own",
                ));
            }
        }
    }
}

//! `api.yaml`: the service, and what operations share.

use std::rc::Rc;

use helpscout_description::quote::quoted;
use helpscout_description::{
    IdForm, IdType, MediaTypes, Parameter, Plan, RateLimitHeaders, Service, Token, Type,
};

use super::checked::Checked;
use super::checker::{Checker, Unique};
use super::declared::Declared;
use super::names::Local;
use super::sent::Sent;
use super::values::fits_id;
use super::{basic, enums, parameters, prose, response, rules};
use crate::code::Code;
use crate::document::Document;
use crate::finding::Finding;
use crate::pattern;
use crate::position::At;
use crate::raw::{self, ApiFile};

/// Checks `api.yaml`. IDs, enums and objects are added to what has been checked; groups are checked
/// here by themselves and copied into each operation that uses them.
pub(super) fn check<'a>(document: &'a Document<ApiFile>, checker: &mut Checker<'a>) -> Service {
    let (raw, at) = (&document.raw, document.at());
    ids(&raw.ids, at.key("ids"), checker);
    enums::check(&raw.enums, at.key("enums"), checker);
    objects(&raw.objects, at.key("objects"), checker);
    groups(&raw.parameter_groups, at.key("parameter_groups"), checker);
    service(&raw.service, at.key("service"), checker)
}

fn ids(raw: &[raw::Id], at: At<'_>, checker: &mut Checker<'_>) {
    for (index, id) in raw.iter().enumerate() {
        let at = at.item(index);
        if checker.take_type(&id.name, "ID", at.key("name")) {
            let doc = prose::doc(id.doc.as_deref(), at, "name", checker);
            let mut keys = at.entries().iter().map(|entry| entry.key.as_str());
            if keys.any(|key| !["name", "doc", "form", "example"].contains(&key)) {
                checker.checked.faulty_types.insert(id.name.clone());
            }
            let example = example(id, at, checker);
            checker.checked.ids.push(IdType {
                name: id.name.clone(),
                form: id.form.unwrap_or_default(),
                example,
                doc,
            });
        }
    }
}

/// Returns the example of an ID, and reports one that is no such ID.
fn example(id: &raw::Id, at: At<'_>, checker: &mut Checker<'_>) -> Option<String> {
    let at = at.get("example")?;
    let scalar = at.scalar()?;
    let wanted = match fits_id(scalar, id.form.unwrap_or_default()) {
        Ok(()) => return Some(scalar.text.clone()),
        Err(wanted) => wanted,
    };
    let (name, text) = (quoted(&id.name), quoted(&scalar.text));
    let message = format!("the example of {name} must be {wanted}, not {text}");
    let help = "write an ID on the documented page, or change `form:`, which is `text` for IDs of any \
                form";
    checker.report(Finding::new(Code::ExampleMismatch, at.place(), message).help(help));
    None
}

/// Gives IDs that are texts of any form the example of a parameter, or of a field of the objects in a
/// body, if they have none of their own.
pub(super) fn complete_ids(checked: &mut Checked) {
    for id in &mut checked.ids {
        if id.form != IdForm::Text || id.example.is_some() {
            continue;
        }
        let operations = checked.operations.iter();
        let parameters = operations.flat_map(|operation| &operation.parameters);
        let mut parameters = parameters.flat_map(Parameter::with_fields);
        id.example = parameters.find_map(|parameter| match &parameter.ty {
            Type::Id(name) if *name == id.name => parameter.example.first().cloned(),
            _ => None,
        });
    }
}

fn objects<'a>(raw: &'a [raw::SharedObject], at: At<'a>, checker: &mut Checker<'a>) {
    // Shared objects get their names before the objects inside them do.
    for (index, object) in raw.iter().enumerate() {
        checker.take_type(&object.name, "object", at.item(index).key("name"));
    }
    for (index, object) in raw.iter().enumerate() {
        response::check_shared(object, at.item(index), checker);
    }
}

fn groups<'a>(raw: &'a [raw::ParameterGroup], at: At<'a>, checker: &mut Checker<'a>) {
    checker.names.local = Local::default();
    let mut unique = Unique::new("parameter group");
    for (index, group) in raw.iter().enumerate() {
        let at = at.item(index);
        let is_new = checker.is_first(&mut unique, &group.name, at.key("name"));
        let declared = parameters_of(group, at, checker);
        if is_new {
            checker.names.groups.insert(&group.name, Rc::new(declared));
        } else {
            checker.names.has_misnamed_group = true;
        }
    }
}

fn parameters_of<'a>(
    group: &'a raw::ParameterGroup,
    at: At<'a>,
    checker: &mut Checker<'a>,
) -> Declared<'a> {
    let mut declared = Declared::default();
    declared.expect(group.parameters.iter().map(Sent::from));
    let parameters = || group.parameters.iter().zip(at.key("parameters").items());
    for (parameter, at) in parameters() {
        parameters::check(parameter, at, &mut declared, checker);
    }
    for (parameter, at) in parameters() {
        parameters::correct(parameter, at, &mut declared, checker);
    }
    rules::check(&group.rules, at.key("rules"), &mut declared, checker);
    declared
}

fn service<'a>(raw: &'a raw::Service, at: At<'a>, checker: &mut Checker<'a>) -> Service {
    let mut unique = Unique::new("plan");
    for (plan, at) in raw.plans.iter().zip(at.key("plans").items()) {
        let is_new = checker.is_first(&mut unique, &plan.name, at.key("name"));
        checker.names.has_misnamed_plan |= !is_new;
    }
    prose::check(&raw.title, at.key("title"), checker);
    let derived = pattern::environment(&raw.title);
    if raw.environment.is_none() && !raw.title.trim().is_empty() {
        checker.report_all(no_environment(&derived, &raw.title, at.key("title")));
    }
    headers(at, checker);
    calls_per_minute(raw, at, checker);
    let basic = basic::check(raw, at, checker);
    let plans = raw.plans.iter().map(|plan| Plan {
        name: plan.name.clone(),
        calls_per_minute: plan.calls_per_minute,
    });
    Service {
        title: raw.title.clone(),
        base_url: raw.base_url.clone(),
        environment: raw.environment.clone().unwrap_or(derived),
        docs: raw.docs.clone(),
        plans: plans.collect(),
        basic,
        token: raw.token.as_ref().map(|token| Token {
            path: token.path.clone(),
            authorization_url: token.authorization_url.clone(),
            lifetime: token.lifetime,
        }),
        rate_limit: raw.rate_limit.as_ref().map(|headers| RateLimitHeaders {
            calls_per_minute: headers.calls_per_minute,
            limit: headers.limit.clone(),
            remaining: headers.remaining.clone(),
            retry_after: headers.retry_after.clone(),
        }),
        correlation_id: raw.correlation_id.clone(),
        media_types: media_types(raw.media_types.as_ref()),
    }
}

/// Returns a finding about a title that environment variables can't be named after. `derived` would
/// be their first word.
fn no_environment(derived: &str, title: &str, at: At<'_>) -> Option<Finding> {
    if (pattern::ENVIRONMENT.matches)(derived) {
        return None;
    }
    let message = format!(
        "no environment variable can be named after the title {}",
        quoted(title)
    );
    let finding = Finding::new(Code::MissingKey, at.place(), message);
    Some(finding.help(format!(
        "add `environment:` with {}, written with {}",
        pattern::ENVIRONMENT.what,
        pattern::ENVIRONMENT.rule
    )))
}

/// Reports a rate limit without a number of calls, and one with two.
fn calls_per_minute<'a>(raw: &raw::Service, at: At<'a>, checker: &mut Checker<'a>) {
    let Some(limit) = &raw.rate_limit else {
        return;
    };
    let at = at.key("rate_limit");
    match (raw.plans.is_empty(), limit.calls_per_minute) {
        // What may be the plans has another name, which is a finding already.
        (true, None) if !checker.names.has_misnamed_plan => {
            let message = "the rate limit has no number of calls";
            let finding = Finding::new(Code::MissingKey, at.place(), message);
            checker.report(finding.help(
                "add `calls_per_minute:` if it is that of all accounts, or `plans:` beside \
                 `rate_limit:`, each with its own",
            ));
        }
        (false, Some(_)) => {
            let message = "the rate limit has a number of calls, and so has each plan";
            let finding = Finding::new(Code::EitherOr, at.key_place("calls_per_minute"), message);
            checker.report(finding.help("remove this one, or `plans:`"));
        }
        _ => {}
    }
}

/// Reports a header that is to have two meanings.
fn headers(at: At<'_>, checker: &mut Checker<'_>) {
    let limits = ["limit", "remaining", "retry_after"].into_iter();
    let limits = limits.filter_map(|key| at.get("rate_limit")?.get(key));
    let named = limits.chain(at.get("correlation_id"));
    let mut known: Vec<(&str, At<'_>)> = Vec::new();
    for (name, at) in named.filter_map(|at| Some((at.scalar()?.text.as_str(), at))) {
        let first = known
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        if let Some((_, first)) = first {
            let message = format!("the header {} has two meanings", quoted(name));
            let finding = Finding::new(Code::Duplicate, at.place(), message)
                .second(first.place(), "its other meaning is here");
            checker.report(finding.help("name the header that the documentation has for this one"));
        }
        known.push((name, at));
    }
}

fn media_types(raw: Option<&raw::MediaTypes>) -> MediaTypes {
    let json = MediaTypes::default();
    let Some(raw) = raw else {
        return json;
    };
    MediaTypes {
        reports: raw.reports.clone().unwrap_or(json.reports),
        lookups: raw.lookups.clone().unwrap_or(json.lookups),
        errors: raw.errors.clone().unwrap_or(json.errors),
    }
}

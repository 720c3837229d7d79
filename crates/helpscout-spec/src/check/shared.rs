//! `api.yaml`: the service, and what operations share.

use super::names::{Local, Names, once};
use super::parameters::{self, Declared, Written};
use super::{Checked, enums, prose, response, rules};
use crate::document::Document;
use crate::findings::Sink;
use crate::position::At;
use crate::raw::{self, ApiFile};
use helpscout_description::{IdType, MediaTypes, Plan, RateLimitHeaders, Service, Token};
use std::collections::HashMap;

/// Checks `api.yaml`. Ids, enums and objects go to what was checked; groups are checked here for
/// themselves and copied where an operation uses them.
pub(super) fn check<'a>(
    document: &'a Document<ApiFile>,
    names: &mut Names<'a>,
    checked: &mut Checked,
    sink: &mut Sink,
) -> Service {
    let (raw, at) = (&document.raw, document.at());
    for (index, id) in raw.ids.iter().enumerate() {
        let at = at.key("ids").item(index);
        if names.types.take(&id.name, "id", at.key("name"), sink) {
            checked.ids.push(IdType {
                name: id.name.clone(),
                form: id.form.unwrap_or_default(),
                doc: prose::doc(id.doc.as_deref(), at, "name", sink),
            });
        }
    }
    for (index, one) in raw.enums.iter().enumerate() {
        let at = at.key("enums").item(index);
        let is_new = names.types.take(&one.name, "enum", at.key("name"), sink);
        let checked_enum = enums::check(one, at, document.file(), sink);
        if is_new {
            checked.add_enum(checked_enum, at);
        }
    }
    for (index, object) in raw.objects.iter().enumerate() {
        names.types.take(
            &object.name,
            "object",
            at.key("objects").item(index).key("name"),
            sink,
        );
    }
    for (index, object) in raw.objects.iter().enumerate() {
        let at = at.key("objects").item(index);
        response::check_shared(object, at, document.file(), names, checked, sink);
    }
    groups(
        &raw.parameter_groups,
        at.key("parameter_groups"),
        names,
        checked,
        sink,
    );
    service(&raw.service, at.key("service"), sink)
}

fn service(raw: &raw::Service, at: At<'_>, sink: &mut Sink) -> Service {
    let mut known = HashMap::new();
    for (index, plan) in raw.plans.iter().enumerate() {
        let at = at.key("plans").item(index).key("name");
        once(&mut known, &plan.name, "plan", at, sink);
    }
    prose::check(&raw.title, at.key("title"), sink);
    let plans = raw.plans.iter().map(|plan| Plan {
        name: plan.name.clone(),
        calls_per_minute: plan.calls_per_minute,
    });
    Service {
        title: raw.title.clone(),
        base_url: raw.base_url.clone(),
        docs: raw.docs.clone(),
        plans: plans.collect(),
        token: raw.token.as_ref().map(|token| Token {
            path: token.path.clone(),
            lifetime: token.lifetime,
        }),
        rate_limit: raw.rate_limit.as_ref().map(|headers| RateLimitHeaders {
            limit: headers.limit.clone(),
            remaining: headers.remaining.clone(),
            retry_after: headers.retry_after.clone(),
        }),
        correlation_id: raw.correlation_id.clone(),
        media_types: media_types(raw.media_types.as_ref()),
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

fn groups<'a>(
    raw: &'a [raw::ParameterGroup],
    at: At<'a>,
    names: &mut Names<'a>,
    checked: &Checked,
    sink: &mut Sink,
) {
    let mut known = HashMap::new();
    for (index, group) in raw.iter().enumerate() {
        let at = at.item(index);
        let is_new = once(
            &mut known,
            &group.name,
            "parameter group",
            at.key("name"),
            sink,
        );
        let declared = parameters_of(group, at, names, checked, sink);
        if is_new {
            names.groups.insert(&group.name, declared);
        }
    }
}

fn parameters_of<'a>(
    group: &'a raw::ParameterGroup,
    at: At<'a>,
    names: &Names<'a>,
    checked: &Checked,
    sink: &mut Sink,
) -> Declared<'a> {
    let mut declared = Declared::default();
    let local = Local::default();
    let parameters = || group.parameters.iter().enumerate();
    for (index, parameter) in parameters() {
        let at = at.key("parameters").item(index);
        let written = Written::in_group(parameter);
        parameters::check(&written, at, names, &local, checked, &mut declared, sink);
    }
    for (index, parameter) in parameters() {
        let at = at.key("parameters").item(index);
        parameters::correct(&Written::in_group(parameter), at, &mut declared, sink);
    }
    rules::check(&group.rules, at.key("rules"), &mut declared, sink);
    declared
}

//! Requests and documented pages: each belongs to one operation.

use std::collections::HashMap;

use heck::ToKebabCase;
use helpscout_description::Operation;
use helpscout_description::quote::{quoted, sentence};

use super::checker::{Checker, Unique};
use crate::code::Code;
use crate::document::{Document, Documents};
use crate::finding::Finding;
use crate::position::At;
use crate::raw::OperationFile;

/// Reports requests that another operation answers as well, and pages that document two operations.
pub(super) fn check<'a>(documents: &'a Documents, checker: &mut Checker<'a>) {
    let mut requests = Unique::new("request");
    let mut routes = Routes::default();
    for document in operations(documents, checker) {
        let (request, at) = (document.raw.request.as_str(), document.at().key("request"));
        if !checker.is_first(&mut requests, request, at) {
            continue;
        }
        let Some(route) = Route::of(request, at) else {
            continue;
        };
        checker.report_all(token_endpoint(&route, documents));
        checker.report_all(routes.take(route));
    }
    pages(documents, checker);
}

/// Returns the operations without those that another file describes as well, which has been reported.
fn operations<'a>(
    documents: &'a Documents,
    checker: &Checker<'_>,
) -> Vec<&'a Document<OperationFile>> {
    let operations = documents.operations.iter();
    let repeated = &checker.names.repeated;
    operations
        .filter(|document| !repeated.contains(document.file()))
        .collect()
}

/// A request, divided at the slashes of its path.
struct Route<'a> {
    request: &'a str,
    method: &'a str,
    path: &'a str,
    segments: Vec<&'a str>,
    /// The number of segments that stand for any value.
    open: usize,
    at: At<'a>,
}

impl<'a> Route<'a> {
    fn of(request: &'a str, at: At<'a>) -> Option<Self> {
        let (method, path) = request.split_once(' ')?;
        let segments: Vec<&str> = path.split('/').collect();
        let open = segments.iter().filter(|segment| is_open(segment)).count();
        Some(Self {
            request,
            method,
            path,
            segments,
            open,
            at,
        })
    }

    /// Returns whether a URL can be that of both requests, and neither is the more exact one.
    ///
    /// The request with the fewest placeholders is the most exact one, so `/users/me` is fine beside
    /// `/users/{id}`. Requests of several methods may share a path, but then it is the same path.
    fn collides(&self, other: &Route<'_>) -> bool {
        let pairs = || self.segments.iter().zip(&other.segments);
        let is_same = pairs().all(|(a, b)| a == b || (is_open(a) && is_open(b)));
        let meet = pairs().all(|(a, b)| a == b || is_open(a) || is_open(b));
        (is_same && self.path != other.path) || (meet && self.method == other.method)
    }
}

fn is_open(segment: &str) -> bool {
    Operation::placeholder(segment).is_some()
}

/// The requests with placeholders, by the numbers of their segments and placeholders.
#[derive(Default)]
struct Routes<'a>(HashMap<(usize, usize), Vec<Route<'a>>>);

impl<'a> Routes<'a> {
    /// Adds a request. Returns a finding if it collides with an earlier one.
    fn take(&mut self, route: Route<'a>) -> Option<Finding> {
        if route.open == 0 {
            return None;
        }
        let alike = self.0.entry((route.segments.len(), route.open));
        let alike = alike.or_default();
        let rival = alike.iter().find(|known| known.collides(&route));
        let finding = rival.map(|rival| ambiguous(&route, rival));
        alike.push(route);
        finding
    }
}

fn ambiguous(route: &Route<'_>, rival: &Route<'_>) -> Finding {
    let message = format!(
        "{} answers the same URLs as {}",
        quoted(route.request),
        quoted(rival.request)
    );
    Finding::new(Code::Duplicate, route.at.place(), message)
        .second(rival.at.place(), "the other request is here")
        .help(
            "a placeholder stands for any value, whatever its name; correct one of the paths, or \
             remove one of the operations",
        )
}

fn token_endpoint(route: &Route<'_>, documents: &Documents) -> Option<Finding> {
    let api = documents.api.as_ref()?;
    let token = api.raw.service.token.as_ref()?;
    if token.path != route.path {
        return None;
    }
    let second = api.at().key("service").key("token").key("path");
    let message = format!(
        "the path {} is that of the token endpoint",
        quoted(route.path)
    );
    let finding = Finding::new(Code::Duplicate, route.at.place(), message)
        .second(second.place(), "the token endpoint is here");
    Some(finding.help("correct the path; an operation can't answer where tokens are given out"))
}

/// Reports a page that documents two operations.
fn pages(documents: &Documents, checker: &mut Checker<'_>) {
    let mut known: HashMap<&str, At<'_>> = HashMap::new();
    for document in operations(documents, checker) {
        let (raw, at) = (&document.raw, document.at().key("docs"));
        let Some(first) = known.insert(raw.docs.trim_end_matches('/'), at) else {
            continue;
        };
        known.insert(raw.docs.trim_end_matches('/'), first);
        let message = format!("the page {} documents another operation", quoted(&raw.docs));
        let page = raw.docs.split('#').next().unwrap_or_default();
        let section = format!("{page}#{}", raw.operation.to_kebab_case());
        let help = format!(
            "name the page of this operation; if one page documents both, add the section of each, \
             as in `{}`",
            sentence(&section)
        );
        let finding = Finding::new(Code::Duplicate, at.place(), message)
            .second(first.place(), "the other operation is here");
        checker.report(finding.help(help));
    }
}

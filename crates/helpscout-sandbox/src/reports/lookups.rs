//! Look-ups: the users, teams, mailboxes, folders and tags that reports refer to by ID, as HAL
//! lists and single objects.
//!
//! Links are relative, so that no client follows one to another host.

use helpscout_description::{Operation, PageStyle, Place};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::computed::Computed;
use crate::{
    desk::{
        Conversation, Desk, Folder, Mailbox, Status, Tag, Team, User,
        company::{self, FOLDERS, MAILBOXES, TAGS, USERS, ZONE},
        profiles::{self, OWNER},
    },
    interpret::{Arguments, PageWindow, print_instant},
};

pub(super) fn users(desk: &Desk, operation: &Operation, arguments: &Arguments) -> Option<Computed> {
    let mailbox = arguments.integer("mailbox");
    let is_known = mailbox.is_none_or(|id| Mailbox::of(id).is_some());
    let email = arguments.text("email");
    let has_email = |address: &str| email.is_none_or(|email| email == address);
    let people = USERS
        .iter()
        .filter(|user| is_known && has_email(&user.email()))
        .map(user);
    let teams = desk
        .teams
        .iter()
        .filter(|_| is_known && has_email(""))
        .map(team_as_user);
    list(
        "/v2/users",
        people.chain(teams).collect(),
        operation,
        arguments,
    )
}

pub(super) fn me(desk: &Desk) -> Option<Computed> {
    let mut me = user(User::of(OWNER)?);
    me["companyId"] = json!(desk.company());
    Some(Computed::Body(me))
}

pub(super) fn one_user(arguments: &Arguments) -> Option<Computed> {
    let id = arguments.integer("id")?;
    Some(match User::of(id) {
        Some(found) => Computed::Body(user(found)),
        None => Computed::NotFound,
    })
}

pub(super) fn teams(desk: &Desk, operation: &Operation, arguments: &Arguments) -> Option<Computed> {
    let teams = desk.teams.iter().map(team).collect();
    list("/v2/teams", teams, operation, arguments)
}

pub(super) fn members(
    desk: &Desk,
    operation: &Operation,
    arguments: &Arguments,
) -> Option<Computed> {
    let id = arguments.integer("id")?;
    let Some(team) = desk.team(id) else {
        return Some(Computed::NotFound);
    };
    let members = USERS.iter().filter(|user| team.members.contains(&user.id));
    let path = format!("/v2/teams/{id}/members");
    list(&path, members.map(user).collect(), operation, arguments)
}

pub(super) fn mailboxes(operation: &Operation, arguments: &Arguments) -> Option<Computed> {
    let mailboxes = MAILBOXES.iter().map(mailbox).collect();
    list("/v2/mailboxes", mailboxes, operation, arguments)
}

pub(super) fn one_mailbox(arguments: &Arguments) -> Option<Computed> {
    let id = arguments.integer("id")?;
    Some(match Mailbox::of(id) {
        Some(found) => Computed::Body(mailbox(found)),
        None => Computed::NotFound,
    })
}

pub(super) fn folders(
    desk: &Desk,
    operation: &Operation,
    arguments: &Arguments,
) -> Option<Computed> {
    let id = arguments.integer("id")?;
    if Mailbox::of(id).is_none() {
        return Some(Computed::NotFound);
    }
    let here = FOLDERS.iter().filter(|folder| folder.mailbox == id);
    let folders = here.map(|here| folder(desk, here)).collect();
    let path = format!("/v2/mailboxes/{id}/folders");
    list(&path, folders, operation, arguments)
}

pub(super) fn tags(desk: &Desk, operation: &Operation, arguments: &Arguments) -> Option<Computed> {
    let tags = TAGS.iter().map(|known| tag(desk, known)).collect();
    list("/v2/tags", tags, operation, arguments)
}

/// Returns the filters of a call as they stand in the links to its pages.
fn filters(operation: &Operation, arguments: &Arguments) -> String {
    const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~');
    let given = arguments.as_read();
    let page = operation
        .pages
        .as_ref()
        .and_then(|pages| match &pages.style {
            PageStyle::Number { parameter, .. } => Some(parameter),
            _ => None,
        });
    let filters = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.place == Place::Query && Some(&parameter.wire) != page);
    let pairs = filters.filter_map(|parameter| {
        let values = given.get(&parameter.wire)?.join(",");
        let value = utf8_percent_encode(&values, ENCODED);
        Some(format!("{}={value}&", parameter.wire))
    });
    pairs.collect()
}

/// Cuts one page of a HAL list.
fn list(
    path: &str,
    mut rows: Vec<Value>,
    operation: &Operation,
    arguments: &Arguments,
) -> Option<Computed> {
    let window = PageWindow::of_call(operation.pages.as_ref()?, arguments);
    let (count, size) = (rows.len(), window.size);
    let (page, pages) = (window.page, window.pages(count).max(1));
    let filters = filters(operation, arguments);
    let at = |page: i64| link(&format!("{path}?{filters}page={page}"));
    let last = i64::try_from(pages).unwrap_or(i64::MAX);
    let mut links = json!({
        "self": at(page),
        "first": at(1),
        "last": at(last),
        "page": { "href": format!("{path}{{?page}}"), "templated": true },
    });
    if page < last {
        links["next"] = at(page + 1);
    }
    if page > 1 {
        links["previous"] = at(page - 1);
    }
    let places = window.places(count);
    Some(Computed::Page {
        window,
        rows: rows.drain(places).collect(),
        count,
        around: json!({ "_links": links, "page": { "size": size } }),
    })
}

fn user(user: &User) -> Value {
    let mut row = json!({
        "id": user.id,
        "firstName": user.given(),
        "lastName": user.family(),
        "email": user.email(),
        "role": user.role(),
        "timezone": ZONE,
        "photoUrl": user.photo(),
        "createdAt": print_instant(user.joined()),
        "updatedAt": print_instant(user.changed()),
        "type": "user",
        "mention": user.mention(),
        "initials": user.initials(),
        "jobTitle": user.job(),
        "phone": "",
        "alternateEmails": [],
        "companyId": null,
    });
    row["_links"] = own_link(&format!("/v2/users/{}", user.id));
    row
}

/// Writes a team as a row of the list of users.
fn team_as_user(team: &Team) -> Value {
    json!({
        "id": team.id,
        "firstName": team.name,
        "lastName": "",
        "email": "",
        "role": "user",
        "timezone": ZONE,
        "photoUrl": null,
        "createdAt": print_instant(team.created()),
        "updatedAt": print_instant(team.changed()),
        "type": "team",
        "mention": team.mention(),
        "initials": team.initials(),
        "jobTitle": null,
        "phone": null,
        "alternateEmails": [],
        "companyId": null,
        "_links": own_link(&format!("/v2/users/{}", team.id)),
    })
}

fn team(team: &Team) -> Value {
    let members = format!("/v2/teams/{}/members", team.id);
    json!({
        "id": team.id,
        "name": team.name,
        "timezone": ZONE,
        "photoUrl": null,
        "createdAt": print_instant(team.created()),
        "updatedAt": print_instant(team.changed()),
        "mention": team.mention(),
        "initials": team.initials(),
        "_links": { "teamMembers": link(&members) },
    })
}

fn mailbox(mailbox: &Mailbox) -> Value {
    let path = format!("/v2/mailboxes/{}", mailbox.id);
    let slug = mailbox.name.to_lowercase();
    json!({
        "id": mailbox.id,
        "name": mailbox.name,
        "slug": slug,
        "email": format!("{slug}@example.com"),
        "createdAt": print_instant(profiles::created(mailbox.id)),
        "updatedAt": print_instant(profiles::created(mailbox.id) + 400_000),
        "_links": {
            "self": link(&path),
            "folders": link(&format!("{path}/folders/")),
            "fields": link(&format!("{path}/fields/")),
        },
    })
}

fn folder(desk: &Desk, folder: &Folder) -> Value {
    let conversations = desk.conversations.iter();
    let inside: Vec<&Conversation> = conversations
        .filter(|conversation| conversation.folder == folder.id)
        .collect();
    let active = inside
        .iter()
        .filter(|conversation| matches!(conversation.status, Status::Active | Status::Pending));
    let changed = inside
        .iter()
        .map(|conversation| conversation.modified())
        .max();
    json!({
        "id": folder.id,
        "name": folder.name,
        "type": match folder.name {
            company::UNASSIGNED => "open",
            company::ASSIGNED => "assigned",
            company::CLOSED => "closed",
            _ => "spam",
        },
        "userId": 0,
        "totalCount": inside.len(),
        "activeCount": active.count(),
        "updatedAt": changed.map(print_instant),
    })
}

fn tag(desk: &Desk, tag: &Tag) -> Value {
    let conversations = desk.conversations.iter();
    let tagged: Vec<&Conversation> = conversations
        .filter(|conversation| conversation.tags.contains(&tag.id))
        .collect();
    let newest = tagged.iter().map(|conversation| conversation.created).max();
    json!({
        "id": tag.id,
        "slug": tag.name,
        "name": tag.name,
        "color": tag.color(),
        "createdAt": print_instant(profiles::created(tag.id)),
        "updatedAt": newest.map(print_instant),
        "ticketCount": tagged.len(),
    })
}

fn own_link(path: &str) -> Value {
    json!({ "self": link(path) })
}

/// Writes a link without a template.
fn link(path: &str) -> Value {
    json!({ "href": path, "templated": null })
}

//! Pages of other services: what is left to do by hand after they were drafted.
#![allow(clippy::unwrap_used)]

use helpscout_draft::Drafter;
use helpscout_spec::{Code, Sources, read_sources};

/// Drafts a page. Returns the draft, after a line about what is left to do.
fn drafted(page: &str) -> String {
    let mut sources = Sources::new().with("api.yaml", include_str!("pages/foreign/api.yaml"));
    let draft = Drafter::new(&sources)
        .unwrap()
        .page(page.as_bytes())
        .unwrap();
    let file = draft.file();
    let yaml = draft.yaml(file);
    sources.add(file, yaml.clone());
    sources.add(draft.example(file).unwrap(), draft.body().unwrap());
    let findings = read_sources(&sources).findings;
    let faults: Vec<String> = findings
        .iter()
        .filter(|finding| finding.code != Code::Todo)
        .map(|finding| format!("{:?} {}", finding.code, finding.message))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}\n{yaml}");
    let open = yaml.matches("todo:").count();
    let undescribed = yaml.matches("todo: describe it").count();
    format!("{file}: {open} things to do, {undescribed} of them only a description\n\n{yaml}")
}

#[test]
fn a_page_with_brackets_and_a_cursor_becomes_this() {
    insta::assert_snapshot!(
        "ticket_metrics",
        drafted(include_str!("pages/foreign/ticket-metrics.txt"))
    );
}

#[test]
fn a_search_with_a_body_and_offsets_becomes_this() {
    insta::assert_snapshot!(
        "desk_requests",
        drafted(include_str!("pages/foreign/desk-requests.md"))
    );
}

#[test]
fn a_page_of_html_becomes_this() {
    insta::assert_snapshot!(
        "crm_contacts",
        drafted(include_str!("pages/foreign/crm-contacts.html"))
    );
}

#[test]
fn a_page_with_lists_in_place_of_tables_becomes_this() {
    insta::assert_snapshot!(
        "chat_sessions",
        drafted(include_str!("pages/foreign/chat-sessions.txt"))
    );
}

#[test]
fn a_page_whose_entries_have_no_table_becomes_this() {
    insta::assert_snapshot!(
        "billing_invoices",
        drafted(include_str!("pages/foreign/billing-invoices.txt"))
    );
}

#[test]
fn a_list_with_pipes_a_header_and_pages_from_zero_becomes_this() {
    insta::assert_snapshot!(
        "chat_list",
        drafted(include_str!("pages/foreign/chat-list.txt"))
    );
}

#[test]
fn a_report_with_days_and_a_map_becomes_this() {
    insta::assert_snapshot!(
        "chat_volume",
        drafted(include_str!("pages/foreign/chat-volume.txt"))
    );
}

#[test]
fn a_search_with_decimals_in_quotes_becomes_this() {
    insta::assert_snapshot!(
        "invoice_search",
        drafted(include_str!("pages/foreign/invoice-search.txt"))
    );
}

#[test]
fn a_list_with_a_link_to_the_next_page_becomes_this() {
    insta::assert_snapshot!(
        "payments",
        drafted(include_str!("pages/foreign/payments.txt"))
    );
}

//! Key figures side by side.

use std::cmp::Ordering;

use maud::{Markup, html};

use crate::{Change, Headline, Trend, Value, Verdict, Words};

/// Returns the section of key figures.
pub(super) fn section(headlines: &[Headline]) -> Markup {
    html! {
        dl.headlines {
            @for headline in headlines {
                (card(headline))
            }
        }
    }
}

fn card(headline: &Headline) -> Markup {
    let is_missing = headline.value == Value::Missing;
    html! {
        div {
            dt { (headline.title) }
            dd.value.none[is_missing] { (Words.of(&headline.value)) }
            @if let Some(basis) = basis(headline) {
                dd.basis { (basis) }
            }
            @if let Some(change) = &headline.change {
                (self::change(change, headline.better))
            }
            @if let Some((target, verdict)) = &headline.target {
                dd.target {
                    @match verdict {
                        Verdict::Kept => span.badge.good { "Kept" },
                        Verdict::Missed => span.badge.bad { "Missed" },
                        Verdict::NoValues => span.badge { "No values" },
                    }
                    " " (target)
                }
            }
        }
    }
}

fn change(change: &Change, better: Trend) -> Markup {
    let direction = direction(change);
    let (class, verdict) = match (better, direction) {
        (_, None) => ("", ""),
        (_, Some(Ordering::Equal)) => ("", "unchanged"),
        (Trend::Neutral, Some(Ordering::Less)) => ("", "less"),
        (Trend::Neutral, Some(Ordering::Greater)) => ("", "more"),
        (Trend::Up, Some(Ordering::Greater)) | (Trend::Down, Some(Ordering::Less)) => {
            ("good", "better")
        }
        (Trend::Up, Some(Ordering::Less)) | (Trend::Down, Some(Ordering::Greater)) => {
            ("bad", "worse")
        }
    };
    let arrow = match direction {
        Some(Ordering::Less) => "↓",
        Some(Ordering::Greater) => "↑",
        _ => "",
    };
    let class = Some(class).filter(|class| !class.is_empty());
    html! {
        @if !arrow.is_empty() {
            dd class={ "change " (class.unwrap_or_default()) } {
                span aria-hidden="true" { (arrow) " " }
                (Words.change(change))
            }
        }
        dd.before {
            @if !verdict.is_empty() {
                span class=[class] { (verdict) }
                @if *change.before == Value::Missing { ", before: " }
                @else if verdict == "unchanged" { " from " }
                @else { " than " }
            } @else {
                "before: "
            }
            (Words.of(&change.before))
            @if let Some(n) = change.n { " " span.whole { "(n = " (Words.count(n)) ")" } }
        }
    }
}

/// Returns whether a change is below, at or above zero, as people read it.
fn direction(change: &Change) -> Option<Ordering> {
    let is_number = matches!(
        *change.difference,
        Value::Integer(_)
            | Value::Number(_)
            | Value::Duration(_)
            | Value::Percent(_)
            | Value::Points(_)
    );
    if !is_number && change.percent_alone().is_none() {
        return None;
    }
    Some(match Words.change(change).chars().next() {
        Some('+') => Ordering::Greater,
        Some('−') => Ordering::Less,
        _ => Ordering::Equal,
    })
}

/// Returns what the figure is calculated from.
fn basis(headline: &Headline) -> Option<String> {
    let n = headline.n.map(|n| format!("n = {}", Words.count(n)));
    let missing = headline
        .missing
        .filter(|missing| *missing > 0)
        .map(|missing| format!("{} without a value", Words.count(missing)));
    let parts: Vec<String> = n.into_iter().chain(missing).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

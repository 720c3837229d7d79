//! Docs: who came to the Docs sites, what they read and looked for.
//!
//! A day belongs to the interval if its midnight does, by UTC.

use serde_json::{Value, json};

use super::{Computed, mean::Mean, period::Periods};
use crate::{
    desk::{
        Desk,
        docs::{self, CATEGORIES, SEARCHES, SITES, Site, Visits},
    },
    interpret::Arguments,
};

/// Rows of a list.
const ROWS: usize = 10;
const DAY: i64 = 86_400;
/// What the desk covers: 2019.
const YEAR: (i64, i64) = (1_546_300_800, 1_577_836_799);

pub(super) fn overall(desk: &Desk, arguments: &Arguments) -> Option<Computed> {
    let wanted = arguments.texts("sites");
    let sites: Vec<&Site> = SITES
        .iter()
        .filter(|site| wanted.as_ref().is_none_or(|ids| ids.contains(&site.id)))
        .collect();
    let interval = |start, end| Some((arguments.instant(start)?, arguments.instant(end)?));
    let periods = Periods {
        current: interval("start", "end")?,
        previous: interval("previousStart", "previousEnd"),
    };
    let figures = periods.map(|interval| figures(desk, &sites, *interval));
    let days = days(periods.current);
    let (found, failed): (Vec<_>, Vec<_>) = searches(desk, &sites, &days)
        .into_iter()
        .partition(|(_, results, _)| *results > 0);
    Some(Computed::Body(json!({
        "current": figures.current,
        "previous": figures.previous(),
        "deltas": figures.changes(
            &["visitors", "docsViewedPerVisit"],
            &[
                "failedResult",
                "foundAnAnswerResult",
                "browseAction",
                "searchAction",
                "sentAnEmailResult",
            ],
        ),
        "popularSearches": listed(found, |(text, results, count)| {
            json!({ "id": text, "results": results, "count": count })
        }),
        "failedSearches": listed(failed, |(text, _, count)| json!({ "id": text, "count": count })),
        "topArticles": articles(desk, &sites, &days),
        "topCategories": categories(desk, &sites, &days),
    })))
}

/// The midnights of an interval.
fn days((start, end): (i64, i64)) -> Vec<i64> {
    let first = start.max(YEAR.0).div_euclid(DAY);
    let first = if first * DAY < start {
        first + 1
    } else {
        first
    };
    let last = end.min(YEAR.1).div_euclid(DAY);
    (first..=last).map(|day| day * DAY).collect()
}

fn figures(desk: &Desk, sites: &[&Site], interval: (i64, i64)) -> Value {
    let mut sum = Visits::default();
    for day in days(interval) {
        for site in sites {
            let visits = docs::visits(desk.seed, site, day);
            sum.all += visits.all;
            sum.searched += visits.searched;
            sum.answered += visits.answered;
            sum.emailed += visits.emailed;
            sum.failed += visits.failed;
            sum.read += visits.read;
        }
    }
    let percent = |part| Mean::percent(part, sum.all).to_json();
    json!({
        "visitors": sum.all,
        "browseAction": percent(sum.all - sum.searched),
        "sentAnEmailResult": percent(sum.emailed),
        "foundAnAnswerResult": percent(sum.answered),
        "searchAction": percent(sum.searched),
        "failedResult": percent(sum.failed),
        "docsViewedPerVisit": Mean::of(sum.read, sum.all).to_json(),
    })
}

/// What was searched for, how many articles it finds, and how often.
fn searches(desk: &Desk, sites: &[&Site], days: &[i64]) -> Vec<(&'static str, i64, i64)> {
    let count = |search| {
        over(sites, days, |site, day| {
            docs::searched(desk.seed, site, search, day)
        })
    };
    let searches = SEARCHES.iter();
    searches
        .map(|search| (search.text, search.results, count(search)))
        .collect()
}

fn articles(desk: &Desk, sites: &[&Site], days: &[i64]) -> Value {
    let mut read = Vec::new();
    for category in CATEGORIES {
        let Some(site) = sites.iter().find(|site| site.id == category.site) else {
            continue;
        };
        for article in category.articles {
            let count = over(&[site], days, |site, day| {
                docs::read(desk.seed, site, article, day)
            });
            read.push((category, article, count));
        }
    }
    listed(read, |(category, article, count)| {
        json!({
            "count": count,
            "name": article.name,
            "siteId": category.site,
            "id": article.id,
            "collectionId": category.collection,
        })
    })
}

fn categories(desk: &Desk, sites: &[&Site], days: &[i64]) -> Value {
    let here = CATEGORIES.iter().filter_map(|category| {
        let site = sites.iter().find(|site| site.id == category.site)?;
        let articles = category.articles.iter();
        let count: i64 = articles
            .map(|article| {
                over(&[site], days, |site, day| {
                    docs::read(desk.seed, site, article, day)
                })
            })
            .sum();
        Some((category, (), count))
    });
    listed(here.collect(), |(category, (), count)| {
        json!({
            "count": count,
            "name": category.name,
            "siteId": category.site,
            "id": category.id,
            "articles": category.articles.len(),
        })
    })
}

fn over(sites: &[&Site], days: &[i64], count: impl Fn(&Site, i64) -> i64) -> i64 {
    let sites = sites.iter();
    sites
        .flat_map(|site| days.iter().map(|day| count(site, *day)))
        .sum()
}

/// The most frequent things, without those that did not occur.
fn listed<A, B>(mut things: Vec<(A, B, i64)>, to_json: impl Fn(&(A, B, i64)) -> Value) -> Value {
    things.retain(|(_, _, count)| *count > 0);
    things.sort_by_key(|(_, _, count)| -count);
    things.iter().take(ROWS).map(to_json).collect()
}

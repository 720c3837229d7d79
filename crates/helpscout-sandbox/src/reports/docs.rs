//! The report about Docs sites: visits, what was read and what was searched for.
//!
//! A day belongs to the interval if its midnight in UTC does.

use serde_json::{Value, json};

use super::{computed::Computed, mean::Mean, period::Periods, scope::DAY};
use crate::{
    desk::{
        Desk, YEAR_IN_UTC,
        docs::{self, Article, CATEGORIES, Category, SEARCHES, SITES, Search, Site, Visits},
    },
    interpret::Arguments,
};

/// The number of rows of a list.
const ROWS: usize = 10;

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
    let days = periods.map(days);
    let figures = days.map(|days| figures(desk, &sites, days));
    let days = days.current;
    let searches = searches(desk, &sites, &days).into_iter();
    let (found, failed) = searches.partition(|(search, _)| search.results > 0);
    let read = read(desk, &sites, &days);
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
        "popularSearches": listed(found, |search, count| {
            json!({ "id": search.text, "results": search.results, "count": count })
        }),
        "failedSearches": listed(failed, |search, count| {
            json!({ "id": search.text, "count": count })
        }),
        "topArticles": articles(&read),
        "topCategories": categories(&read),
    })))
}

/// Returns the midnights of an interval.
fn days((start, end): &(i64, i64)) -> Vec<i64> {
    let first = (start.max(&YEAR_IN_UTC.start) + DAY - 1).div_euclid(DAY);
    let last = end.min(&(YEAR_IN_UTC.end - 1)).div_euclid(DAY);
    (first..=last).map(|day| day * DAY).collect()
}

fn figures(desk: &Desk, sites: &[&Site], days: &[i64]) -> Value {
    let mut sum = Visits::default();
    for day in days {
        for site in sites {
            let visits = docs::visits(desk.seed, site, *day);
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

/// Counts how often each term was searched for.
fn searches(desk: &Desk, sites: &[&Site], days: &[i64]) -> Vec<(&'static Search, i64)> {
    let count = |search| {
        over(sites, days, |site, day| {
            docs::searched(desk.seed, site, search, day)
        })
    };
    SEARCHES
        .iter()
        .map(|search| (search, count(search)))
        .collect()
}

/// A category, and how often each of its articles was read.
type Read = (&'static Category, Vec<(&'static Article, i64)>);

fn read(desk: &Desk, sites: &[&Site], days: &[i64]) -> Vec<Read> {
    let categories = CATEGORIES.iter().filter_map(|category| {
        let site = sites.iter().find(|site| site.id == category.site)?;
        let count = |article| {
            over(&[site], days, |site, day| {
                docs::read(desk.seed, site, article, day)
            })
        };
        let articles = category.articles.iter();
        let read = articles.map(|article| (article, count(article)));
        Some((category, read.collect()))
    });
    categories.collect()
}

fn articles(read: &[Read]) -> Value {
    let articles = read.iter().flat_map(|(category, articles)| {
        let articles = articles.iter();
        articles.map(move |(article, count)| ((category, article), *count))
    });
    listed(articles.collect(), |(category, article), count| {
        json!({
            "count": count,
            "name": article.name,
            "siteId": category.site,
            "id": article.id,
            "collectionId": category.collection,
        })
    })
}

fn categories(read: &[Read]) -> Value {
    let categories = read.iter().map(|(category, articles)| {
        let counts = articles.iter().map(|(_, count)| count);
        (category, counts.sum())
    });
    listed(categories.collect(), |category, count| {
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

/// Lists the most frequent things, without those that did not occur.
fn listed<T>(mut things: Vec<(T, i64)>, to_json: impl Fn(&T, i64) -> Value) -> Value {
    things.retain(|(_, count)| *count > 0);
    things.sort_by_key(|(_, count)| -count);
    let things = things.iter().take(ROWS);
    things
        .map(|(thing, count)| to_json(thing, *count))
        .collect()
}

//! The company's Docs sites: their visits, what was read and what was searched for, day by day.

use super::random::{Random, mix, mix_text};

/// A Docs site.
pub(crate) struct Site {
    pub(crate) id: &'static str,
    /// The visits on an average day.
    visits: u64,
}

/// A category of articles.
pub(crate) struct Category {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) site: &'static str,
    pub(crate) collection: &'static str,
    pub(crate) articles: &'static [Article],
}

/// An article.
pub(crate) struct Article {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    share: u64,
}

/// A search term, and how many articles it finds.
pub(crate) struct Search {
    pub(crate) text: &'static str,
    pub(crate) results: i64,
    share: u64,
}

/// The visits to one site on one day.
#[derive(Clone, Copy, Default)]
pub(crate) struct Visits {
    pub(crate) all: i64,
    /// Visits with a search. The others browsed.
    pub(crate) searched: i64,
    /// Visits that found an answer.
    pub(crate) answered: i64,
    /// Visits that ended with an email.
    pub(crate) emailed: i64,
    /// Visits that did neither.
    pub(crate) failed: i64,
    /// Articles read.
    pub(crate) read: i64,
}

pub(crate) const SITES: &[Site] = &[
    Site {
        id: "5215163545667acd25394b5c",
        visits: 320,
    },
    Site {
        id: "5c1a0f2e9b7d4e6a8f3b2c10",
        visits: 90,
    },
];

pub(crate) const CATEGORIES: &[Category] = &[
    Category {
        id: "5215163545667acd25394c01",
        name: "Orders and delivery",
        site: "5215163545667acd25394b5c",
        collection: "5215163545667acd25394b60",
        articles: &[
            article("5215163545667acd25394d01", "Where is my parcel?", 40),
            article("5215163545667acd25394d02", "Returning an item", 28),
            article("5215163545667acd25394d03", "Changing the address", 12),
        ],
    },
    Category {
        id: "5215163545667acd25394c02",
        name: "Paying",
        site: "5215163545667acd25394b5c",
        collection: "5215163545667acd25394b60",
        articles: &[
            article("5215163545667acd25394d11", "Paying by card", 20),
            article("5215163545667acd25394d12", "Your invoice", 18),
        ],
    },
    Category {
        id: "5c1a0f2e9b7d4e6a8f3b2d01",
        name: "For partners",
        site: "5c1a0f2e9b7d4e6a8f3b2c10",
        collection: "5c1a0f2e9b7d4e6a8f3b2c20",
        articles: &[
            article("5c1a0f2e9b7d4e6a8f3b2e01", "Becoming a partner", 30),
            article("5c1a0f2e9b7d4e6a8f3b2e02", "Terms and conditions", 14),
        ],
    },
];

pub(crate) const SEARCHES: &[Search] = &[
    search("return", 6, 30),
    search("parcel", 9, 28),
    search("invoice", 4, 20),
    search("opening hours", 2, 12),
    search("refnud", 0, 5),
    search("gift wrapping", 0, 4),
    search("fax number", 0, 2),
];

/// Returns the visits to a site on the day that starts at `day`. They are the same every time.
pub(crate) fn visits(seed: u64, site: &Site, day: i64) -> Visits {
    let mut random = day_of(seed, site, day, "visits");
    let all = part(site.visits, 80 + random.below(41));
    let searched = part(all, 9 + random.below(9));
    let answered = part(all, 62 + random.below(18));
    let emailed = part(all, random.below(5));
    let failed = all.saturating_sub(answered + emailed);
    let read = part(all, 70 + random.below(60));
    let number = |count: u64| count as i64;
    Visits {
        all: number(all),
        searched: number(searched),
        answered: number(answered),
        emailed: number(emailed),
        failed: number(failed),
        read: number(read),
    }
}

/// Returns how often an article was read on a day.
pub(crate) fn read(seed: u64, site: &Site, article: &Article, day: i64) -> i64 {
    let mut random = day_of(seed, site, day, article.id);
    part(article.share * site.visits / 100, 70 + random.below(61)) as i64
}

/// Returns how often a term was searched for on a day.
pub(crate) fn searched(seed: u64, site: &Site, search: &Search, day: i64) -> i64 {
    let mut random = day_of(seed, site, day, search.text);
    let most = search.share * site.visits / 400;
    random.below(most + 2) as i64
}

fn part(all: u64, percent: u64) -> u64 {
    all * percent / 100
}

fn day_of(seed: u64, site: &Site, day: i64, what: &str) -> Random {
    let salt = mix_text(mix_text(mix(seed, STREAM), site.id), what);
    Random::new(mix(salt, day.unsigned_abs()))
}

const STREAM: u64 = 5;

const fn article(id: &'static str, name: &'static str, share: u64) -> Article {
    Article { id, name, share }
}

const fn search(text: &'static str, results: i64, share: u64) -> Search {
    Search {
        text,
        results,
        share,
    }
}

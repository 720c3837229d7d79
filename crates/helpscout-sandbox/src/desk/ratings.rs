//! How customers rated the replies they received.

use super::{
    model::{Author, Conversation, Status},
    random::{Quantiles, Random, mix},
};

/// A rating of one reply.
pub(crate) struct Rating {
    /// The index of the conversation in the desk.
    pub(crate) conversation: usize,
    /// The reply that was rated.
    pub(crate) thread: i64,
    /// When the reply was sent.
    pub(crate) sent: i64,
    /// The user who sent the reply.
    pub(crate) user: i64,
    pub(crate) grade: Grade,
    pub(crate) comments: Option<&'static str>,
    /// When the customer rated it.
    pub(crate) at: i64,
}

/// How satisfied a customer is with a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grade {
    Great = 1,
    Okay = 2,
    NotGood = 3,
}

/// Rates some of the replies. Returns the ratings in the order they were given.
pub(super) fn simulate(seed: u64, conversations: &[Conversation]) -> Vec<Rating> {
    let mut ratings = Vec::new();
    for (index, conversation) in conversations.iter().enumerate() {
        if conversation.status == Status::Spam {
            continue;
        }
        for thread in &conversation.threads {
            let Author::User { id: user, .. } = thread.author else {
                continue;
            };
            let mut random = Random::new(mix(mix(seed, STREAM), thread.id.unsigned_abs()));
            if !random.chance(95) {
                continue;
            }
            let grade = match random.below(100) {
                0..66 => Grade::Great,
                66..84 => Grade::Okay,
                _ => Grade::NotGood,
            };
            let comments = random.chance(420).then(|| {
                let texts = comments(grade);
                texts[random.below(texts.len() as u64) as usize]
            });
            let at = thread.sent + 30 + random.quantile(DELAY);
            if at < YEAR_ENDS {
                ratings.push(Rating {
                    conversation: index,
                    thread: thread.id,
                    sent: thread.sent,
                    user,
                    grade,
                    comments,
                    at,
                });
            }
        }
    }
    ratings.sort_by_key(|rating| (rating.at, rating.thread));
    ratings
}

fn comments(grade: Grade) -> &'static [&'static str] {
    match grade {
        Grade::Great => &[
            "Fast and friendly.",
            "Solved at the first try, thank you!",
            "Exactly what I needed.",
        ],
        Grade::Okay => &["Took a while.", "Good in the end."],
        Grade::NotGood => &["I asked something else.", "Still waiting for my money."],
    }
}

const STREAM: u64 = 4;
/// 2020-01-01T05:00:00Z, which is midnight in the company's time zone.
const YEAR_ENDS: i64 = 1_577_854_800;
/// The seconds between a reply and its rating.
const DELAY: &Quantiles = &[
    (0, 5),
    (400, 900),
    (700, 14_000),
    (950, 90_000),
    (1000, 400_000),
];

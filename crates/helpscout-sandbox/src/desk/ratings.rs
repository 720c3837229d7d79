//! How customers rated the replies they got.

use super::{
    Author, Desk, Status,
    random::{Random, Spread, mix},
};

/// One rating.
pub(crate) struct Rating {
    /// The place of the conversation in the desk.
    pub(crate) conversation: usize,
    /// The reply that was rated, and when it was sent.
    pub(crate) thread: i64,
    pub(crate) sent: i64,
    /// Whose reply it was.
    pub(crate) user: i64,
    pub(crate) grade: Grade,
    pub(crate) comments: Option<&'static str>,
    /// When the customer rated.
    pub(crate) at: i64,
}

/// What a customer thinks of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grade {
    Great = 1,
    Okay = 2,
    NotGood = 3,
}

impl Desk {
    /// All ratings of the year, in the order they were given.
    pub(crate) fn ratings(&self) -> &[Rating] {
        self.ratings.get_or_init(|| rated(self))
    }
}

fn rated(desk: &Desk) -> Vec<Rating> {
    let mut ratings = Vec::new();
    for (place, conversation) in desk.conversations.iter().enumerate() {
        if conversation.status == Status::Spam {
            continue;
        }
        for thread in &conversation.threads {
            let Author::User { id: user, .. } = thread.author else {
                continue;
            };
            let mut random = Random::new(mix(mix(desk.seed, STREAM), thread.id.unsigned_abs()));
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
            let at = thread.sent + 30 + random.spread(DELAY);
            if at < YEAR_ENDS {
                ratings.push(Rating {
                    conversation: place,
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
/// 2020-01-01T05:00:00Z, midnight by the company's clock.
const YEAR_ENDS: i64 = 1_577_854_800;
/// Seconds between a reply and its rating.
const DELAY: &Spread = &[
    (0, 5),
    (400, 900),
    (700, 14_000),
    (950, 90_000),
    (1000, 400_000),
];

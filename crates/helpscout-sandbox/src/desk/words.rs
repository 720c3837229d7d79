//! What conversations are about: subjects, how their last message starts, attachments.

use super::{
    Author, Conversation,
    customers::Customer,
    random::{mix, mix_text},
};

impl Conversation {
    pub(crate) fn subject(&self) -> String {
        let about = SUBJECTS[self.pick("subject", SUBJECTS.len())];
        match self.pick("order", 3) {
            0 => format!("{about} (order {})", 10_000 + self.pick("number", 80_000)),
            _ => about.to_owned(),
        }
    }

    /// How the last message starts.
    pub(crate) fn preview(&self) -> &'static str {
        let by_user = self
            .threads
            .last()
            .is_some_and(|thread| thread.author != Author::Customer);
        match by_user {
            true => ANSWERS[self.pick("answer", ANSWERS.len())],
            false => QUESTIONS[self.pick("question", QUESTIONS.len())],
        }
    }

    pub(crate) fn has_attachments(&self) -> bool {
        self.pick("attachments", 7) == 0
    }

    /// Who has it: who replied last. Nobody if nobody did.
    pub(crate) fn assignee(&self) -> Option<i64> {
        let mut newest_first = self.threads.iter().rev();
        newest_first.find_map(|thread| match thread.author {
            Author::User { id, .. } => Some(id),
            Author::Customer => None,
        })
    }

    /// When something last happened in it.
    pub(crate) fn modified(&self) -> i64 {
        let last = self.threads.last().map(|thread| thread.sent);
        last.max(self.closed).unwrap_or(self.created)
    }

    /// Since when the customer waits for an answer.
    pub(crate) fn waiting_since(&self) -> Option<i64> {
        let mut since = None;
        for thread in &self.threads {
            match thread.author {
                Author::Customer => {
                    since.get_or_insert(thread.sent);
                }
                Author::User { .. } => since = None,
            }
        }
        since.filter(|_| self.closed.is_none())
    }

    /// One of `count` choices, the same for the same conversation.
    fn pick(&self, what: &str, count: usize) -> usize {
        let salt = mix_text(WORDS, what);
        (mix(salt, self.id.unsigned_abs()) % count as u64) as usize
    }
}

impl Customer {
    pub(crate) fn email(&self) -> String {
        format!("customer{}@example.com", self.id)
    }
}

const WORDS: u64 = 21;

const SUBJECTS: &[&str] = &[
    "Parcel has not arrived",
    "Wrong size delivered",
    "Where is my invoice?",
    "Refund for a returned item",
    "Can't sign in",
    "Change of address",
    "Charged twice",
    "How do I export my data?",
    "A part is missing",
    "Question about delivery times",
    "Cancel my order",
    "The app closes by itself",
    "Discount for schools",
    "Thank you",
];

const QUESTIONS: &[&str] = &[
    "Hello, I ordered two weeks ago and have not heard anything since",
    "Hi, could you please have a look at this? It worked until Monday",
    "Good morning, the invoice shows another address than mine",
    "Any news on this? I would need it by the end of the week",
    "Great, that works now. One more thing, though",
];

const ANSWERS: &[&str] = &[
    "Thanks for writing. I have looked it up and it left our warehouse",
    "I am sorry about that. A new one is on its way to you",
    "You find it under Settings, in the second section from the top",
    "I have passed this on and will write again tomorrow",
    "Glad to hear that it works. Have a nice day",
];

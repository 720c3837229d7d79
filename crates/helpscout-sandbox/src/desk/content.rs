//! The content of conversations: subject, preview and attachments.

use super::{
    model::{Author, Conversation},
    random::{mix, mix_text},
};

impl Conversation {
    pub(crate) fn subject(&self) -> String {
        let subject = SUBJECTS[self.pick("subject", SUBJECTS.len())];
        if self.pick("order", 3) == 0 {
            format!("{subject} (order {})", 10_000 + self.pick("number", 80_000))
        } else {
            subject.to_owned()
        }
    }

    /// Returns the beginning of the last message.
    pub(crate) fn preview(&self) -> &'static str {
        let by_user = self
            .threads
            .last()
            .is_some_and(|thread| thread.author != Author::Customer);
        if by_user {
            ANSWERS[self.pick("answer", ANSWERS.len())]
        } else {
            QUESTIONS[self.pick("question", QUESTIONS.len())]
        }
    }

    pub(crate) fn has_attachments(&self) -> bool {
        self.pick("attachments", 7) == 0
    }

    /// Returns one of `count` choices, always the same for the same conversation.
    fn pick(&self, what: &str, count: usize) -> usize {
        let salt = mix_text(STREAM, what);
        (mix(salt, self.id.unsigned_abs()) % count as u64) as usize
    }
}

const STREAM: u64 = 21;

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
